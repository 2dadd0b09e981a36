#pragma once
// Takes envelopes in, within one write transaction: which are stored, which are applied now, which
// wait for what, and which are void (schema/PROTOCOL.md section 6). Each verdict depends on bytes
// and roster alone, so every replica reaches the same, whatever the order of arrival.
#include <deque>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "client/replica/opener.h"
#include "client/replica/replica.h"
#include "client/replica/right_changes.h"
#include "client/replica/run_reader.h"
#include "client/replica/tables.h"
#include "shared/roster/view.h"

namespace cairn::replica {

class Receiver {
public:
    Receiver(Tables& tables,
             const RosterView& roster,
             const ReplicaOptions& options,
             EnvelopeOpener& opener);

    void take(std::span<const Arrival> arrivals);
    // Tries again what waited for it.
    void retry(EnvelopeReason reason, ByteView what);
    void retry_versions();
    // The roster has grown from `before`: judges anew what its new records take or give back.
    void note_rights(const RosterView& before);
    // Until nothing more becomes applicable.
    void work();
    [[nodiscard]] ReceiveReport report();

private:
    [[nodiscard]] std::vector<bool> proven(std::span<const Arrival> arrivals);
    [[nodiscard]] bool is_strangers(const EnvelopeHeader& header) const;
    // Whether the device's parked work stays within its limit; devices that the roster here does
    // not name have one limit together.
    [[nodiscard]] bool has_room_for(const Envelope& envelope);
    [[nodiscard]] bool is_unknown(const DeviceId& device) const {
        return roster_.device(device) == nullptr;
    }
    [[nodiscard]] std::int64_t& bytes_of_unknown();
    [[nodiscard]] bool settles_at_once(const Envelope& envelope);
    [[nodiscard]] bool is_settled(const EnvelopeHash& hash);
    void withhold(const DeviceId& device);
    void store(const Arrival& arrival);
    void attach_all(Row row);

    void attempt_ready();
    void attempt(Row row);
    // What the header and the roster decide. False: parked or void.
    [[nodiscard]] bool admit(EnvelopeInfo& info, const Envelope& envelope, AuthorRight& right);
    [[nodiscard]] bool link_is_sound(const EnvelopeInfo& info, const EnvelopeHeader& header);
    void apply(EnvelopeInfo info, const Run& run, const AuthorRight& right);
    void note_statement(const EnvelopeInfo& info, const Run& run);
    [[nodiscard]] bool follows(const EnvelopeInfo& info, const Run& run);
    void write_changes(EnvelopeInfo& info,
                       const Run& run,
                       RunReader& reader,
                       const AuthorRight& right);
    void note_change(const WrittenChange& written, Row envelope, std::size_t edits);
    void note_applied(const EnvelopeInfo& info, const std::vector<Row>& changes);
    void continue_own(const EnvelopeInfo& info, const std::vector<Row>& changes);
    void make_void(EnvelopeInfo info, EnvelopeReason reason);
    void park(Row row, EnvelopeReason reason, ByteView what);
    void settled(const EnvelopeInfo& info);
    [[nodiscard]] Envelope envelope_of(Row row);

    Tables& tables_;
    const RosterView& roster_;
    const ReplicaOptions& options_;
    EnvelopeOpener& opener_;
    AuthorRights rights_;
    RightChanges changed_rights_;
    sqlite::LazyStatement add_news_;
    sqlite::LazyStatement remove_news_;
    sqlite::LazyStatement given_;
    sqlite::LazyStatement find_given_;
    sqlite::LazyStatement of_newer_version_;
    std::unordered_map<Row, const Envelope*> arrived_;  // so that they need not be read back
    std::deque<Row> ready_;
    std::optional<std::int64_t> bytes_of_unknown_;
    std::vector<Row> touched_;           // this call's arrivals
    std::size_t own_pending_found_ = 0;  // pending changes of ours that an envelope brought
    ReceiveReport report_;
};

}  // namespace cairn::replica
