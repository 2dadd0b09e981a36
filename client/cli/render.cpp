#include "client/cli/render.h"

#include <algorithm>
#include <bit>

#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "client/merge/text/edit_codec.h"
#include "client/plan/value_text.h"
#include "client/replica/past.h"

namespace cairn::cli {
namespace {

constexpr std::size_t short_characters_min = 4;
constexpr std::size_t id_characters = 26;

using nlohmann::json;

std::string id_text(const ItemId& id) { return to_base32(id.view()); }

json choice_json(std::span<const plan::Choice> choices, const merge::Value& value) {
    const plan::Choice* choice = plan::find_choice(choices, value.as_choice().value_or(0));
    if (choice == nullptr) return value.as_choice().value_or(0);
    return std::string(choice->name);
}

json plain_json(const merge::Value& value, std::span<const plan::Choice> choices) {
    switch (value.type()) {
        case merge::ValueType::unset:
            return nullptr;
        case merge::ValueType::integer:
        case merge::ValueType::moment:
            return value.as_integer().value_or(0);
        case merge::ValueType::boolean:
            return value.as_boolean().value_or(false);
        case merge::ValueType::choice:
            return choice_json(choices, value);
        case merge::ValueType::money:
            return plan::print_money(value);
        default:
            return std::string(value.payload());
    }
}

std::size_t count_words(std::string_view text) {
    std::size_t words = 0;
    bool within = false;
    for (const char c : text) {
        const bool gap = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!gap && !within) ++words;
        within = !gap;
    }
    return words;
}

// "+12 words, -40 characters: We launch in April if ..."
std::string text_change(std::string_view encoded) {
    constexpr std::size_t excerpt_columns = 40;
    std::size_t words = 0;
    std::uint64_t removed = 0;
    std::string excerpt;
    for (const text::Patch& patch : text::decode_patches(encoded).value_or(text::Patches())) {
        words += count_words(patch.inserted);
        removed += patch.removed;
        if (patch.inserted.empty() || width_of(excerpt) > excerpt_columns) continue;
        const std::string piece = printable(plan::trimmed(patch.inserted));
        if (!piece.empty()) excerpt += (excerpt.empty() ? "" : " ... ") + piece;
    }
    std::string line;
    if (words > 0) line = "+" + counted(words, "word");
    if (removed > 0) line += (line.empty() ? "-" : ", -") + counted(removed, "character");
    if (!excerpt.empty()) line += (line.empty() ? "+ " : ": ") + fit(excerpt, excerpt_columns);
    return line;
}

json patches_json(std::string_view encoded) {
    json patches = json::array();
    for (const text::Patch& patch : text::decode_patches(encoded).value_or(text::Patches()))
        patches.push_back(
            {{"at", patch.position}, {"removed", patch.removed}, {"inserted", patch.inserted}});
    return patches;
}

// Each once, with those of `others`.
std::vector<ItemId> ids_of(const std::vector<ItemRow>& rows, std::vector<ItemId> others) {
    std::vector<ItemId> ids = std::move(others);
    ids.reserve(ids.size() + rows.size());
    for (const ItemRow& row : rows) ids.push_back(row.place.id);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

std::vector<ItemId> ids_now(engine::Workspace& workspace) {
    constexpr merge::FieldNumber title[] = {plan::field::title};
    std::vector<ItemId> ids;
    workspace.read().each_item(
        [&](const replica::ItemPlace& place, const auto&) { ids.push_back(place.id); }, title);
    return ids;
}

// From a Reader or a Past.
template <class Source>
std::vector<ItemRow> read_all(engine::Workspace& workspace,
                              Source& source,
                              std::span<const merge::FieldNumber> fields) {
    std::vector<ItemRow> rows;
    source.each_item(
        [&](replica::ItemPlace place, std::vector<replica::CellView> cells) {
            rows.push_back({std::move(place), std::move(cells), {}});
        },
        fields);
    for (ItemRow& row : rows)
        if (row.place.kind == plan::kind::comment)
            row.called = comment_title(workspace, source, row.place.id);
    return rows;
}

// How many characters of base32 two ids begin with alike: each stands for five bits.
std::size_t shared_characters(const ItemId& a, const ItemId& b) {
    const auto [at, other] = std::mismatch(a.bytes.begin(), a.bytes.end(), b.bytes.begin());
    if (at == a.bytes.end()) return id_characters;
    const auto differing = static_cast<std::uint8_t>(*at ^ *other);
    const auto alike = 8 * (at - a.bytes.begin()) + std::countl_zero(differing);
    return static_cast<std::size_t>(alike) / 5;
}

}  // namespace

ShortIds::ShortIds(std::vector<ItemId> items) {
    std::sort(items.begin(), items.end());
    lengths_.reserve(items.size());
    std::size_t before = 0;  // needed to tell it from the one before
    for (std::size_t i = 0; i < items.size(); ++i) {
        const bool last = i + 1 == items.size();
        const std::size_t after = last ? 0 : shared_characters(items[i], items[i + 1]) + 1;
        lengths_[items[i]] = std::max({short_characters_min, before, after});
        before = after;
    }
}

std::string ShortIds::of(const ItemId& item) const {
    const auto found = lengths_.find(item);
    return id_text(item).substr(0, found == lengths_.end() ? std::string::npos : found->second);
}

std::string kind_name(std::uint32_t kind) {
    const plan::KindSpec* spec = plan::find_kind(kind);
    return spec == nullptr ? "kind-" + std::to_string(kind) : std::string(spec->name);
}

std::string field_name(merge::FieldNumber field) {
    if (field == merge::field_place) return "place";
    if (field == merge::field_order) return "order";
    if (field == merge::field_live) return "link";
    const plan::FieldSpec* spec = plan::find_field(field);
    return spec == nullptr ? "field-" + std::to_string(field) : std::string(spec->name);
}

std::string link_name(std::uint32_t type) {
    const plan::LinkSpec* spec = plan::find_link(type);
    return spec == nullptr ? "link-" + std::to_string(type) : std::string(spec->name);
}

std::string shown_value(merge::FieldNumber field,
                        std::string_view canonical,
                        const plan::TextContext& context,
                        Lines lines) {
    if (const auto place = merge::PlaceValue::parse(canonical);
        field == merge::field_place && place) {
        return "under " + printable(context.name_item(place->parent));
    }
    if (const auto order = merge::OrderValue::parse(canonical);
        field == merge::field_order && order) {
        return "among the children of " + printable(context.name_item(order->parent));
    }
    const auto value = merge::Value::shown(canonical);
    const plan::FieldSpec* spec = plan::find_field(field);
    if (!value) return printable(canonical);
    if (value->is_unset()) return "(empty)";
    if (value->type() == merge::ValueType::patches) return text_change(value->payload());
    if (spec == nullptr) return printable(value->payload());
    return printable(plan::print_value(*spec, *value, context), lines == Lines::kept);
}

namespace {

std::string place_line(const replica::HistoryEntry& edit, const plan::TextContext& context) {
    const auto place = merge::PlaceValue::parse(edit.value);
    if (!place) return "a place";
    if (place->parent == merge::trash_item()) return "into the trash";
    const std::string parent = printable(context.name_item(place->parent));
    if (edit.over.empty()) return "new " + kind_name(place->kind) + " under " + parent;
    return "moved under " + parent;
}

std::string link_line(const replica::HistoryEntry& edit, const plan::TextContext& context) {
    const auto link = merge::LiveValue::parse(edit.value);
    if (!link) return "a link";
    return printable(context.name_item(link->from)) + (link->live ? ": + " : ": - ") +
           link_name(link->type) + " " + printable(context.name_item(link->to));
}

}  // namespace

std::string edit_line(const replica::HistoryEntry& edit, const plan::TextContext& context) {
    if (edit.field == merge::field_live) return link_line(edit, context);
    const std::string name = printable(context.name_item(edit.item)) + ": ";
    if (edit.field == merge::field_place) return name + place_line(edit, context);
    if (edit.field == merge::field_order) return name + "put elsewhere among its siblings";
    if (edit.value.starts_with(static_cast<char>(merge::ValueType::patches)))
        return name + field_name(edit.field) + ": " + shown_value(edit.field, edit.value, context);
    if (edit.element.empty())
        return name + field_name(edit.field) + " = " + shown_value(edit.field, edit.value, context);
    const bool present = edit.value == merge::Value::boolean(true).canonical();
    return name + field_name(edit.field) + (present ? " + " : " - ") +
           shown_element(edit.element, context);
}

std::string shown_element(std::string_view element, const plan::TextContext& context) {
    const auto value = merge::Value::parse(element);
    if (!value) return printable(element);
    if (const auto item = value->as_item()) return printable(context.name_item(*item));
    return printable(value->payload());
}

json element_json(std::string_view element) {
    const auto value = merge::Value::parse(element);
    return value ? plain_json(*value, {}) : json(std::string(element));
}

json parent_json(const ItemId& parent) {
    if (parent == merge::root_item()) return nullptr;
    if (parent == merge::trash_item()) return "trash";
    return id_text(parent);
}

json value_json(merge::FieldNumber field, std::string_view canonical) {
    if (const auto place = merge::PlaceValue::parse(canonical);
        field == merge::field_place && place) {
        return {{"kind", kind_name(place->kind)}, {"parent", parent_json(place->parent)}};
    }
    if (const auto order = merge::OrderValue::parse(canonical);
        field == merge::field_order && order) {
        return {{"parent", parent_json(order->parent)},
                {"order", to_hex(bytes_of(order->key.bytes()))}};
    }
    if (const auto link = merge::LiveValue::parse(canonical); field == merge::field_live && link) {
        return {{"linked", link->live},
                {"from", id_text(link->from)},
                {"type", link_name(link->type)},
                {"to", id_text(link->to)}};
    }
    const auto value = merge::Value::shown(canonical);
    if (!value) return std::string(canonical);
    if (value->type() == merge::ValueType::patches) return patches_json(value->payload());
    const plan::FieldSpec* spec = plan::find_field(field);
    if (value->type() != merge::ValueType::composite) {
        return plain_json(*value,
                          spec == nullptr ? std::span<const plan::Choice>() : spec->choices);
    }
    const std::vector<merge::Value> parts = value->parts();
    if (spec == nullptr) {
        json list = json::array();
        for (const merge::Value& part : parts) list.push_back(plain_json(part, {}));
        return list;
    }
    json object = json::object();
    for (std::size_t i = 0; i < parts.size() && i < spec->parts.size(); ++i) {
        if (!parts[i].is_unset()) {
            object[std::string(spec->parts[i].name)] = plain_json(parts[i], spec->parts[i].choices);
        }
    }
    return object;
}

json fields_json(const ItemRow& row) {
    json fields = json::object();
    for (const replica::CellView& cell : row.cells) {
        if (cell.field <= merge::field_live) continue;
        const std::string name = field_name(cell.field);
        if (cell.element.empty()) {
            if (cell.value != merge::Value().canonical())
                fields[name] = value_json(cell.field, cell.value);
        } else if (cell.value == merge::Value::boolean(true).canonical()) {
            fields[name].push_back(element_json(cell.element));
        }
    }
    return fields;
}

json item_json(const ItemRow& row) {
    return {{"id", id_text(row.place.id)},
            {"kind", kind_name(row.place.kind)},
            {"title", title_of(row)},
            {"parent", parent_json(row.place.parent)},
            {"fields", fields_json(row)}};
}

json link_json(const replica::LinkView& link, std::vector<replica::CellView> cells) {
    return {{"from", id_text(link.from)},
            {"type", link_name(link.type)},
            {"to", id_text(link.to)},
            {"fields", fields_json({{}, std::move(cells)})}};
}

const replica::CellView* find_cell(const ItemRow& row, merge::FieldNumber field) {
    for (const replica::CellView& cell : row.cells) {
        if (cell.field == field) return &cell;
    }
    return nullptr;
}

std::string title_of(const ItemRow& row) {
    const replica::CellView* cell = find_cell(row, plan::field::title);
    if (cell != nullptr && cell->value.size() > 1) return cell->value.substr(1);
    return title_or_kind(row.called, row.place.kind);
}

std::string title_or_kind(std::string_view title, std::uint32_t kind) {
    return title.empty() ? "untitled " + kind_name(kind) : std::string(title);
}

std::string comment_title(engine::Workspace& workspace,
                          replica::Reader& /*now*/,
                          const ItemId& comment) {
    return engine::title_of(workspace, comment);
}

std::string comment_title(engine::Workspace& workspace,
                          replica::Past& then,
                          const ItemId& comment) {
    ItemId subject = comment;
    auto place = then.item(subject);
    while (place && place->kind == plan::kind::comment) {
        subject = place->parent;
        place = then.item(subject);
    }
    if (subject == merge::trash_item()) return "deleted comment";
    return "comment on " + (place ? title_of({*place, then.cells(subject), {}})
                                  : engine::title_of(workspace, subject));
}

plan::TextContext past_text_context(engine::Workspace& workspace,
                                    replica::Past& past,
                                    WallTime now) {
    plan::TextContext text = engine::text_context(workspace, now);
    text.name_item = [&workspace, &past](const ItemId& item) -> std::string {
        if (item == merge::root_item()) return "top level";
        if (item == merge::trash_item()) return "trash";
        const auto place = past.item(item);
        if (!place) return engine::title_of(workspace, item);
        if (place->kind == plan::kind::comment) return comment_title(workspace, past, item);
        return title_of({*place, past.cells(item), {}});
    };
    return text;
}

Items::Items(engine::Workspace& workspace, std::span<const merge::FieldNumber> fields)
    : Items(read_all(workspace, workspace.read(), fields), {}, [&](const ItemId& parent) {
          return workspace.read().children(parent);
      }) {}

Items::Items(engine::Workspace& workspace,
             replica::Past& past,
             std::span<const merge::FieldNumber> fields)
    : Items(read_all(workspace, past, fields), ids_now(workspace), [&](const ItemId& parent) {
          return past.children(parent);
      }) {}

Items::Items(std::vector<ItemRow> rows, std::vector<ItemId> others, const ChildrenOf& in_order)
    : rows_(std::move(rows)), short_ids_(ids_of(rows_, std::move(others))) {
    index_.reserve(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        index_[rows_[i].place.id] = i;
        children_[rows_[i].place.parent].push_back(i);
    }
    for (auto& [parent, list] : children_) {
        std::sort(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
            const replica::ItemPlace& x = rows_[a].place;
            const replica::ItemPlace& y = rows_[b].place;
            return std::tie(x.order_key, x.id) < std::tie(y.order_key, y.id);
        });
        // Equal keys, left by inserts made apart: the file knows which place edit comes first.
        const auto same = [&](std::size_t a, std::size_t b) {
            return rows_[a].place.order_key == rows_[b].place.order_key;
        };
        if (std::adjacent_find(list.begin(), list.end(), same) == list.end()) continue;
        list.clear();
        for (const replica::ItemPlace& child : in_order(parent)) {
            const auto found = index_.find(child.id);
            if (found != index_.end()) list.push_back(found->second);
        }
    }
}

