#include "client/merge/schema.h"

#include <gtest/gtest.h>

#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "shared/base/random.h"

namespace cairn::merge {
namespace {

constexpr FieldNumber title = 10;
constexpr FieldNumber state = 11;
constexpr FieldNumber span = 12;
constexpr FieldNumber labels = 13;
constexpr FieldNumber votes = 14;
constexpr FieldNumber people = 15;
constexpr FieldNumber story = 16;
constexpr FieldNumber unknown_field = 77;

Schema catalog() {
    Schema schema;
    schema.fields[title] = {.fold = Fold::reg, .types = {ValueType::text}};
    schema.fields[state] = {
        .fold = Fold::reg, .types = {ValueType::choice}, .parts = {}, .choices_max = 3};
    schema.fields[span] = {.fold = Fold::composite,
                           .types = {ValueType::composite},
                           .parts = {ValueType::date, ValueType::choice},
                           .choices_max = 2};
    schema.fields[labels] = {.fold = Fold::set, .types = {ValueType::text}};
    schema.fields[votes] = {.fold = Fold::counter};
    schema.fields[people] = {.fold = Fold::composite, .types = {ValueType::composite}};
    schema.fields[story] = {.fold = Fold::text};
    return schema;
}

const WorkspaceId workspace = SeededRandom(9).make<WorkspaceId>();

Verdict judge(FieldNumber field,
              std::string_view value,
              std::string_view element = "",
              std::size_t over = 0) {
    return judge_form(catalog(), workspace, {ItemId{}, field, element, value, over});
}

TEST(JudgeForm, AcceptsWhatTheSchemaAllows) {
    EXPECT_EQ(judge(title, "tPlan"), Verdict::valid);
    EXPECT_EQ(judge(title, "n"), Verdict::valid);
    EXPECT_EQ(judge(state, "e3"), Verdict::valid);
    EXPECT_EQ(judge(span, "c11:d2027-03-012:e1"), Verdict::valid);
    EXPECT_EQ(judge(span, "c1:n1:n"), Verdict::valid);
    EXPECT_EQ(judge(people, "c2:i12:ta1:n"), Verdict::valid);
    EXPECT_EQ(judge(people, "c"), Verdict::valid);
    EXPECT_EQ(judge(labels, "b1", "turgent"), Verdict::valid);
    EXPECT_EQ(judge(votes, "i-3"), Verdict::valid);
    EXPECT_EQ(judge(title, "tPlan", "", overs_max), Verdict::valid);
}

TEST(JudgeForm, VoidsWrongTypesAndMalformedValues) {
    EXPECT_EQ(judge(title, "i5"), Verdict::void_by_form);
    EXPECT_EQ(judge(title, "t\xFF"), Verdict::void_by_form);
    EXPECT_EQ(judge(title, ""), Verdict::void_by_form);
    EXPECT_EQ(judge(title, "tPlan", "element"), Verdict::void_by_form);
    EXPECT_EQ(judge(title, "tPlan", "", overs_max + 1), Verdict::void_by_form);
    EXPECT_EQ(judge(span, "c11:d2027-03-01"), Verdict::void_by_form) << "a part is missing";
    EXPECT_EQ(judge(span, "c11:d2027-03-012:e11:n"), Verdict::void_by_form) << "one too many";
    EXPECT_EQ(judge(span, "c2:ta2:e1"), Verdict::void_by_form);
    EXPECT_EQ(judge(labels, "b1", ""), Verdict::void_by_form);
    EXPECT_EQ(judge(labels, "n", "turgent"), Verdict::void_by_form);
    EXPECT_EQ(judge(labels, "b1", "tcafe\xCC\x81"), Verdict::void_by_form) << "not NFC";
    EXPECT_EQ(judge(labels, "b1", "t"), Verdict::void_by_form) << "an empty text";
    EXPECT_EQ(judge(labels, "b1", "urgent"), Verdict::void_by_form) << "no type";
    EXPECT_EQ(judge(labels, "b1", "i5"), Verdict::void_by_form) << "not a type of the field";
    EXPECT_EQ(judge(labels, "b1", "t" + std::string(element_bytes_max, 'x')),
              Verdict::void_by_form);
    EXPECT_EQ(judge(votes, "n"), Verdict::void_by_form);
    EXPECT_EQ(judge(votes, "i1", "", 1), Verdict::void_by_form) << "a counter replaces nothing";
}

TEST(JudgeForm, ParksWhatALaterVersionMayKnow) {
    EXPECT_EQ(judge(unknown_field, "tx"), Verdict::parked);
    EXPECT_EQ(judge(unknown_field, "zx", "element"), Verdict::parked) << "a new type of value";
    EXPECT_EQ(judge(unknown_field, "i01"), Verdict::void_by_form) << "no version takes this";
    EXPECT_EQ(judge(unknown_field, ""), Verdict::void_by_form);
    EXPECT_EQ(judge(unknown_field, "tx", "", overs_max + 1), Verdict::void_by_form);
    EXPECT_EQ(judge(state, "e4"), Verdict::parked);
    EXPECT_EQ(judge(state, "e0"), Verdict::parked);
    EXPECT_EQ(judge(span, "c1:n2:e3"), Verdict::parked);
    EXPECT_EQ(judge(labels, "b1", "t\xCD\xB8"), Verdict::parked) << "U+0378 is not assigned yet";
}

TEST(JudgeForm, GivesTextFieldsPatchesAndNobodyElse) {
    EXPECT_EQ(judge(story, "p0+4:soon;"), Verdict::valid);
    EXPECT_EQ(judge(story, "p7-2;0+1:x;"), Verdict::valid) << "whether they fit is told later";
    EXPECT_EQ(judge(story, "p0+4:so;"), Verdict::void_by_form);
    EXPECT_EQ(judge(story, "p0;"), Verdict::void_by_form) << "does nothing";
    EXPECT_EQ(judge(story, "p"), Verdict::void_by_form);
    EXPECT_EQ(judge(story, "p0+2:\xC3(;"), Verdict::void_by_form) << "no UTF-8";
    EXPECT_EQ(judge(story, "tsoon"), Verdict::void_by_form);
    EXPECT_EQ(judge(story, "n"), Verdict::void_by_form);
    EXPECT_EQ(judge(story, "p0+4:soon;", "telement"), Verdict::void_by_form);
    EXPECT_EQ(judge(title, "p0+4:soon;"), Verdict::void_by_form);
    EXPECT_EQ(judge(people, "c10:p0+4:soon;"), Verdict::void_by_form);
    EXPECT_EQ(judge(labels, "b1", "p0+4:soon;"), Verdict::void_by_form);
}

TEST(JudgeForm, KnowsPlaceAndOrderWithoutACatalog) {
    SeededRandom random(4);
    const PlaceValue place{4'000'000, random.make<ItemId>(), *OrderKey::from_hex("80")};
    const OrderValue order{place.parent, place.key};
    const auto judged = [](FieldNumber field, const std::string& value) {
        return judge_form(Schema{}, workspace, {ItemId{}, field, "", value, 0});
    };
    EXPECT_EQ(judged(field_place, place.to_value().canonical()), Verdict::valid)
        << "an unknown kind has its place all the same";
    EXPECT_EQ(judged(field_order, order.to_value().canonical()), Verdict::valid);
    EXPECT_EQ(judged(field_place, order.to_value().canonical()), Verdict::void_by_form);
    EXPECT_EQ(judged(field_order, place.to_value().canonical()), Verdict::void_by_form);
    EXPECT_EQ(judged(field_place, "n"), Verdict::void_by_form);
    const Value zero_last =
        *Value::composite({Value::choice(1), Value::item(place.parent), *Value::text("8000")});
    EXPECT_EQ(judged(field_place, zero_last.canonical()), Verdict::void_by_form);
    EXPECT_EQ(PlaceValue::parse(place.to_value().canonical()), place);
    EXPECT_EQ(OrderValue::parse(order.to_value().canonical()), order);
}

TEST(JudgeForm, VoidsALinkWhoseIdIsNotDerivedFromWhatItJoins) {
    SeededRandom random(5);
    const auto a = random.make<ItemId>();
    const auto b = random.make<ItemId>();
    const LiveValue link{true, a, 7, b};
    const std::string value = link.to_value().canonical();
    EXPECT_EQ(LiveValue::parse(value), link);
    const auto judged = [&](const ItemId& item) {
        return judge_form(Schema{}, workspace, {item, field_live, "", value, 0});
    };
    EXPECT_EQ(judged(link_item(workspace, a, 7, b)), Verdict::valid);
    EXPECT_EQ(judged(link_item(workspace, b, 7, a)), Verdict::void_by_form);
    EXPECT_EQ(judged(random.make<ItemId>()), Verdict::void_by_form);
}

TEST(FixedItems, AreRootAndTrash) {
    EXPECT_TRUE(root_item().is_zero());
    EXPECT_EQ(to_hex(trash_item().view()), "00000000000000000000000000000001");
}

}  // namespace
}  // namespace cairn::merge
