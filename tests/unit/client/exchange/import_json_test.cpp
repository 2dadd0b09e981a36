// Cairn's own files, out and in.
#include "client/exchange/import_json.h"

#include <fstream>
#include <regex>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "client/exchange/plan_hash.h"
#include "client/merge/schema.h"
#include "client/plan/value_text.h"
#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

using merge::Value;
using nlohmann::json;

ItemId id(std::uint8_t number) {
    ItemId made;
    made.bytes.fill(number);
    return made;
}

ExportedField typed(plan::FieldNumber number, std::string_view text) {
    plan::TextContext reading;
    reading.find_item = [](std::string_view) { return std::optional<ItemId>(id(9)); };
    return {number, "", *plan::parse_value(*plan::find_field(number), text, reading)};
}

ExportedPlan sample() {
    ExportedPlan plan;
    plan.items = {
        {id(2),
         plan::kind::task,
         id(1),
         "40",
         {typed(plan::field::title, "Dig, \"deep\"\nand wide"),
          typed(plan::field::notes, "As *deep* as \xC3\xA9ver"),
          typed(plan::field::status, "blocked: no spade"),
          {plan::field::labels, "tdeep", Value::boolean(true)},
          {plan::field::labels, "twet", Value::boolean(true)},
          typed(plan::field::progress, "40"),
          typed(plan::field::budget, "-12.50 EUR"),
          {plan::field::votes, "", Value::integer(7)},
          typed(plan::field::span, "2027-03-01..2027-03-05 5d? snet 2027-03-01"),
          typed(plan::field::due, "2027-04-01T12:00"),
          typed(plan::field::owner, "x"),
          {412, "", *Value::parse("tfrom a later version")},
          {413, "tin a set", Value::boolean(true)}}},
        {id(1), plan::kind::program, merge::root_item(), "80", {typed(plan::field::title, "Road")}},
        {id(3), plan::kind::comment, merge::trash_item(), "80", {}},
        {id(6),
         plan::kind::source,
         merge::root_item(),
         "b0",
         {{plan::field::imported,
           "",
           *Value::composite({*Value::text("abc"),
                              *Value::text("plan.xml"),
                              Value::integer(344),
                              Value::integer(1)})}}},
        {id(4), 4711, merge::root_item(), "9080", {typed(plan::field::due, "2027-04-01")}}};
    plan.links = {{id(2),
                   plan::link::depends,
                   id(1),
                   {typed(plan::field::dependency, "ss"), typed(plan::field::lag, "-1d")}},
                  {id(4),
                   plan::link::custom,
                   id(1),
                   {{plan::field::custom_value, "", *Value::money(500, "JPY")}}}};
    return plan;
}

ExportedPlan held(const ImportedPlan& plan) {
    ExportedPlan out;
    const auto fields_of = [](const std::vector<ImportedField>& fields) {
        std::vector<ExportedField> made;
        for (const ImportedField& one : fields)
            made.push_back({one.field, "", std::get<Value>(one.value)});
        return made;
    };
    for (const ImportedRow& row : plan.rows) {
        const auto parent =
            row.parent.text.empty() ? row.kept->parent : *merge::parse_item(row.parent.text);
        out.items.push_back({*merge::parse_item(row.key.text),
                             row.kind,
                             parent,
                             row.kept->order.to_hex(),
                             fields_of(row.fields)});
        for (const ImportedElement& element : row.elements)
            out.items.back().fields.push_back(
                {element.field, element.element, Value::boolean(true)});
    }
    for (const ImportedLink& link : plan.links) {
        out.links.push_back({*merge::parse_item(link.from.text),
                             link.type,
                             *merge::parse_item(link.to.text),
                             fields_of(link.fields)});
    }
    return out;
}

ImportError refusal(const std::string& text, const ImportLimits& limits = {}) {
    const auto plan = read_json(text, limits);
    EXPECT_FALSE(plan);
    return plan ? ImportError{} : plan.error();
}

json document() { return json::parse(write_json(sample())); }

