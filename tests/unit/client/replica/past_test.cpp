// As of a moment: what the changes of a cut show is what a replica shows that received only those
// (DESIGN 3.4), and two cuts differ by what their edits say.
#include "client/replica/past.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "client/merge/model.h"
#include "client/merge/place.h"
#include "client/replica/differences.h"
#include "tests/support/laptop/graph_reader.h"
#include "tests/support/laptop/random_team.h"

namespace cairn::test {
namespace {

using replica::Cut;
using replica::Past;

// The changes stamped up to a time, and what each of them follows from, found without a replica.
class Stamped {
public:
    Stamped(std::vector<merge::GraphEnvelope> nodes, WallTime wall) : nodes_(std::move(nodes)) {
        for (std::size_t i = 0; i < nodes_.size(); ++i) by_hash_[nodes_[i].hash] = i;
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            for (std::size_t k = 0; k < nodes_[i].changes.size(); ++k)
                if (nodes_[i].changes[k].wall <= wall) include(i, k + 1);
    }

    [[nodiscard]] merge::ModelState state(const WorkspaceId& workspace) const {
        merge::Model model(workspace, test_schema());
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            const auto found = included_.find(i);
            if (found == included_.end()) continue;
            merge::GraphEnvelope node = nodes_[i];
            node.changes.resize(found->second);
            node.tips.clear();
            for (const merge::Change& change : node.changes)
                node.tips.insert(node.tips.end(), change.deps.begin(), change.deps.end());
            model.add(std::move(node));
        }
        return model.state();
    }

private:
    // The first `count` changes of an envelope, and their past.
    void include(std::size_t node, std::size_t count) {
        const auto found = included_.find(node);
        if (found != included_.end() && found->second >= count) return;
        included_[node] = count;
        if (nodes_[node].previous) include_all(*nodes_[node].previous);
        for (std::size_t k = 0; k < count; ++k)
            for (const EnvelopeHash& dep : nodes_[node].changes[k].deps) include_all(dep);
    }
    void include_all(const EnvelopeHash& envelope) {
        const std::size_t node = by_hash_.at(envelope);
        include(node, nodes_[node].changes.size());
    }

