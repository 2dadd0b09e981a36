#include "tests/attacks/forging.h"

#include <gtest/gtest.h>

#include "client/seal/sealing.h"
#include "shared/base/domain.h"
#include "shared/identity/sign.h"

namespace cairn::attacks {
namespace {

ChangeId last_change_of(Desk& author) {
    for (const replica::ChangeView& change : author.workspace.read().newest_changes(SIZE_MAX / 4))
        if (change.device == author.id()) return change.id;
    return {};
}

std::string_view keep(Run& run, const std::string& text) {
    return {run.arena.emplace_back(text.begin(), text.end()).data(), text.size()};
}

const EpochKey& key_of(Desk& author, const EpochId& epoch) {
    const EpochKey* key = author.workspace.keys().key(epoch);
    if (key == nullptr) throw std::runtime_error("the forger lacks the key");
    return *key;
}

}  // namespace

Forgery next_of(World& world, Desk& author, const std::vector<ForgedEdit>& edits, WallTime wall) {
    author.workspace.seal_pending();
    const RosterView& roster = author.workspace.roster();
    Forgery forgery;
    forgery.slot = {.workspace = world.id(),
                    .number = {1},
                    .previous = {},
                    .epoch = roster.current_epoch()->id,
                    .roster_head = roster.head()};
    const Frontier frontier = author.replica().frontier();
    for (const Tip& tip : frontier.tips_of(author.id())) {
        forgery.slot.number = tip.number.next();
        forgery.slot.previous = tip.hash;
        forgery.run.predecessor = last_change_of(author);
    }
    Run& run = forgery.run;
    run.sittings.push_back(world.random.make<SittingId>());
    RunChange change;
    change.wall = wall;
    change.edit_count = static_cast<std::uint32_t>(edits.size());
    run.changes.push_back(change);
    for (const ForgedEdit& edit : edits) {
        RunEdit written;
        written.item = static_cast<std::uint32_t>(run.items.size());
        run.items.push_back(edit.item);
        written.field = edit.field;
        written.element = keep(run, edit.element);
        written.value = keep(run, edit.value);
        run.edits.push_back(written);
    }
    return forgery;
}

Forgery forged_title(World& world, Desk& author, const ItemId& item) {
    return next_of(world, author, {{.item = item, .field = title_field, .value = "tforged"}});
}

Envelope sealed(World& world, Desk& author, const Forgery& forgery) {
    return seal(
        forgery.run, forgery.slot, key_of(author, forgery.slot.epoch), author.device, world.random);
}

Envelope sealed_plaintext(World& world, Desk& author, const SealRequest& slot, ByteView plaintext) {
    return seal_plaintext(plaintext, slot, key_of(author, slot.epoch), author.device, world.random);
}

Envelope signed_again(Bytes bytes, const DeviceSecrets& device) {
    bytes.resize(bytes.size() - Signature::size);
    const EnvelopeHash hash = envelope_hash(bytes);
    append(bytes, sign(device.signing(), domain::envelope_signature, hash.view()).view());
    return parse(std::move(bytes));
}

Envelope with_header(const Envelope& envelope,
                     const EnvelopeHeader& header,
                     const DeviceSecrets& device) {
    Bytes bytes = encode_header(header);
    append(bytes, ByteView(envelope.bytes()).subspan(header_bytes));
    return signed_again(std::move(bytes), device);
}

Envelope parse(Bytes bytes) {
    auto parsed = Envelope::parse(std::move(bytes));
    if (!parsed) throw std::runtime_error(parsed.error().sentence);
    return std::move(*parsed);
}

Envelope newest_of(Desk& desk) {
    desk.workspace.seal_pending();
    const auto& tips = desk.replica().frontier();
    return *desk.replica().envelope(tips.tips_of(desk.id()).at(0).hash);
}

std::vector<Envelope> all_of(Desk& holder, const DeviceId& author) {
    std::vector<Envelope> found;
    for (Envelope& envelope : holder.replica().lacking({}, SIZE_MAX))
        if (envelope.header().device == author) found.push_back(std::move(envelope));
    return found;
}

}  // namespace cairn::attacks
