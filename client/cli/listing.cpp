#include "client/cli/listing.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/read_outline.h"
#include "client/filter/arrange.h"
#include "client/merge/schema.h"
#include "client/plan/value_text.h"
#include "client/replica/past.h"

namespace cairn::cli {
namespace {

using nlohmann::json;
using outline::Place;

constexpr const char* nothing_yet =
    "There is nothing here yet. Add an item with `cairn new TITLE`, or read a plan with `cairn "
    "import FILE`.";

// All that a usual row looks at.
constexpr merge::FieldNumber usual_fields[] = {plan::field::title,
                                               plan::field::status,
                                               plan::field::owner,
                                               plan::field::due,
                                               plan::field::span};

// A wish, understood.
struct Plan {
    std::optional<filter::Filter> filter;
    std::vector<filter::Aspect> columns;
    std::vector<filter::SortKey> sort;
    std::vector<filter::Aspect> group;  // one or none
    [[nodiscard]] bool looks_at_links() const {
        const auto is_link = [](const filter::SortKey& key) {
            return key.aspect.of == filter::Aspect::Of::custom;
        };
        return (filter && filter->looks_at_links()) || filter::looks_at_links(columns) ||
               filter::looks_at_links(group) || std::any_of(sort.begin(), sort.end(), is_link);
    }
    [[nodiscard]] bool is_usual() const {
        return !filter && columns.empty() && sort.empty() && group.empty();
    }
};

Result<Plan, engine::EngineError> understand(Context& context,
                                             engine::Workspace& workspace,
                                             const ListWish& wish) {
    Plan plan;
    const filter::Vocabulary words = engine::vocabulary(workspace, context.now);
    if (!plan::trimmed(wish.filter).empty()) {
        auto filter = engine::parse_filter(workspace, wish.filter, context.now);
        if (!filter) return refuse(filter.error());
        plan.filter.emplace(std::move(*filter));
    }
    auto columns = filter::parse_aspects(wish.columns, words);
    if (!columns) return refuse(engine::unreadable("list", wish.columns, columns.error()));
    plan.columns = std::move(*columns);
    auto sort = filter::parse_sort(wish.sort, words);
    if (!sort) return refuse(engine::unreadable("order", wish.sort, sort.error()));
    plan.sort = std::move(*sort);
    auto group = filter::parse_aspects(wish.group, words);
    if (!group) return refuse(engine::unreadable("group", wish.group, group.error()));
    if (group->size() > 1)
        return refuse(engine::EngineError{
            engine::EngineFault::wrong_use,
            "A list is grouped by one field; `--sort` takes several, such as team,owner."});
    plan.group = std::move(*group);
    return plan;
}

std::vector<Place> choose(const outline::Outline& outline, const Plan& plan, const Chosen& chosen) {
    const bool in_trash = chosen.top == merge::trash_item();
    const bool shows_comments = chosen.kind || (plan.filter && plan.filter->names_kind());
    const auto items = outline.items();
    Place from = in_trash ? static_cast<Place>(outline.living().size()) : 0;
    auto to = static_cast<Place>(in_trash ? items.size() : outline.living().size());
    if (chosen.top && !in_trash) {
        const Place top = outline.find(*chosen.top);
        from = top == outline::no_place ? 0 : top + 1;
        to = top == outline::no_place ? 0 : outline.at(top).end;
    }
    std::vector<Place> places;
    for (Place place = from; place < to; ++place) {
        if (chosen.kind && items[place].kind != *chosen.kind) continue;
        if (items[place].kind == plan::kind::comment && !shows_comments) continue;
        if (!plan.filter || plan.filter->matches(outline, place)) places.push_back(place);
    }
    return places;
}

class Listing {
public:
    Listing(Context& context,
            engine::Workspace& workspace,
            const outline::Outline& outline,
            const Plan& plan)
        : context_(context),
          workspace_(workspace),
          outline_(outline),
          plan_(plan),
          text_(engine::text_context(outline, engine::text_context(workspace, context.now))),
          ids_(all_ids(workspace, outline)) {}

    void show(const std::vector<Place>& places, const std::string& group) const {
        if (context_.out.json()) {
            for (const Place place : places) show_json(place, group);
            return;
        }
        std::vector<std::vector<std::string>> rows;
        for (const Place place : places) rows.push_back(row(place));
        context_.out.table(columns(), rows);
    }

    [[nodiscard]] const plan::TextContext& text() const { return text_; }

private:
    // Short ids are as unique as they are now, whatever moment is shown.
    static std::vector<ItemId> all_ids(engine::Workspace& workspace,
                                       const outline::Outline& outline) {
        std::vector<ItemId> ids;
        for (const outline::Item& item : outline.items()) ids.push_back(item.id);
        constexpr merge::FieldNumber title[] = {plan::field::title};
        workspace.read().each_item(
            [&](const replica::ItemPlace& place, const auto&) {
                if (outline.item(place.id) == nullptr) ids.push_back(place.id);
            },
            title);
        return ids;
    }

    // Comments are called by whom they speak about.
    [[nodiscard]] std::string title(const outline::Item& item) const {
        return item.kind == plan::kind::comment ? engine::title_of(workspace_, item.id)
                                                : outline::title_of(item);
    }

