#include "client/engine/scheduling.h"

#include <algorithm>

#include "client/engine/change_builder.h"
#include "client/engine/lookup.h"
#include "client/engine/undo_commands.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "client/schedule/leading_to.h"

namespace cairn::engine {
namespace {

using schedule::CatalogField;
using schedule::CatalogItem;

constexpr std::size_t moves_per_change = 20'000;  // a change holds 8 MiB

std::vector<CatalogField> fields_of(std::span<const replica::CellView> cells) {
    std::vector<CatalogField> fields;
    for (const replica::CellView& cell : cells) {
        if (!cell.element.empty()) continue;
        auto value = merge::Value::parse(cell.value);
        if (value && !value->is_unset()) fields.push_back({cell.field, std::move(*value)});
    }
    return fields;
}

// The elements that are there, as people write them.
std::vector<std::string> exceptions_of(std::span<const replica::CellView> cells) {
    std::vector<std::string> exceptions;
    for (const replica::CellView& cell : cells) {
        if (cell.field != plan::field::exceptions) continue;
        if (cell.value != merge::Value::boolean(true).canonical()) continue;
        if (const auto element = merge::Value::parse(cell.element))
            exceptions.emplace_back(element->payload());
    }
    return exceptions;
}

class CatalogReader {
public:
    explicit CatalogReader(Workspace& workspace) : reader_(workspace.read()) {}

    ReadCatalog read() {
        std::vector<plan::FieldNumber> fields(schedule::fields_of_schedule().begin(),
                                              schedule::fields_of_schedule().end());
        fields.push_back(plan::field::exceptions);
        reader_.each_item([&](const replica::ItemPlace& place,
                              const std::vector<replica::CellView>& cells) { add(place, cells); },
                          fields);
        std::erase_if(out_.catalog.items, [&](const CatalogItem& item) { return is_gone(item); });
        for (const replica::LinkView& link : reader_.links()) add(link);
        return std::move(out_);
    }

private:
    void add(const replica::ItemPlace& place, std::span<const replica::CellView> cells) {
        parents_.emplace(place.id, place.parent);
        out_.catalog.items.push_back(
            {place.id, place.kind, place.parent, fields_of(cells), exceptions_of(cells)});
        for (const replica::CellView& cell : cells)
            if (cell.field == plan::field::span) out_.shown.emplace(place.id, cell.heads);
    }

    void add(const replica::LinkView& link) {
        const bool is_dependency = link.type == plan::link::depends;
        if (!is_dependency && link.type != plan::link::responsible) return;
        if (!parents_.contains(link.from) || is_in_trash(link.from)) return;
        schedule::CatalogLink added{link.link, link.from, link.type, link.to, {}};
        if (is_dependency) added.fields = fields_of(reader_.cells(link.link));
        out_.catalog.links.push_back(std::move(added));
    }

    [[nodiscard]] bool is_gone(const CatalogItem& item) { return is_in_trash(item.id); }

    // The tree has no circles (I5).
    [[nodiscard]] bool is_in_trash(const ItemId& item) const {
        ItemId at = item;
        for (auto above = parents_.find(at); above != parents_.end(); above = parents_.find(at))
            at = above->second;
        return at == merge::trash_item();
    }

    replica::Reader& reader_;
    std::unordered_map<ItemId, ItemId> parents_;
    ReadCatalog out_;
};

}  // namespace

namespace {

// Whether its dates stand in several ways, which a person must decide between.
bool is_in_conflict(Workspace& workspace, const Scheduled& scheduled, const ItemId& item) {
    const auto shown = scheduled.shown.find(item);
    if (shown == scheduled.shown.end() || shown->second.size() <= 1) return false;
    const auto heads = workspace.read().heads({item, plan::field::span, {}});
    return std::any_of(heads.begin(), heads.end(), [&](const replica::HeadView& head) {
        return head.value != heads.front().value;
    });
}

}  // namespace

ReadCatalog read_catalog(Workspace& workspace) { return CatalogReader(workspace).read(); }

Scheduled schedule_of(Workspace& workspace, WallTime now, schedule::Minute critical_slack) {
    ReadCatalog read = read_catalog(workspace);
    schedule::CatalogPlan plan =
        schedule::read_catalog(read.catalog, text_context(workspace, now).today);
    plan.plan.critical_slack = critical_slack;
    schedule::Schedule schedule(plan.plan);
    return {std::move(plan), std::move(schedule), std::move(read.shown)};
}

EngineError not_scheduled(Workspace& workspace, const ItemId& item) {
    const auto place = workspace.read().item(item);
    const plan::KindSpec* kind = place ? plan::find_kind(place->kind) : nullptr;
    const std::string title = "\"" + title_of(workspace, item) + "\"";
    if (kind == nullptr || !plan::carries(*kind, plan::field::span)) {
        return {EngineFault::wrong_value,
                title + " is a " + (kind == nullptr ? "thing" : std::string(kind->name)) +
                    ", and the schedule has none of these: it has programs, initiatives, "
                    "milestones, deliverables, tasks and gates."};
    }
    if (workspace.read().in_trash(item)) {
        return {EngineFault::wrong_value, title + " is in the trash, and not scheduled."};
    }
    const std::string id = short_id(workspace, item);
    return {EngineFault::wrong_value,
            title +
                " has no dates, no length and no dependencies, so there is nothing to place it "
                "by. Say how long it takes, `cairn set " +
                id + " duration=5d`, or what it waits for, `cairn link " + id + " depends OTHER`."};
}

Result<schedule::Schedule, EngineError> schedule_to(Workspace& workspace,
                                                    const Scheduled& whole,
                                                    const ItemId& item) {
    const auto dates = whole.schedule.dates(item);
    if (!dates) return refuse(not_scheduled(workspace, item));
    return schedule::Schedule(schedule::leading_to(whole.plan.plan, item, dates->early_finish));
}

ProposedMoves propose_moves(Workspace& workspace, const Scheduled& scheduled) {
    ProposedMoves proposed;
    for (const schedule::Move& move : schedule::moves_of(scheduled.plan, scheduled.schedule)) {
        const bool waits = is_in_conflict(workspace, scheduled, move.item);
        (waits ? proposed.in_conflict : proposed.moves).push_back(move);
    }
    return proposed;
}

Result<std::optional<replica::Committed>, EngineError> apply_moves(
    Workspace& workspace,
    const Scheduled& scheduled,
    std::span<const schedule::Move> moves,
    WallTime now) {
    std::optional<replica::Committed> last;
    std::vector<ChangeId> parts;
    for (std::size_t from = 0; from < moves.size(); from += moves_per_change) {
        ChangeBuilder change(workspace);
        for (const schedule::Move& move :
             moves.subspan(from).first(std::min(moves_per_change, moves.size() - from))) {
            const auto shown = scheduled.shown.find(move.item);
            change.write_over(
                move.item,
                plan::field::span,
                schedule::span_after(scheduled.plan.rows.at(move.item), move),
                shown == scheduled.shown.end() ? std::vector<replica::EditRow>() : shown->second);
        }
        const auto committed = change.commit(now);
        if (!committed) return refuse(committed.error());
        last = *committed;
        parts.push_back(committed->change);
        if (parts.size() > 1) note_action(workspace, parts);
    }
    return last;
}

}  // namespace cairn::engine
