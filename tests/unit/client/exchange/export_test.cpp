#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "client/exchange/csv_import.h"
#include "client/exchange/export_plan.h"
#include "client/merge/schema.h"
#include "client/plan/value_text.h"
#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

using merge::Value;

ItemId id(std::uint8_t number) {
    ItemId made;
    made.bytes.fill(number);
    return made;
}

std::string text_of(const ItemId& item) { return to_base32(item.view()); }

plan::TextContext context() {
    plan::TextContext made;
    made.name_item = text_of;
    return made;
}

ExportedField field(plan::FieldNumber number, std::string_view text) {
    plan::TextContext reading;
    reading.find_item = [](std::string_view) { return std::optional<ItemId>(id(9)); };
    return {number, "", *plan::parse_value(*plan::find_field(number), text, reading)};
}

ExportedPlan sample() {
    ExportedPlan plan;
    plan.items = {
        {id(1), plan::kind::program, merge::root_item(), "80", {field(plan::field::title, "Road")}},
        {id(2),
         plan::kind::task,
         id(1),
         "40",
         {field(plan::field::title, "Dig, \"deep\"\nand wide"),
          field(plan::field::span, "2027-03-01..2027-03-05 5d? snet 2027-03-01"),
          field(plan::field::status, "blocked: no spade"),
          field(plan::field::budget, "12.50 EUR"),
          field(plan::field::owner, "x"),
          field(plan::field::due, "2027-04-01T12:00"),
          field(plan::field::progress, "40"),
          {plan::field::labels, "twet", Value::boolean(true)},
          {plan::field::labels, "tdeep", Value::boolean(true)},
          {412, "", *Value::parse("tfrom a later version")}}},
        {id(3), plan::kind::task, merge::trash_item(), "80", {field(plan::field::title, "=1+1")}},
        {id(9), plan::kind::person, merge::root_item(), "90", {field(plan::field::title, "Ann")}}};
    plan.links = {{id(2),
                   plan::link::depends,
                   id(3),
                   {field(plan::field::dependency, "ss"), field(plan::field::lag, "-1d")}}};
    return plan;
}

TEST(ExportJson, WritesEveryValueUnderItsNameAndType) {
    const auto root = nlohmann::json::parse(write_json(sample()));
    EXPECT_EQ(root["cairn"]["version"], json_version);
    const auto& task = root["items"][1];
    EXPECT_EQ(task["kind"], "task");
    EXPECT_EQ(task["parent"], text_of(id(1)));
    EXPECT_EQ(task["order"], "40");
    const auto& fields = task["fields"];
    EXPECT_EQ(fields["title"], "Dig, \"deep\"\nand wide");
    EXPECT_EQ(fields["span"]["start"], "2027-03-01T08:00");
    EXPECT_EQ(fields["span"]["duration"], 2400);
    EXPECT_EQ(fields["span"]["constraint"], "snet");
    EXPECT_EQ(fields["span"]["estimated"], true);
    EXPECT_EQ(fields["status"], (nlohmann::json{{"state", "blocked"}, {"reason", "no spade"}}));
    EXPECT_EQ(fields["budget"], (nlohmann::json{{"amount", "12.50"}, {"currency", "EUR"}}));
    EXPECT_EQ(fields["owner"], text_of(id(9)));
    EXPECT_EQ(fields["labels"], (nlohmann::json{"wet", "deep"}));
    EXPECT_EQ(fields["#412"], "tfrom a later version") << "what this version does not know is kept";
    EXPECT_TRUE(root["items"][0]["parent"].is_null());
    EXPECT_EQ(root["items"][2]["parent"], "trash");
    EXPECT_EQ(root["links"][0]["type"], "depends");
    EXPECT_EQ(root["links"][0]["fields"]["lag"]["amount"], -480);
}