    void show_json(Place place, const std::string& group) const {
        const outline::Item& item = outline_.at(place);
        ItemRow row;
        row.place.id = item.id;
        row.place.kind = item.kind;
        row.place.parent = item.parent != outline::no_place ? outline_.at(item.parent).id
                           : item.is_trashed                ? merge::trash_item()
                                                            : merge::root_item();
        if (item.kind == plan::kind::comment) row.called = title(item);
        for (const outline::Cell& cell : item.cells)
            row.cells.push_back({cell.field, cell.element, cell.value, {}});
        json object = item_json(row);
        if (!plan_.group.empty()) object["group"] = group.empty() ? json() : json(group);
        context_.out.object(object);
    }

    [[nodiscard]] std::vector<Column> columns() const {
        if (plan_.columns.empty())
            return {{"ID", false, false},
                    {"KIND", false, false},
                    {"TITLE", true, false},
                    {"STATUS", true, false},
                    {"OWNER", true, false},
                    {"DATE", false, false}};
        std::vector<Column> columns{{"ID", false, false}};
        for (const filter::Aspect& aspect : plan_.columns) {
            if (aspect.of == filter::Aspect::Of::id) continue;
            std::string title = printable(aspect.name);
            for (char& c : title)
                if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
            columns.push_back({title, true, is_number(aspect)});
        }
        return columns;
    }

    static bool is_number(const filter::Aspect& aspect) {
        return aspect.of == filter::Aspect::Of::field &&
               (aspect.field->types.front() == merge::ValueType::integer ||
                aspect.field->types.front() == merge::ValueType::money);
    }

    [[nodiscard]] std::vector<std::string> row(Place place) const {
        const outline::Item& item = outline_.at(place);
        std::vector<std::string> cells{ids_.of(item.id)};
        if (plan_.columns.empty()) {
            cells.push_back(kind_name(item.kind));
            cells.push_back(printable(title(item)));
            cells.push_back(shown(item, plan::field::status));
            cells.push_back(shown(item, plan::field::owner));
            cells.push_back(date(item));
            return cells;
        }
        for (const filter::Aspect& aspect : plan_.columns)
            if (aspect.of != filter::Aspect::Of::id)
                cells.push_back(printable(filter::shown(aspect, outline_, place, text_)));
        return cells;
    }

    [[nodiscard]] std::string shown(const outline::Item& item, merge::FieldNumber field) const {
        const std::string_view value = outline::value_of(item.cells, field);
        return value.empty() ? "" : shown_value(field, value, text_);
    }

    // The dates that matter of an item, short: the due date, or the finish of its span.
    [[nodiscard]] std::string date(const outline::Item& item) const {
        const std::string due = shown(item, plan::field::due);
        const auto finish = outline::finish_of(item.cells);
        return !due.empty() || !finish ? due : plan::to_iso(*finish);
    }

    Context& context_;
    engine::Workspace& workspace_;
    const outline::Outline& outline_;
    const Plan& plan_;
    plan::TextContext text_;
    ShortIds ids_;
};

std::string why_empty(const outline::Outline& outline, const Chosen& chosen) {
    if (!chosen.nothing.empty()) return chosen.nothing;
    if (outline.items().empty()) return nothing_yet;
    const bool has_trash = outline.items().size() > outline.living().size();
    return chosen.top == merge::trash_item() && !has_trash ? "The trash is empty."
                                                           : "No item is like that.";
}

// Groups by what people read, in the order of the values; those without one last.
void show_groups(Context& context,
                 const outline::Outline& outline,
                 const Plan& plan,
                 const Listing& listing,
                 const std::vector<Place>& places) {
    std::vector<Place> by_value = places;
    filter::sort(by_value, {{plan.group.front(), false}}, outline, listing.text());
    for (std::size_t from = 0; from < by_value.size();) {
        const auto name_of = [&](Place place) {
            return filter::shown(plan.group.front(), outline, place, listing.text());
        };
        const std::string name = name_of(by_value[from]);
        std::vector<Place> group;
        while (from < by_value.size() && name_of(by_value[from]) == name)
            group.push_back(by_value[from++]);
        const std::string shown = name.empty() ? "no " + plan.group.front().name : name;
        context.out.line(context.out.tone(Tone::strong, printable(shown)) +
                         fmt::format(" ({})", group.size()));
        listing.show(group, name);
    }
}

}  // namespace

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

Exit show_list(Context& context,
               engine::Workspace& workspace,
               const ListWish& wish,
               const Chosen& chosen) {
    const auto plan = understand(context, workspace, wish);
    if (!plan) return fail(context, plan.error());
    engine::OutlineWish parts;
    if (plan->is_usual() && !context.out.json()) parts.fields = usual_fields;
    parts.links = plan->looks_at_links();
    parts.link_fields = parts.links;
    const outline::Outline outline = chosen.past != nullptr
                                         ? engine::read_outline(*chosen.past, parts)
                                         : engine::read_outline(workspace, parts);
    std::vector<Place> places = choose(outline, *plan, chosen);
    if (places.empty()) {
        context.out.note(why_empty(outline, chosen));
        return Exit::ok;
    }
    const Listing listing(context, workspace, outline, *plan);
    filter::sort(places, plan->sort, outline, listing.text());
    std::size_t left_out = 0;
    if (chosen.limit > 0 && places.size() > chosen.limit) {
        left_out = places.size() - chosen.limit;
        places.resize(chosen.limit);
    }
    if (plan->group.empty())
        listing.show(places, {});
    else
        show_groups(context, outline, *plan, listing, places);
    if (left_out > 0)
        context.out.note(fmt::format("{} more; raise --limit to see them.", left_out));
    return Exit::ok;
}

}  // namespace cairn::cli