    std::vector<merge::GraphEnvelope> nodes_;
    std::map<EnvelopeHash, std::size_t> by_hash_;
    std::map<std::size_t, std::size_t> included_;  // how many changes of each envelope
};

std::vector<merge::GraphEnvelope> graph_of(Laptop& laptop) {
    const std::vector<Envelope> envelopes = laptop.replica.lacking(Frontier(), SIZE_MAX);
    return GraphReader(envelopes, laptop.person.keys).all();
}

std::string text_of(const replica::ItemPlace& place) {
    return "kind " + std::to_string(place.kind) + " under " + to_base32(place.parent.view()) +
           " at " + to_hex(bytes_of(place.order_key));
}

// Everything that is shown, as words: cells of items and links, then places.
using Shown = std::map<std::string, std::string>;

std::string name_of(const merge::Cell& cell) {
    return to_base32(cell.item.view()) + " " + std::to_string(cell.field) + " " + cell.element;
}

bool is_empty_text(const merge::ModelCell& cell) {
    return cell.fold == merge::Fold::text && cell.shown.size() == 1;
}

Shown shown_by(const merge::ModelState& state) {
    Shown shown;
    for (const auto& [cell, view] : state.cells) {
        if (cell.field == merge::field_place || cell.field == merge::field_order) continue;
        if (view.fold == merge::Fold::counter)
            shown[name_of(cell)] = "i" + view.sum.to_decimal();
        else if (view.fold == merge::Fold::set)
            shown[name_of(cell)] = view.present ? "b1" : "b0";
        else if (view.fold == merge::Fold::link_live)
            shown[name_of(cell)] = view.present ? "linked" : "apart";
        else if (!view.shown.empty() && !is_empty_text(view))
            shown[name_of(cell)] = view.shown;
    }
    for (const auto& [item, placement] : state.placements)
        shown[to_base32(item.view())] = text_of(
            replica::ItemPlace{item, placement.kind, placement.parent, placement.key.bytes()});
    return shown;
}

void add_cells(Shown& shown, const ItemId& item, std::span<const replica::CellView> cells) {
    for (const replica::CellView& cell : cells) {
        if (cell.field == merge::field_place || cell.field == merge::field_order) continue;
        std::string& value = shown[name_of({item, cell.field, cell.element})];
        value = cell.value;
        if (cell.field == merge::field_live)
            value = merge::LiveValue::parse(cell.value)->live ? "linked" : "apart";
    }
}

std::vector<ItemId> all_items(RandomTeam& team, const merge::ModelState& everything) {
    std::set<ItemId> items(team.items.begin(), team.items.end());
    for (const auto& [cell, view] : everything.cells) items.insert(cell.item);
    return {items.begin(), items.end()};
}

// Asked item by item.
Shown shown_one_by_one(Past& past, const std::vector<ItemId>& items) {
    Shown shown;
    for (const ItemId& item : items) {
        add_cells(shown, item, past.cells(item));
        if (const auto place = past.item(item)) shown[to_base32(item.view())] = text_of(*place);
    }
    return shown;
}

// In one pass; links are not items of a place.
Shown shown_at_once(Past& past, const std::vector<ItemId>& items) {
    Shown shown;
    past.each_item(
        [&](const replica::ItemPlace& place, const std::vector<replica::CellView>& cells) {
            shown[to_base32(place.id.view())] = text_of(place);
            add_cells(shown, place.id, cells);
        });
    for (const ItemId& item : items)
        if (!shown.contains(to_base32(item.view()))) add_cells(shown, item, past.cells(item));
    return shown;
}

// All links in one pass are what they are one by one. Of a Reader or a Past.
template <class Source>
void expect_links_alike(Source& source) {
    std::map<ItemId, std::pair<replica::LinkView, std::vector<replica::CellView>>> at_once;
    source.each_link([&](const replica::LinkView& link, std::vector<replica::CellView> cells) {
        at_once.emplace(link.link, std::pair(link, std::move(cells)));
    });
    const std::vector<replica::LinkView> links = source.links();
    ASSERT_EQ(at_once.size(), links.size());
    for (const replica::LinkView& link : links) {
        std::vector<replica::CellView> cells = source.cells(link.link);
        std::erase_if(cells, [](const auto& cell) { return cell.field <= merge::field_live; });
        const auto& [seen, seen_cells] = at_once.at(link.link);
        EXPECT_EQ(std::tie(seen.from, seen.type, seen.to), std::tie(link.from, link.type, link.to));
        ASSERT_EQ(seen_cells.size(), cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i)
            EXPECT_EQ(std::tie(seen_cells[i].field, seen_cells[i].value, seen_cells[i].heads),
                      std::tie(cells[i].field, cells[i].value, cells[i].heads));
    }
}

class ReplicaPast : public testing::TestWithParam<std::uint64_t> {
protected:
    ReplicaPast() : team(GetParam()) {
        for (int i = 0; i < 130; ++i) team.step();
        team.settle();
        for (const replica::LinkView& link : laptop().read().links())
            laptop().set(link.link, colour, "t" + std::to_string(link.link.bytes[0] % 3));
        for (int i = 0; i < 130; ++i) team.step();
        team.settle();
    }

    [[nodiscard]] std::vector<WallTime> moments() {
        std::vector<WallTime> walls{{0}, {INT64_MAX}};
        for (const replica::ChangeView& change : laptop().read().newest_changes(SIZE_MAX))
            walls.push_back(change.wall);
        std::sort(walls.begin(), walls.end());
        std::vector<WallTime> some;
        for (std::size_t i = 0; i < walls.size(); i += 7) some.push_back(walls[i]);
        some.push_back(walls.back());
        return some;
    }
    [[nodiscard]] Laptop& laptop(std::size_t index = 0) { return *team.laptops[index]; }

