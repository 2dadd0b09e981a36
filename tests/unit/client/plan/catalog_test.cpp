#include "client/plan/catalog.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace cairn::plan {
namespace {

// Every number that a file of a workspace may hold, one a line.
std::vector<std::string> stable_lines() {
    std::vector<std::string> lines;
    const auto add = [&](const auto&... words) {
        std::ostringstream line;
        (line << ... << words);
        lines.push_back(line.str());
    };
    for (const KindSpec& kind : kinds()) add("kind ", kind.number, " ", kind.name);
    for (const LinkSpec& link : links()) add("link ", link.number, " ", link.name);
    for (const ReservedField& field : reserved_fields()) add("reserved ", field.number);
    for (const FieldSpec& field : fields()) {
        std::string types;
        for (const merge::ValueType type : field.types) types += static_cast<char>(type);
        const auto head = "field " + std::to_string(field.number) + " " + std::string(field.name);
        add(head, " fold ", static_cast<int>(field.fold), " types ", types);
        for (const Choice& choice : field.choices) {
            add(head, " choice ", choice.number, " ", choice.name);
        }
        for (std::size_t i = 0; i < field.parts.size(); ++i) {
            const PartSpec& part = field.parts[i];
            add(head, " part ", i, " ", static_cast<char>(part.type));
            for (const Choice& choice : part.choices) {
                add(head, " part ", i, " choice ", choice.number, " ", choice.name);
            }
        }
    }
    return lines;
}

TEST(Catalog, NeverLosesOrChangesANumber) {
    std::ifstream golden("tests/golden/catalog.txt");
    ASSERT_TRUE(golden) << "run from the root of the tree";
    const auto lines = stable_lines();
    const std::set<std::string> now(lines.begin(), lines.end());
    std::set<std::string> then;
    for (std::string line; std::getline(golden, line);) {
        then.insert(line);
        EXPECT_TRUE(now.contains(line)) << "gone or changed: " << line;
    }
    for (const std::string& line : lines) {
        EXPECT_TRUE(then.contains(line)) << "add to tests/golden/catalog.txt: " << line;
    }
}

TEST(Catalog, GivesEachNumberAndNameOnce) {
    std::set<std::uint32_t> numbers = {1, 2, 3};
    std::set<std::string_view> names;
    for (const FieldSpec& field : fields()) {
        EXPECT_TRUE(numbers.insert(field.number).second) << field.number;
        EXPECT_TRUE(names.insert(field.name).second) << field.name;
    }
    for (const ReservedField& field : reserved_fields()) {
        EXPECT_TRUE(numbers.insert(field.number).second) << field.number;
    }
    std::set<std::string_view> kind_names;
    for (const KindSpec& kind : kinds()) EXPECT_TRUE(kind_names.insert(kind.name).second);
    std::set<std::string_view> link_names;
    for (const LinkSpec& link : links()) {
        EXPECT_TRUE(link_names.insert(link.name).second) << link.name;
        EXPECT_TRUE(link_names.insert(link.reverse).second) << link.reverse;
    }
}

TEST(Catalog, NumbersChoicesFromOneWithoutGaps) {
    const auto check = [](std::span<const Choice> choices) {
        for (std::size_t i = 0; i < choices.size(); ++i) EXPECT_EQ(choices[i].number, i + 1);
    };
    for (const FieldSpec& field : fields()) {
        check(field.choices);
        for (const PartSpec& part : field.parts) check(part.choices);
    }
}

TEST(Catalog, NamesOnlyFieldsAndStatesThatExist) {
    const FieldSpec* status = find_field(field::status);
    ASSERT_NE(status, nullptr);
    for (const KindSpec& kind : kinds()) {
        std::set<FieldNumber> seen;
        for (const FieldNumber number : kind.fields) {
            EXPECT_NE(find_field(number), nullptr) << kind.name << " " << number;
            EXPECT_TRUE(seen.insert(number).second) << kind.name << " carries twice " << number;
        }
        EXPECT_EQ(kind.states.empty(), !carries(kind, field::status)) << kind.name;
        for (const ChoiceNumber state : kind.states) {
            EXPECT_NE(find_choice(status->parts[0].choices, state), nullptr);
        }
    }
    for (const LinkSpec& link : links()) {
        for (const FieldNumber number : link.fields) EXPECT_NE(find_field(number), nullptr);
    }
}

TEST(Catalog, CarriesEveryFieldSomewhere) {
    for (const FieldSpec& field : fields()) {
        bool carried = false;
        for (const KindSpec& kind : kinds()) carried = carried || carries(kind, field.number);
        for (const LinkSpec& link : links()) carried = carried || carries(link, field.number);
        EXPECT_TRUE(carried) << field.name;
    }
}

TEST(Catalog, KeepsCommentFieldsInTheRangeOfCommenters) {
    const KindSpec* comment = find_kind("comment");
    ASSERT_NE(comment, nullptr);
    for (const FieldNumber number : comment->fields) {
        EXPECT_GE(number, merge::comment_fields_first);
        EXPECT_LE(number, merge::comment_fields_last);
    }
}

TEST(Catalog, FindsWhatPeopleType) {
    EXPECT_EQ(find_kind("people"), find_kind(kind::person));
    EXPECT_EQ(find_kind("COE_action"), find_kind(kind::coe_action));
    EXPECT_EQ(find_kind("nothing"), nullptr);
    const auto start = find_field("start");
    ASSERT_TRUE(start);
    EXPECT_EQ(start->field->number, field::span);
    EXPECT_EQ(start->part, part::start);
    const auto state = find_field("state");
    ASSERT_TRUE(state);
    EXPECT_EQ(state->field->number, field::status);
    EXPECT_FALSE(find_field("amount"));
    const auto needed = find_link("needed by");
    ASSERT_TRUE(needed);
    EXPECT_TRUE(needed->reversed);
    EXPECT_EQ(needed->link->number, link::depends);
}

TEST(Catalog, HidesNoFieldNameBehindTheNameOfAPart) {
    std::map<std::string_view, int> uses;
    for (const FieldSpec& field : fields()) {
        ++uses[field.name];
        if (field.shape == Shape::plain || field.shape == Shape::duration) continue;
        for (const PartSpec& part : field.parts) {
            const auto named = find_field(part.name);
            if (named && named->part) ++uses[part.name];
        }
    }
    for (const auto& [name, count] : uses) EXPECT_EQ(count, 1) << name;
}

TEST(Catalog, TellsMergeEveryRule) {
    const merge::Schema schema = to_schema();
    for (const FieldSpec& field : fields()) {
        const merge::FieldRule* rule = schema.rule(field.number);
        ASSERT_NE(rule, nullptr) << field.name;
        EXPECT_EQ(rule->fold, field.fold);
        EXPECT_EQ(rule->parts.size(), field.parts.size());
    }
    EXPECT_EQ(schema.rule(field::health)->choices_max, 3U);
    EXPECT_EQ(schema.rule(field::span)->choices_max, 12U);
    EXPECT_EQ(schema.rule(11), nullptr) << "reserved numbers are unknown to merge";
}

TEST(Catalog, GivesEveryStateAPhase) {
    EXPECT_EQ(phase_of(state::planned), Phase::waiting);
    EXPECT_EQ(phase_of(state::blocked), Phase::active);
    EXPECT_EQ(phase_of(state::done), Phase::finished);
    EXPECT_EQ(phase_of(state::dropped), Phase::abandoned);
}

}  // namespace
}  // namespace cairn::plan
