#include "client/replica/doctor.h"

#include <functional>
#include <map>

#include "client/replica/rebuild.h"
#include "client/replica/replica_state.h"
#include "shared/log/proof.h"

namespace cairn::replica {
namespace {

// Envelopes are checked so many at a time: enough that one signature vouches for most.
constexpr std::size_t envelopes_a_step = 64;
constexpr std::size_t named_max = 10;  // of one kind of trouble

class Examination {
public:
    explicit Examination(Replica& replica) : replica_(replica), db_(replica.database()) {}

    std::vector<Finding> all() {
        const sqlite::Snapshot snapshot(db_);
        attempt(
            "the pages of the file", [this] { check_file(); }, Trouble::damaged_file);
        bool roster = false;
        attempt("the list of members", [&] { roster = check_roster(); });
        attempt("the envelopes", [this] { check_envelopes(); });
        attempt("the chains of envelopes", [this] { check_chains(); });
        attempt("what points at what", [this] { check_loose_ends(); });
        if (roster)
            attempt("the state", [this] { check_state(); });
        else
            note(Trouble::not_checked,
                 "whether the state is what its log gives was not checked: that takes a sound list "
                 "of members");
        for (const auto& [trouble, count] : counts_)
            if (count > named_max)
                found_.push_back({.trouble = trouble,
                                  .sentence = std::to_string(count - named_max) +
                                              " more of this kind (D0" +
                                              std::to_string(static_cast<int>(trouble)) + ")"});
        return std::move(found_);
    }

private:
    void note(Trouble trouble, std::string sentence) {
        if (++counts_[trouble] > named_max) return;
        found_.push_back({.trouble = trouble, .sentence = std::move(sentence)});
    }

    // Damage ends a check, not the examination.
    void attempt(const std::string& what,
                 const std::function<void()>& check,
                 Trouble trouble = Trouble::not_checked) try {
        check();
    } catch (const sqlite::SqliteError& error) {
        using sqlite::Failure;
        const Failure failure = error.failure();
        if (failure != Failure::corrupt && failure != Failure::other &&
            failure != Failure::input_output)
            throw;
        const std::string found = error.sentence().empty() ? "" : ": " + error.sentence();
        note(trouble, what + " could not be read to the end" + found);
    }

    void check_file() {
        sqlite::Statement check(db_, "PRAGMA quick_check(100)");
        std::size_t faults = 0;
        for (sqlite::Rows rows = check.query(); rows.next();)
            if (rows.text(0) != "ok") ++faults;
        if (faults > 0)
            note(Trouble::damaged_file,
                 std::to_string(faults) + (faults == 1 ? " place" : " or more places") +
                     " of the file cannot be what was written: a disk that fails does this, or a "
                     "copy made while the file was written to");
    }

    bool check_roster() {
        sqlite::Statement records(db_, "SELECT id, bytes, hash FROM record ORDER BY id");
        for (sqlite::Rows rows = records.query(); rows.next();) {
            const auto appended = roster_.append(rows.blob(1));
            const std::string which =
                "record " + std::to_string(rows.integer(0)) + " of the list of members";
            if (!appended) {
                note(Trouble::wrong_roster, which + ": " + appended.error().sentence);
                return false;
            }
            if (appended->hash != rows.id<RecordHash>(2))
                note(Trouble::wrong_roster, which + " is stored under another hash");
        }
        return true;
    }

    void check_envelopes() {
        sqlite::Statement select(db_,
                                 "SELECT id, hash, bytes FROM envelope "
                                 "ORDER BY chain IS NULL, chain, number");
        std::vector<Row> ids;
        std::vector<Envelope> batch;
        for (sqlite::Rows rows = select.query(); rows.next();) {
            const ByteView bytes = rows.blob(2);
            auto envelope = Envelope::parse(Bytes(bytes.begin(), bytes.end()));
            if (!envelope || envelope->hash() != rows.id<EnvelopeHash>(1)) {
                note(Trouble::wrong_envelope,
                     "the bytes of envelope " + std::to_string(rows.integer(0)) +
                         " have changed since they were stored");
                continue;
            }
            ids.push_back(rows.integer(0));
            batch.push_back(std::move(*envelope));
            if (batch.size() == envelopes_a_step) check_proofs(ids, batch);
        }
        check_proofs(ids, batch);
    }

