#include "client/plan/value_text.h"

#include <gtest/gtest.h>

#include "shared/base/random.h"

namespace cairn::plan {
namespace {

using merge::Value;
using merge::ValueType;

ItemId some_item() {
    ItemId id;
    id.bytes.fill(7);
    return id;
}

TextContext context() {
    TextContext made;
    made.today = *date_from_iso("2027-03-01");
    made.find_item = [](std::string_view name) {
        return name == "@ann" ? std::optional<ItemId>(some_item()) : std::nullopt;
    };
    made.name_item = [](const ItemId&) { return std::string("@ann"); };
    return made;
}

const FieldSpec& spec(FieldNumber number) { return *find_field(number); }

std::string canonical(FieldNumber number, std::string_view text) {
    const auto value = parse_value(spec(number), text, context());
    return value ? value->canonical() : "refused: " + value.error().message;
}

TEST(ValueText, ReadsEachPlainType) {
    EXPECT_EQ(canonical(field::title, "Ship it"), "tShip it");
    EXPECT_EQ(canonical(field::progress, "40"), "i40");
    EXPECT_EQ(canonical(field::active, "yes"), "b1");
    EXPECT_EQ(canonical(field::since, "fri"), "d2027-03-05");
    EXPECT_EQ(canonical(field::due, "2027-04-01"), "d2027-04-01");
    EXPECT_EQ(canonical(field::due, "2027-04-01T16:00"), "M2027-04-01T16:00");
    EXPECT_EQ(canonical(field::health, "Yellow"), "e2");
    EXPECT_EQ(canonical(field::owner, "@ann"), Value::item(some_item()).canonical());
    EXPECT_EQ(canonical(field::budget, "1200.50 EUR"), "$120050:EUR");
    EXPECT_EQ(canonical(field::title, "  "), "n");
}

TEST(ValueText, SaysWhatWouldDo) {
    EXPECT_EQ(canonical(field::progress, "140"), "refused: '140' is not between 0 and 100");
    EXPECT_EQ(canonical(field::health, "blue"), "refused: 'blue' is none of: green, yellow, red");
    EXPECT_EQ(canonical(field::owner, "bob"), "refused: 'bob' names no item, or several");
    EXPECT_EQ(canonical(field::progress, "4.5"), "refused: '4.5' is not a whole number");
    EXPECT_EQ(canonical(field::budget, "many EUR"),
              "refused: 'many EUR' is not an amount of money: write 1200.50 EUR");
}

TEST(ValueText, ReadsMoneyByItsMinorUnits) {
    EXPECT_EQ(parse_money("JPY 1200")->canonical(), "$1200:JPY");
    EXPECT_EQ(parse_money("1.5 KWD")->canonical(), "$1500:KWD");
    EXPECT_EQ(parse_money("-0.05 eur")->canonical(), "$-5:EUR");
    EXPECT_FALSE(parse_money("1.5 JPY"));
    EXPECT_FALSE(parse_money("1.234 EUR"));
    EXPECT_FALSE(parse_money("99999999999999999999 EUR"));
    EXPECT_FALSE(parse_money("12"));
    EXPECT_EQ(print_money(*parse_money("-0.05 EUR")), "-0.05 EUR");
}

TEST(ValueText, KeepsStateAndReasonTogether) {
    const auto value = parse_value(spec(field::status), "blocked: waiting for: legal", context());
    ASSERT_TRUE(value);
    EXPECT_EQ(value->parts()[part::state], Value::choice(state::blocked));
    EXPECT_EQ(print_value(spec(field::status), *value, context()), "blocked: waiting for: legal");
    EXPECT_EQ(canonical(field::status, "done"), "c2:e71:n");
}

TEST(ValueText, ReadsASpanWordByWord) {
    const auto value = parse_value(
        spec(field::span), "2027-03-01..2027-03-05 5d? snet 2027-03-01 manual", context());
    ASSERT_TRUE(value) << value.error().message;
    const auto parts = value->parts();
    EXPECT_EQ(parts[part::start].canonical(), "M2027-03-01T08:00");
    EXPECT_EQ(parts[part::finish].canonical(), "M2027-03-05T17:00");
    EXPECT_EQ(parts[part::duration], Value::integer(2400));
    EXPECT_EQ(parts[part::constraint], Value::choice(constraint::start_no_earlier));
    EXPECT_EQ(parts[part::mode], Value::choice(mode::manual));
    EXPECT_EQ(parts[part::estimated], Value::boolean(true));
    EXPECT_EQ(print_value(spec(field::span), *value, context()),
              "2027-03-01..2027-03-05 5d? snet 2027-03-01 manual");
    EXPECT_FALSE(parse_value(spec(field::span), "2027-03-01..never", context()));
    EXPECT_FALSE(parse_value(spec(field::span), "whenever", context()));
}

TEST(ValueText, ChangesOnePartAndLeavesTheOthers) {
    const auto whole = parse_value(spec(field::span), "2027-03-01..2027-03-05 5d", context());
    const auto moved = parse_value(*find_field("finish"), "2027-03-09", *whole, context());
    ASSERT_TRUE(moved);
    EXPECT_EQ(print_value(spec(field::span), *moved, context()), "2027-03-01..2027-03-09 5d");
    const auto longer = parse_value(*find_field("duration"), "1w", *moved, context());
    EXPECT_EQ(print_value(spec(field::span), *longer, context()), "2027-03-01..2027-03-09 1w");
    const auto cleared = parse_value(*find_field("start"), "", *longer, context());
    EXPECT_EQ(print_value(spec(field::span), *cleared, context()), "..2027-03-09 1w");
    const auto begun = parse_value(*find_field("start"), "tomorrow", Value(), context());
    EXPECT_EQ(print_value(spec(field::span), *begun, context()), "2027-03-02..");
}

TEST(ValueText, TakesACustomValueByItsLooks) {
    EXPECT_EQ(canonical(field::custom_value, "12"), "i12");
    EXPECT_EQ(canonical(field::custom_value, "2027-01-02"), "d2027-01-02");
    EXPECT_EQ(canonical(field::custom_value, "no"), "b0");
    EXPECT_EQ(canonical(field::custom_value, "12.00 EUR"), "$1200:EUR");
    EXPECT_EQ(canonical(field::custom_value, "amber"), "tamber");
}

// A value of each field, drawn by chance, as merge would take it.
class Drawn {
public:
    explicit Drawn(std::uint64_t seed) : random_(seed) {}