TEST(ImportJson, BringsBackEveryItemLinkFieldAndPlace) {
    const auto plan = read_json(write_json(sample()));
    ASSERT_TRUE(plan) << plan.error().message;
    EXPECT_EQ(plan->report.dropped.count(), 0U)
        << plan->report.dropped.notes()[0].where << plan->report.dropped.notes()[0].what;
    EXPECT_EQ(plan_hash(held(*plan)), plan_hash(sample()));
}

// docs/plan.schema.json names what is written, no more and no less.
TEST(ExportJson, IsAsTheSchemaSays) {
    std::ifstream file("docs/plan.schema.json");
    const json schema = json::parse(file);
    const auto keys = [](const json& object) {
        std::set<std::string> names;
        for (const auto& [name, value] : object.items()) names.insert(name);
        return names;
    };
    const json root = document();
    EXPECT_EQ(keys(root), keys(schema["properties"]));
    EXPECT_EQ(root["cairn"]["version"],
              schema["properties"]["cairn"]["properties"]["version"]["const"]);
    const json& item = schema["$defs"]["item"];
    const json& link = schema["$defs"]["link"];
    const std::regex id(schema["$defs"]["id"]["pattern"].get<std::string>());
    const std::regex order(item["properties"]["order"]["pattern"].get<std::string>());
    for (const json& one : root["items"]) {
        EXPECT_EQ(keys(one), keys(item["properties"]));
        EXPECT_TRUE(std::regex_match(one["id"].get<std::string>(), id)) << one;
        EXPECT_TRUE(std::regex_match(one["order"].get<std::string>(), order)) << one;
    }
    for (const json& one : root["links"]) EXPECT_EQ(keys(one), keys(link["properties"]));
    EXPECT_FALSE(std::regex_match("8000", order)) << "the last byte is never zero";
}

TEST(PlanHash, TellsWhatIsShownAndNothingElse) {
    ExportedPlan other = sample();
    std::reverse(other.items.begin(), other.items.end());
    other.workspace.bytes.fill(7);
    ExportedItem me{id(20), plan::kind::person, merge::root_item(), "f0", {}};
    me.fields.push_back({plan::field::title, "", *Value::text("Ann")});
    other.items.push_back(me);
    EXPECT_EQ(plan_hash(other), plan_hash(sample())) << "a person whom nothing names";
    other.items[0].fields.push_back({plan::field::owner, "", Value::item(me.id)});
    EXPECT_NE(plan_hash(other), plan_hash(sample()));
    other = sample();
    other.links[0].fields.pop_back();
    EXPECT_NE(plan_hash(other), plan_hash(sample()));
}

Value some(merge::ValueType type) {
    switch (type) {
        case merge::ValueType::text:
            return *Value::text("a \"b\"\n\xC3\xA9");
        case merge::ValueType::integer:
            return Value::integer(-42);
        case merge::ValueType::boolean:
            return Value::boolean(false);
        case merge::ValueType::date:
            return *Value::date("9999-12-31");
        case merge::ValueType::moment:
            return Value::moment(1'800'000'000'000);
        case merge::ValueType::minute:
            return *Value::minute("0001-01-01T00:00");
        case merge::ValueType::choice:
            return Value::choice(1);
        case merge::ValueType::item:
            return Value::item(id(9));
        case merge::ValueType::money:
            return *Value::money(-1250, "EUR");
        default:
            return {};
    }
}

TEST(ImportJson, BringsBackEveryFieldOfTheCatalogInEveryType) {
    for (const plan::FieldSpec& field : plan::fields()) {
        for (const merge::ValueType type : field.types) {
            ExportedPlan plan;
            plan.items = {{id(1), plan::kind::task, merge::root_item(), "80", {}}};
            Value value = some(type);
            if (!field.parts.empty()) {
                std::vector<Value> parts;
                for (const plan::PartSpec& part : field.parts) parts.push_back(some(part.type));
                value = *plan::from_parts(parts);
            }
            const bool is_set = field.fold == merge::Fold::set;
            if (is_set) {
                plan.items[0].fields.push_back(
                    {field.number, value.canonical(), Value::boolean(true)});
            } else {
                plan.items[0].fields.push_back({field.number, "", value});
            }
            const auto read = read_json(write_json(plan));
            ASSERT_TRUE(read) << field.name;
            EXPECT_EQ(read->report.dropped.count(), 0U) << field.name;
            EXPECT_EQ(plan_hash(held(*read)), plan_hash(plan)) << field.name;
        }
    }
}

