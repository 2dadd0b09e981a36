#include "client/engine/inbox.h"

#include <algorithm>
#include <map>

#include "client/plan/catalog.h"
#include "shared/sqlite/transaction.h"

namespace cairn::engine {
namespace {

using merge::Value;
using replica::ConflictKind;

class Checks {
public:
    explicit Checks(Workspace& workspace) : workspace_(workspace) {}

    std::vector<replica::ConflictView> run() {
        planned_finishes();
        actual_finishes();
        owners();
        return std::move(found_);
    }

private:
    using Values = std::map<ItemId, Value>;

    Values values_of(merge::FieldNumber field) {
        Values values;
        workspace_.read().each_value(field, [&](const ItemId& item, std::string_view shown) {
            if (const auto value = Value::parse(shown)) values.emplace(item, *value);
        });
        return values;
    }

    // Minutes are compared as text: 2027-03-01T09:00.
    void check_order(const ItemId& item,
                     merge::FieldNumber field,
                     const Value& start,
                     const Value& finish) {
        if (start.is_unset() || finish.is_unset() || finish.payload() >= start.payload()) return;
        if (workspace_.read().in_trash(item)) return;
        auto heads = workspace_.read().heads({item, field, {}});
        heads.resize(std::min<std::size_t>(heads.size(), 1));
        replica::ConflictView view;
        view.kind = ConflictKind::finish_before_start;
        view.item = item;
        view.field = field;
        view.candidates = std::move(heads);
        found_.push_back(std::move(view));
    }

    void planned_finishes() {
        for (const auto& [item, span] : values_of(plan::field::span)) {
            const std::vector<Value> parts = span.parts();
            if (parts.size() > plan::part::finish)
                check_order(
                    item, plan::field::span, parts[plan::part::start], parts[plan::part::finish]);
        }
    }

    void actual_finishes() {
        const Values starts = values_of(plan::field::actual_start);
        for (const auto& [item, finish] : values_of(plan::field::actual_finish)) {
            const auto start = starts.find(item);
            if (start != starts.end())
                check_order(item, plan::field::actual_finish, start->second, finish);
        }
    }

    [[nodiscard]] std::optional<Value> shown(const ItemId& item, merge::FieldNumber field) {
        const auto cell = workspace_.read().cell({item, field, {}});
        return cell ? Value::parse(cell->value) : std::nullopt;
    }

    // An owner whose own beginning has not arrived may be well.
    [[nodiscard]] bool is_gone(const ItemId& owner) {
        if (!workspace_.read().item(owner)) return false;
        const auto active = shown(owner, plan::field::active);
        return workspace_.read().in_trash(owner) || (active && active->as_boolean() == false);
    }

    [[nodiscard]] bool is_open(const ItemId& item) {
        if (workspace_.read().in_trash(item)) return false;
        const auto status = shown(item, plan::field::status);
        const auto parts = status ? status->parts() : std::vector<Value>();
        const auto state = parts.empty() ? std::nullopt : parts[plan::part::state].as_choice();
        const auto phase = state ? plan::phase_of(*state) : plan::Phase::waiting;
        return phase != plan::Phase::finished && phase != plan::Phase::abandoned;
    }

    void owners() {
        std::map<ItemId, std::vector<ItemId>> owned;
        for (const auto& [item, value] : values_of(plan::field::owner)) {
            if (const auto owner = value.as_item()) owned[*owner].push_back(item);
        }
        for (auto& [owner, items] : owned) {
            if (!is_gone(owner)) continue;
            std::erase_if(items, [this](const ItemId& item) { return !is_open(item); });
            if (items.empty()) continue;
            replica::ConflictView view;
            view.kind = ConflictKind::owner_gone;
            view.item = owner;
            view.field = plan::field::owner;
            view.others = std::move(items);
            found_.push_back(std::move(view));
        }
    }

    Workspace& workspace_;
    std::vector<replica::ConflictView> found_;
};

}  // namespace

std::vector<replica::ConflictView> inbox(Workspace& workspace) {
    const sqlite::Snapshot snapshot(workspace.replica().database());
    std::vector<replica::ConflictView> all = workspace.read().conflicts();
    for (replica::ConflictView& check : Checks(workspace).run()) all.push_back(std::move(check));
    return all;
}

bool is_to_decide(const replica::ConflictView& conflict) {
    return conflict.kind == ConflictKind::values || conflict.kind == ConflictKind::places;
}

}  // namespace cairn::engine