    void check_proofs(std::vector<Row>& ids, std::vector<Envelope>& batch) {
        const Proof proof = prove(batch);
        for (std::size_t i = 0; i < batch.size(); ++i)
            if (!proof.proven[i] && !vouched_by_successor(batch[i]))
                note(Trouble::wrong_envelope,
                     "nobody vouches for envelope " + std::to_string(ids[i]));
        ids.clear();
        batch.clear();
    }

    // Its own signature may be bad: then one that followed it proved it.
    bool vouched_by_successor(const Envelope& envelope) {
        sqlite::Statement successors(
            db_,
            "SELECT n.bytes FROM envelope e JOIN envelope n ON n.previous = e.id "
            "WHERE substr(e.hash, 1, 8) = ?1 AND e.hash = ?2");
        const EnvelopeHash& hash = envelope.hash();
        for (sqlite::Rows rows = successors.query(hash.view().first(8), hash); rows.next();) {
            const ByteView bytes = rows.blob(0);
            const auto next = Envelope::parse(Bytes(bytes.begin(), bytes.end()));
            if (next && vouches_for(next->header(), envelope)) return true;
        }
        return false;
    }

    void check_chains() {
        sqlite::Statement broken(
            db_,
            "SELECT e.id FROM envelope e LEFT JOIN envelope p ON p.id = e.previous "
            "WHERE e.state = 2 AND ((e.number = 1) <> (e.previous = 0) OR "
            "(e.number > 1 AND (p.id IS NULL OR p.device <> e.device OR "
            "p.number <> e.number - 1 OR p.state < 2)))");
        for (sqlite::Rows rows = broken.query(); rows.next();)
            note(Trouble::broken_chain,
                 "envelope " + std::to_string(rows.integer(0)) +
                     " is applied, but what comes before it is not");
    }

    void check_loose_ends() {
        static constexpr std::pair<const char*, const char*> ends[] = {
            {"cells that show an edit that is not there",
             "SELECT count(*) FROM cell c WHERE c.head <> 0 AND "
             "NOT EXISTS(SELECT 1 FROM edit e WHERE e.id = c.head AND e.item = c.item "
             "AND e.field = c.field)"},
            {"changes in an envelope that is not there",
             "SELECT count(*) FROM change c WHERE c.envelope <> 0 AND "
             "NOT EXISTS(SELECT 1 FROM envelope e WHERE e.id = c.envelope)"},
            {"changes after one that is not there",
             "SELECT count(*) FROM change c WHERE c.predecessor <> 0 AND "
             "NOT EXISTS(SELECT 1 FROM change p WHERE p.id = c.predecessor)"},
            {"items below one that is not there",
             "SELECT count(*) FROM item i WHERE i.parent IS NOT NULL AND "
             "NOT EXISTS(SELECT 1 FROM item p WHERE p.id = i.parent)"},
            {"edits that belong to no change",
             "SELECT (SELECT count(*) FROM edit) <> (SELECT coalesce(sum(edits), 0) FROM change)"},
            {"counts that are wrong",
             "SELECT count(*) FROM own WHERE edits <> (SELECT count(*) FROM edit) OR "
             "changes <> (SELECT count(*) FROM change WHERE identity IS NOT NULL)"},
            {"devices whose parked bytes are added up wrongly",
             "SELECT count(*) FROM device d WHERE d.parked_bytes <> (SELECT "
             "coalesce(sum(length(e.bytes)), 0) FROM envelope e WHERE e.device = d.id "
             "AND e.state <> 2 AND e.state < 2)"},
        };
        for (const auto& [what, sql] : ends) {
            const std::int64_t count = db_.integer(sql);
            if (count != 0) note(Trouble::loose_end, std::to_string(count) + " " + what);
        }
    }

    void check_state() {
        Rebuild rebuild(db_, replica_.schema(), roster_, replica_.device());
        rebuild.run([this](Row change) {
            note(Trouble::wrong_identity,
                 "change " + std::to_string(change) + " no longer gives its identity");
        });
        const StateHashes live = replica_.read().hashes();
        const StateHashes rebuilt = rebuild.hashes();
        if (live.heads != rebuilt.heads)
            note(Trouble::wrong_heads_hash, "the log gives other heads than are kept");
        if (live.view != rebuilt.view)
            note(Trouble::wrong_view_hash, "the log gives other values than are shown");
    }

    Replica& replica_;
    sqlite::Database& db_;
    RosterView roster_;
    std::vector<Finding> found_;
    std::map<Trouble, std::size_t> counts_;
};

}  // namespace

std::vector<Finding> examine(Replica& replica) { return Examination(replica).all(); }

}  // namespace cairn::replica