TEST(ImportJson, KeepsAParentThatTheFileDoesNotHold) {
    json root = document();
    root["items"][1]["parent"] = to_base32(id(77).view());
    const auto plan = read_json(root.dump());
    ASSERT_TRUE(plan);
    const ImportedRow* row = row_of(*plan, to_base32(id(1).view()));
    EXPECT_TRUE(row->parent.text.empty());
    EXPECT_EQ(row->kept->parent, id(77));
}

TEST(ImportJson, RefusesWhatIsNotItsOwn) {
    EXPECT_EQ(refusal("").fault, ImportFault::malformed);
    EXPECT_EQ(refusal("[1,2]").fault, ImportFault::wrong_format);
    EXPECT_EQ(refusal("{}").fault, ImportFault::wrong_format);
    EXPECT_EQ(refusal("{\"cairn\": {\"version\": \"1\"}}").fault, ImportFault::wrong_format);
    EXPECT_NE(refusal("{\"cairn\": {\"version\": 2}}").message.find("later Cairn"),
              std::string::npos);
    EXPECT_EQ(refusal("{\"cairn\": {\"version\": 1}, \"items\": [\xFF]}").fault,
              ImportFault::malformed);
    EXPECT_EQ(refusal(std::string(100'000, '[')).fault, ImportFault::too_large);
    EXPECT_EQ(refusal(write_json(sample()), {.bytes_max = 100}).fault, ImportFault::too_large);
    EXPECT_EQ(refusal(write_json(sample()), {.rows_max = 2}).fault, ImportFault::too_large);
    EXPECT_TRUE(read_json("\xEF\xBB\xBF" + write_json(sample())));
}

TEST(ImportJson, DropsWhatDoesNotFitAndKeepsTheRest) {
    const std::pair<const char*, json> wrong[] = {{"progress", "forty"},
                                                  {"progress", 1e300},
                                                  {"due", "2027-02-30"},
                                                  {"owner", "nobody"},
                                                  {"labels", "wet"},
                                                  {"labels", {1}},
                                                  {"budget", 12},
                                                  {"status", {{"state", "no such"}}},
                                                  {"span", {{"start", 5}}},
                                                  {"no such field", 1},
                                                  {"#3", "tplace"},
                                                  {"#10", "ttitle"},
                                                  {"#x", "t"},
                                                  {"title", std::string(70'000, 'x')}};
    for (const auto& [name, value] : wrong) {
        json root = document();
        root["items"][0]["fields"][name] = value;
        const auto plan = read_json(root.dump());
        ASSERT_TRUE(plan) << name;
        EXPECT_EQ(plan->report.dropped.count(), 1U) << name << value;
        EXPECT_EQ(plan->rows.size(), 5U) << name;
    }
    for (const char* key : {"id", "kind", "order", "parent"}) {
        json root = document();
        root["items"][0][key] = "?";
        const auto plan = read_json(root.dump());
        ASSERT_TRUE(plan) << key;
        EXPECT_EQ(plan->rows.size(), 4U) << key;
    }
    json twice = document();
    twice["items"].push_back(twice["items"][0]);
    EXPECT_EQ(read_json(twice.dump())->rows.size(), 5U);
}

TEST(ImportJson, EndsCirclesOfParents) {
    json root = document();
    root["items"][1]["parent"] = root["items"][0]["id"];
    const auto plan = read_json(root.dump());
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->rows.size(), 5U);
    EXPECT_EQ(plan->report.warnings.count(), 1U);
}

}  // namespace
}  // namespace cairn::exchange
