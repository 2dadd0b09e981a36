#include "client/replica/receiver.h"

#include <algorithm>

#include "shared/log/link.h"
#include "shared/log/proof.h"

namespace cairn::replica {

Receiver::Receiver(Tables& tables,
                   const RosterView& roster,
                   const ReplicaOptions& options,
                   EnvelopeOpener& opener)
    : tables_(tables),
      roster_(roster),
      options_(options),
      opener_(opener),
      rights_(tables.db, tables.envelopes, roster, tables.workspace),
      changed_rights_(tables, roster),
      add_news_(tables.db, "INSERT OR IGNORE INTO news(envelope) VALUES(?)"),
      remove_news_(tables.db, "DELETE FROM news WHERE envelope = ?"),
      given_(tables.db, "INSERT OR REPLACE INTO given(envelope, identity) VALUES(?, ?)"),
      find_given_(tables.db, "SELECT identity FROM given WHERE envelope = ?"),
      of_newer_version_(tables.db,
                        "SELECT id FROM envelope WHERE state <> 2 AND state = 1 AND reason = 6") {}

void Receiver::take(std::span<const Arrival> arrivals) {
    const std::vector<bool> vouched = proven(arrivals);
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        const Arrival& arrival = arrivals[i];
        const Row held = tables_.envelopes.find(arrival.envelope.hash());
        if (held != 0) {
            ++report_.known;
            if (arrival.position) tables_.envelopes.set_position(held, arrival.position);
        } else if (arrival.envelope.header().workspace != tables_.workspace) {
            ++report_.foreign;
        } else if (!vouched[i]) {
            ++report_.unproven;
        } else if (is_strangers(arrival.envelope.header())) {
            ++report_.strangers;
        } else if (!has_room_for(arrival.envelope)) {
            withhold(arrival.envelope.header().device);
        } else {
            store(arrival);
        }
    }
}

// Whoever makes keys up could fill this disk. Under a head that is held no later record makes it
// anybody's work; under another it waits for its record, like all that does.
bool Receiver::is_strangers(const EnvelopeHeader& header) const {
    return is_unknown(header.device) && roster_.index_of(header.roster_head).has_value();
}

// By its own signature, a successor among the arrivals, or one that came earlier.
std::vector<bool> Receiver::proven(std::span<const Arrival> arrivals) {
    std::vector<Envelope> fresh;
    std::vector<std::size_t> index;
    std::vector<bool> result(arrivals.size(), false);
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        if (tables_.envelopes.find(arrivals[i].envelope.hash()) != 0) continue;
        fresh.push_back(arrivals[i].envelope);
        index.push_back(i);
    }
    const Proof proof = prove(fresh);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        bool vouched = proof.proven[i];
        const ByteView hash = fresh[i].hash().view();
        if (!vouched) {
            for (const Row next :
                 tables_.envelopes.waiting_for(EnvelopeReason::missing_previous, hash))
                vouched = vouched || vouches_for(envelope_of(next).header(), fresh[i]);
        }
        result[index[i]] = vouched;
    }
    return result;
}

std::int64_t& Receiver::bytes_of_unknown() {
    if (!bytes_of_unknown_)
        bytes_of_unknown_ =
            tables_.parked.sum([this](const DeviceId& device) { return is_unknown(device); });
    return *bytes_of_unknown_;
}

bool Receiver::has_room_for(const Envelope& envelope) {
    const auto bytes = static_cast<std::int64_t>(envelope.bytes().size());
    if (is_unknown(envelope.header().device) &&
        bytes_of_unknown() + bytes > options_.parked_bytes_max)
        return false;
    const Row device = tables_.devices.row_of(envelope.header().device);
    const auto fits = [&] {
        return !tables_.parked.is_paused(device) &&
               tables_.parked.of(device) + bytes <= options_.parked_bytes_max;
    };
    if (fits()) return true;
    attempt_ready();  // much of what counts so far may only not have been looked at yet
    return fits() || settles_at_once(envelope);
}

