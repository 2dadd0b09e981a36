#include "client/engine/marks.h"

#include <algorithm>

#include "client/plan/text_input.h"
#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

constexpr const char* note_marks = "marks";
constexpr std::size_t marks_kept_max = 100;

}  // namespace

Marks::Marks(Workspace& workspace) : workspace_(workspace) {
    const auto note = workspace.replica().note(note_marks);
    if (!note) return;
    ByteReader reader(*note);
    while (reader.ok() && !reader.done()) {
        Mark mark;
        mark.name = text_of(reader.sized(name_bytes_max));
        mark.put = {reader.signed_varint()};
        for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left)
            mark.maxima.push_back(reader.id<ChangeId>());
        if (reader.ok()) marks_.push_back(std::move(mark));
    }
}

Result<std::monostate, EngineError> Marks::put(std::string_view name,
                                               const replica::Cut& cut,
                                               WallTime now) {
    if (name.empty() || name.size() > name_bytes_max || plan::parse_past_day(name, {}))
        return refuse(EngineError{EngineFault::wrong_value,
                                  "A mark has a name of 1 to " + std::to_string(name_bytes_max) +
                                      " bytes that is no day. Choose another one."});
    std::erase_if(marks_, [&](const Mark& mark) { return mark.name == name; });
    if (marks_.size() >= marks_kept_max) marks_.erase(marks_.begin());
    marks_.push_back({std::string(name), now, workspace_.read().maxima(cut)});
    save();
    return std::monostate{};
}

const Mark* Marks::find(std::string_view name) const {
    const auto found = std::find_if(
        marks_.begin(), marks_.end(), [&](const Mark& mark) { return mark.name == name; });
    return found == marks_.end() ? nullptr : &*found;
}

void Marks::save() {
    ByteWriter writer;
    for (const Mark& mark : marks_) {
        writer.sized(bytes_of(mark.name)).signed_varint(mark.put.ms).varint(mark.maxima.size());
        for (const ChangeId& change : mark.maxima) writer.id(change);
    }
    workspace_.replica().save_note(note_marks, writer.bytes());
}

}  // namespace cairn::engine
