#include "server/admin/check.h"

#include "shared/log/frontier.h"
#include "shared/log/proof.h"
#include "shared/log/running.h"
#include "shared/roster/server_statement.h"
#include "shared/roster/view.h"
#include "shared/wire/limits.h"

namespace cairn::server {
namespace {

constexpr std::size_t faults_max = 100;
constexpr std::size_t read_bytes = 4 * limits::mib;

class Checker {
public:
    Checker(LogStore& store, const ServerSecrets& secrets, CheckReport& report)
        : store_(store), secrets_(secrets), report_(report) {}

    void check(const WorkspaceId& id) {
        id_ = id;
        position_ = {};
        ++report_.workspaces;
        try {
            check_all();
        } catch (const DamagedWorkspace& damage) {
            fault("its part of the store cannot be read after position " +
                  std::to_string(position_.value) + ": " + damage.what());
        }
    }

private:
    void check_all() {
        const auto state = store_.load(id_);
        if (!state) return fault("it is listed and cannot be loaded");
        check_roster(*state);
        check_order(*state);
    }

    void fault(const std::string& what) {
        if (report_.faults.size() < faults_max)
            report_.faults.push_back("workspace " + short_name(id_) + ": " + what);
    }

    void check_roster(const WorkspaceState& state) {
        RosterView view;
        for (const ReceiptedRecord& record : state.roster) {
            ++report_.records;
            const auto appended = view.append(record.record);
            if (!appended)
                return fault("membership record " + std::to_string(view.length().value) +
                             " is refused: " + appended.error().sentence);
            const RecordPlace place{
                .workspace = id_, .index = appended->index, .hash = appended->hash};
            if (!record.receipt || !verify_receipt(secrets_.id(), place, *record.receipt))
                fault("membership record " + std::to_string(appended->index.value) +
                      " lacks this server's receipt");
        }
        if (view.workspace() != id_) fault("its membership list is of another workspace");
    }

    void check_order(const WorkspaceState& state) {
        running_ = {};
        frontier_ = {};
        unproven_.clear();
        // Up to the head that was loaded: a server that runs may have gone on.
        while (position_ < state.head) {
            const auto page = store_.read(id_, position_, read_bytes);
            if (page.empty()) break;
            for (const OrderedEnvelope& ordered : page)
                if (ordered.position <= state.head) check_place(ordered);
            drop_proven();
        }
        for (const Envelope& envelope : unproven_)
            fault("envelope " + to_hex(envelope.hash().view()) + " is not proven");
        if (position_ != state.head || running_ != state.running)
            fault("its envelopes end at " + std::to_string(position_.value) + ", not at " +
                  std::to_string(state.head.value));
        if (frontier_.tips() != state.tips) fault("the stored tips are not those of its envelopes");
    }

    // What no successor has vouched for yet may find one in the pages to come.
    void drop_proven() {
        const Proof proof = prove(unproven_);
        std::vector<Envelope> rest;
        for (std::size_t i = 0; i < unproven_.size(); ++i)
            if (!proof.proven[i]) rest.push_back(std::move(unproven_[i]));
        unproven_ = std::move(rest);
    }

    void check_place(const OrderedEnvelope& ordered) {
        ++report_.envelopes;
        const std::string where = "position " + std::to_string(ordered.position.value);
        if (ordered.position != position_.next())
            fault(where + " comes after position " + std::to_string(position_.value));
        position_ = ordered.position;
        running_ = next_running(running_, ordered.hash);
        if (running_ != ordered.running) fault(where + " has another running hash");
        running_ = ordered.running;
        auto envelope = Envelope::parse(*ordered.bytes);
        if (!envelope) return fault(where + " is no envelope: " + envelope.error().sentence);
        if (envelope->hash() != ordered.hash)
            return fault(where + " has other bytes than its hash");
        const EnvelopeHeader& header = envelope->header();
        if (header.workspace != id_) fault(where + " belongs to another workspace");
        const auto previous = store_.find(id_, header.previous);
        const bool linked = header.previous.is_zero()
                                ? header.number.value == 1
                                : previous && previous->device == header.device &&
                                      previous->position < ordered.position &&
                                      previous->number.next() == header.number;
        if (!linked) fault(where + " does not follow its predecessor");
        frontier_.add(header, envelope->hash());
        unproven_.push_back(std::move(*envelope));
    }

    LogStore& store_;
    const ServerSecrets& secrets_;
    CheckReport& report_;
    WorkspaceId id_;
    Position position_;
    Hash32 running_;
    Frontier frontier_;
    std::vector<Envelope> unproven_;
};

}  // namespace

namespace {

std::optional<WorkspaceSummary> summarize(LogStore& store, const WorkspaceId& id) {
    WorkspaceSummary summary;
    summary.id = id;
    try {
        const auto state = store.load(id);
        if (!state) return std::nullopt;
        summary.envelopes = state->head.value;
        for (const DeviceUsage& usage : state->usage) summary.envelope_bytes += usage.bytes;
        summary.records = state->roster.size();
        summary.settled = state->settled;
        RosterView view;
        for (const ReceiptedRecord& record : state->roster)
            if (!view.append(record.record)) break;
        for (const MemberEntry& member : view.members()) {
            summary.members += member.active() ? 1 : 0;
            summary.devices += member.devices.size();
        }
    } catch (const DamagedWorkspace&) {
        summary.damaged = true;
    }
    return summary;
}

}  // namespace

std::vector<WorkspaceSummary> summarize(LogStore& store) {
    std::vector<WorkspaceSummary> summaries;
    for (const WorkspaceId& id : store.workspaces())
        if (const auto summary = summarize(store, id)) summaries.push_back(*summary);
    return summaries;
}

CheckReport check(LogStore& store, const ServerSecrets& secrets) {
    CheckReport report;
    Checker checker(store, secrets, report);
    for (const WorkspaceId& id : store.workspaces()) checker.check(id);
    return report;
}

}  // namespace cairn::server
