// Random plans by several people, delivered in random order and grouping: every replica ends in
// the same state, which is the reference model's, and its log gives it again.
#include <algorithm>
#include <map>
#include <memory>

#include <gtest/gtest.h>

#include "client/merge/derived_id.h"
#include "client/merge/model.h"
#include "client/merge/place.h"
#include "client/merge/text/compare.h"
#include "client/merge/text/edit_codec.h"
#include "client/merge/text/scalars.h"
#include "client/replica/doctor.h"
#include "tests/support/laptop/graph_reader.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::test {
namespace {

constexpr std::size_t people = 4;
constexpr std::size_t steps = 260;

class RandomTeam {
public:
    explicit RandomTeam(std::uint64_t seed) : workspace(seed), random_(seed * 77 + 1) {
        std::vector<Person> persons{workspace.founder};
        while (persons.size() < people) persons.push_back(workspace.join(Role::editor));
        for (const Person& person : persons)
            laptops.push_back(std::make_unique<Laptop>(workspace, person));
        for (int i = 0; i < 12; ++i) items_.push_back(random_item(workspace));
    }

    void step() {
        Laptop& laptop = *laptops[random_.below(laptops.size())];
        laptop.clock_ms += static_cast<std::int64_t>(random_.below(5000)) - 2000;
        switch (random_.below(6)) {
            case 0:
                return deliver(laptop);
            case 1:
                laptop.seal();
                return;
            default:
                write(laptop);
        }
    }
    void settle() {
        for (auto& laptop : laptops) laptop->seal();
        for (int round = 0; round < 2; ++round)
            for (auto& to : laptops)
                for (auto& from : laptops)
                    if (to != from) to->pull_from(*from);
    }

    SmallWorkspace workspace;
    std::vector<std::unique_ptr<Laptop>> laptops;

private:
    ItemId any_item() { return items_[random_.below(items_.size())]; }

    // In a text as it is shown, or as it was at some edit: a form that was held open.
    void write_text(Laptop& laptop) {
        const merge::Cell cell{any_item(), notes, ""};
        replica::TextView view = laptop.read().text(cell);
        std::size_t length = view.document.length();
        if (random_.below(3) == 0 && view.newest.value != 0) {
            const replica::TextHistoryView history = laptop.read().text_history(cell);
            const auto at = static_cast<text::EditNumber>(random_.below(history.edits.size()));
            const text::TextGraph& graph = history.document.graph();
            length = text::count_scalars(*text::text_at(graph, {graph.id_of(at)}));
            view.over = {history.edits[at]};
        }
        const auto position = static_cast<std::uint32_t>(random_.below(length + 1));
        const auto removed =
            static_cast<std::uint32_t>(std::min<std::size_t>(random_.below(4), length - position));
        const std::string word = std::string(1 + random_.below(3), "abcdef"[random_.below(6)]);
        replica::LocalEdit edit;
        edit.item = cell.item;
        edit.field = notes;
        edit.value = "p" + text::encode_patches({{position, removed, word}});
        edit.over = view.over;
        laptop.commit({edit});
    }

    void write(Laptop& laptop) {
        if (random_.below(4) == 0) return write_text(laptop);
        std::vector<replica::LocalEdit> edits;
        for (std::uint64_t i = 0, count = 1 + random_.below(3); i < count; ++i) {
            replica::LocalEdit edit = any_edit();
            if (edit.field != votes) {
                edit.over = laptop.shown({edit.item, edit.field, edit.element});
                if (random_.below(4) == 0 && !edit.over.empty()) edit.over.pop_back();
            }
            edits.push_back(std::move(edit));
        }
        laptop.commit(edits);
    }

    replica::LocalEdit any_edit() {
        replica::LocalEdit edit;
        edit.item = any_item();
        const auto key = static_cast<std::uint8_t>(1 + random_.below(5));
        switch (random_.below(9)) {
            case 0:
            case 1:
                edit.field = merge::field_place;
                edit.value = place_value(any_parent(), key, 1 + key);
                break;
            case 2:
                edit.field = merge::field_order;
                edit.value =
                    merge::OrderValue{
                        .parent = any_parent(),
                        .key = *merge::OrderKey::from_bytes(std::string(1, static_cast<char>(key)))}
                        .to_value()
                        .canonical();
                break;
            case 3:
                edit.field = labels;
                edit.element = random_.below(2) == 0 ? "tred" : "tblue";
                edit.value = random_.below(3) == 0 ? "b0" : "b1";
                break;
            case 4:
                edit.field = votes;
                edit.value = "i" + std::to_string(random_.below(9));
                break;
            case 5:
                link(edit);
                break;
            case 6:
                edit.field = colour;
                edit.value = random_.below(4) == 0 ? "n" : "tblue";
                break;
            default:
                edit.field = title;
                edit.value = "t" + std::to_string(random_.below(4));
        }
        return edit;
    }