const ItemRow* Items::find(const ItemId& id) const {
    const auto found = index_.find(id);
    return found == index_.end() ? nullptr : &rows_[found->second];
}

const std::vector<std::size_t>& Items::children(const ItemId& parent) const {
    static const std::vector<std::size_t> none;
    const auto found = children_.find(parent);
    return found == children_.end() ? none : found->second;
}

void Items::walk(const ItemId& top, const std::function<void(const ItemRow&, int)>& visit) const {
    struct Step {
        std::size_t row;
        int depth;
    };
    std::vector<Step> open;
    const auto push = [&](const ItemId& parent, int depth) {
        const auto& list = children(parent);
        for (auto child = list.rbegin(); child != list.rend(); ++child)
            open.push_back({*child, depth});
    };
    push(top, 0);
    while (!open.empty()) {
        const Step step = open.back();
        open.pop_back();
        visit(rows_[step.row], step.depth);
        push(rows_[step.row].place.id, step.depth + 1);
    }
}

plan::TextContext Items::text_context(plan::TextContext base) const {
    base.name_item = [this](const ItemId& item) -> std::string {
        if (item == merge::root_item()) return "top level";
        if (item == merge::trash_item()) return "trash";
        const ItemRow* row = find(item);
        return row == nullptr ? "unknown item" : title_of(*row);
    };
    return base;
}

}  // namespace cairn::cli
