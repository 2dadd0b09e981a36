#include "client/plan/template_text.h"

#include <gtest/gtest.h>

#include "client/plan/catalog.h"

namespace cairn::plan {
namespace {

std::string fault_of(std::string_view text) {
    const auto lines = parse_template(text, "X");
    return lines ? "" : lines.error().message;
}

TEST(Templates, AreLinesOfItemsBelowEachOther) {
    const auto lines = parse_template(
        "# about\nprogram: {title} | cadence=1w\n\n  task: Ask: why {title}? | due=+2d; "
        "depends=A; notes=is {title}\r\n    risk: Rain\n",
        "Apollo");
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 3U);
    EXPECT_EQ((*lines)[0].kind, kind::program);
    EXPECT_EQ((*lines)[0].title, "Apollo");
    EXPECT_EQ((*lines)[1].depth, 1U);
    EXPECT_EQ((*lines)[1].title, "Ask: why Apollo?");
    ASSERT_EQ((*lines)[1].words.size(), 3U);
    EXPECT_EQ((*lines)[1].words[1].name, "depends");
    EXPECT_EQ((*lines)[1].words[2].value, "is Apollo");
    EXPECT_EQ((*lines)[2].depth, 2U);
}

TEST(Templates, SayWhichLineIsWrong) {
    EXPECT_EQ(fault_of(""), "the template is empty");
    EXPECT_EQ(fault_of("task: A\n   task: B"),
              "line 2 of the template: two spaces make one step to the right");
    EXPECT_EQ(fault_of("tsk: A"),
              "line 1 of the template: a line is KIND: TITLE, such as 'task: Meet the team'");
    EXPECT_EQ(fault_of("task:"), "line 1 of the template: the title is missing");
    EXPECT_EQ(fault_of("  task: A"), "line 1 of the template: the first line begins at the left");
    EXPECT_EQ(fault_of("task: A\ntask: B"),
              "line 2 of the template: all lines but the first stand below it, two spaces deeper");
    EXPECT_EQ(fault_of("task: A\n    task: B"),
              "line 2 of the template: it stands more than one step deeper than the line before");
    EXPECT_EQ(fault_of("task: A | due"),
              "line 1 of the template: 'due' is not FIELD=VALUE, such as due=+5d");
    EXPECT_EQ(fault_of("task: A | dew=fri"),
              "line 1 of the template: there is no field or link 'dew'");
}

TEST(Templates, AreBounded) {
    std::string many = "task: A\n";
    for (int i = 0; i < 600; ++i) many += "  task: B\n";
    EXPECT_EQ(fault_of(many), "a template has at most 500 lines");
    std::string deep;
    for (std::size_t i = 0; i < 20; ++i) deep += std::string(2 * i, ' ') + "task: A\n";
    EXPECT_NE(fault_of(deep).find("at most 16 steps deep"), std::string::npos);
    EXPECT_EQ(fault_of(std::string(70'000, '#')), "a template has at most 64 KiB");
}

TEST(Templates, ThatAreBuiltInCanBeReadAndSetOnlyWhatTheirKindsCarry) {
    for (const BuiltInTemplate& built_in : built_in_templates()) {
        const auto lines = parse_template(built_in.text, "X");
        ASSERT_TRUE(lines) << built_in.name << ": " << lines.error().message;
        for (const TemplateLine& line : *lines) {
            for (const TemplateLine::Word& word : line.words) {
                const auto named = find_field(word.name);
                if (!named) continue;
                EXPECT_TRUE(carries(*find_kind(line.kind), named->field->number))
                    << built_in.name << ": " << line.title << ": " << word.name;
            }
        }
        EXPECT_EQ(find_template(built_in.name), &built_in);
    }
}

}  // namespace
}  // namespace cairn::plan