    Value of(const FieldSpec& field) {
        if (!field.parts.empty()) return composite(field);
        return plain(field.types[random_.below(field.types.size())], field.choices, field);
    }

private:
    Value composite(const FieldSpec& field) {
        std::vector<Value> parts;
        for (const PartSpec& part : field.parts) {
            parts.push_back(random_.below(4) == 0 ? Value()
                                                  : plain(part.type, part.choices, field));
        }
        if (field.shape == Shape::duration) {
            parts = {Value::integer(number()),
                     Value::choice(1 + static_cast<ChoiceNumber>(random_.below(12)))};
        }
        if (field.shape == Shape::span) make_sense(parts);
        const auto value = from_parts(parts);
        return *value;
    }

    // What has no meaning alone is not shown: a unit without its amount, a date of no constraint.
    static void make_sense(std::vector<Value>& parts) {
        if (parts[part::duration_shown_in].is_unset()) parts[part::duration] = Value();
        if (parts[part::duration].is_unset()) {
            parts[part::duration_shown_in] = Value();
            parts[part::estimated] = Value();
        }
        if (parts[part::estimated] == Value::boolean(false)) parts[part::estimated] = Value();
        if (parts[part::constraint].is_unset()) parts[part::constraint_date] = Value();
    }

    Value plain(ValueType type, std::span<const Choice> choices, const FieldSpec& field) {
        switch (type) {
            case ValueType::integer:
                return Value::integer(field.integer_max > 0
                                          ? field.integer_min +
                                                static_cast<std::int64_t>(random_.below(5))
                                          : number());
            case ValueType::boolean:
                return Value::boolean(random_.below(2) == 1);
            case ValueType::date:
                return *Value::date(to_iso(Date{static_cast<std::int32_t>(random_.below(60000))}));
            case ValueType::minute:
                return *Value::minute(
                    to_iso(LocalMinute{static_cast<std::int64_t>(random_.below(90000000))}));
            case ValueType::choice:
                return Value::choice(choices[random_.below(choices.size())].number);
            case ValueType::item:
                return Value::item(some_item());
            case ValueType::money:
                return *Value::money(number(), random_.below(2) == 0 ? "EUR" : "JPY");
            default:
                return *Value::text(words[random_.below(std::size(words))]);
        }
    }

    std::int64_t number() { return static_cast<std::int64_t>(random_.below(2000000)) - 1000000; }

    static constexpr std::string_view words[] = {
        "a", "-", "x;y", "back\\slash", "08:00-12:00,13:00-17:00", "Zürich", "\\-", "semi; colon"};
    SeededRandom random_;
};

TEST(ValueText, ReadsBackWhateverItPrints) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Drawn drawn(seed);
        for (const FieldSpec& field : fields()) {
            const Value value = drawn.of(field);
            const std::string text = print_value(field, value, context());
            const auto back = parse_value(field, text, context());
            ASSERT_TRUE(back) << "seed " << seed << " " << field.name << " " << text << ": "
                              << back.error().message;
            ASSERT_EQ(back->canonical(), value.canonical())
                << "seed " << seed << " " << field.name << " '" << text << "'";
        }
    }
}

TEST(ValueText, TakesTextsOfAnyLengthAndLinesOfOneValue) {
    const std::string chapter(100'000, 'x');
    EXPECT_EQ(canonical(field::notes, chapter), "t" + chapter);
    EXPECT_FALSE(parse_value(spec(field::notes), "caf\xE9", context()));
    EXPECT_FALSE(parse_value(spec(field::title), chapter, context()));
}

TEST(ValueText, GivesValuesThatMergeTakes) {
    const merge::Schema schema = to_schema();
    const WorkspaceId workspace;
    Drawn drawn(99);
    for (const FieldSpec& field : fields()) {
        if (field.fold == merge::Fold::text) continue;  // written as what changed
        for (int round = 0; round < 20; ++round) {
            const bool set = field.fold == merge::Fold::set;
            const std::string given = drawn.of(field).canonical();
            const std::string present = Value::boolean(true).canonical();
            const merge::EditForm form{.item = some_item(),
                                       .field = field.number,
                                       .element = set ? std::string_view(given) : "",
                                       .value = set ? present : given};
            EXPECT_EQ(merge::judge_form(schema, workspace, form), merge::Verdict::valid)
                << field.name << " " << given;
        }
    }
}

}  // namespace
}  // namespace cairn::plan