    RandomTeam team;
};

TEST(Cuts, UnitedHoldWhatEitherHolds) {
    const replica::Cut a{{{.lane = 1, .last = 10}, {.lane = 3, .last = 5}, {.lane = 7, .last = 2}}};
    const replica::Cut b{{{.lane = 2, .last = 7}, {.lane = 3, .last = 9}}};
    const replica::Cut both{{{.lane = 1, .last = 10},
                             {.lane = 2, .last = 7},
                             {.lane = 3, .last = 9},
                             {.lane = 7, .last = 2}}};
    EXPECT_EQ(replica::united(a, b), both);
    EXPECT_EQ(replica::united(b, a), both);
    EXPECT_EQ(replica::united(a, {}), a);
    EXPECT_EQ(replica::united({}, b), b);
}

TEST_P(ReplicaPast, ShowsWhatAReplicaShowsThatReceivedOnlyThat) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    const std::vector<merge::GraphEnvelope> graph = graph_of(laptop());
    const merge::ModelState everything =
        Stamped(graph, {INT64_MAX}).state(laptop().replica.workspace());
    const std::vector<ItemId> items = all_items(team, everything);
    for (const WallTime wall : moments()) {
        SCOPED_TRACE("as of " + std::to_string(wall.ms));
        const Shown expected = shown_by(Stamped(graph, wall).state(laptop().replica.workspace()));
        for (const std::size_t index : {0U, 2U}) {
            replica::Reader& reader = laptop(index).read();
            const Cut cut = reader.stamped_up_to(wall);
            Past past(reader, cut);
            ASSERT_EQ(shown_one_by_one(past, items), expected);
            ASSERT_EQ(shown_at_once(past, items), expected);
            expect_links_alike(past);
        }
    }
    expect_links_alike(laptop().read());
}

TEST_P(ReplicaPast, HasTheHeadsOfThatMoment) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    const std::vector<merge::GraphEnvelope> graph = graph_of(laptop());
    replica::Reader& reader = laptop().read();
    for (const WallTime wall : moments()) {
        SCOPED_TRACE("as of " + std::to_string(wall.ms));
        const auto state = Stamped(graph, wall).state(laptop().replica.workspace());
        Past past(reader, reader.stamped_up_to(wall));
        for (const auto& [cell, view] : state.cells) {
            if (view.fold == merge::Fold::counter || view.fold == merge::Fold::place ||
                view.fold == merge::Fold::order || is_empty_text(view))
                continue;
            const auto shown = past.cell(cell);
            ASSERT_TRUE(shown.has_value()) << name_of(cell);
            std::vector<merge::EditId> heads;
            for (const replica::EditRow head : shown->heads) heads.push_back(reader.edit_id(head));
            std::sort(heads.begin(), heads.end());
            EXPECT_EQ(heads, view.heads) << name_of(cell);
        }
    }
}

TEST_P(ReplicaPast, IsNamedByItsLastChangesOnEveryLaptop) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    const std::vector<merge::GraphEnvelope> graph = graph_of(laptop());
    const std::vector<ItemId> items =
        all_items(team, Stamped(graph, {INT64_MAX}).state(laptop().replica.workspace()));
    for (const WallTime wall : moments()) {
        const Cut here = laptop().read().stamped_up_to(wall);
        const std::vector<ChangeId> names = laptop().read().maxima(here);
        ASSERT_EQ(laptop().read().cut_of(names), here);
        const auto there = laptop(3).read().cut_of(names);
        ASSERT_TRUE(there);
        Past a(laptop().read(), here);
        Past b(laptop(3).read(), *there);
        ASSERT_EQ(shown_at_once(a, items), shown_at_once(b, items));
    }
    EXPECT_FALSE(laptop().read().cut_of(std::vector<ChangeId>{ChangeId{}}));
}

