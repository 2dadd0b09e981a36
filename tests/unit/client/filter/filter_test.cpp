#include "client/filter/filter.h"

#include <gtest/gtest.h>

#include "tests/support/outline/outline_building.h"

namespace cairn::filter {
namespace {

class Filters : public testing::Test {
protected:
    Filters() {
        plan.add("person", "Ann");
        plan.add("person", "Bo");
        plan.add("field", "Cost centre");
        plan.add("program", "Apollo", {{"owner", "Ann"}, {"health", "red"}});
        plan.add("risk",
                 "Rain on the Day",
                 {{"owner", "Ann"},
                  {"due", "2027-01-20"},
                  {"labels", "weather"},
                  {"impact", "4"},
                  {"status", "open"}},
                 "Apollo");
        plan.add("risk",
                 "Über alles",
                 {{"owner", "Bo"},
                  {"due", "2027-03-01"},
                  {"labels", "later"},
                  {"impact", "2"},
                  {"status", "closed"},
                  {"notes", "Ask Legal first"}},
                 "Apollo");
        plan.add("task",
                 "Pour",
                 {{"start", "2027-01-04"},
                  {"finish", "2027-01-08"},
                  {"estimate", "3d"},
                  {"budget", "1200 EUR"},
                  {"class", "should"},
                  {"status", "in-progress"}},
                 "Apollo");
        plan.add("task", "Alone", {{"ref", "JIRA-7"}});
        plan.link("Pour", "depends", "Rain on the Day");
        plan.link("Pour", "has", "Cost centre", {{"custom", "4711"}});
    }

    // Titles of what fits, in outline order, or what is wrong.
    std::string find(const std::string& typed) {
        Vocabulary vocabulary{plan.text(), [&](std::string_view name) {
                                  return plan::lower_case(name) == "cost centre"
                                             ? std::optional(CustomField{plan.id("Cost centre")})
                                             : std::nullopt;
                              }};
        const auto filter = Filter::parse(typed, vocabulary);
        if (!filter) return sentence_of(filter.error());
        const outline::Outline outline = plan.outline();
        std::string found;
        for (outline::Place place = 0; place < outline.living().size(); ++place)
            if (filter->matches(outline, place))
                found += (found.empty() ? "" : ", ") + outline::title_of(outline.at(place));
        return found;
    }

