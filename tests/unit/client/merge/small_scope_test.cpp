// Small-scope exhaustion: every way in which three devices can write and pull, up to a number of
// steps, for every kind of field. Each state is held against three others: the incremental replica
// against the plain model, both against what the history alone says.
// CAIRN_EXHAUST=n explores n steps more.
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "client/merge/derived_id.h"
#include "tests/unit/client/merge/small_world.h"

namespace cairn::merge::testing {
namespace {

constexpr std::size_t devices = 3;
constexpr std::size_t edits_per_device_max = 3;

// One kind of field: what a device may write.
struct Scope {
    std::string name;
    std::size_t options = 2;
    std::function<std::pair<Cell, std::string>(std::size_t option, std::size_t device)> write;
    std::size_t steps = 5;
    bool has_base = false;  // items 1 and 2 exist at the top before anything else
};

const ItemId a = small_item(1);
const ItemId b = small_item(2);

std::string device_text(std::size_t device) { return "t" + std::to_string(device); }

Scope register_scope(const std::string& name, FieldNumber field, bool composite) {
    return {name, 2, [=](std::size_t option, std::size_t device) {
                std::string value = option == 0 ? device_text(device) : "tshared";
                if (composite) value = "c" + std::to_string(value.size()) + ":" + value;
                return std::pair(Cell{a, field, ""}, value);
            }};
}

Scope set_scope() {
    return {
        "set", 2, [](std::size_t option, std::size_t) {
            return std::pair(Cell{a, labels, "turgent"}, std::string(option == 0 ? "b1" : "b0"));
        }};
}

Scope counter_scope() {
    return {"counter", 2, [](std::size_t option, std::size_t) {
                return std::pair(Cell{a, votes, ""}, std::string(option == 0 ? "i1" : "i-3"));
            }};
}

Scope link_scope() {
    return {"link", 2, [](std::size_t option, std::size_t) {
                const ItemId link = link_item(small_workspace(), a, 4, b);
                const LiveValue value{option == 0, a, 4, b};
                return std::pair(Cell{link, field_live, ""}, value.to_value().canonical());
            }};
}

Scope place_scope() {
    return {"place",
            3,
            [](std::size_t option, std::size_t) {
                if (option == 0) return std::pair(Cell{a, field_place, ""}, place_text(b));
                if (option == 1) return std::pair(Cell{b, field_place, ""}, place_text(a));
                return std::pair(Cell{a, field_place, ""}, place_text(trash_item()));
            },
            5,
            true};
}

Scope order_scope() {
    return {"order",
            3,
            [](std::size_t option, std::size_t device) {
                const std::string key = "4" + std::to_string(device);
                if (option == 0) return std::pair(Cell{a, field_order, ""}, order_text(b, key));
                if (option == 1)
                    return std::pair(Cell{a, field_order, ""}, order_text(root_item(), key));
                return std::pair(Cell{a, field_place, ""}, place_text(b, key));
            },
            5,
            true};
}

std::vector<Scope> all_scopes() {
    return {register_scope("register", title, false),
            register_scope("quiet", colour, false),
            register_scope("composite", span, true),
            set_scope(),
            counter_scope(),
            link_scope(),
            place_scope(),
            order_scope()};
}

class Explorer {
public:
    Explorer(const Scope& scope, Planted planted) : scope_(scope), planted_(planted) {
        const char* more = std::getenv("CAIRN_EXHAUST");
        steps_ = scope.steps + (more == nullptr ? 0 : std::strtoul(more, nullptr, 10));
    }

    // The first history that breaks a rule; nothing if none does.
    std::optional<std::string> run() {
        SmallWorld world(devices, planted_);
        if (scope_.has_base) {
            world.commit(0,
                         {{{a, field_place, ""}, place_text(root_item()), {}},
                          {{b, field_place, ""}, place_text(root_item()), {}}});
            for (std::size_t to = 1; to < devices; ++to) world.pull(to, 0);
        }
        explore(world, {});
        return failure_;
    }
    [[nodiscard]] std::size_t histories() const { return histories_; }

private:
    struct History {
        std::string text;
        std::size_t steps = 0;
        std::size_t awake = 0;  // devices that have acted: the next one is as good as any other
        std::size_t edits[devices] = {};
    };

    void explore(const SmallWorld& world, const History& history) {
        if (failure_ || history.steps == steps_) {
            if (!failure_) check_end(world, history);
            return;
        }
        const std::size_t acting = std::min(history.awake + 1, devices);
        for (std::size_t device = 0; device < acting; ++device) {
            if (history.edits[device] < edits_per_device_max)
                for (std::size_t option = 0; option < scope_.options; ++option)
                    edit(world, history, device, option);
            for (std::size_t from = 0; from < history.awake; ++from)
                if (from != device) pull(world, history, device, from);
        }
    }

    static History after(const History& history, std::size_t device, const std::string& text) {
        History next = history;
        next.text += text + " ";
        ++next.steps;
        next.awake = std::max(next.awake, device + 1);
        return next;
    }

