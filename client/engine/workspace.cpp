#include "client/engine/workspace.h"

#include <utility>

#include "client/engine/distrust.h"
#include "client/engine/sqlite_fault.h"
#include "client/engine/witness.h"
#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "client/plan/catalog.h"
#include "client/seal/seal.h"
#include "shared/roster/build.h"
#include "shared/sqlite/error.h"

namespace cairn::engine {
namespace {

constexpr const char* note_name = "own name";
constexpr const char* note_named = "catalog named";
constexpr std::uint32_t catalog_version = 4;

const merge::Schema& schema() {
    static const merge::Schema built = plan::to_schema();
    return built;
}

replica::ReplicaOptions options_for(const WorkspaceFile& file, const DeviceId& device) {
    replica::ReplicaOptions options;
    options.path = file.path;
    options.vfs = file.vfs;
    options.parked_bytes_max = file.parked_bytes_max;
    options.device = device;
    options.schema = &schema();
    options.schema_version = catalog_version;
    return options;
}

// What numbers are called, for people's own SQL: written once for each version of the catalog.
void name_numbers(replica::Replica& replica) {
    const Bytes version{static_cast<std::uint8_t>(catalog_version)};
    if (replica.note(note_named) == version) return;
    using replica::Replica;
    std::vector<Replica::Name> names;
    for (const plan::KindSpec& kind : plan::kinds())
        names.push_back({Replica::Named::kind, kind.number, std::string(kind.name)});
    for (const plan::FieldSpec& field : plan::fields())
        names.push_back({Replica::Named::field, field.number, std::string(field.name)});
    for (const plan::LinkSpec& link : plan::links())
        names.push_back({Replica::Named::link, link.number, std::string(link.name)});
    replica.save_names(names);
    replica.save_note(note_named, version);
}

EngineError from_roster(const RosterError& error) {
    return {EngineFault::distrust, "The list of members was refused: " + error.sentence};
}

EngineError from_commit(const replica::CommitError& error) {
    using replica::CommitFault;
    switch (error.fault) {
        case CommitFault::empty:
            return {EngineFault::nothing_to_do, "There is nothing to change."};
        case CommitFault::too_long:
            return {EngineFault::too_large, error.sentence};
        case CommitFault::not_permitted:
            return {EngineFault::not_allowed,
                    error.sentence + ". Ask an owner or admin for another role."};
        default:
            return {EngineFault::wrong_value, error.sentence};
    }
}

}  // namespace

struct Workspace::State final : replica::EnvelopeOpener, replica::EnvelopeSealer {
    State(replica::Replica opened, std::optional<DeviceSecrets> secrets, Random& source)
        : replica(std::move(opened)), device(std::move(secrets)), random(source) {}

    const KeyRing& learned() {
        const RosterView& roster = replica.roster();
        if (device && learned_at != roster.length()) {
            ring.learn(roster, *device);
            learned_at = roster.length();
        }
        return ring;
    }

    replica::Opened open(const Envelope& envelope) override {
        const EpochKey* key = learned().key(envelope.header().epoch);
        if (key == nullptr) return replica::MissingKey{};
        auto run = cairn::open(envelope, *key);
        if (!run) return replica::Unopenable{run.error().sentence};
        return std::move(*run);
    }

    std::optional<Envelope> seal(const Run& run, const replica::SealSlot& slot) override {
        const EpochEntry* epoch = replica.roster().current_epoch();
        if (epoch == nullptr || !device) return std::nullopt;
        const EpochKey* key = learned().key(epoch->id);
        if (key == nullptr) return std::nullopt;
        SealRequest request;
        request.workspace = slot.workspace;
        request.number = slot.number;
        request.previous = slot.previous;
        request.epoch = epoch->id;
        request.roster_head = slot.roster_head;
        return cairn::seal(run, request, *key, *device, random);
    }

