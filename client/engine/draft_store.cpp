#include "client/engine/draft_store.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "client/replica/batch.h"
#include "shared/base/byte_io.h"
#include "shared/base/utf8.h"
#include "shared/wire/limits.h"

namespace cairn::engine {
namespace {

constexpr const char* note_beginning = "draft ";
constexpr std::uint8_t form = 1;
constexpr std::size_t name_bytes_max = 64;

void write_edit(ByteWriter& writer, const DraftEdit& edit) {
    writer.id(edit.item).u32(edit.field);
    writer.sized(bytes_of(edit.element)).sized(bytes_of(edit.value));
    writer.u32(static_cast<std::uint32_t>(edit.over.size()));
    for (const merge::EditId& over : edit.over) writer.id(over.change).u32(over.index);
    writer.u32(static_cast<std::uint32_t>(edit.own_over.size()));
    for (const std::uint32_t own : edit.own_over) writer.u32(own);
}

DraftEdit read_edit(ByteReader& reader) {
    DraftEdit edit;
    edit.item = reader.id<ItemId>();
    edit.field = reader.u32();
    edit.element = text_of(reader.sized(limits::change_bytes_max));
    edit.value = text_of(reader.sized(limits::change_bytes_max));
    for (std::uint32_t left = reader.u32(); left > 0 && reader.ok(); --left) {
        const auto change = reader.id<ChangeId>();
        edit.over.push_back({change, reader.u32()});
    }
    for (std::uint32_t left = reader.u32(); left > 0 && reader.ok(); --left)
        edit.own_over.push_back(reader.u32());
    return edit;
}

// Commands of the terminal, marks of direction and what takes no room: names that look alike, or
// like nothing, could not be told apart.
bool is_seen(std::string_view character) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> unseen = {{
        {"\x01", "\x1f"},
        {"\x7f", "\x7f"},
        {"\xc2\x80", "\xc2\x9f"},
        {"\xe2\x80\x8b", "\xe2\x80\x8f"},
        {"\xe2\x80\xa8", "\xe2\x80\xae"},
        {"\xe2\x81\xa0", "\xe2\x81\xaf"},
        {"\xef\xbb\xbf", "\xef\xbb\xbf"},
    }};
    return character.front() != '\0' &&
           std::none_of(unseen.begin(), unseen.end(), [&](const auto& range) {
               return character.size() == range.first.size() && range.first <= character &&
                      character <= range.second;
           });
}

bool is_name(std::string_view name) {
    if (name.empty() || name.size() > name_bytes_max || !is_utf8(name)) return false;
    if (name.front() == '-' || name.front() == ' ' || name.back() == ' ') return false;
    for (std::size_t at = 0, bytes = 0; at < name.size(); at += bytes) {
        bytes = utf8_sequence_length(name, at);
        if (!is_seen(name.substr(at, bytes))) return false;
    }
    return true;
}

EngineError wrong_name() {
    return {EngineFault::wrong_value,
            "A draft's name is a line of 1 to 64 bytes without hidden characters; it begins with "
            "neither '-' nor a space, and ends with none. Choose another name."};
}

EngineError no_draft(const std::string& name) {
    return {EngineFault::no_draft,
            "There is no draft '" + name +
                "'. `cairn draft list` shows them, `cairn draft new` "
                "begins one."};
}

EngineError taken(const std::string& name) {
    return {EngineFault::wrong_value,
            "There is a draft '" + name + "' already. Publish, drop or rename it first."};
}

std::optional<Draft> kept(Workspace& workspace, const std::string& name) {
    const auto note = workspace.replica().note(draft_note(name));
    return note ? decode_draft(name, *note) : std::nullopt;
}

bool is_living(const std::optional<Draft>& draft) { return draft && !draft->dropped; }

void save(Workspace& workspace, const Draft& draft) {
    workspace.replica().save_note(draft_note(draft.name), encode_draft(draft));
}

}  // namespace

