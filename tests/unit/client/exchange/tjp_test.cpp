// TaskJuggler's language, as far as it is a plan.
#include "client/exchange/tjp.h"

#include <gtest/gtest.h>

#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

const std::string head = "project p \"Plan\" \"1.0\" 2027-03-01 +4m { currency \"EUR\" }\n";

ImportedPlan read(const std::string& text) {
    auto plan = read_tjp(text);
    EXPECT_TRUE(plan) << (plan ? "" : plan.error().message);
    return plan ? std::move(*plan) : ImportedPlan();
}

ImportError refusal(const std::string& text, const ImportLimits& limits = {}) {
    const auto plan = read_tjp(text, limits);
    EXPECT_FALSE(plan);
    return plan ? ImportError{} : plan.error();
}

std::string lag(const ImportedPlan& plan, const char* from, const char* to) {
    const ImportedLink* link = link_of(plan, from, plan::link::depends, to);
    return link == nullptr ? "no link" : shown(link->fields, plan::field::lag);
}

TEST(Tjp, ReadsTheTutorial) {
    const std::filesystem::path plans = shared_plans();
    if (plans.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    const ImportedPlan plan = read(file_text(plans / "tjp" / "tj3_examples_Tutorial_tutorial.tjp"));
    EXPECT_EQ(plan.title, "Accounting Software");
    EXPECT_EQ(plan.report.read.at("tasks"), 15U);
    EXPECT_EQ(row_of(plan, "task/AcSo.software")->kind, plan::kind::initiative);
    EXPECT_EQ(row_of(plan, "task/AcSo.deliveries.beta")->kind, plan::kind::milestone);
    EXPECT_NE(link_of(plan, "task/AcSo.spec", plan::link::depends, "task/AcSo.deliveries.start"),
              nullptr);
    EXPECT_NE(link_of(plan, "task/AcSo.test.alpha", plan::link::depends, "task/AcSo.software"),
              nullptr);
    EXPECT_EQ(shown(plan, "task/AcSo.spec", plan::field::estimate), "20d");
    EXPECT_NE(link_of(plan, "task/AcSo.spec", plan::link::responsible, "resource/dev3"), nullptr)
        << "by a macro";
    EXPECT_EQ(shown(plan, "task/AcSo.software", plan::field::owner), "-> resource/dev1");
    EXPECT_EQ(shown(plan, "task/AcSo.software.backend", plan::field::progress), "95");
    EXPECT_EQ(row_of(plan, "resource/dev")->kind, plan::kind::team);
    EXPECT_EQ(row_of(plan, "resource/dev3")->parent, RowKey{"resource/dev"});
    EXPECT_EQ(plan.report.dropped.count(), 0U);
}

TEST(Tjp, ReadsEveryRealPlan) {
    const std::filesystem::path plans = shared_plans();
    if (plans.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    const auto count = [&](const char* name, const char* what) {
        const ImportedPlan plan = read(file_text(plans / "tjp" / name));
        const auto found = plan.report.read.find(what);
        return found == plan.report.read.end() ? 0U : found->second;
    };
    EXPECT_GE(count("tj3_benchmarks_666tasks.tjp", "tasks"), 666U);
    EXPECT_EQ(count("tj3_benchmarks_depends.tjp", "dependencies"), 172U) << "by macros in macros";
    EXPECT_GT(count("tj3_examples_Fedora-20_f-20.tjp", "dependencies"), 200U);
    EXPECT_GT(count("tj3_examples_ProjectTemplate_template.tjp", "tasks"), 5U);
    EXPECT_GT(count("tj3_examples_Scrum_scrum.tjp", "tasks"), 3U);
    EXPECT_EQ(refusal(file_text(plans / "tjp" / "tj3_examples_Fedora-20_reports.tji")).fault,
              ImportFault::wrong_format);
}

TEST(Tjp, TakesGapsConstraintsAndLengths) {
    const ImportedPlan plan =
        read(head +
             "task a \"A\" { length 2d }\n"
             "task b \"B\" { duration 1w depends a { gapduration 2d } }\n"
             "task c \"C\" { effort 3d allocate x, y depends a { gaplength 1.5d onstart }, b }\n"
             "task d \"D\" { start 2027-03-10 end 2027-03-13 precedes !a }\n"
             "task e \"E\" { start 2027-03-10-13:30 milestone }\n"
             "resource x \"X\" resource y \"Y\"\n");
    EXPECT_EQ(shown(plan, "task/a", plan::field::span), "2d");
    EXPECT_EQ(shown(plan, "task/b", plan::field::span), "1ew");
    EXPECT_EQ(shown(plan, "task/c", plan::field::span), "1.5d") << "two share the work";
    EXPECT_EQ(shown(plan, "task/c", plan::field::estimate), "3d");
    EXPECT_EQ(lag(plan, "task/b", "task/a"), "2ed");
    EXPECT_EQ(lag(plan, "task/c", "task/a"), "1.5d");
    EXPECT_EQ(lag(plan, "task/c", "task/b"), "");
    EXPECT_EQ(shown(link_of(plan, "task/c", plan::link::depends, "task/a")->fields,
                    plan::field::dependency),
              "ss");
    EXPECT_NE(link_of(plan, "task/a", plan::link::depends, "task/d"), nullptr) << "precedes";
    EXPECT_EQ(shown(plan, "task/d", plan::field::span), "2027-03-10..2027-03-12 0d");
    EXPECT_EQ(row_of(plan, "task/e")->kind, plan::kind::milestone);
    EXPECT_EQ(plan.report.read.at("assignments"), 2U);
}

TEST(Tjp, FollowsNoIncludeAndLeavesReportsOut) {
    const ImportedPlan plan = read(head +
                                   "include \"/etc/passwd\"\n"
                                   "taskreport r \"\" {\n  columns a { title \"}\" },\n"
                                   "    b\n}\ntask a \"A\" { flags f, g\n length 1d }\n");
    EXPECT_EQ(plan.report.dropped.count(), 1U);
    EXPECT_EQ(plan.report.left_out.at("'taskreport' statements"), 1U);
    EXPECT_EQ(shown(plan, "task/a", plan::field::span), "1d");
}

TEST(HostileTjp, StopsMacrosThatGrow) {
    std::string bomb = "macro a0 [x]\n";
    for (int i = 1; i < 15; ++i) {
        const std::string use = "${a" + std::to_string(i - 1) + "}";
        bomb += "macro a" + std::to_string(i) + " [" + use + use + use + use + use + "]\n";
    }
    EXPECT_EQ(refusal(bomb + head + "${a14}").fault, ImportFault::too_large);
    EXPECT_EQ(refusal("macro a [${a}]\n" + head + "${a}").fault, ImportFault::too_large);
}

TEST(HostileTjp, StopsMacrosThatComeToNothingManyTimes) {
    const std::string body = "#" + std::string(1'000'000, 'x') + "\n";
    std::string uses;
    for (int i = 0; i < 20'000; ++i) uses += "${long}";
    EXPECT_EQ(refusal("macro long [" + body + "]\n" + head + uses, {.bytes_max = 4U << 20U}).fault,
              ImportFault::too_large);
    std::string names;
    for (int i = 0; i < 200'000; ++i) names += "${1}";
    const ImportedPlan plan =
        read("macro many [\"" + names + "\"]\n" + head + "task a \"A\" { note ${many \"xy\"} }");
    EXPECT_EQ(shown(plan, "task/a", plan::field::notes).size(), 400'000U);
}

TEST(HostileTjp, RefusesWhatIsNoTextOrNeverEnds) {
    EXPECT_EQ(refusal("").fault, ImportFault::wrong_format);
    EXPECT_EQ(refusal("task a \"A\" {}").fault, ImportFault::wrong_format);
    EXPECT_EQ(refusal(head + "\xFF").fault, ImportFault::wrong_encoding);
    for (const char* rest : {"task a \"A",
                             "task a \"A\" {",
                             "/* on and on",
                             "macro a [ [ ]",
                             "${a \"x\"",
                             "resource a \"A\" { email",
                             "note -8<- text"}) {
        EXPECT_EQ(refusal(head + rest).fault, ImportFault::malformed) << rest;
    }
    std::string deep = head;
    for (int i = 0; i < 5'000; ++i) deep += "task a \"A\" {";
    EXPECT_EQ(refusal(deep).fault, ImportFault::too_large);
    EXPECT_EQ(refusal(head, {.bytes_max = 10}).fault, ImportFault::too_large);
    EXPECT_EQ(refusal(head + "task a {} task b {}", {.rows_max = 1}).fault, ImportFault::too_large);
}

TEST(HostileTjp, DropsWhatCannotBeAndKeepsTheRest) {
    const ImportedPlan plan = read(head +
                                   "task a \"A\" { effort forever start never complete 400 "
                                   "depends !!!!nobody, a { gaplength -1d } }\n"
                                   "task a \"Again\" { length 1d }\n");
    EXPECT_EQ(row_of(plan, "task/a")->title, "A");
    EXPECT_EQ(plan.report.dropped.count(), 7U);
}

}  // namespace
}  // namespace cairn::exchange