// What need not be parked takes no room; it may even make some.
bool Receiver::settles_at_once(const Envelope& envelope) {
    const EnvelopeHeader& header = envelope.header();
    if (!header.previous.is_zero() && !is_settled(header.previous)) return false;
    if (!can_open(header) || !roster_.index_of(header.roster_head)) return false;
    if (roster_.may_write(header.device, header.roster_head) == WriteRight::none) return true;
    const Opened opened = opener_.open(envelope);
    if (std::holds_alternative<MissingKey>(opened)) return false;
    const Run* run = std::get_if<Run>(&opened);
    return run == nullptr ||
           std::all_of(run->tips.begin(), run->tips.end(), [this](const EnvelopeHash& tip) {
               return is_settled(tip);
           });
}

bool Receiver::is_settled(const EnvelopeHash& hash) {
    const Row row = tables_.envelopes.find(hash);
    return row != 0 && tables_.envelopes.info(row).settled();
}

// Not stored, so in no frontier: whoever has it is asked for it again.
void Receiver::withhold(const DeviceId& device) {
    ++report_.withheld;
    // Keys that somebody made up get no row for that.
    if (const Row row = tables_.devices.find(device); row != 0) tables_.parked.pause(row);
    auto& paused = report_.paused;
    if (std::find(paused.begin(), paused.end(), device) == paused.end()) paused.push_back(device);
}

void Receiver::store(const Arrival& arrival) {
    const EnvelopeHeader& header = arrival.envelope.header();
    const Row device = tables_.devices.row_of(header.device);
    const Row row = tables_.envelopes.insert(arrival.envelope, device, arrival.position);
    if (is_unknown(header.device))
        bytes_of_unknown() += static_cast<std::int64_t>(arrival.envelope.bytes().size());
    arrived_[row] = &arrival.envelope;
    touched_.push_back(row);
    if (header.device == options_.device) report_.own_branch = true;
    const Row previous = header.previous.is_zero() ? 0 : tables_.envelopes.find(header.previous);
    const bool attached =
        header.previous.is_zero() ||
        (previous != 0 && tables_.envelopes.info(previous).state != EnvelopeState::detached);
    if (attached)
        attach_all(row);
    else
        tables_.envelopes.wait_for(row, EnvelopeReason::missing_previous, header.previous.view());
}

// It, and those that came before their predecessor did.
void Receiver::attach_all(Row first) {
    std::deque<Row> rows{first};
    for (; !rows.empty(); rows.pop_front()) {
        const Row row = rows.front();
        const EnvelopeHeader header = envelope_of(row).header();
        Row previous = header.previous.is_zero() ? 0 : tables_.envelopes.find(header.previous);
        if (previous != 0 &&
            tables_.envelopes.info(previous).device != tables_.envelopes.info(row).device)
            previous = 0;  // void; and not of that chain
        tables_.envelopes.attach(row, previous);
        ready_.push_back(row);
        const EnvelopeHash& hash = tables_.envelopes.info(row).hash;
        // Whatever lies below it may turn out to be pinned.
        if (rights_.is_pin(hash, header.device)) changed_rights_.add_device(header.device);
        for (const Row next :
             tables_.envelopes.release(EnvelopeReason::missing_previous, hash.view()))
            rows.push_back(next);
    }
}

void Receiver::note_rights(const RosterView& before) {
    for (const DeviceEntry& device : roster_.devices()) {
        const DeviceEntry* old = before.device(device.id);
        const bool same = old == nullptr ? device.cuts.empty() : old->cuts == device.cuts;
        if (!same) changed_rights_.add_device(device.id);
    }
    if (before.may_write(options_.device, before.head()) !=
        roster_.may_write(options_.device, roster_.head()))
        changed_rights_.add_pending();
}

void Receiver::retry(EnvelopeReason reason, ByteView what) {
    for (const Row row : tables_.envelopes.release(reason, what)) ready_.push_back(row);
}

void Receiver::retry_versions() {
    sqlite::Rows rows = of_newer_version_.query();
    while (rows.next()) ready_.push_back(rows.integer(0));
}

void Receiver::attempt_ready() {
    for (; !ready_.empty(); ready_.pop_front()) attempt(ready_.front());
}

void Receiver::work() {
    attempt_ready();
    changed_rights_.settle();
    for (const Row row : touched_)
        if (!tables_.envelopes.info(row).settled()) ++report_.parked;
    touched_.clear();
}

ReceiveReport Receiver::report() {
    ReceiveReport report = report_;
    for (const Row device : tables_.parked.resumed())
        report.resumed.push_back(tables_.devices.id_of(device));
    return report;
}