TEST_P(ReplicaPast, DiffersFromAnotherByWhatItsCellsSay) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    replica::Reader& reader = laptop().read();
    const std::vector<ItemId> items = all_items(
        team, Stamped(graph_of(laptop()), {INT64_MAX}).state(laptop().replica.workspace()));
    const std::vector<WallTime> walls = moments();
    for (std::size_t i = 0; i + 1 < walls.size(); i += 2) {
        const Cut from = reader.stamped_up_to(walls[i]);
        const Cut to = reader.stamped_up_to(walls[std::min(i + 1 + i % 5, walls.size() - 1)]);
        Shown before;
        Shown after;
        {
            Past a(reader, from);
            before = shown_one_by_one(a, items);
            Past b(reader, to);
            after = shown_one_by_one(b, items);
        }
        for (Shown* shown : {&before, &after})
            std::erase_if(*shown, [](const auto& entry) {
                return entry.second == "b0" || entry.second == "i0" || entry.second == "n";
            });
        std::set<std::string> expected;
        for (const auto& [name, value] : before)
            if (!after.contains(name) || after[name] != value) expected.insert(name);
        for (const auto& [name, value] : after)
            if (!before.contains(name)) expected.insert(name);

        std::set<std::string> told;
        const replica::Differences all = replica::differences(reader, from, to);
        for (const replica::ItemDifference& item : all.items) {
            if (item.place) told.insert(to_base32(item.item.view()));
            for (const replica::CellDifference& cell : item.cells) {
                const bool live = cell.field == merge::field_live;
                const auto linked = [](const std::string& value) {
                    const auto parsed = merge::LiveValue::parse(value);
                    return !parsed ? "none" : parsed->live ? "linked" : "apart";
                };
                if (live && std::string(linked(cell.before)) == linked(cell.after)) continue;
                told.insert(name_of({item.item, cell.field, cell.element}));
                EXPECT_GT(cell.work.edits, 0U);
                EXPECT_FALSE(cell.work.by.empty());
            }
        }
        EXPECT_EQ(told, expected);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReplicaPast, testing::Range<std::uint64_t>(1, 7));

class OnePersonsPast : public testing::Test {
protected:
    OnePersonsPast() : workspace(1), laptop(workspace, workspace.founder) {}

    SmallWorkspace workspace;
    Laptop laptop;
};

TEST_F(OnePersonsPast, EndsWithTheChangeThatNamesIt) {
    const ItemId item = random_item(workspace);
    laptop.create(item, merge::root_item());
    const auto first = laptop.set(item, title, "tone");
    laptop.set(item, title, "ttwo");
    replica::Reader& reader = laptop.read();
    Past past(reader, reader.with_past_of(first.row));
    EXPECT_EQ(past.cell({item, title, {}})->value, "tone");
    EXPECT_EQ(past.cell({item, title, {}})->heads, std::vector<replica::EditRow>{first.edit(0)});
}