// Back to canonical text, by the catalog: shows that nothing was lost.
Value value_from(const nlohmann::json& json,
                 merge::ValueType type,
                 std::span<const plan::Choice> choices) {
    switch (type) {
        case merge::ValueType::integer:
            return Value::integer(json.get<std::int64_t>());
        case merge::ValueType::boolean:
            return Value::boolean(json.get<bool>());
        case merge::ValueType::choice:
            return Value::choice(
                plan::find_choice(choices, std::string_view(json.get<std::string>()))->number);
        case merge::ValueType::money:
            return *plan::parse_money(json["amount"].get<std::string>() + " " +
                                      json["currency"].get<std::string>());
        default:
            return *Value::parse(static_cast<char>(type) + json.get<std::string>());
    }
}

Value value_from(const nlohmann::json& json, const plan::FieldSpec& field) {
    if (!field.parts.empty()) {
        std::vector<Value> parts(field.parts.size());
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto at = json.find(std::string(field.parts[i].name));
            if (at == json.end()) continue;
            parts[i] = value_from(*at, field.parts[i].type, field.parts[i].choices);
        }
        return *plan::from_parts(parts);
    }
    merge::ValueType type = field.types[0];
    const bool timed = type == merge::ValueType::date && json.get<std::string>().size() > 10;
    return value_from(json, timed ? merge::ValueType::minute : type, field.choices);
}

TEST(ExportJson, LosesNothingThatTheCatalogShows) {
    const ExportedPlan plan = sample();
    const auto root = nlohmann::json::parse(write_json(plan));
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        for (const ExportedField& one : plan.items[i].fields) {
            const plan::FieldSpec* spec = plan::find_field(one.field);
            if (spec == nullptr || !one.element.empty()) continue;
            const auto& json = root["items"][i]["fields"][std::string(spec->name)];
            EXPECT_EQ(value_from(json, *spec).canonical(), one.value.canonical()) << spec->name;
        }
    }
}

TEST(ExportCsv, ComesBackInByTheMapItGuesses) {
    const ExportedPlan plan = sample();
    const std::string text = write_csv(plan, {}, context());
    const auto table = read_csv(text);
    ASSERT_TRUE(table) << table.error().message;
    const auto back = import_csv(*table, guess_csv_map(*table));
    ASSERT_TRUE(back) << back.error().message;
    const std::string key = "row/" + text_of(id(2));
    EXPECT_EQ(row_of(*back, key)->title, "Dig, \"deep\"\nand wide");
    EXPECT_EQ(row_of(*back, key)->parent.text, "row/" + text_of(id(1)));
    EXPECT_EQ(row_of(*back, key)->elements.size(), 2U);
    for (const ExportedField& one : plan.items[1].fields) {
        const plan::FieldSpec* spec = plan::find_field(one.field);
        if (spec == nullptr || !one.element.empty() || one.field == plan::field::title) continue;
        const std::string expected = one.field == plan::field::owner
                                         ? "-> row/" + text_of(id(9))
                                         : plan::print_value(*spec, one.value, plan::TextContext{});
        EXPECT_EQ(shown(*back, key, one.field), expected) << spec->name;
    }
    const ImportedLink* link = link_of(*back, key, plan::link::depends, "row/" + text_of(id(3)));
    ASSERT_NE(link, nullptr);
    EXPECT_EQ(shown(link->fields, plan::field::dependency), "ss");
    EXPECT_EQ(shown(link->fields, plan::field::lag), "-1d");
}

TEST(ExportCsv, GuardsFormulasOnlyWhenAsked) {
    EXPECT_NE(write_csv(sample(), {}, context()).find(",=1+1"), std::string::npos);
    const std::string guarded =
        write_csv(sample(), {.byte_order_mark = true, .guard_formulas = true}, context());
    EXPECT_NE(guarded.find(",'=1+1"), std::string::npos);
    EXPECT_EQ(guarded.substr(0, 3), "\xEF\xBB\xBF");
}

TEST(ExportCsv, WritesTheColumnsItIsAskedFor) {
    const std::string text =
        write_csv(sample(), {.fields = {plan::field::progress}, .delimiter = ';'}, context());
    EXPECT_EQ(text.substr(0, text.find('\r')), "id;kind;parent;title;progress;depends");
}

}  // namespace
}  // namespace cairn::exchange
