// Plans of other people's, read where they lie; prints a table of what became of each.
#include <cstdio>
#include <map>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "client/exchange/csv_import.h"
#include "client/exchange/mspdi.h"
#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

class RealPlans : public testing::Test {
protected:
    void SetUp() override {
        if (plans_.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    }
    const std::filesystem::path plans_ = shared_plans();
};

std::size_t count_tasks(const std::filesystem::path& path) {
    pugi::xml_document document;
    document.load_file(path.c_str());
    std::size_t count = 0;
    for (const auto task : document.child("Project").child("Tasks").children("Task")) {
        const std::string uid = task.child_value("UID");
        const std::string level = task.child_value("OutlineLevel");
        const bool blank = std::string(task.child_value("IsNull")) == "1";
        count += !blank && uid != "0" && level != "0" ? 1 : 0;
    }
    return count;
}

std::size_t number_of(const ImportedPlan& plan, const std::string& what) {
    const auto at = plan.report.read.find(what);
    return at == plan.report.read.end() ? 0 : at->second;
}

void print_row(const std::string& name, const Result<ImportedPlan, ImportError>& plan) {
    if (!plan) {
        std::printf("%-46s refused: %s\n", name.c_str(), plan.error().message.c_str());
        return;
    }
    const auto counted = [&](const std::string& what) { return number_of(*plan, what); };
    std::printf(
        "%-46s tasks %4zu  summaries %3zu  milestones %3zu  links %4zu  people %3zu  "
        "assignments %4zu  calendars %2zu  baselines %2zu  dropped %2zu  warnings %2zu\n",
        name.c_str(),
        counted("tasks"),
        counted("summary tasks"),
        counted("milestones"),
        counted("dependencies"),
        counted("resources"),
        counted("assignments"),
        counted("calendars"),
        counted("baselines"),
        plan->report.dropped.count(),
        plan->report.warnings.count());
}

std::vector<std::filesystem::path> mspdi_files(const std::filesystem::path& plans) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(plans / "mspdi")) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

TEST_F(RealPlans, EveryProjectFileIsReadWholeOrRefusedForTheRightReason) {
    std::size_t read = 0;
    for (const auto& path : mspdi_files(plans_)) {
        const auto plan = read_mspdi(file_text(path));
        print_row(path.filename().string(), plan);
        if (!plan) {
            EXPECT_EQ(path.filename(), "aspose_MultiprojectWithExternal.xml");
            EXPECT_NE(plan.error().message.find("Primavera P6"), std::string::npos);
            continue;
        }
        ++read;
        const std::size_t tasks = number_of(*plan, "tasks") + number_of(*plan, "summary tasks") +
                                  number_of(*plan, "milestones");
        EXPECT_EQ(tasks, count_tasks(path)) << path;
        EXPECT_EQ(plan->report.dropped.count(), 0U) << path;
        // A converter marked nearly all of their tasks inactive.
        const bool is_marked = path.filename().string().starts_with("mpsplib");
        EXPECT_EQ(plan->report.warnings.count(), is_marked ? 1U : 0U) << path;
    }
    EXPECT_GE(read, 24U);
}

// What the file says of a task, compared word for word with what was read.
void expect_same_task(const ImportedPlan& plan, pugi::xml_node task, const std::string& where) {
    const std::string key = "task/" + std::string(task.child_value("UID"));
    const ImportedRow* row = row_of(plan, key);
    ASSERT_NE(row, nullptr) << where << key;
    if (row->kind == plan::kind::initiative) return;
    for (const ImportedField& field : row->fields) {
        if (field.field != plan::field::span) continue;
        const auto parts = std::get<merge::Value>(field.value).parts();
        EXPECT_EQ(parts[plan::part::start].payload(),
                  std::string(task.child_value("Start")).substr(0, 16))
            << where << key;
        EXPECT_EQ(parts[plan::part::finish].payload(),
                  std::string(task.child_value("Finish")).substr(0, 16))
            << where << key;
    }
    std::size_t links = 0;
    for (const auto node : task.children("PredecessorLink")) {
        ++links;
        const std::string to = "task/" + std::string(node.child_value("PredecessorUID"));
        EXPECT_NE(link_of(plan, key, plan::link::depends, to), nullptr) << where << key;
    }
    EXPECT_EQ(links,
              static_cast<std::size_t>(std::count_if(plan.links.begin(),
                                                     plan.links.end(),
                                                     [&](const ImportedLink& link) {
                                                         return link.from.text == key &&
                                                                link.type == plan::link::depends;
                                                     })))
        << where << key;
}

