#include "server/app/metrics.h"

#include <fmt/format.h>

namespace cairn::server {
namespace {

std::string head_of(const char* name, const char* type, const char* help) {
    return fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

std::string counter(const char* name, const char* help, std::uint64_t value) {
    return head_of(name, "counter", help) + fmt::format("{} {}\n", name, value);
}

std::string gauge(const char* name, const char* help, std::uint64_t value) {
    return head_of(name, "gauge", help) + fmt::format("{} {}\n", name, value);
}

const char* name_of(PushRefusal code) {
    switch (code) {
        case PushRefusal::wrong_workspace:
            return "wrong_workspace";
        case PushRefusal::not_proven:
            return "not_proven";
        case PushRefusal::unknown_author:
            return "unknown_author";
        case PushRefusal::not_allowed:
            return "not_allowed";
        case PushRefusal::unknown_head:
            return "unknown_head";
        case PushRefusal::missing_previous:
            return "missing_previous";
        case PushRefusal::wrong_number:
            return "wrong_number";
        case PushRefusal::over_quota:
            return "over_quota";
        case PushRefusal::too_long:
            return "too_long";
        case PushRefusal::beyond_pin:
            return "beyond_pin";
    }
    return "unknown";
}

const char* name_of(RecordRefusal code) {
    switch (code) {
        case RecordRefusal::not_on_head:
            return "not_on_head";
        case RecordRefusal::invalid:
            return "invalid";
        case RecordRefusal::not_allowed:
            return "not_allowed";
        case RecordRefusal::unsettled:
            return "unsettled";
        case RecordRefusal::no_room:
            return "no_room";
        case RecordRefusal::pins_differ:
            return "pins_differ";
    }
    return "unknown";
}

template <class Code>
std::string refused(const char* name,
                    const char* help,
                    const std::map<Code, std::uint64_t>& by_code) {
    std::string text = head_of(name, "counter", help);
    for (const auto& [code, count] : by_code)
        text += fmt::format("{}{{code=\"{}\"}} {}\n", name, name_of(code), count);
    return text;
}

std::string expose_hub(const HubStats& hub) {
    return counter("cairn_envelopes_total", "Envelopes stored.", hub.envelopes_taken) +
           counter("cairn_envelope_bytes_total", "Bytes of envelopes stored.", hub.bytes_taken) +
           refused("cairn_envelopes_refused_total",
                   "Envelopes refused, by reason.",
                   hub.envelopes_refused) +
           counter("cairn_records_total", "Membership records stored.", hub.records_taken) +
           refused("cairn_records_refused_total",
                   "Membership records refused, by reason.",
                   hub.records_refused) +
           counter("cairn_pages_total", "Pages read for clients.", hub.pages_read) +
           counter("cairn_damaged_workspaces_total",
                   "Times a request met damaged data of a workspace.",
                   hub.damaged) +
           gauge("cairn_sessions", "Authenticated connections.", hub.sessions) +
           gauge("cairn_workspaces_open", "Workspaces in memory.", hub.rooms_open);
}

}  // namespace

template <std::size_t N>
std::string Histogram<N>::expose(const std::string& name, const std::string& help) const {
    const std::lock_guard lock(mutex_);
    std::string text = head_of(name.c_str(), "histogram", help.c_str());
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < N; ++i) {
        so_far += counts_[i];
        text += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", name, bounds_[i], so_far);
    }
    so_far += counts_[N];
    return text +
           fmt::format(
               "{0}_bucket{{le=\"+Inf\"}} {1}\n{0}_sum {2}\n{0}_count {1}\n", name, so_far, sum_);
}

void Metrics::publish(const HubStats& stats) {
    const std::lock_guard lock(mutex_);
    hub_ = stats;
}

std::string Metrics::expose(std::size_t connections, std::size_t strangers) const {
    HubStats hub;
    {
        const std::lock_guard lock(mutex_);
        hub = hub_;
    }
    return gauge("cairn_connections", "Connections, of strangers too.", connections) +
           gauge("cairn_strangers", "Connections that have not shown who they are.", strangers) +
           counter("cairn_connections_total", "Connections accepted.", connections_accepted) +
           counter("cairn_connections_turned_away_total",
                   "Connections closed at once because a limit was reached.",
                   connections_turned_away) +
           counter("cairn_handshakes_failed_total",
                   "Connections that ended before the channel stood.",
                   handshakes_failed) +
           counter("cairn_connections_broken_total",
                   "Connections that the network or a fault ended.",
                   connections_broken) +
           counter("cairn_frames_received_total", "Messages received.", frames_received) +
           counter(
               "cairn_received_bytes_total", "Bytes of messages received.", frame_bytes_received) +
           counter("cairn_frames_sent_total", "Messages sent.", frames_sent) +
           counter("cairn_sent_bytes_total", "Bytes of messages sent.", frame_bytes_sent) +
           gauge("cairn_storage_works", "1 while the store takes writes.", storage_works ? 1 : 0) +
           counter("cairn_storage_failures_total",
                   "Times the store failed and was opened again.",
                   storage_failures) +
           expose_hub(hub) +
           commit_seconds.expose("cairn_commit_seconds", "How long commits took.") +
           commit_writes.expose("cairn_commit_writes",
                                "Envelopes, records and the like in one commit.");
}

}  // namespace cairn::server
