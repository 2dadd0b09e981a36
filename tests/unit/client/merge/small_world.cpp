#include "tests/unit/client/merge/small_world.h"

#include <algorithm>

namespace cairn::merge::testing {

const Schema& small_schema() {
    static const Schema schema = [] {
        Schema made;
        made.fields[title] = {.fold = Fold::reg, .types = {ValueType::text}};
        made.fields[colour] = {.fold = Fold::quiet, .types = {ValueType::text}};
        made.fields[span] = {.fold = Fold::composite, .types = {ValueType::composite}};
        made.fields[labels] = {.fold = Fold::set, .types = {ValueType::text}};
        made.fields[votes] = {.fold = Fold::counter};
        made.fields[state] = {
            .fold = Fold::reg, .types = {ValueType::choice}, .parts = {}, .choices_max = 3};
        return made;
    }();
    return schema;
}

WorkspaceId small_workspace() {
    WorkspaceId id;
    id.bytes.fill(0x77);
    return id;
}

ItemId small_item(std::uint8_t number) {
    ItemId id;
    id.bytes[0] = number;
    return id;
}

std::string place_text(const ItemId& parent, std::string_view key, std::uint32_t kind) {
    return PlaceValue{kind, parent, *OrderKey::from_hex(key)}.to_value().canonical();
}

std::string order_text(const ItemId& parent, std::string_view key) {
    return OrderValue{parent, *OrderKey::from_hex(key)}.to_value().canonical();
}

SmallWorld::SmallWorld(std::size_t devices, Planted planted) : planted_(planted) {
    for (std::size_t i = 0; i < devices; ++i) {
        DeviceId id;
        id.bytes.fill(static_cast<std::uint8_t>(i + 1));
        devices_.push_back({id,
                            SmallReplica(small_workspace(), small_schema(), planted),
                            {},
                            {},
                            {},
                            {},
                            {},
                            {},
                            0});
    }
}

ChangeId SmallWorld::commit(std::size_t index, std::vector<Edit> edits, WallTime wall) {
    Device& device = devices_[index];
    Change change;
    change.device = device.id;
    change.counter = ++device.counter;
    change.wall = wall;
    change.predecessor = device.last;
    change.edits = std::move(edits);
    if (planted_ != Planted::author_drops_deps) change.deps = device.deps;
    if (planted_ == Planted::author_drops_over)
        for (Edit& edit : change.edits) edit.over.clear();
    const ChangeId id = identity_of(change);
    device.last = id;
    device.deps.clear();
    for (const auto& [known, seen] : device.known) seen_[id].insert(known);
    device.known[id] = seen_[id];
    GraphEnvelope unsealed;
    unsealed.hash.bytes = id.bytes;
    unsealed.changes = {change};
    device.replica.receive({&unsealed});
    device.pending.push_back(std::move(change));
    return id;
}

Edit SmallWorld::over_heads(std::size_t device, const Cell& cell, std::string value) const {
    Edit edit{cell, std::move(value), {}};
    for (const EditId& head : replica(device).heads(cell)) edit.over.emplace_back(head);
    return edit;
}

void SmallWorld::seal(std::size_t index) {
    Device& device = devices_[index];
    if (device.pending.empty()) return;
    GraphEnvelope sealed;
    sealed.hash.bytes = device.last.bytes;  // the end of a run names it as well as any hash
    const auto previous = device.newest.find(device.id);
    if (previous != device.newest.end()) sealed.previous = previous->second;
    sealed.changes = std::move(device.pending);
    device.pending.clear();
    const EnvelopeHash hash = sealed.hash;
    device.newest[device.id] = hash;
    device.held.push_back(hash);
    envelopes_[hash] = std::make_shared<const GraphEnvelope>(std::move(sealed));
}

bool SmallWorld::pull(std::size_t to, std::size_t from) {
    seal(from);
    std::vector<EnvelopeHash> lacking;
    const auto& have = devices_[to].held;
    for (const EnvelopeHash& hash : devices_[from].held)
        if (std::find(have.begin(), have.end(), hash) == have.end()) lacking.push_back(hash);
    take(devices_[to], lacking);
    return !lacking.empty();
}

void SmallWorld::deliver(std::size_t to, const std::vector<EnvelopeHash>& hashes) {
    take(devices_[to], hashes);
}

void SmallWorld::take(Device& device, const std::vector<EnvelopeHash>& hashes) {
    std::vector<const GraphEnvelope*> batch;
    for (const EnvelopeHash& hash : hashes) {
        const GraphEnvelope& envelope = *envelopes_.at(hash);
        batch.push_back(&envelope);
        device.held.push_back(hash);
        device.deps.push_back(hash);
        device.newest[envelope.changes.front().device] = hash;
        for (const Change& change : envelope.changes) {
            const ChangeId id = identity_of(change);
            device.known[id] = seen_.at(id);
        }
    }
    device.replica.receive(batch);
}

void SmallWorld::sync_all() {
    for (int round = 0; round < 2; ++round)
        for (std::size_t to = 0; to < devices_.size(); ++to)
            for (std::size_t from = 0; from < devices_.size(); ++from)
                if (to != from) pull(to, from);
}

const SmallReplica& SmallWorld::replica(std::size_t device) const {
    return devices_[device].replica;
}

ModelState SmallWorld::model(std::size_t index) const {
    const Device& device = devices_[index];
    Model model(small_workspace(), small_schema());
    for (const EnvelopeHash& hash : device.held) model.add(*envelopes_.at(hash));
    if (!device.pending.empty()) {
        GraphEnvelope unsealed;
        unsealed.hash.bytes = device.last.bytes;
        const auto previous = device.newest.find(device.id);
        if (previous != device.newest.end()) unsealed.previous = previous->second;
        unsealed.changes = device.pending;
        model.add(std::move(unsealed));
    }
    return model.state();
}

std::vector<EnvelopeHash> SmallWorld::envelopes(std::size_t device) const {
    return devices_[device].held;
}

const GraphEnvelope& SmallWorld::envelope(const EnvelopeHash& hash) const {
    return *envelopes_.at(hash);
}

const std::set<ChangeId>& SmallWorld::seen_by(const ChangeId& change) const {
    return seen_.at(change);
}

const std::map<ChangeId, std::set<ChangeId>>& SmallWorld::known(std::size_t device) const {
    return devices_[device].known;
}

}  // namespace cairn::merge::testing
