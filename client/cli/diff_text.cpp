#include "client/cli/diff_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/terminal_text.h"
#include "client/merge/schema.h"
#include "client/plan/value_text.h"

namespace cairn::cli {
namespace {

using engine::ItemFate;
using nlohmann::json;

// Longer texts are told by how many words came and went.
constexpr std::size_t quoted_bytes_max = 60;
constexpr std::size_t piece_lines_max = 8;

std::vector<std::string> people(engine::Workspace& workspace,
                                const std::vector<DeviceId>& devices) {
    std::vector<std::string> names;
    for (const DeviceId& device : devices) {
        std::string name = workspace.name_of(device);
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

// " by Ann, twice"
std::string by(engine::Workspace& workspace, const replica::Work& work) {
    if (work.edits == 0) return "";  // others' edits moved it along
    const std::string often = work.edits == 1   ? ""
                              : work.edits == 2 ? ", twice"
                                                : fmt::format(", {} times", work.edits);
    return " by " + people_text(workspace, work.by) + often;
}

bool is_date(std::string_view value) { return value.front() == 'd' || value.front() == 'M'; }
bool is_long(std::string_view value) {
    return value.front() == 't' &&
           (value.size() > quoted_bytes_max + 1 || value.find('\n') != std::string_view::npos);
}

// On one line, its end left out if it is long.
std::string quoted(std::string_view text) {
    constexpr std::size_t columns = 200;
    return fit(printable(text.substr(0, columns * 8)), columns);
}

// "moved from 1 to 2", "set to 2", "emptied, was 1": of values as they are shown, or empty.
std::string step(std::string_view verb, const std::string& before, const std::string& after) {
    if (before.empty()) return "set to " + after;
    if (after.empty()) return "emptied, was " + before;
    return fmt::format("{} from {} to {}", verb, before, after);
}

// "2 words added, 1 word removed by Ann", and which.
std::vector<std::string> words_lines(const std::string& name,
                                     const replica::CellDifference& cell,
                                     const std::string& work) {
    const auto text = [](const std::string& value) {
        return value.front() == 't' ? std::string_view(value).substr(1) : std::string_view();
    };
    const engine::WordChanges words = engine::word_changes(text(cell.before), text(cell.after));
    if (words.pieces.empty()) return {name + "spaced anew" + work};
    std::string counts = words.added == 0 ? "" : counted(words.added, "word") + " added";
    if (words.removed > 0)
        counts += (counts.empty() ? "" : ", ") + counted(words.removed, "word") + " removed";
    std::vector<std::string> lines{name + counts + work};
    for (const auto& piece : words.pieces) {
        if (lines.size() > piece_lines_max) {
            lines.push_back("  ...");
            break;
        }
        if (!piece.removed.empty()) lines.push_back("  - " + quoted(piece.removed));
        if (!piece.added.empty()) lines.push_back("  + " + quoted(piece.added));
    }
    return lines;
}

// A span's parts move one by one; what they say together is too long to compare by eye.
std::vector<std::string> span_lines(const plan::FieldSpec& spec,
                                    const replica::CellDifference& cell,
                                    const plan::TextContext& text,
                                    const std::string& work) {
    const auto before = merge::Value::parse(cell.before).value_or(merge::Value());
    const auto after = merge::Value::parse(cell.after).value_or(merge::Value());
    std::vector<std::string> lines;
    for (std::size_t part = 0; part < spec.parts.size(); ++part) {
        const std::string was = printable(plan::print_part(spec, part, before, text));
        const std::string is = printable(plan::print_part(spec, part, after, text));
        if (was != is)
            lines.push_back(
                fmt::format("{}: {}{}", spec.parts[part].name, step("moved", was, is), work));
    }
    return lines;
}

std::vector<std::string> cell_lines(engine::Workspace& workspace,
                                    const replica::CellDifference& cell,
                                    const plan::TextContext& text) {
    const plan::FieldSpec* spec = plan::find_field(cell.field);
    const std::string work = by(workspace, cell.work);
    // The state of a file is for the next import, not for people.
    if (cell.field == plan::field::imported)
        return {(cell.before == "n" ? "imported" : "imported again") + work};
    const std::string name = field_name(cell.field) + ": ";
    if (!cell.element.empty())
        return {name + (cell.after == "n" ? "- " : "+ ") + shown_element(cell.element, text) +
                work};
    if (is_long(cell.before) || is_long(cell.after)) return words_lines(name, cell, work);
    if (spec != nullptr && spec->shape == plan::Shape::span)
        return span_lines(*spec, cell, text, work);
    const auto shown = [&](const std::string& value) {
        return value == "n" ? std::string() : shown_value(cell.field, value, text);
    };
    const char* verb = is_date(cell.before) && is_date(cell.after) ? "moved" : "changed";
    return {name + step(verb, shown(cell.before), shown(cell.after)) + work};
}

std::string fate_text(const engine::ItemChange& change, const plan::TextContext& text) {
    const auto name = [&](const std::optional<replica::ItemPlace>& place) {
        return place ? printable(text.name_item(place->parent)) : std::string("nowhere");
    };
    switch (change.fate) {
        case ItemFate::made_and_trashed:
            return "new, and thrown away";
        case ItemFate::made:
            return "new under " + name(change.place.after);
        case ItemFate::trashed:
            return "thrown away, was under " + name(change.place.before);
        case ItemFate::restored:
            return "restored under " + name(change.place.after);
        case ItemFate::moved:
            return "moved from " + name(change.place.before) + " to " + name(change.place.after);
        case ItemFate::reordered:
            return "put elsewhere among its siblings";
        case ItemFate::gone:
            return "without a place, was under " + name(change.place.before);
        case ItemFate::kept:
            break;
    }
    return "";
}

// Whoever moves what is new has not made it.
replica::Work placing(const engine::ItemChange& change) {
    replica::Work work = change.place.work;
    if (change.fate == ItemFate::made && work.edits > 0) {
        work.edits = 1;
        work.by.resize(1);
    }
    return work;
}

const char* fate_name(ItemFate fate) {
    switch (fate) {
        case ItemFate::made_and_trashed:
            return "new_and_trashed";
        case ItemFate::made:
            return "new";
        case ItemFate::trashed:
            return "trashed";
        case ItemFate::restored:
            return "restored";
        case ItemFate::moved:
            return "moved";
        case ItemFate::reordered:
            return "reordered";
        case ItemFate::gone:
            return "lost";
        case ItemFate::kept:
            break;
    }
    return "changed";
}

void add_work(json& object, engine::Workspace& workspace, const replica::Work& work) {
    object["by"] = people(workspace, work.by);
    object["edits"] = work.edits;
    object["newest_ms"] = work.edits == 0 ? json(nullptr) : json(work.newest.ms);
}

json cell_json(engine::Workspace& workspace, const replica::CellDifference& cell) {
    json object = {{"field", field_name(cell.field)}};
    if (!cell.element.empty()) {
        object["element"] = element_json(cell.element);
        object["before"] = cell.before != "n";
        object["after"] = cell.after != "n";
    } else {
        object["before"] = value_json(cell.field, cell.before);
        object["after"] = value_json(cell.field, cell.after);
    }
    add_work(object, workspace, cell.work);
    return object;
}

json cells_json(engine::Workspace& workspace, const std::vector<replica::CellDifference>& cells) {
    json list = json::array();
    for (const replica::CellDifference& cell : cells) list.push_back(cell_json(workspace, cell));
    return list;
}

// False where it had none: null is the top level.
json place_json(const std::optional<replica::ItemPlace>& place) {
    return place ? parent_json(place->parent) : json(false);
}

json link_change_json(engine::Workspace& workspace, const engine::LinkChange& change) {
    using Fate = engine::LinkChange::Fate;
    json object = {{"type", link_name(change.link.type)},
                   {"to", to_base32(change.link.to.view())},
                   {"before", change.fate != Fate::made},
                   {"after", change.fate != Fate::cut},
                   {"changed", cells_json(workspace, change.cells)}};
    add_work(object, workspace, change.work);
    return object;
}

}  // namespace

std::string people_text(engine::Workspace& workspace, const std::vector<DeviceId>& devices) {
    const std::vector<std::string> names = people(workspace, devices);
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + printable(names[i]);
    return text;
}

std::vector<std::string> change_lines(engine::Workspace& workspace,
                                      const engine::ItemChange& change,
                                      const plan::TextContext& text) {
    std::vector<std::string> lines;
    if (change.fate != ItemFate::kept)
        lines.push_back(fate_text(change, text) + by(workspace, placing(change)));
    for (const replica::CellDifference& cell : change.cells) {
        if (change.fate == ItemFate::made && cell.field == plan::field::title) continue;
        for (std::string& line : cell_lines(workspace, cell, text))
            lines.push_back(std::move(line));
    }
    for (const engine::LinkChange& link : change.links) {
        using Fate = engine::LinkChange::Fate;
        const std::string name =
            link_name(link.link.type) + " " + printable(text.name_item(link.link.to));
        if (link.fate != Fate::kept)
            lines.push_back((link.fate == Fate::made ? "+ " : "- ") + name +
                            by(workspace, link.work));
        for (const replica::CellDifference& cell : link.cells)
            for (const std::string& line : cell_lines(workspace, cell, text))
                lines.push_back(name + ", " + line);
    }
    return lines;
}

json change_json(engine::Workspace& workspace, const engine::ItemChange& change) {
    json object = {{"id", to_base32(change.item.view())},
                   {"kind", kind_name(change.kind)},
                   {"title", title_or_kind(change.title, change.kind)},
                   {"what", fate_name(change.fate)},
                   {"in_trash", change.in_trash},
                   {"changed", cells_json(workspace, change.cells)},
                   {"links", json::array()}};
    if (change.fate != ItemFate::kept) {
        object["place"] = {{"before", place_json(change.place.before)},
                           {"after", place_json(change.place.after)}};
        add_work(object["place"], workspace, change.place.work);
    }
    for (const engine::LinkChange& link : change.links)
        object["links"].push_back(link_change_json(workspace, link));
    return object;
}

}  // namespace cairn::cli