Bytes encode_draft(const Draft& draft) {
    ByteWriter writer;
    writer.u8(form).u8(draft.dropped ? 1 : 0);
    writer.signed_varint(draft.made.ms).signed_varint(draft.touched.ms);
    writer.u32(static_cast<std::uint32_t>(draft.steps.size()));
    for (const std::uint32_t step : draft.steps) writer.u32(step);
    writer.u32(static_cast<std::uint32_t>(draft.edits.size()));
    for (const DraftEdit& edit : draft.edits) write_edit(writer, edit);
    return writer.take();
}

std::optional<Draft> decode_draft(const std::string& name, ByteView bytes) {
    ByteReader reader(bytes);
    if (reader.u8() != form) return std::nullopt;
    Draft draft;
    draft.name = name;
    draft.dropped = reader.u8() != 0;
    draft.made = {reader.signed_varint()};
    draft.touched = {reader.signed_varint()};
    for (std::uint32_t left = reader.u32(); left > 0 && reader.ok(); --left)
        draft.steps.push_back(reader.u32());
    for (std::uint32_t left = reader.u32(); left > 0 && reader.ok(); --left)
        draft.edits.push_back(read_edit(reader));
    return reader.done() ? std::optional(std::move(draft)) : std::nullopt;
}

std::string draft_note(const std::string& name) { return note_beginning + name; }

std::vector<Draft> drafts(Workspace& workspace) {
    std::vector<Draft> all;
    const std::string beginning = note_beginning;
    for (const std::string& note : workspace.replica().notes(beginning)) {
        if (auto draft = kept(workspace, note.substr(beginning.size())))
            all.push_back(std::move(*draft));
    }
    return all;
}

Result<Draft, EngineError> find_draft(Workspace& workspace, const std::string& name) {
    const auto note = workspace.replica().note(draft_note(name));
    if (!note) return refuse(no_draft(name));
    auto draft = decode_draft(name, *note);
    if (!draft) {
        return refuse(EngineError{EngineFault::disk,
                                  "The draft '" + name +
                                      "' cannot be read: a newer version of Cairn wrote it, or "
                                      "the file is damaged."});
    }
    if (draft->dropped) {
        return refuse(EngineError{
            EngineFault::no_draft,
            "The draft '" + name + "' was dropped. `cairn draft restore` " + "brings it back."});
    }
    return std::move(*draft);
}

Result<Draft, EngineError> new_draft(Workspace& workspace, const std::string& name, WallTime now) {
    if (!is_name(name)) return refuse(wrong_name());
    replica::Batch batch(workspace.replica());
    if (is_living(kept(workspace, name))) return refuse(taken(name));
    Draft draft;
    draft.name = name;
    draft.made = draft.touched = now;
    save(workspace, draft);
    batch.keep();
    return draft;
}

Result<void, EngineError> drop_draft(Workspace& workspace, const std::string& name) {
    replica::Batch batch(workspace.replica());
    auto draft = find_draft(workspace, name);
    if (!draft) return refuse(draft.error());
    draft->dropped = true;
    save(workspace, *draft);
    batch.keep();
    return {};
}

Result<Draft, EngineError> restore_draft(Workspace& workspace, const std::string& name) {
    replica::Batch batch(workspace.replica());
    auto draft = kept(workspace, name);
    if (!draft) return refuse(no_draft(name));
    if (!draft->dropped) {
        return refuse(
            EngineError{EngineFault::nothing_to_do, "The draft '" + name + "' was not dropped."});
    }
    draft->dropped = false;
    save(workspace, *draft);
    batch.keep();
    return std::move(*draft);
}

Result<void, EngineError> rename_draft(Workspace& workspace,
                                       const std::string& name,
                                       const std::string& other) {
    if (!is_name(other)) return refuse(wrong_name());
    replica::Batch batch(workspace.replica());
    auto draft = find_draft(workspace, name);
    if (!draft) return refuse(draft.error());
    if (is_living(kept(workspace, other))) return refuse(taken(other));
    workspace.replica().save_note(draft_note(name), {});
    draft->name = other;
    save(workspace, *draft);
    batch.keep();
    return {};
}

}  // namespace cairn::engine
