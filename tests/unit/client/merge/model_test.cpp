#include "client/merge/model.h"

#include <gtest/gtest.h>

#include "client/merge/state_hash.h"
#include "tests/unit/client/merge/small_world.h"

namespace cairn::merge::testing {
namespace {

const Cell name{small_item(1), title, ""};

EnvelopeHash hash_of(std::uint8_t number) {
    EnvelopeHash hash;
    hash.bytes.fill(number);
    return hash;
}

Change change(std::uint8_t device, std::uint64_t counter, std::vector<Edit> edits = {}) {
    Change made;
    made.device.bytes.fill(device);
    made.counter = counter;
    made.edits = std::move(edits);
    return made;
}

GraphEnvelope envelope(std::uint8_t number,
                       std::optional<std::uint8_t> previous,
                       std::vector<Change> changes) {
    GraphEnvelope made;
    made.hash = hash_of(number);
    if (previous) made.previous = hash_of(*previous);
    made.changes = std::move(changes);
    return made;
}

GraphEnvelope opaque(std::uint8_t number, std::optional<std::uint8_t> previous) {
    GraphEnvelope made = envelope(number, previous, {});
    made.opaque = true;
    return made;
}

EditId edit_of(const Change& made, std::uint32_t index = 0) { return {identity_of(made), index}; }

std::vector<Edit> writes(const std::string& value, std::vector<Reference> over = {}) {
    return {{name, value, std::move(over)}};
}

Model small_model() { return Model(small_workspace(), small_schema()); }

// --- the graph
// ------------------------------------------------------------------------------------

TEST(Model, CountsLamportsFromPredecessorsAndDeps) {
    const Change first = change(1, 1, writes("ta"));
    Change second = change(1, 2, writes("tb"));
    second.predecessor = identity_of(first);
    Change other = change(2, 1, writes("tc"));
    other.deps = {hash_of(10)};
    Model model = small_model();
    model.add(envelope(10, std::nullopt, {first, second}));
    model.add(envelope(20, std::nullopt, {other}));
    const ModelState state = model.state();
    EXPECT_EQ(state.edits.at(edit_of(first)).lamport.value, 1U);
    EXPECT_EQ(state.edits.at(edit_of(second)).lamport.value, 2U);
    EXPECT_EQ(state.edits.at(edit_of(other)).lamport.value, 3U) << "a dep is a whole envelope";
}

TEST(Model, CountsAnOpaqueEnvelopeAsOneChange) {
    const Change first = change(1, 1, writes("ta"));
    Change third = change(1, 3, writes("tc", {edit_of(first)}));
    third.predecessor = identity_of(change(1, 2));  // inside what cannot be read
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {first}));
    model.add(opaque(2, 1));
    model.add(envelope(3, 2, {third}));
    const ModelState state = model.state();
    EXPECT_EQ(state.edits.at(edit_of(third)).lamport.value, 3U);
    EXPECT_EQ(state.edits.at(edit_of(third)).status, EditStatus::valid) << "its past goes through";
}

TEST(Model, EndsAnEmptyEnvelopeWhereTheOneBeforeEnds) {
    const Change first = change(1, 1, writes("ta"));
    Change other = change(2, 1, writes("tb", {edit_of(first)}));
    other.deps = {hash_of(2)};
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {first}));
    model.add(envelope(2, 1, {}));
    model.add(envelope(3, std::nullopt, {other}));
    const ModelState state = model.state();
    EXPECT_EQ(state.edits.at(edit_of(other)).lamport.value, 2U);
    EXPECT_EQ(state.cells.at(name).heads, std::vector{edit_of(other)});
}

TEST(Model, WaitsForPreviousDepsAndTips) {
    Change dependent = change(2, 1, writes("tb"));
    dependent.deps = {hash_of(1)};
    GraphEnvelope cites = envelope(3, std::nullopt, {change(3, 1, writes("tc"))});
    cites.tips = {hash_of(1)};
    Model model = small_model();
    model.add(envelope(2, std::nullopt, {dependent}));
    model.add(std::move(cites));
    model.add(envelope(5, 4, {change(4, 2, writes("td"))}));
    EXPECT_TRUE(model.state().applied.empty());
    model.add(envelope(1, std::nullopt, {change(1, 1, writes("ta"))}));
    EXPECT_EQ(model.state().applied, (std::set{hash_of(1), hash_of(2), hash_of(3)}));
}

TEST(Model, AppliesAChangeOnceHoweverManyEnvelopesBringIt) {
    const Change twice = change(1, 1, {{{small_item(1), votes, ""}, "i5", {}}});
    Model once = small_model();
    once.add(envelope(1, std::nullopt, {twice}));
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {twice}));
    model.add(envelope(2, std::nullopt, {twice}));
    EXPECT_EQ(model.state().view_hash, once.state().view_hash);
    EXPECT_EQ(model.state().heads_hash, once.state().heads_hash);
    Model one_carrier_void = small_model();
    one_carrier_void.add(opaque(1, std::nullopt));
    one_carrier_void.add(envelope(2, std::nullopt, {twice}));
    EXPECT_EQ(one_carrier_void.state().view_hash, once.state().view_hash);
}

// --- over
// -----------------------------------------------------------------------------------------

EditStatus status_with_over(const Reference& over, const Cell& cell = name) {
    const Change first = change(1, 1, writes("ta"));
    Change second = change(1, 2, {{cell, "tb", {}}, {cell, "tc", {over}}});
    second.predecessor = identity_of(first);
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {first, second}));
    model.add(envelope(2, std::nullopt, {change(2, 1, writes("tbeside"))}));
    return model.state().edits.at(edit_of(second, 1)).status;
}