Envelope Receiver::envelope_of(Row row) {
    const auto held = arrived_.find(row);
    return held != arrived_.end() ? *held->second : tables_.envelopes.load(row);
}

void Receiver::attempt(Row row) {
    EnvelopeInfo info = tables_.envelopes.info(row);
    if (info.settled()) return;
    const Envelope envelope = envelope_of(row);
    AuthorRight right;
    if (!admit(info, envelope, right)) return;
    const Opened opened = opener_.open(envelope);
    if (std::holds_alternative<MissingKey>(opened))
        return park(row, EnvelopeReason::missing_key, envelope.header().epoch.view());
    if (std::holds_alternative<Unopenable>(opened))
        return make_void(info, EnvelopeReason::cannot_open);
    apply(info, std::get<Run>(opened), right);
}

bool Receiver::link_is_sound(const EnvelopeInfo& info, const EnvelopeHeader& header) {
    const Row named = header.previous.is_zero() ? 0 : tables_.envelopes.find(header.previous);
    if (named == 0) return judge_link(nullptr, header) == LinkVerdict::sound;
    const EnvelopeInfo& before = tables_.envelopes.info(named);
    EnvelopeHeader previous;
    previous.workspace = header.workspace;
    previous.device = tables_.devices.id_of(before.device);
    previous.number = before.number;
    return info.previous == named && judge_link(&previous, header) == LinkVerdict::sound;
}

bool Receiver::admit(EnvelopeInfo& info, const Envelope& envelope, AuthorRight& right) {
    const EnvelopeHeader& header = envelope.header();
    if (!link_is_sound(info, header)) {
        make_void(info, EnvelopeReason::wrong_link);
        return false;
    }
    std::optional<std::uint64_t> record_before;
    if (info.previous != 0) {
        const EnvelopeInfo& previous = tables_.envelopes.info(info.previous);
        if (!previous.settled()) {
            park(info.row, EnvelopeReason::previous_parked, previous.hash.view());
            return false;
        }
        record_before = previous.record;
    }
    if (!can_open(header)) {
        tables_.envelopes.park(info.row, EnvelopeReason::unknown_version);
        return false;
    }
    const std::optional<RecordIndex> record = roster_.index_of(header.roster_head);
    if (!record) {
        park(info.row, EnvelopeReason::missing_record, header.roster_head.view());
        return false;
    }
    if (record_before && record->value < *record_before) {
        make_void(info, EnvelopeReason::roster_went_back);
        return false;
    }
    info.record = record->value;
    if (roster_.may_write(header.device, header.roster_head) == WriteRight::none) {
        make_void(info, EnvelopeReason::author_may_not_write);
        return false;
    }
    right = rights_.of_envelope(info.row, header.device, *record);
    return true;
}

void Receiver::park(Row row, EnvelopeReason reason, ByteView what) {
    tables_.envelopes.park(row, reason);
    tables_.envelopes.wait_for(row, reason, what);
}

void Receiver::make_void(EnvelopeInfo info, EnvelopeReason reason) {
    ++report_.invalid;
    const bool follows = info.previous != 0;
    const EnvelopeInfo previous = follows ? tables_.envelopes.info(info.previous) : EnvelopeInfo{};
    info.state = EnvelopeState::invalid;
    info.reason = reason;
    info.record = previous.record;
    // It counts as one change, of which nothing is known.
    info.last_change = tables_.graph.add({.device = info.device,
                                          .predecessor = previous.last_change,
                                          .deps = {},
                                          .wall = {},
                                          .sitting = 0,
                                          .counter = 0,
                                          .edits = 0,
                                          .envelope = info.row,
                                          .identity = {},
                                          .local = false});
    settled(info);
}

void Receiver::settled(const EnvelopeInfo& info) {
    tables_.envelopes.settle(info);
    for (const Row row :
         tables_.envelopes.release(EnvelopeReason::previous_parked, info.hash.view()))
        ready_.push_back(row);
    for (const Row row : tables_.envelopes.release(EnvelopeReason::missing_tip, info.hash.view()))
        if (!tables_.envelopes.is_waiting(row)) ready_.push_back(row);
}

}  // namespace cairn::replica