TEST_F(RealPlans, NoDateIsMovedAndNoLinkIsLost) {
    std::size_t tasks = 0;
    for (const auto& path : mspdi_files(plans_)) {
        const auto plan = read_mspdi(file_text(path));
        if (!plan) continue;
        pugi::xml_document document;
        document.load_file(path.c_str());
        for (const auto task : document.child("Project").child("Tasks").children("Task")) {
            if (std::string(task.child_value("IsNull")) == "1") continue;
            if (std::string(task.child_value("UID")) == "0") continue;
            expect_same_task(*plan, task, path.filename().string() + " ");
            ++tasks;
        }
    }
    EXPECT_GT(tasks, 900U);
}

TEST_F(RealPlans, RecurringExceptionsAreKeptDayByDay) {
    const auto plan = read_mspdi(
        file_text(plans_ / "mspdi" / "mpxj_calendar-recurring-exceptions-project2016.xml"));
    ASSERT_TRUE(plan);
    const ImportedRow* calendar = row_of(*plan, "calendar/1");
    ASSERT_NE(calendar, nullptr);
    EXPECT_EQ(calendar->elements.size(), 138U);
    bool named = false;
    for (const ImportedElement& element : calendar->elements) {
        named = named || element.element == "t2000-01-01..2000-01-03 off Daily 1";
    }
    EXPECT_TRUE(named);
}

TEST_F(RealPlans, EnhancementProposalsBecomeAProgram) {
    const auto table = read_csv(file_text(plans_ / "csv" / "kubernetes_keps.csv"));
    ASSERT_TRUE(table) << table.error().message;
    const auto map = parse_csv_map(file_text("tests/golden/kubernetes_keps.map"));
    ASSERT_TRUE(map) << map.error().message;
    const auto plan = import_csv(*table, *map);
    ASSERT_TRUE(plan) << plan.error().message;
    EXPECT_EQ(number_of(*plan, "rows"), 656U);
    EXPECT_EQ(number_of(*plan, "initiatives"), 23U);
    EXPECT_GT(number_of(*plan, "people"), 600U);
    const std::string key = "row/sig-api-machinery/3962-mutating-admission-policies/3962";
    ASSERT_NE(row_of(*plan, key), nullptr);
    EXPECT_EQ(row_of(*plan, key)->parent.text, "initiative/sig-api-machinery");
    EXPECT_EQ(shown(*plan, key, plan::field::status), "done");
    EXPECT_EQ(shown(*plan, key, plan::field::since), "2023-04-24");
    EXPECT_EQ(shown(*plan, key, plan::field::stage), "stable");
    EXPECT_NE(link_of(*plan, key, plan::link::responsible, "person/jpbetz"), nullptr);
    EXPECT_NE(link_of(*plan,
                      key,
                      plan::link::see_also,
                      "row/sig-api-machinery/3488-cel-admission-control/3488"),
              nullptr);
    std::map<std::string, std::size_t> why;
    for (const ImportNote& note : plan->report.dropped.notes()) {
        const std::size_t column = note.where.find("column");
        ++why[column == std::string::npos ? note.what : note.where.substr(column)];
    }
    for (const auto& [column, count] : why)
        std::printf("%4zu dropped: %s\n", count, column.c_str());
}

TEST_F(RealPlans, AJsGanttFileIsRefusedByName) {
    const auto plan = read_mspdi(file_text(plans_ / "csv" / "jsgantt_project.xml"));
    ASSERT_FALSE(plan);
    EXPECT_NE(plan.error().message.find("jsGantt"), std::string::npos);
    const auto gan = read_mspdi(file_text(plans_ / "gan" / "ganttproject_HouseBuildingSample.gan"));
    ASSERT_FALSE(gan);
    EXPECT_NE(gan.error().message.find("GanttProject"), std::string::npos);
}

}  // namespace
}  // namespace cairn::exchange