TEST(Model, VoidsAnEditWhoseOverNamesWhatItMayNot) {
    const EditId first = edit_of(change(1, 1, writes("ta")));
    EXPECT_EQ(status_with_over(first), EditStatus::valid);
    EXPECT_EQ(status_with_over(OwnEdit{0}), EditStatus::valid);
    EXPECT_EQ(status_with_over(OwnEdit{1}), EditStatus::void_by_over) << "itself";
    EXPECT_EQ(status_with_over(OwnEdit{7}), EditStatus::void_by_over);
    EXPECT_EQ(status_with_over(EditId{first.change, 1}), EditStatus::void_by_over)
        << "no such edit";
    EXPECT_EQ(status_with_over(EditId{}), EditStatus::void_by_over) << "no such change";
    EXPECT_EQ(status_with_over(Unresolved{}), EditStatus::void_by_over);
    EXPECT_EQ(status_with_over(first, {small_item(2), title, ""}), EditStatus::void_by_over)
        << "another cell";
    EXPECT_EQ(status_with_over(edit_of(change(2, 1, writes("tbeside")))), EditStatus::void_by_over)
        << "not in its past";
}

TEST(Model, RemovesNothingByNamingAVoidEditAndNothingByAVoidEdit) {
    const Change first = change(1, 1, writes("ta"));
    Change bad = change(1, 2, writes("i5", {edit_of(first)}));
    bad.predecessor = identity_of(first);
    Change after = change(1, 3, writes("tb", {edit_of(bad)}));
    after.predecessor = identity_of(bad);
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {first, bad, after}));
    const ModelState state = model.state();
    EXPECT_EQ(state.edits.at(edit_of(bad)).status, EditStatus::void_by_form);
    EXPECT_EQ(state.edits.at(edit_of(after)).status, EditStatus::valid);
    EXPECT_TRUE(state.edits.at(edit_of(first)).head);
    EXPECT_TRUE(state.edits.at(edit_of(after)).head);
    EXPECT_TRUE(state.cells.at(name).conflict);
}

TEST(Model, CountsReferencesWithoutTheirRepeats) {
    const Change first = change(1, 1, writes("ta"));
    Change second = change(1, 2, writes("tb", std::vector<Reference>(2000, edit_of(first))));
    second.predecessor = identity_of(first);
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {first, second}));
    EXPECT_EQ(model.state().edits.at(edit_of(second)).status, EditStatus::valid);
}

// --- void by right, parked, lost
// ------------------------------------------------------------------

TEST(Model, FoldsAgainWhenAnEditTurnsVoid) {
    const Change first = change(1, 1, writes("ta"));
    Change second = change(1, 2, writes("tb", {edit_of(first)}));
    second.predecessor = identity_of(first);
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {first}));
    const ModelState before = model.state();
    model.add(envelope(2, 1, {second}));
    EXPECT_EQ(model.state().cells.at(name).shown, "tb");
    model.set_void_by_right({edit_of(second)});
    EXPECT_EQ(model.state().cells.at(name).shown, "ta");
    EXPECT_EQ(model.state().view_hash, before.view_hash);
    EXPECT_EQ(model.state().heads_hash, before.heads_hash);
}

TEST(Model, TracksTheHeadsOfParkedEditsButDoesNotShowThem) {
    const Cell choice{small_item(1), state, ""};
    const Change known = change(1, 1, {{choice, "e1", {}}});
    Change later = change(1, 2, {{choice, "e9", {edit_of(known)}}});
    later.predecessor = identity_of(known);
    const Change foreign = change(2, 1, {{{small_item(1), unknown, ""}, "tx", {}}});
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {known, later}));
    model.add(envelope(2, std::nullopt, {foreign}));
    const ModelState at = model.state();
    EXPECT_EQ(at.edits.at(edit_of(later)).status, EditStatus::parked);
    EXPECT_FALSE(at.edits.at(edit_of(known)).head);
    EXPECT_EQ(at.cells.at(choice).shown, "");
    EXPECT_EQ(at.view_hash, Hash32{});
    StateHash heads;
    heads.add(heads_term(choice.item, choice.field, "", edit_of(known), false));
    heads.add(heads_term(choice.item, choice.field, "", edit_of(later), true));
    heads.add(heads_term(small_item(1), unknown, "", edit_of(foreign), true));
    EXPECT_EQ(at.heads_hash, heads.value());
}

TEST(Model, ListsItemsWithoutAPlaceAsLost) {
    const Change made = change(1,
                               1,
                               {{name, "ta", {}},
                                {{small_item(2), field_place, ""}, place_text(root_item()), {}},
                                {{small_item(2), title, ""}, "tb", {}}});
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {made}));
    EXPECT_EQ(model.state().lost, std::set{small_item(1)});
}

TEST(Model, ShowsTheSameForUnsetAndNeverSetForNoVotesAndForAbsence) {
    const Change first = change(1,
                                1,
                                {{name, "n", {}},
                                 {{small_item(1), votes, ""}, "i3", {}},
                                 {{small_item(1), votes, ""}, "i-3", {}},
                                 {{small_item(1), labels, "tx"}, "b0", {}}});
    Model model = small_model();
    model.add(envelope(1, std::nullopt, {first}));
    EXPECT_EQ(model.state().view_hash, Hash32{});
    EXPECT_NE(model.state().heads_hash, Hash32{});
}

}  // namespace
}  // namespace cairn::merge::testing
