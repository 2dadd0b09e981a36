#pragma once
// Envelopes as received, and the chains they form. A chain here is a stretch of consecutive
// numbers of one device; where a device's chain branches, each branch goes on as another stretch.
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "client/replica/parked_bytes.h"
#include "client/replica/rows.h"
#include "client/replica/types.h"
#include "shared/log/envelope.h"
#include "shared/log/frontier.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

struct EnvelopeInfo {
    Row row = 0;
    Row device = 0;
    EnvelopeNumber number;
    EnvelopeState state = EnvelopeState::detached;
    EnvelopeReason reason = EnvelopeReason::none;
    Row previous = 0;
    Row chain = 0;  // 0: detached
    Row last_change = 0;
    std::optional<std::uint64_t> record;  // index of the roster head it names, or inherits if void
    EnvelopeHash hash;
    std::size_t bytes = 0;
    [[nodiscard]] bool settled() const {
        return state == EnvelopeState::applied || state == EnvelopeState::invalid;
    }
};

class EnvelopeStore {
public:
    EnvelopeStore(sqlite::Database& database, ParkedBytes& parked);

    void begin();

    [[nodiscard]] Row find(const EnvelopeHash& hash);  // 0: not held
    [[nodiscard]] const EnvelopeInfo& info(Row row);   // must exist
    [[nodiscard]] Envelope load(Row row);
    [[nodiscard]] const std::vector<Row>& changes(
        Row row);  // of an applied one, in the run's order
    // Envelope `number` on the branch that ends in `tip`, 0: none.
    [[nodiscard]] Row on_branch(Row tip, EnvelopeNumber number);

    Row insert(const Envelope& envelope, Row device, std::optional<Position> position);
    // Its predecessor (0: it names none, or not of its chain) is held and attached.
    void attach(Row row, Row previous);
    void set_position(Row row, std::optional<Position> position);
    void park(Row row, EnvelopeReason reason);
    // State (applied or void), reason, last_change, record. Once for each envelope.
    void settle(const EnvelopeInfo& info);
    void set_reason(Row row, EnvelopeReason reason);  // of an applied one
    void set_changes(Row row, const std::vector<Row>& changes);

    // --- Waiting ----------------------------------------------------------------------------
    void wait_for(Row row, EnvelopeReason reason, ByteView what);
    void wait_no_more(Row row);
    // Those that wait for `what` for this reason, and from now on no longer do so.
    [[nodiscard]] std::vector<Row> release(EnvelopeReason reason, ByteView what);
    [[nodiscard]] std::vector<Row> waiting_for(EnvelopeReason reason, ByteView what);
    [[nodiscard]] bool is_waiting(Row row);

    // --- Frontiers --------------------------------------------------------------------------
    [[nodiscard]] Frontier frontier();
    // Per chain, the greatest number that a replica with this frontier holds.
    [[nodiscard]] std::unordered_map<Row, std::uint64_t> held_by(const Frontier& theirs);

private:
    void note_held(Row row, std::unordered_map<Row, std::uint64_t>& held);
    [[nodiscard]] bool ends_chain(const EnvelopeInfo& info);

    sqlite::Database& database_;
    ParkedBytes& parked_;
    sqlite::LazyStatement find_;
    sqlite::LazyStatement info_;
    sqlite::LazyStatement bytes_;
    sqlite::LazyStatement changes_;
    sqlite::LazyStatement in_chain_;
    sqlite::LazyStatement chain_parent_;
    sqlite::LazyStatement insert_;
    sqlite::LazyStatement insert_chain_;
    sqlite::LazyStatement attach_;
    sqlite::LazyStatement set_position_;
    sqlite::LazyStatement park_;
    sqlite::LazyStatement settle_;
    sqlite::LazyStatement set_reason_;
    sqlite::LazyStatement set_changes_;
    sqlite::LazyStatement wait_;
    sqlite::LazyStatement wait_no_more_;
    sqlite::LazyStatement release_;
    sqlite::LazyStatement waiting_;
    sqlite::LazyStatement is_waiting_;
    sqlite::LazyStatement tips_;
    std::unordered_map<EnvelopeHash, Row> rows_;
    std::unordered_map<Row, EnvelopeInfo> infos_;
    std::unordered_map<Row, std::vector<Row>> change_lists_;
};

}  // namespace cairn::replica
