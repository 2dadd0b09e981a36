#include <map>

#include <gtest/gtest.h>

#include "client/exchange/csv_import.h"
#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

TEST(SamplePlan, ComesInWholeByTheMapThatIsGuessed) {
    const auto table = read_csv(file_text("tests/golden/sample-launch.csv"));
    ASSERT_TRUE(table) << table.error().message;
    const CsvMap map = guess_csv_map(*table);
    for (const ColumnPreview& column : preview(*table, map)) {
        EXPECT_FALSE(column.target.empty()) << column.name;
    }
    const auto plan = import_csv(*table, map);
    ASSERT_TRUE(plan) << plan.error().message;
    for (const auto* list : {&plan->report.dropped, &plan->report.warnings}) {
        for (const ImportNote& note : list->notes()) {
            ADD_FAILURE() << note.where << ": " << note.what;
        }
    }
    EXPECT_EQ(plan->rows.size(), table->rows.size()) << "people and teams are rows of the file";
    EXPECT_GE(plan->rows.size(), 200U);
    EXPECT_LE(plan->rows.size(), 400U);
    std::map<plan::KindNumber, int> kinds;
    for (const ImportedRow& row : plan->rows) ++kinds[row.kind];
    EXPECT_GE(kinds.size(), 12U) << "a sample shows what Cairn keeps";
}

}  // namespace
}  // namespace cairn::exchange