    test::OutlineBuilder plan;
};

TEST_F(Filters, TakeEverythingWhereNothingIsAsked) {
    EXPECT_EQ(find(""), find("  "));
    EXPECT_EQ(find("").substr(0, 7), "Ann, Bo");
}

TEST_F(Filters, FindByKindOwnerAndDate) {
    EXPECT_EQ(find("kind:risk owner:Ann due<+2w"), "Rain on the Day");
    EXPECT_EQ(find("kind:risks"), "Rain on the Day, Über alles");
    EXPECT_EQ(find("kind:risk,program"), "Apollo, Rain on the Day, Über alles");
    EXPECT_EQ(find("owner:Bo"), "Über alles");
    EXPECT_EQ(find("kind:task owner:none"), "Pour, Alone");
    EXPECT_EQ(find("owner:any kind!=program"), "Rain on the Day, Über alles");
}

TEST_F(Filters, KnowAndOrNotAndBrackets) {
    EXPECT_EQ(find("kind:risk -label:later"), "Rain on the Day");
    EXPECT_EQ(find("kind:risk not label:later"), "Rain on the Day");
    EXPECT_EQ(find("pour or alone"), "Pour, Alone");
    EXPECT_EQ(find("kind:task (pour | rain)"), "Pour");
    EXPECT_EQ(find("kind:task -(pour or rain)"), "Alone");
    EXPECT_EQ(find("kind:risk impact>3 or kind:task ref:any"), "Rain on the Day, Alone");
}

TEST_F(Filters, FindWordsInTitlesNotesLabelsAndKeysInAnyCase) {
    EXPECT_EQ(find("\"on the day\""), "Rain on the Day");
    EXPECT_EQ(find("über"), "Über alles");
    EXPECT_EQ(find("ÜBER"), "Über alles");
    EXPECT_EQ(find("legal"), "Über alles");
    EXPECT_EQ(find("weath"), "Rain on the Day");
    EXPECT_EQ(find("jira-7"), "Alone");
    EXPECT_EQ(find("label:weath"), "") << "a label is a word of its own";
    EXPECT_EQ(find("title=pour"), "Pour");
    EXPECT_EQ(find("title:our"), "Pour");
    EXPECT_EQ(find("title=our"), "");
}

TEST_F(Filters, CompareDatesNumbersLengthsMoneyAndChoices) {
    EXPECT_EQ(find("due:2027-03-01"), "Über alles");
    EXPECT_EQ(find("due:2027-03"), "Über alles");
    EXPECT_EQ(find("due:2027-q1"), "Rain on the Day, Über alles");
    EXPECT_EQ(find("due:2027-01-20..2027-02-28"), "Rain on the Day");
    EXPECT_EQ(find("due:..2027-02"), "Rain on the Day");
    EXPECT_EQ(find("start=2027-01-04"), "Pour") << "a day, not its midnight";
    EXPECT_EQ(find("finish<=2027-01-08"), "Pour");
    EXPECT_EQ(find("finish<2027-01-08"), "");
    EXPECT_EQ(find("impact>=4"), "Rain on the Day");
    EXPECT_EQ(find("impact!=4 kind:risk"), "Über alles");
    EXPECT_EQ(find("estimate>2d"), "Pour");
    EXPECT_EQ(find("estimate>3d"), "");
    EXPECT_EQ(find("budget>\"1000 EUR\""), "Pour");
    EXPECT_EQ(find("budget>\"1000 USD\""), "");
    EXPECT_EQ(find("health:red"), "Apollo");
    EXPECT_EQ(find("class<=should"), "Pour");
}

TEST_F(Filters, AskForStatesAndPhases) {
    EXPECT_EQ(find("status:in-progress"), "Pour");
    EXPECT_EQ(find("state:open,closed"), "Rain on the Day, Über alles");
    EXPECT_EQ(find("kind:risk is:open"), "Rain on the Day");
    EXPECT_EQ(find("is:overdue"), "Pour") << "no due date, but an end in the past";
    EXPECT_EQ(find("is:finished"), "Über alles");
}

TEST_F(Filters, FollowTheOutlineLinksAndCustomFields) {
    EXPECT_EQ(find("under:Apollo kind:task"), "Pour");
    EXPECT_EQ(find("depends:\"Rain on the Day\""), "Pour");
    EXPECT_EQ(find("kind:risk needed-by:any"), "Rain on the Day");
    EXPECT_EQ(find("kind:task depends:none"), "Alone");
    EXPECT_EQ(find("\"cost centre\":4711"), "Pour");
    EXPECT_EQ(find("\"cost centre\">4000"), "Pour");
    EXPECT_EQ(find("\"cost centre\":none kind:task"), "Alone");
    EXPECT_EQ(find("id:Pour"), "Pour");
}

TEST_F(Filters, PointAtWhatTheyDoNotUnderstand) {
    EXPECT_EQ(find("kind:risk ownr:me").substr(0, 59),
              "column 11: there is no field 'ownr'; did you mean 'owner'? ");
    EXPECT_EQ(find("ü kind:rsk").substr(0, 30), "column 8: 'rsk' is none of: pr");
    EXPECT_EQ(find("due<someday").substr(0, 11), "column 5: '");
    EXPECT_EQ(find("owner:Nobody"),
              "column 7: 'Nobody' names no item, or several: use the start of its id");
    EXPECT_EQ(find("title<a"), "column 7: 'title' has no order: ask with title:VALUE instead");
    EXPECT_EQ(find("\"open"), "column 1: the quotation has no end: add a \"");
    EXPECT_EQ(find("(a b"), "column 1: this bracket is never closed: add a )");
    EXPECT_EQ(find("a)"), "column 2: no bracket is open here: remove the )");
    EXPECT_EQ(find("a or"),
              "column 5: something to look for is missing here, such as owner:me or \"two words\"");
    EXPECT_EQ(find("due:"), "column 5: a value is missing; for what is empty write NAME:none");
    EXPECT_EQ(find(":5"), "column 1: a name stands before ':', such as due<+2w");
    EXPECT_EQ(find("span:3"),
              "column 1: 'span' is a field of several parts: ask for one of them, such as "
              "start<+2w or state:blocked");
    EXPECT_EQ(find("impact:9").substr(0, 10), "column 8: ");
    EXPECT_EQ(find("depends<Pour"), "column 1: a link has no order: write depends:ITEM");
}

TEST_F(Filters, AreBoundedWhateverIsTyped) {
    EXPECT_NE(find(std::string(5000, 'a')).find("at most 4096 bytes"), std::string::npos);
    EXPECT_NE(find(std::string(1000, '(')).find("at most 32 deep"), std::string::npos);
    EXPECT_NE(find(std::string(1000, '-')).find("at most 32 deep"), std::string::npos);
    std::string many;
    for (int i = 0; i < 300; ++i) many += "a ";
    EXPECT_NE(find(many).find("at most 200 terms"), std::string::npos);
    EXPECT_NE(find(std::string("a\0b", 3)).find("UTF-8"), std::string::npos);
}

}  // namespace
}  // namespace cairn::filter
