#include "client/engine/witness.h"

#include "client/engine/distrust.h"
#include "client/engine/server_contact.h"
#include "shared/base/byte_io.h"
#include "shared/roster/server_statement.h"

namespace cairn::engine {
namespace {

const std::string note_heard = "heard ";

// The newest statement that a device was heard to pass on.
struct Heard {
    DeviceId device;
    SeenCheckpoint statement;
    bool order_compared = false;
    bool roster_compared = false;
};

std::string note_of(const DeviceId& device) { return note_heard + to_base32(device.view()); }

void save(Workspace& workspace, const Heard& heard) {
    const SeenCheckpoint& said = heard.statement;
    ByteWriter writer;
    writer.id(heard.device).u8(heard.order_compared ? 1 : 0).u8(heard.roster_compared ? 1 : 0);
    writer.id(said.incarnation).u64(said.position.value).id(said.running);
    writer.u64(said.roster_length.value).id(said.roster_head).id(said.signature);
    workspace.replica().save_note(note_of(heard.device), writer.bytes());
}

std::optional<Heard> load(Workspace& workspace, const std::string& name) {
    const auto note = workspace.replica().note(name);
    if (!note) return std::nullopt;
    ByteReader reader(*note);
    Heard heard;
    heard.device = reader.id<DeviceId>();
    heard.order_compared = reader.u8() != 0;
    heard.roster_compared = reader.u8() != 0;
    heard.statement.incarnation = reader.id<Incarnation>();
    heard.statement.position = {reader.u64()};
    heard.statement.running = reader.id<Hash32>();
    heard.statement.roster_length = {reader.u64()};
    heard.statement.roster_head = reader.id<RecordHash>();
    heard.statement.signature = reader.id<Signature>();
    return reader.done() ? std::optional(heard) : std::nullopt;
}

std::vector<Heard> all_heard(Workspace& workspace) {
    std::vector<Heard> all;
    for (const std::string& name : workspace.replica().notes(note_heard))
        if (auto heard = load(workspace, name)) all.push_back(std::move(*heard));
    return all;
}

void suspect(Workspace& workspace, Distrust code, const Heard& heard) {
    note_distrust(workspace, {code, heard.device, 1});
}

void compare_order(Workspace& workspace, Heard& heard) {
    const replica::Cursor cursor = workspace.replica().cursor();
    const SeenCheckpoint& said = heard.statement;
    if (said.incarnation != cursor.incarnation || said.position > cursor.position) return;
    heard.order_compared = true;
    const auto here = said.position == cursor.position
                          ? std::optional(cursor.running)
                          : workspace.replica().running_at(said.position);
    if (here && *here != said.running) suspect(workspace, Distrust::other_order, heard);
}

void compare_roster(Workspace& workspace, Heard& heard) {
    const SeenCheckpoint& said = heard.statement;
    if (said.roster_length > workspace.roster().length()) return;
    heard.roster_compared = true;
    if (said.roster_length.value == 0) return;
    const auto here = workspace.roster().record_hash({said.roster_length.value - 1});
    if (here != said.roster_head) suspect(workspace, Distrust::other_roster, heard);
}

void compare(Workspace& workspace, Heard& heard) {
    if (!heard.order_compared) compare_order(workspace, heard);
    if (!heard.roster_compared) compare_roster(workspace, heard);
}

// One store never goes back: `later` was signed after `earlier`.
std::optional<Distrust> going_back(const SeenCheckpoint& earlier, const SeenCheckpoint& later) {
    if (earlier.incarnation != later.incarnation) return std::nullopt;
    if (earlier.roster_length > later.roster_length) return Distrust::withheld_records;
    if (earlier.position > later.position) return Distrust::other_order;
    return std::nullopt;
}

// Each of two statements is signed; together they are proof.
std::optional<Distrust> between(const SeenCheckpoint& a, const SeenCheckpoint& b) {
    if (!contradict(a, b)) return std::nullopt;
    const bool rosters = a.roster_length == b.roster_length && a.roster_head != b.roster_head;
    return rosters ? Distrust::other_roster : Distrust::other_order;
}

void compare_with_others(Workspace& workspace, const Heard& heard) {
    for (const Heard& other : all_heard(workspace)) {
        if (other.device == heard.device) continue;
        if (const auto code = between(other.statement, heard.statement))
            suspect(workspace, *code, heard);
    }
    const auto own = workspace.replica().checkpoint();
    if (!own) return;
    if (const auto code = between(*own, heard.statement)) suspect(workspace, *code, heard);
}

}  // namespace

void hear(Workspace& workspace, std::span<const replica::Stated> stated) {
    const auto server = server_of(workspace);
    if (!server) return;
    for (const replica::Stated& one : stated) {
        if (one.device == workspace.replica().device()) continue;
        const auto before = load(workspace, note_of(one.device));
        if (before && before->statement == one.statement) continue;
        // Who passes on what the server did not sign accuses nobody.
        if (!verify_checkpoint(server->sign, workspace.id(), one.statement)) continue;
        Heard heard{.device = one.device, .statement = one.statement};
        if (before) {
            if (const auto code = between(before->statement, one.statement))
                suspect(workspace, *code, heard);
        }
        compare(workspace, heard);
        compare_with_others(workspace, heard);
        save(workspace, heard);
    }
}

bool compare_what_was_heard(Workspace& workspace) {
    bool waits = false;
    for (Heard& heard : all_heard(workspace)) {
        if (heard.order_compared && heard.roster_compared) continue;
        const Heard before = heard;
        compare(workspace, heard);
        if (heard.order_compared != before.order_compared ||
            heard.roster_compared != before.roster_compared)
            save(workspace, heard);
        waits = waits || !heard.order_compared || !heard.roster_compared;
    }
    return waits;
}

void compare_with(Workspace& workspace, const SeenCheckpoint& now) {
    for (const Heard& heard : all_heard(workspace)) {
        auto code = between(heard.statement, now);
        if (!code) code = going_back(heard.statement, now);
        if (code) suspect(workspace, *code, heard);
    }
}

}  // namespace cairn::engine
