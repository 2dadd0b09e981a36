#include "client/engine/marks.h"

#include <algorithm>

#include "client/merge/utf8.h"
#include "client/plan/text_input.h"
#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

// One note for each, so that two processes do not write over each other's.
constexpr const char* note_start = "mark ";

std::string note_of(std::string_view name) { return note_start + std::string(name); }

bool is_printable(std::string_view name) {
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
    };
    return merge::is_text(name) && plan::trimmed(name) == name &&
           std::none_of(name.begin(), name.end(), is_control);
}

Result<std::monostate, EngineError> refused(std::string sentence) {
    return refuse(EngineError{EngineFault::wrong_value, std::move(sentence)});
}

}  // namespace

Result<std::monostate, EngineError> check_mark_name(Workspace& workspace, std::string_view name) {
    if (name.empty() || name.size() > mark_name_bytes_max || !is_printable(name))
        return refused("A mark has a name of 1 to " + std::to_string(mark_name_bytes_max) +
                       " bytes, without control characters or space around it.");
    if (plan::parse_past_day(name, {}))
        return refused("'" + std::string(name) +
                       "' is a day already, so it cannot name a mark. Choose another name.");
    // A shorter one hides no id that is given with more of its characters.
    if (name.size() >= telling_id_characters &&
        !workspace.read().changes_with_prefix(name, 1).empty())
        return refused("A change's id begins with '" + std::string(name) +
                       "', so it cannot name a mark. Choose another name.");
    return std::monostate{};
}

Result<std::monostate, EngineError> put_mark(Workspace& workspace,
                                             std::string_view name,
                                             const replica::Cut& cut,
                                             WallTime now) {
    auto fits = check_mark_name(workspace, name);
    if (!fits) return fits;
    if (!find_mark(workspace, name) && workspace.replica().notes(note_start).size() >= marks_max)
        return refused("There are " + std::to_string(marks_max) +
                       " marks already. `cairn marks --remove NAME` makes room.");
    ByteWriter writer;
    writer.signed_varint(now.ms);
    for (const ChangeId& change : workspace.read().maxima(cut)) writer.id(change);
    workspace.replica().save_note(note_of(name), writer.bytes());
    return std::monostate{};
}

bool remove_mark(Workspace& workspace, std::string_view name) {
    if (!find_mark(workspace, name)) return false;
    workspace.replica().save_note(note_of(name), {});
    return true;
}

std::optional<Mark> find_mark(Workspace& workspace, std::string_view name) {
    const auto note = workspace.replica().note(note_of(name));
    if (!note) return std::nullopt;
    ByteReader reader(*note);
    Mark mark{.name = std::string(name), .put = {reader.signed_varint()}, .maxima = {}};
    while (reader.ok() && !reader.done()) mark.maxima.push_back(reader.id<ChangeId>());
    if (!reader.ok()) return std::nullopt;
    return mark;
}

std::vector<Mark> all_marks(Workspace& workspace) {
    std::vector<Mark> marks;
    for (const std::string& note : workspace.replica().notes(note_start))
        if (auto mark = find_mark(workspace, std::string_view(note).substr(note_of("").size())))
            marks.push_back(std::move(*mark));
    std::stable_sort(
        marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.put < b.put; });
    return marks;
}

}  // namespace cairn::engine