    replica::Replica replica;
    std::optional<DeviceSecrets> device;
    Random& random;
    bool heard_waits = true;  // perhaps: what was heard and cannot be compared yet
    bool foreign_keys = false;
    std::optional<EngineError> why_no_keys;
    bool heeds_shown_conflicts = false;
    KeyRing ring;
    RosterLength learned_at;
    CommitWatcher watcher;
    std::optional<replica::EditRow> draft_first;
};

Workspace::Workspace(std::unique_ptr<State> state) : state_(std::move(state)) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

Result<Workspace, EngineError> Workspace::make(const WorkspaceFile& file,
                                               DeviceSecrets device,
                                               const std::string& owner,
                                               Random& random,
                                               WallTime now) {
    RosterView view;
    std::vector<replica::StoredRecord> records;
    const Bytes create = make_create(device, random, now);
    auto appended = view.append(create);
    if (!appended) return refuse(from_roster(appended.error()));
    const auto epoch = make_epoch(Author{view, device, now}, KeyRing{}, random);
    if (!epoch) return refuse(from_roster(epoch.error()));
    records.push_back({create, std::nullopt, {}});
    records.push_back({*epoch, std::nullopt, {}});
    return begin_joined(file, std::move(device), records, owner, random);
}

Result<Workspace, EngineError> Workspace::begin_joined(
    const WorkspaceFile& file,
    DeviceSecrets device,
    std::span<const replica::StoredRecord> roster,
    const std::string& name,
    Random& random) try {
    if (roster.empty()) {
        return refuse(EngineError{EngineFault::distrust,
                                  "A workspace cannot begin with an empty list of members."});
    }
    auto made = replica::Replica::create(options_for(file, device.id()), roster, random);
    if (!made) return refuse(from_roster(made.error()));
    made->save_note(note_name, bytes_of(name));
    name_numbers(*made);
    return Workspace(std::make_unique<State>(std::move(*made), std::move(device), random));
} catch (const sqlite::SqliteError& error) {
    return refuse(from_sqlite(error));
}

Result<Workspace, EngineError> Workspace::open(const WorkspaceFile& file,
                                               std::optional<DeviceSecrets> device,
                                               Random& random) try {
    const DeviceId id = device ? device->id() : DeviceId{};
    auto replica = replica::Replica::open(options_for(file, id), random);
    // What a stranger's keys sign, everybody else must refuse: better nothing is written at all.
    const bool foreign = device && replica.roster().device(id) == nullptr;
    if (foreign) {
        device.reset();
        replica = replica::Replica::open(options_for(file, DeviceId{}), random);
    }
    name_numbers(replica);
    auto state = std::make_unique<State>(std::move(replica), std::move(device), random);
    state->foreign_keys = foreign;
    return Workspace(std::move(state));
} catch (const sqlite::SqliteError& error) {
    return refuse(from_sqlite(error));
}

replica::Replica& Workspace::replica() { return state_->replica; }
replica::Reader& Workspace::read() { return state_->replica.read(); }
const RosterView& Workspace::roster() { return state_->replica.roster(); }
WorkspaceId Workspace::id() const { return state_->replica.workspace(); }
Random& Workspace::random() { return state_->random; }

const DeviceSecrets* Workspace::device() const {
    return state_->device ? &*state_->device : nullptr;
}

EngineError Workspace::no_keys() const {
    if (state_->foreign_keys) {
        return {EngineFault::no_keys,
                "The key file belongs to another device, which is no member here: the plan can "
                "only be read. Put this workspace's own key file back, or join again."};
    }
    if (state_->why_no_keys) return *state_->why_no_keys;
    return {EngineFault::no_keys,
            "This device's keys are missing: the plan can only be read. Put the key file back, or "
            "join again."};
}

bool Workspace::is_removed() {
    const DeviceEntry* entry = state_->device ? roster().device(state_->device->id()) : nullptr;
    return entry != nullptr && !entry->active();
}

EngineError Workspace::removed() const {
    return {EngineFault::not_allowed,
            "This laptop does not belong to the workspace any more: it or its member was removed. "
            "What is here stays readable, and `cairn export` takes it along; ask an owner or admin "
            "if that was a mistake."};
}

void Workspace::without_keys_because(EngineError why) { state_->why_no_keys = std::move(why); }

std::optional<MemberId> Workspace::me() {
    if (!state_->device) return std::nullopt;
    const DeviceEntry* entry = roster().device(state_->device->id());
    return entry == nullptr ? std::nullopt : std::optional(entry->member);
}

const KeyRing& Workspace::keys() { return state_->learned(); }

void Workspace::learn_through(const InviteKeys& invite) {
    const std::vector<EpochId> before = keys().missing(roster());
    state_->ring.learn(roster(), invite);
    state_->replica.keys_arrived(before, *state_);
}

Result<replica::Committed, EngineError> Workspace::commit(std::span<const replica::LocalEdit> edits,
                                                          WallTime now) {
    if (!state_->device) return refuse(no_keys());
    if (is_removed()) return refuse(removed());
    auto committed = state_->replica.commit(edits, now);
    if (!committed) return refuse(from_commit(committed.error()));
    if (state_->watcher) state_->watcher(edits, *committed);
    return *committed;
}

void Workspace::heed_shown_conflicts() { state_->heeds_shown_conflicts = true; }
bool Workspace::heeds_shown_conflicts() const { return state_->heeds_shown_conflicts; }
void Workspace::watch_commits(CommitWatcher watcher) { state_->watcher = std::move(watcher); }

void Workspace::mark_draft(std::optional<replica::EditRow> first) { state_->draft_first = first; }

bool Workspace::shows_draft() const { return state_->draft_first.has_value(); }

bool Workspace::is_of_draft(replica::EditRow edit) const {
    return state_->draft_first && *state_->draft_first <= edit;
}

void Workspace::retry_with_keys() {
    if (read().counts().parked_envelopes == 0) return;
    std::vector<EpochId> here;
    for (const EpochEntry& epoch : roster().epochs())
        if (keys().key(epoch.id) != nullptr) here.push_back(epoch.id);
    state_->replica.keys_arrived(here, *state_);
}

Result<replica::ReceiveReport, EngineError> Workspace::adopt_records(
    std::span<const replica::StoredRecord> records) {
    const std::vector<EpochId> before = keys().missing(roster());
    auto adopted = state_->replica.adopt_records(records, *state_);
    if (!adopted) return refuse(from_roster(adopted.error()));
    // A record may seal a key to this device for which envelopes already wait.
    std::vector<EpochId> arrived;
    for (const EpochId& epoch : before) {
        if (keys().key(epoch) != nullptr) arrived.push_back(epoch);
    }
    if (!arrived.empty()) {
        const auto opened = state_->replica.keys_arrived(arrived, *state_);
        adopted->changes += opened.changes;
        adopted->edits += opened.edits;
        adopted->resumed.insert(
            adopted->resumed.end(), opened.resumed.begin(), opened.resumed.end());
    }
    take_note(*adopted);
    return *adopted;
}

replica::ReceiveReport Workspace::receive(std::span<const replica::Arrival> arrivals,
                                          const std::optional<replica::Cursor>& cursor,
                                          std::span<const Hash32> order) {
    replica::ReceiveReport got = state_->replica.receive(arrivals, cursor, *state_, order);
    take_note(got);
    return got;
}

// Of what is no honest server's or member's.
void Workspace::take_note(const replica::ReceiveReport& got) {
    if (got.unproven > 0) note_distrust(*this, {Distrust::unproven, {}, got.unproven});
    if (got.foreign > 0) note_distrust(*this, {Distrust::foreign, {}, got.foreign});
    if (got.strangers > 0) note_distrust(*this, {Distrust::stranger, {}, got.strangers});
    hear(*this, got.stated);
    if (state_->heard_waits || !got.stated.empty())
        state_->heard_waits = compare_what_was_heard(*this);
}

replica::SealReport Workspace::seal_pending() { return state_->replica.seal_pending(*state_); }

std::string Workspace::name_of(const MemberId& member) {
    if (auto name = keys().name_of(roster(), member)) return *name;
    if (me() == member) {
        if (auto own = wanted_name()) return *own;
    }
    return "member " + to_base32(member.view()).substr(0, 6);
}

std::string Workspace::name_of(const DeviceId& device) {
    const DeviceEntry* entry = roster().device(device);
    if (entry == nullptr) return "device " + to_base32(device.view()).substr(0, 6);
    return name_of(entry->member);
}

std::optional<std::string> Workspace::wanted_name() {
    const auto note = state_->replica.note(note_name);
    if (!note) return std::nullopt;
    return std::string(text_of(*note));
}

ItemId Workspace::person_of(const MemberId& member) const {
    return merge::person_item(id(), plan::kind::person, member);
}

}  // namespace cairn::engine
