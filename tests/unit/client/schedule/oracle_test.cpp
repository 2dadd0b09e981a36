// Real plans, with the dates that MS Project itself stored in them.
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "client/exchange/mspdi.h"
#include "client/exchange/mspdi_values.h"
#include "tests/unit/client/schedule/imported_schedule.h"

namespace cairn::schedule {
namespace {

// Of these, every leaf's early and late dates; of those, the early dates.
const std::set<std::string> all_four{"aspose_OzBuild_16_Orig",
                                     "aspose_Software_Development_Plan",
                                     "aspose_TaskPriority",
                                     "mpsplib_10_mp_j30_a2_nr5",
                                     "mpsplib_1_mp_j30_a10_nr1",
                                     "mpxj_mspdirelations",
                                     "mpxj_task-baselines-project2007",
                                     "mpxj_task-durations-project2013",
                                     "mpxj_task-links-project2003",
                                     "mpxj_task-links-project2007",
                                     "mpxj_task-links-project2013"};
const std::set<std::string> early_pair{"aspose_NewProductDev",
                                       "aspose_Software_Development",
                                       "aspose_not_updated",
                                       "mpxj_task-links-project2016"};

struct Score {
    std::size_t leaves = 0;
    // EarlyStart, EarlyFinish, LateStart, LateFinish, TotalSlack.
    std::array<std::size_t, 5> equal{};
};

void compare(
    pugi::xml_node node, const ItemId& id, const Schedule& schedule, bool is_told, Score& score) {
    const Dates dates = *schedule.dates(id);
    const std::array<std::pair<const char*, Minute>, 4> pairs{{
        {"EarlyStart", dates.early_start},
        {"EarlyFinish", dates.early_finish},
        {"LateStart", dates.late_start},
        {"LateFinish", dates.late_finish},
    }};
    ++score.leaves;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& [name, ours] = pairs[i];
        const auto theirs = exchange::minute_from_mspdi(node.child_value(name));
        if (theirs && theirs->minutes == ours) {
            ++score.equal[i];
        } else if (is_told) {
            std::printf("    %s %s: %s %s, ours %s\n",
                        node.child_value("UID"),
                        node.child_value("Name"),
                        name,
                        node.child_value(name),
                        text(ours).c_str());
        }
    }
    const auto slack = exchange::integer_from(node.child_value("TotalSlack")).value_or(0);
    if (schedule.slack(id)->total == slack / 10) {
        ++score.equal[4];
    } else if (is_told) {
        std::printf("    %s %s: TotalSlack %lld, ours %lld\n",
                    node.child_value("UID"),
                    node.child_value("Name"),
                    static_cast<long long>(slack / 10),
                    static_cast<long long>(schedule.slack(id)->total));
    }
}

Score score_of(const std::string& bytes, const exchange::ImportedPlan& plan, bool is_told) {
    const ImportedSchedule imported(plan);
    const Schedule schedule(imported.plan());
    std::set<ItemId> summaries;
    for (const Task& task : imported.plan().tasks) {
        if (task.parent) summaries.insert(*task.parent);
    }
    pugi::xml_document document;
    document.load_string(bytes.c_str());
    Score score;
    for (const auto node : document.child("Project").child("Tasks").children("Task")) {
        const auto id = imported.id_of(std::string("task/") + node.child_value("UID"));
        if (!id || summaries.contains(*id) || !node.child("EarlyStart")) continue;
        compare(node, *id, schedule, is_told, score);
    }
    return score;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// CAIRN_TELL=NAME lists what differs in a file whose name contains it.
bool is_told(const std::string& name) {
    const char* wanted = std::getenv("CAIRN_TELL");
    return wanted != nullptr && name.find(wanted) != std::string::npos;
}

TEST(Oracle, EqualsTheDatesThatMsProjectStored) {
    const std::filesystem::path plans = shared_plans();
    if (plans.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(plans / "mspdi")) {
        if (file.path().extension() == ".xml") files.push_back(file.path());
    }
    std::sort(files.begin(), files.end());
    std::printf("%-46s %6s %6s %6s %6s %6s %6s\n", "file", "leaves", "ES", "EF", "LS", "LF", "TS");
    std::size_t seen = 0;
    for (const auto& path : files) {
        const std::string name = path.stem();
        const std::string bytes = read(path);
        const auto plan = exchange::read_mspdi(bytes);
        if (!plan) continue;
        const Score score = score_of(bytes, *plan, is_told(name));
        if (score.leaves == 0) continue;
        const auto& equal = score.equal;
        std::printf("%-46s %6zu %6zu %6zu %6zu %6zu %6zu\n",
                    name.c_str(),
                    score.leaves,
                    equal[0],
                    equal[1],
                    equal[2],
                    equal[3],
                    equal[4]);
        const std::size_t pinned = all_four.contains(name) ? 4 : early_pair.contains(name) ? 2 : 0;
        for (std::size_t i = 0; i < pinned; ++i) EXPECT_EQ(equal[i], score.leaves) << name;
        if (pinned > 0) ++seen;
    }
    EXPECT_EQ(seen, all_four.size() + early_pair.size());
}

}  // namespace
}  // namespace cairn::schedule