    void edit(const SmallWorld& world,
              const History& history,
              std::size_t device,
              std::size_t option) {
        SmallWorld next = world;
        const auto [cell, value] = scope_.write(option, device);
        Edit made{cell, value, {}};
        if (cell.field != votes) made = next.over_heads(device, cell, value);
        // Half of the options share one wall time, so that ties go down to the edit id.
        next.commit(device, {made}, WallTime{option == 1 ? 7 : static_cast<std::int64_t>(device)});
        History longer =
            after(history, device, std::to_string(device) + static_cast<char>('a' + option));
        ++longer.edits[device];
        check(next, longer, device);
        explore(next, longer);
    }

    void pull(const SmallWorld& world, const History& history, std::size_t to, std::size_t from) {
        SmallWorld next = world;
        if (!next.pull(to, from)) return;
        const History longer = after(history, to, std::to_string(to) + "<" + std::to_string(from));
        check(next, longer, to);
        explore(next, longer);
    }

    void check_end(SmallWorld world, const History& history) {
        ++histories_;
        world.sync_all();
        check(world, history, 0);
        for (std::size_t device = 1; device < devices; ++device)
            if (world.replica(device).view_hash() != world.replica(0).view_hash() ||
                world.replica(device).heads_hash() != world.replica(0).heads_hash())
                fail(history, "devices differ in the end");
    }

    void check(const SmallWorld& world, const History& history, std::size_t device) {
        const ModelState model = world.model(device);
        const SmallReplica& replica = world.replica(device);
        if (replica.heads_hash() != model.heads_hash) fail(history, "heads hash");
        if (replica.view_hash() != model.view_hash) fail(history, "view hash");
        for (const auto& [cell, state] : model.cells) check_cell(world, history, model, cell);
        check_tree(history, model);
    }

    // What the history alone says: heads are the edits that no later one had seen.
    void check_cell(const SmallWorld& world,
                    const History& history,
                    const ModelState& model,
                    const Cell& cell) {
        const ModelCell& state = model.cells.at(cell);
        std::vector<EditId> newest;
        CounterSum sum;
        std::set<std::string> values;
        for (const auto& [id, edit] : model.edits) {
            if (edit.cell != cell) continue;
            if (state.fold == Fold::counter) sum.add(*Value::parse(edit.value)->as_integer());
            if (state.fold != Fold::counter && is_seen_later(world, model, cell, id)) continue;
            newest.push_back(id);
            values.insert(edit.value);
        }
        if (state.heads != newest) fail(history, "heads are not the newest edits");
        if (state.sum != sum) fail(history, "sum");
        if (state.fold == Fold::set && state.present != values.contains("b1"))
            fail(history, "an add does not win");
        if ((state.fold == Fold::reg || state.fold == Fold::composite) &&
            state.conflict != (values.size() > 1))
            fail(history, "conflict");
    }

    static bool is_seen_later(const SmallWorld& world,
                              const ModelState& model,
                              const Cell& cell,
                              const EditId& id) {
        for (const auto& [other, edit] : model.edits)
            if (edit.cell == cell && world.seen_by(other.change).contains(id.change)) return true;
        return false;
    }

    void check_tree(const History& history, const ModelState& model) {
        for (const auto& [item, start] : model.placements) {
            std::set<ItemId> path{item};
            for (ItemId at = start.parent; model.placements.contains(at);
                 at = model.placements.at(at).parent)
                if (!path.insert(at).second) return fail(history, "a cycle");
        }
    }

    void fail(const History& history, const std::string& what) {
        if (!failure_) failure_ = scope_.name + ": " + what + " after " + history.text;
    }

    const Scope& scope_;
    Planted planted_;
    std::size_t steps_ = 0;
    std::size_t histories_ = 0;
    std::optional<std::string> failure_;
};

class SmallScope : public ::testing::TestWithParam<Scope> {};

TEST_P(SmallScope, HoldsForEveryHistory) {
    Explorer explorer(GetParam(), Planted::none);
    const auto failure = explorer.run();
    EXPECT_FALSE(failure.has_value()) << *failure;
    RecordProperty("histories", std::to_string(explorer.histories()));
    EXPECT_GT(explorer.histories(), 1000U);
}

INSTANTIATE_TEST_SUITE_P(EveryFold,
                         SmallScope,
                         ::testing::ValuesIn(all_scopes()),
                         [](const auto& scope) { return scope.param.name; });

TEST(SmallScopePlanted, NoticesEachFaultPlanted) {
    const auto is_noticed = [](const Scope& scope, Planted planted) {
        return Explorer(scope, planted).run().has_value();
    };
    EXPECT_TRUE(is_noticed(register_scope("register", title, false), Planted::author_drops_over));
    EXPECT_TRUE(is_noticed(set_scope(), Planted::author_drops_deps));
    EXPECT_TRUE(is_noticed(set_scope(), Planted::remove_wins));
    EXPECT_TRUE(is_noticed(register_scope("quiet", colour, false), Planted::lowest_is_shown));
    EXPECT_TRUE(is_noticed(place_scope(), Planted::moves_as_they_come));
    EXPECT_TRUE(is_noticed(link_scope(), Planted::replaced_stays_hashed));
    EXPECT_TRUE(is_noticed(order_scope(), Planted::deps_do_not_count));
}

}  // namespace
}  // namespace cairn::merge::testing
