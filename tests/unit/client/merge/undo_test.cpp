#include "client/merge/undo.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "client/merge/derived_id.h"
#include "shared/base/random.h"
#include "tests/unit/client/merge/small_world.h"

namespace cairn::merge::testing {
namespace {

const Cell name{small_item(1), title, ""};

// Answers plan_undo from the plain model of what a device holds, as an engine does from its file.
class Undoer {
public:
    Undoer(SmallWorld& world, std::size_t device)
        : world_(&world), device_(device), model_(world.model(device)) {
        for (const auto& [id, edit] : model_.edits) {
            numbers_[id] = handles_.size();
            handles_.push_back(id);
        }
    }

    UndoPlan plan(const Change& change) {
        const ChangeId id = identity_of(change);
        std::vector<UndoneEdit> edits;
        for (std::uint32_t i = 0; i < change.edits.size(); ++i)
            edits.push_back(describe({id, i}, change.edits[i]));
        return plan_undo(edits, view());
    }

    // Commits the plan; the change it made.
    Change carry_out(const UndoPlan& plan) {
        std::vector<Edit> edits;
        for (const UndoEdit& undo : plan.edits) {
            Edit edit{undo.cell, undo.value, {}};
            for (const EditHandle over : undo.over) edit.over.emplace_back(handles_[over.value]);
            edits.push_back(std::move(edit));
        }
        Change made;
        made.edits = edits;
        const ChangeId id = world_->commit(device_, std::move(edits));
        world_->seal(device_);
        for (const Change& change : world_->envelope(world_->envelopes(device_).back()).changes)
            if (identity_of(change) == id) made = change;
        return made;
    }

private:
    UndoneEdit describe(const EditId& id, const Edit& edit) const {
        const ModelEdit& known = model_.edits.at(id);
        UndoneEdit undone;
        undone.edit = {numbers_.at(id)};
        undone.cell = edit.cell;
        undone.value = edit.value;
        const FieldRule* rule = small_schema().rule(edit.cell.field);
        if (rule != nullptr) undone.fold = rule->fold;
        using Standing = UndoneEdit::Standing;
        undone.standing = known.status == EditStatus::valid    ? Standing::valid
                          : known.status == EditStatus::parked ? Standing::parked
                                                               : Standing::invalid;
        undone.over = versions(id, edit);
        const auto placed = model_.placements.find(edit.cell.item);
        if (placed != model_.placements.end())
            undone.in_effect = (edit.cell.field == field_place ? placed->second.placed
                                                               : placed->second.positioned) == id;
        undone.before = world_->replica(device_).tree().before({known.lamport, id});
        return undone;
    }

    std::vector<UndoVersion> versions(const EditId& id, const Edit& edit) const {
        std::vector<Head> heads;
        for (const Reference& reference : edit.over) {
            const auto* own = std::get_if<OwnEdit>(&reference);
            const EditId named = own ? EditId{id.change, own->index} : std::get<EditId>(reference);
            const ModelEdit& known = model_.edits.at(named);
            heads.push_back({named, known.lamport, known.wall, known.value});
        }
        std::sort(heads.begin(), heads.end(), shown_before);
        std::vector<UndoVersion> versions;
        for (const Head& head : heads)
            versions.push_back({{numbers_.at(head.id)}, std::string(head.value)});
        return versions;
    }

    UndoView view() const {
        return {[this](const Cell& cell) {
                    std::vector<EditHandle> heads;
                    for (const EditId& id : world_->replica(device_).heads(cell))
                        heads.push_back({numbers_.at(id)});
                    return heads;
                },
                [this](const ItemId& item) -> std::optional<ItemId> {
                    const auto found = model_.placements.find(item);
                    if (found == model_.placements.end()) return std::nullopt;
                    return found->second.parent;
                }};
    }