TEST_F(OnePersonsPast, HoldsWhatAChangeStampedLaterByAWrongClockTaught) {
    const ItemId item = random_item(workspace);
    const std::int64_t today = laptop.clock_ms;
    laptop.clock_ms = today + 1'000'000;  // a clock that runs ahead
    laptop.create(item, merge::root_item());
    laptop.clock_ms = today;
    laptop.set(item, title, "tone");
    replica::Reader& reader = laptop.read();
    Past past(reader, reader.stamped_up_to({today + 10'000}));
    EXPECT_TRUE(past.item(item)) << "the title's change follows from it";
}

TEST(TwoPersonsPast, DiffersAlikeOnBothLaptops) {
    SmallWorkspace workspace(1);
    const Person colleague = workspace.join(Role::editor);
    Laptop here(workspace, workspace.founder);
    Laptop there(workspace, colleague);
    const ItemId item = random_item(workspace);
    here.create(item, merge::root_item());
    sync(here, there);
    const std::vector<ChangeId> began = here.read().maxima(here.read().everything());
    here.set(item, title, "there");
    there.set(item, title, "tthere");
    there.set(item, colour, "tred");
    sync(here, there);
    const auto by = [&](Laptop& laptop) {
        replica::Reader& reader = laptop.read();
        const auto all = replica::differences(reader, *reader.cut_of(began), reader.everything());
        EXPECT_EQ(all.items.at(0).cells.at(0).work.by, all.by);
        return all.by;
    };
    EXPECT_EQ(by(here).size(), 2U);
    EXPECT_EQ(by(here), by(there)) << "whatever came first to each";
}

// A laptop whose battery is empty says 1970.
TEST(TwoPersonsPast, IsNotTakenInByAClockOfBeforeItBegan) {
    SmallWorkspace workspace(1);
    const Person colleague = workspace.join(Role::editor);
    Laptop laptop(workspace, workspace.founder);
    Laptop other(workspace, colleague);
    const WallTime floor{laptop.clock_ms};
    const ItemId item = random_item(workspace);
    laptop.create(item, merge::root_item());
    const std::int64_t first_day = laptop.clock_ms;
    sync(laptop, other);
    laptop.clock_ms += 1'000'000;
    laptop.set(item, title, "tsecond day");
    sync(laptop, other);
    other.clock_ms = 0;
    other.set(item, title, "tthird day");
    other.set(item, colour, "tred");
    sync(laptop, other);
    const std::int64_t second_day = laptop.clock_ms;
    for (const bool passes : {false, true}) {
        // So much behind the moment that one pass over all is cheaper than looking each up.
        for (int i = 0; passes && i < 1'500; ++i) {
            laptop.clock_ms += 1'000'000;
            laptop.set(item, title, "tlater" + std::to_string(i));
        }
        replica::Reader& reader = laptop.read();
        {
            Past past(reader, reader.stamped_up_to({first_day + 500'000}, floor));
            EXPECT_TRUE(past.item(item));
            EXPECT_FALSE(past.cell({item, title, {}})) << "it follows from what was stamped later";
            EXPECT_FALSE(past.cell({item, colour, {}}));
        }
        Past past(reader, reader.stamped_up_to({second_day + 500'000}, floor));
        EXPECT_EQ(past.cell({item, title, {}})->value, "tthird day");
        EXPECT_EQ(past.cell({item, colour, {}})->value, "tred");
    }
}

TEST_F(OnePersonsPast, HasNoItemThatWasMadeSince) {
    const ItemId item = random_item(workspace);
    const Cut empty = laptop.read().everything();
    laptop.create(item, merge::root_item());
    Past past(laptop.read(), empty);
    EXPECT_FALSE(past.item(item));
    EXPECT_TRUE(past.cells(item).empty());
}

TEST_F(OnePersonsPast, TellsHowOftenAndByWhomAFieldWasChanged) {
    const ItemId item = random_item(workspace);
    laptop.create(item, merge::root_item());
    laptop.set(item, title, "tone");
    const Cut before = laptop.read().everything();
    laptop.set(item, title, "ttwo");
    laptop.set(item, colour, "tred");
    laptop.set(item, title, "tthree");
    laptop.set(item, colour, "n");
    const auto all = replica::differences(laptop.read(), before, laptop.read().everything());
    EXPECT_EQ(all.edits, 4U);
    EXPECT_EQ(all.changes, 4U);
    ASSERT_EQ(all.items.size(), 1U);
    ASSERT_EQ(all.items[0].cells.size(), 1U) << "the colour is what it was";
    const replica::CellDifference& cell = all.items[0].cells[0];
    EXPECT_EQ(cell.before, "tone");
    EXPECT_EQ(cell.after, "tthree");
    EXPECT_EQ(cell.work.edits, 2U);
    EXPECT_EQ(cell.work.by, std::vector<DeviceId>{workspace.founder.id()});
}

TEST_F(OnePersonsPast, FindsAChangeByTheStartOfItsId) {
    const ItemId item = random_item(workspace);
    const auto made = laptop.create(item, merge::root_item());
    const std::string id = to_base32(made.change.view());
    for (const std::size_t length : {1U, 8U, 51U, 52U})
        EXPECT_EQ(laptop.read().changes_with_prefix(id.substr(0, length), 2),
                  std::vector<replica::ChangeRow>{made.row});
    EXPECT_TRUE(laptop.read().changes_with_prefix("u!", 2).empty());
    EXPECT_TRUE(laptop.read().changes_with_prefix(id + "0", 2).empty());
    EXPECT_TRUE(laptop.read().changes_with_prefix("", 2).empty());
}

}  // namespace
}  // namespace cairn::test
