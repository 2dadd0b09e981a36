// A roster record from anywhere: it is refused, or it has just the bytes that its content gives.
// Signed by a member and set at the head, so that every rule is reached, it is refused or leaves a
// roster that goes on.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "shared/roster/build.h"
#include "tests/support/small_workspace.h"

namespace {

using cairn::test::SmallWorkspace;

// A member of each rank, an invite of each sort.
SmallWorkspace lively_workspace(cairn::test::Person& reader) {
    SmallWorkspace w(1);
    w.join(cairn::Role::admin);
    reader = w.join(cairn::Role::reader);
    w.open_invite({.role_cap = cairn::Role::editor, .uses = 3});
    w.open_invite({.role_cap = cairn::Role::editor, .unattended = true});
    w.start_epoch(w.founder);
    return w;
}

void append_as(const SmallWorkspace& w, const cairn::DeviceSecrets& actor, cairn::Record record) {
    record.index = {w.view.length().value};
    record.previous = w.view.head();
    record.actor = actor.id();
    cairn::RosterView view = w.view;
    if (!view.append(cairn::sign_record(record, actor.signing()))) return;
    if (view.length().value != w.view.length().value + 1) std::abort();
    // Unless the key itself was replaced by one that nobody knows, all can be given a new one.
    const bool new_key = std::holds_alternative<cairn::EpochRecord>(record.body) ||
                         std::holds_alternative<cairn::MemberRemovedRecord>(record.body) ||
                         std::holds_alternative<cairn::DeviceRevokedRecord>(record.body);
    if (new_key) return;
    cairn::SeededRandom random(1);
    const cairn::Author founder{.roster = view, .device = w.founder.device, .now = {}};
    if (!cairn::make_epoch(founder, w.founder.keys, random)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static cairn::test::Person reader{.device = cairn::DeviceSecrets(cairn::DeviceSecretBytes{}),
                                      .keys = {}};
    static const SmallWorkspace w = lively_workspace(reader);
    const cairn::ByteView bytes(data, size);
    cairn::RosterView untouched = w.view;
    if (untouched.append(bytes)) std::abort();  // nobody here signed it for this head

    const auto read = cairn::read_record(bytes);
    if (!read) return 0;
    if (!cairn::equal(cairn::encode_record(read->record), bytes.first(size - 64))) std::abort();
    append_as(w, w.founder.device, read->record);
    append_as(w, reader.device, read->record);
    return 0;
}