    SmallWorld* world_;
    std::size_t device_;
    ModelState model_;
    std::map<EditId, std::uint64_t> numbers_;
    std::vector<EditId> handles_;
};

Change commit(SmallWorld& world, std::size_t device, std::vector<Edit> edits) {
    world.commit(device, std::move(edits));
    world.seal(device);
    return world.envelope(world.envelopes(device).back()).changes.back();
}

Change write(SmallWorld& world, std::size_t device, const Cell& cell, const std::string& value) {
    return commit(world, device, {world.over_heads(device, cell, value)});
}

Change undo(SmallWorld& world, std::size_t device, const Change& change) {
    Undoer undoer(world, device);
    return undoer.carry_out(undoer.plan(change));
}

UndoPlan plan(SmallWorld& world, std::size_t device, const Change& change) {
    return Undoer(world, device).plan(change);
}

std::string shown(const SmallWorld& world, const Cell& cell) {
    return world.model(0).cells.at(cell).shown;
}

TEST(Undo, BringsBackWhatARegisterShowed) {
    SmallWorld world(1);
    const Change first = write(world, 0, name, "tone");
    const Change second = write(world, 0, name, "ttwo");
    const Change undone = undo(world, 0, second);
    EXPECT_EQ(shown(world, name), "tone");
    undo(world, 0, undone);
    EXPECT_EQ(shown(world, name), "ttwo") << "redo is the undo of the undo";
    EXPECT_EQ(plan(world, 0, first).left_alone.at(0).why, LeftAlone::replaced_since);
}

TEST(Undo, UnsetsWhatWasNeverSet) {
    SmallWorld world(1);
    const Change first = write(world, 0, name, "tone");
    undo(world, 0, first);
    EXPECT_EQ(shown(world, name), "n");
}

TEST(Undo, LeavesAloneWhatSomebodyWroteSince) {
    SmallWorld world(2);
    const Change mine = write(world, 0, name, "tmine");
    world.pull(1, 0);
    write(world, 1, name, "ttheirs");
    world.pull(0, 1);
    const UndoPlan later = plan(world, 0, mine);
    EXPECT_TRUE(later.edits.empty());
    EXPECT_EQ(later.left_alone.at(0).why, LeftAlone::replaced_since);
}

TEST(Undo, LeavesAloneWhatSomebodyWroteBeside) {
    SmallWorld world(2);
    const Change mine = write(world, 0, name, "tmine");
    write(world, 1, name, "ttheirs");
    world.pull(0, 1);
    EXPECT_EQ(plan(world, 0, mine).left_alone.at(0).why, LeftAlone::others_disagree);
}

TEST(Undo, OfAResolutionShowsItsCandidatesAgain) {
    SmallWorld world(3);
    write(world, 0, name, "ta");
    write(world, 1, name, "tb");
    write(world, 2, name, "tb");
    world.sync_all();
    const ModelState conflict = world.model(0);
    ASSERT_TRUE(conflict.cells.at(name).conflict);
    const Change choice = write(world, 0, name, "tchosen");
    ASSERT_FALSE(world.model(0).cells.at(name).conflict);

    const Change undone = undo(world, 0, choice);
    const ModelCell again = world.model(0).cells.at(name);
    EXPECT_TRUE(again.conflict);
    EXPECT_EQ(again.heads.size(), 2U) << "one for each distinct value";
    EXPECT_EQ(again.shown, conflict.cells.at(name).shown);

    undo(world, 0, undone);
    EXPECT_FALSE(world.model(0).cells.at(name).conflict);
    EXPECT_EQ(shown(world, name), "tchosen");
}

TEST(Undo, TakesBackWhatAnActionAddedToASetOrLinked) {
    SmallWorld world(1);
    const Cell label{small_item(1), labels, "turgent"};
    const ItemId id = link_item(small_workspace(), small_item(1), 4, small_item(2));
    const LiveValue link{true, small_item(1), 4, small_item(2)};
    const Cell live{id, field_live, ""};
    const Change added = commit(
        world,
        0,
        {world.over_heads(0, label, "b1"), world.over_heads(0, live, link.to_value().canonical())});
    const Change undone = undo(world, 0, added);
    EXPECT_FALSE(world.model(0).cells.at(label).present);
    EXPECT_FALSE(world.model(0).cells.at(live).present);
    undo(world, 0, undone);
    EXPECT_TRUE(world.model(0).cells.at(label).present);
    EXPECT_TRUE(world.model(0).cells.at(live).present);
}

TEST(Undo, SubtractsWhatWasCounted) {
    SmallWorld world(1);
    const Cell cell{small_item(1), votes, ""};
    const Change counted =
        commit(world, 0, {{cell, "i5", {}}, {cell, "i-9223372036854775808", {}}});
    const Change undone = undo(world, 0, counted);
    EXPECT_TRUE(world.model(0).cells.at(cell).sum.is_zero());
    undo(world, 0, undone);
    EXPECT_EQ(world.model(0).cells.at(cell).sum.to_decimal(), "-9223372036854775803");
}

TEST(Undo, NamesWhatHadNoEffectOrIsUnknownHere) {
    SmallWorld world(1);
    const Change change =
        commit(world, 0, {{name, "i5", {}}, {{small_item(1), unknown, ""}, "tx", {}}});
    const UndoPlan nothing = plan(world, 0, change);
    EXPECT_TRUE(nothing.edits.empty());
    ASSERT_EQ(nothing.left_alone.size(), 2U);
    EXPECT_EQ(nothing.left_alone[0].why, LeftAlone::had_no_effect);
    EXPECT_EQ(nothing.left_alone[1].why, LeftAlone::unknown_here);
}

// --- moves
// ----------------------------------------------------------------------------------------

Cell place_of(std::uint8_t item) { return {small_item(item), field_place, ""}; }

Change move(SmallWorld& world,
            std::uint8_t item,
            const ItemId& parent,
            std::string_view key = "80") {
    return write(world, 0, place_of(item), place_text(parent, key));
}

ItemId parent(const SmallWorld& world, std::uint8_t item) {
    return world.model(0).placements.at(small_item(item)).parent;
}

TEST(UndoMove, PutsAnItemBackWhereItWas) {
    SmallWorld world(1);
    move(world, 1, root_item());
    move(world, 2, root_item(), "42");
    const Change moved = move(world, 2, small_item(1), "90");
    const Change undone = undo(world, 0, moved);
    EXPECT_EQ(parent(world, 2), root_item());
    EXPECT_EQ(world.model(0).placements.at(small_item(2)).key, *OrderKey::from_hex("42"));
    undo(world, 0, undone);
    EXPECT_EQ(parent(world, 2), small_item(1));
}

TEST(UndoMove, OfADeletionRestoresAndOfACreationDeletes) {
    SmallWorld world(1);
    const Change made = move(world, 1, root_item());
    const Change deleted = move(world, 1, trash_item());
    undo(world, 0, deleted);
    EXPECT_EQ(parent(world, 1), root_item());
    EXPECT_EQ(plan(world, 0, made).left_alone.at(0).why, LeftAlone::not_in_effect);

    const Change another = move(world, 2, root_item());
    const Change undone = undo(world, 0, another);
    EXPECT_EQ(parent(world, 2), trash_item());
    undo(world, 0, undone);
    EXPECT_EQ(parent(world, 2), root_item());
}

TEST(UndoMove, KeepsANewBranchTogetherInTheTrash) {
    SmallWorld world(1);
    const Change made = commit(world,
                               0,
                               {{place_of(1), place_text(root_item()), {}},
                                {place_of(2), place_text(small_item(1)), {}},
                                {place_of(3), place_text(small_item(2)), {}}});
    const Change undone = undo(world, 0, made);
    EXPECT_EQ(undone.edits.size(), 1U);
    EXPECT_EQ(parent(world, 1), trash_item());
    EXPECT_EQ(parent(world, 3), small_item(2));
    undo(world, 0, undone);
    EXPECT_EQ(parent(world, 1), root_item());
}

TEST(UndoMove, BringsBackABranchDeletedPieceByPiece) {
    SmallWorld world(1);
    move(world, 1, root_item());
    move(world, 2, small_item(1));
    const Change deleted = commit(world,
                                  0,
                                  {world.over_heads(0, place_of(2), place_text(trash_item())),
                                   world.over_heads(0, place_of(1), place_text(trash_item()))});
    undo(world, 0, deleted);
    EXPECT_EQ(parent(world, 1), root_item());
    EXPECT_EQ(parent(world, 2), small_item(1));
}

TEST(UndoMove, TurnsASwapOfParentAndChildRound) {
    SmallWorld world(1);
    move(world, 1, root_item());
    move(world, 2, small_item(1));
    const Change swapped = commit(world,
                                  0,
                                  {world.over_heads(0, place_of(2), place_text(root_item())),
                                   world.over_heads(0, place_of(1), place_text(small_item(2)))});
    ASSERT_EQ(parent(world, 1), small_item(2));
    undo(world, 0, swapped);
    EXPECT_EQ(parent(world, 1), root_item());
    EXPECT_EQ(parent(world, 2), small_item(1));
}

TEST(UndoMove, LeavesAnItemWhoseOldPlaceIsGone) {
    SmallWorld world(1);
    move(world, 1, root_item());
    move(world, 2, small_item(1));
    const Change moved = move(world, 2, root_item());
    move(world, 1, trash_item());
    EXPECT_EQ(plan(world, 0, moved).left_alone.at(0).why, LeftAlone::target_gone);
}

TEST(UndoMove, LeavesAnItemWhoseOldParentIsBelowItNow) {
    SmallWorld world(1);
    move(world, 1, root_item());
    move(world, 2, small_item(1));
    const Change moved = move(world, 2, root_item());
    move(world, 1, small_item(2));
    EXPECT_EQ(plan(world, 0, moved).left_alone.at(0).why, LeftAlone::would_close_cycle);
}

TEST(UndoMove, OfAResolutionShowsBothParentsAgain) {
    SmallWorld world(2);
    move(world, 1, root_item());
    move(world, 2, root_item());
    move(world, 3, root_item());
    world.pull(1, 0);
    move(world, 3, small_item(1));
    write(world, 1, place_of(3), place_text(small_item(2)));
    world.pull(0, 1);
    const ModelState conflict = world.model(0);
    ASSERT_TRUE(conflict.cells.at(place_of(3)).conflict);
    const Change choice = move(world, 3, root_item());
    undo(world, 0, choice);
    const ModelState again = world.model(0);
    EXPECT_TRUE(again.cells.at(place_of(3)).conflict);
    EXPECT_EQ(parent(world, 3), conflict.placements.at(small_item(3)).parent);
}

TEST(UndoOrder, BringsBackTheKey) {
    SmallWorld world(1);
    move(world, 1, root_item(), "40");
    const Cell order{small_item(1), field_order, ""};
    const Change reordered = write(world, 0, order, order_text(root_item(), "c0"));
    const Change undone = undo(world, 0, reordered);
    EXPECT_EQ(world.model(0).placements.at(small_item(1)).key, *OrderKey::from_hex("40"));
    undo(world, 0, undone);
    EXPECT_EQ(world.model(0).placements.at(small_item(1)).key, *OrderKey::from_hex("c0"));
    EXPECT_EQ(plan(world, 0, reordered).left_alone.at(0).why, LeftAlone::not_in_effect);
}

// --- I12
// ------------------------------------------------------------------------------------------

Edit any_edit(const SmallWorld& world, SeededRandom& random) {
    const auto item = static_cast<std::uint8_t>(1 + random.below(4));
    const auto other = static_cast<std::uint8_t>(1 + random.below(4));
    const std::string text = "t" + std::to_string(random.below(3));
    const std::string key = random.below(2) == 0 ? "40" : "c0";
    switch (random.below(6)) {
        case 0:
            return world.over_heads(0, {small_item(item), title, ""}, text);
        case 1:
            return world.over_heads(
                0, {small_item(item), labels, text}, random.below(2) == 0 ? "b1" : "b0");
        case 2:
            return {{small_item(item), votes, ""}, "i" + std::to_string(random.below(3)), {}};
        case 3:
            return world.over_heads(
                0, {small_item(item), field_order, ""}, order_text(root_item(), key));
        case 4:
            return world.over_heads(0, place_of(item), place_text(root_item(), key));
        default:
            return world.over_heads(0, place_of(item), place_text(small_item(other), key));
    }
}

void place_all(SmallWorld& world) {
    std::vector<Edit> edits;
    for (std::uint8_t item = 1; item <= 4; ++item)
        edits.push_back({place_of(item), place_text(root_item()), {}});
    commit(world, 0, std::move(edits));
}

std::vector<Edit> any_edits(const SmallWorld& world, SeededRandom& random) {
    std::vector<Edit> edits;
    std::set<Cell> cells;
    for (auto n = 1 + random.below(3); n > 0; --n) {
        Edit edit = any_edit(world, random);
        if (cells.insert(edit.cell).second) edits.push_back(std::move(edit));
    }
    return edits;
}

// Alone on a device, every edit is the only head, so that nothing need be left alone.
TEST(Undo, OfTheLastChangeShowsWhatWasShownBeforeAndRedoWhatWasAfter) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        SeededRandom random(seed);
        SmallWorld world(1);
        place_all(world);
        for (int step = 0; step < 12; ++step) {
            const Hash32 before = world.replica(0).view_hash();
            const Change change = commit(world, 0, any_edits(world, random));
            const Hash32 after = world.replica(0).view_hash();
            Undoer undoer(world, 0);
            const UndoPlan plan = undoer.plan(change);
            if (plan.edits.empty()) {
                ASSERT_EQ(before, after) << "seed " << seed << ", step " << step;
                continue;
            }
            const Change undone = undoer.carry_out(plan);
            ASSERT_EQ(world.replica(0).view_hash(), before) << "seed " << seed << ", step " << step;
            undo(world, 0, undone);
            ASSERT_EQ(world.replica(0).view_hash(), after) << "seed " << seed << ", step " << step;
        }
    }
}

}  // namespace
}  // namespace cairn::merge::testing