    ItemId any_parent() {
        const std::uint64_t choice = random_.below(8);
        if (choice == 0) return merge::trash_item();
        return choice < 3 ? merge::root_item() : any_item();
    }

    void link(replica::LocalEdit& edit) {
        merge::LiveValue value;
        value.live = random_.below(3) != 0;
        value.from = any_item();
        value.type = 1;
        value.to = any_item();
        edit.item = merge::link_item(workspace.view.workspace(), value.from, value.type, value.to);
        edit.field = merge::field_live;
        edit.value = value.to_value().canonical();
    }

    // Some of what another laptop has, in any order; the rest comes another time.
    void deliver(Laptop& to) {
        Laptop& from = *laptops[random_.below(laptops.size())];
        std::vector<Envelope> envelopes = from.replica.lacking(to.replica.frontier(), SIZE_MAX);
        for (std::size_t i = envelopes.size(); i > 1; --i)
            std::swap(envelopes[i - 1], envelopes[random_.below(i)]);
        if (random_.below(2) == 0)
            envelopes.erase(envelopes.begin() + static_cast<std::ptrdiff_t>(envelopes.size() / 2),
                            envelopes.end());
        to.receive(envelopes);
    }
    SeededRandom random_;
    std::vector<ItemId> items_;
};

merge::ModelState reference_of(Laptop& laptop) {
    const std::vector<Envelope> envelopes = laptop.replica.lacking(Frontier(), SIZE_MAX);
    merge::Model model(laptop.replica.workspace(), test_schema());
    for (merge::GraphEnvelope& node : GraphReader(envelopes, laptop.person.keys).all())
        model.add(std::move(node));
    return model.state();
}

class ReplicaConvergence : public testing::TestWithParam<std::uint64_t> {};

TEST_P(ReplicaConvergence, EndsInTheReferenceStateOnEveryLaptop) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    RandomTeam team(GetParam());
    for (std::size_t i = 0; i < steps; ++i) team.step();
    team.settle();

    Laptop& first = *team.laptops.front();
    const merge::ModelState reference = reference_of(first);
    const replica::Counts counts = first.read().counts();
    EXPECT_GT(counts.changes, steps / 3);
    EXPECT_EQ(counts.parked_envelopes, 0U);
    EXPECT_EQ(counts.void_envelopes, 0U);
    EXPECT_EQ(counts.edits, reference.edits.size());
    const auto texts =
        std::count_if(reference.cells.begin(), reference.cells.end(), [](const auto& cell) {
            return cell.second.fold == merge::Fold::text && cell.second.heads.size() > 1;
        });
    EXPECT_GT(texts, 0) << "nobody wrote at the same time";
    for (auto& laptop : team.laptops) {
        const replica::StateHashes hashes = laptop->read().hashes();
        EXPECT_EQ(hashes.heads, reference.heads_hash);
        EXPECT_EQ(hashes.view, reference.view_hash);
        EXPECT_EQ(laptop->replica.frontier(), first.replica.frontier());
        EXPECT_TRUE(replica::examine(laptop->replica).empty());
    }
}

TEST_P(ReplicaConvergence, ShowsTheSameConflictsAsTheReference) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    RandomTeam team(GetParam() + 1000);
    for (std::size_t i = 0; i < steps; ++i) team.step();
    team.settle();
    const merge::ModelState reference = reference_of(*team.laptops.front());
    std::map<merge::Cell, std::string> shown_first;  // on the first laptop: base and candidates
    std::size_t expected = 0;
    for (const auto& [cell, state] : reference.cells) expected += state.conflict ? 1 : 0;
    for (auto& laptop : team.laptops) {
        EXPECT_EQ(laptop->read().counts().conflicts, expected);
        for (const replica::ConflictView& conflict : laptop->read().conflicts()) {
            if (conflict.kind != replica::ConflictKind::values &&
                conflict.kind != replica::ConflictKind::places)
                continue;
            const auto& cell =
                reference.cells.at({conflict.item, conflict.field, conflict.element});
            EXPECT_TRUE(cell.conflict);
            EXPECT_EQ(conflict.candidates.size(), cell.heads.size());
            EXPECT_EQ(conflict.candidates.front().value, cell.shown);
            std::string told = conflict.base.value_or("none");
            for (const replica::HeadView& head : conflict.candidates)
                told += " " + to_base32(head.change.view()) + head.value;
            const auto first =
                shown_first.try_emplace({conflict.item, conflict.field, conflict.element}, told);
            EXPECT_EQ(first.first->second, told);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReplicaConvergence, testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace cairn::test
