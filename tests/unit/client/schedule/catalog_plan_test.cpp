// What people wrote, as a plan: which dates they meant, how long work takes, what moves.
#include <gtest/gtest.h>

#include "client/plan/value_text.h"
#include "client/schedule/leading_to.h"
#include "client/schedule/moves.h"
#include "tests/unit/client/schedule/plan_building.h"

namespace cairn::schedule {
namespace {

using merge::Value;

class Written {
public:
    // As typed: "2027-03-01..2027-03-05 5d".
    CatalogItem& add(std::uint64_t number,
                     plan::KindNumber kind,
                     std::uint64_t parent = 0,
                     std::string_view span = {}) {
        catalog.items.push_back({id(number), kind, id(parent), {}, {}});
        if (!span.empty()) set(number, plan::field::span, span);
        return catalog.items.back();
    }
    void set(std::uint64_t number, plan::FieldNumber field, std::string_view typed) {
        plan::TextContext context;
        context.today = today;
        const auto value = plan::parse_value(*plan::find_field(field), typed, context);
        CAIRN_ASSERT(value.has_value());
        for (CatalogItem& item : catalog.items) {
            if (item.id == id(number)) item.fields.push_back({field, *value});
        }
    }
    void depend(std::uint64_t successor, std::uint64_t predecessor) {
        catalog.links.push_back({id(successor * 1'000 + predecessor),
                                 id(successor),
                                 plan::link::depends,
                                 id(predecessor),
                                 {}});
    }
    [[nodiscard]] CatalogPlan plan() const { return read_catalog(catalog, today); }

    Catalog catalog;
    plan::Date today = *plan::date_from_iso("2026-03-02");
};

std::string dates(const CatalogPlan& plan, std::uint64_t number) {
    return early(Schedule(plan.plan), number);
}

std::vector<std::string> moves(const CatalogPlan& plan) {
    std::vector<std::string> out;
    for (const Move& move : moves_of(plan, Schedule(plan.plan)))
        out.push_back(std::to_string(move.item.bytes[15]) + " " + text(move.start) + " " +
                      text(move.finish));
    return out;
}

constexpr auto task = plan::kind::task;
constexpr auto milestone = plan::kind::milestone;
constexpr auto program = plan::kind::program;

TEST(CatalogPlan, LeavesOutWhatNothingIsKnownOf) {
    Written written;
    written.add(1, task);
    written.add(2, milestone);
    written.add(3, plan::kind::risk);
    EXPECT_TRUE(written.plan().plan.tasks.empty());
    written.add(4, plan::kind::initiative);
    written.add(5, task, 4, "3d");
    EXPECT_EQ(written.plan().plan.tasks.size(), 2U) << "the task, and what it stands below";
}

TEST(CatalogPlan, TakesADateWithoutAConstraintAsNoEarlier) {
    Written written;
    written.add(1, task, 0, "2026-03-09.. 2d");
    written.add(2, task, 0, "2d");
    written.add(3, task, 0, "2026-03-04.. 2d");
    written.add(4, milestone, 0, "..2026-03-06");
    written.add(5, task, 0, "2026-03-09.. 2d asap");
    written.depend(3, 1);
    const CatalogPlan plan = written.plan();
    EXPECT_EQ(dates(plan, 1), "2026-03-09T08:00 2026-03-10T17:00");
    EXPECT_EQ(dates(plan, 2), "2026-03-04T08:00 2026-03-05T17:00") << "with the first date";
    EXPECT_EQ(dates(plan, 3), "2026-03-11T08:00 2026-03-12T17:00") << "but after what it waits for";
    EXPECT_EQ(dates(plan, 4), "2026-03-06T17:00 2026-03-06T17:00");
    EXPECT_EQ(dates(plan, 5), "2026-03-04T08:00 2026-03-05T17:00") << "put there by a schedule";
}

TEST(CatalogPlan, BeginsTodayWhereNoDateIsOnRecord) {
    Written written;
    written.add(1, task, 0, "1d");
    EXPECT_EQ(dates(written.plan(), 1), "2026-03-02T08:00 2026-03-02T17:00");
    written.add(2, program, 0, "2026-04-01..");
    written.add(3, task, 2, "1d");
    EXPECT_EQ(dates(written.plan(), 3), "2026-04-01T08:00 2026-04-01T17:00");
}

TEST(CatalogPlan, FindsHowLongWorkTakes) {
    Written written;
    written.add(1, task);
    written.set(1, plan::field::estimate, "3d");
    written.add(2, task, 0, "2026-03-02..2026-03-10");
    written.set(2, plan::field::estimate, "1d");
    written.add(3, task, 0, "2026-03-02..2026-03-10 asap");
    written.set(3, plan::field::estimate, "1d");
    const CatalogPlan plan = written.plan();
    EXPECT_EQ(dates(plan, 1), "2026-03-02T08:00 2026-03-04T17:00") << "the estimate";
    EXPECT_EQ(dates(plan, 2), "2026-03-02T08:00 2026-03-10T17:00") << "its dates";
    EXPECT_EQ(dates(plan, 3), "2026-03-02T08:00 2026-03-02T17:00") << "the estimate it came from";
}

TEST(CatalogPlan, KeepsWhatIsDoneAndForgetsWhatWasGivenUp) {
    Written written;
    written.add(1, task, 0, "2026-03-02..2026-03-03 2d");
    written.set(1, plan::field::status, "done");
    written.add(2, task, 0, "2026-03-02..2026-03-20 15d");
    written.set(2, plan::field::status, "dropped");
    written.add(3, task, 0, "1d");
    written.depend(1, 2);
    written.depend(3, 1);
    written.depend(3, 2);
    EXPECT_EQ(dates(written.plan(), 1), "2026-03-02T08:00 2026-03-03T17:00");
    EXPECT_EQ(dates(written.plan(), 3), "2026-03-04T08:00 2026-03-04T17:00");
}

TEST(CatalogPlan, TakesASummarysFinishAsItsDeadline) {
    Written written;
    written.add(1, plan::kind::initiative, 0, "2026-03-02..2026-03-03");
    written.add(2, task, 1, "3d");
    const CatalogPlan plan = written.plan();
    EXPECT_EQ(codes(Schedule(plan.plan)),
              (std::vector<std::string>{"deadline-missed", "negative-slack"}));
    EXPECT_EQ(moves(plan), std::vector<std::string>{"2 2026-03-02T08:00 2026-03-04T17:00"})
        << "the summary's own dates were meant, and stay";
}

TEST(CatalogPlan, DoesNotDependOnTheOrderOfItsParts) {
    Written written;
    written.add(1, program);
    written.add(2, plan::kind::initiative, 1);
    written.add(3, task, 2, "2026-03-09.. 2d");
    written.add(4, task, 2, "3d");
    written.depend(4, 3);
    const CatalogPlan plan = written.plan();
    std::reverse(written.catalog.items.begin(), written.catalog.items.end());
    const CatalogPlan other = written.plan();
    for (const std::uint64_t row : {1U, 2U, 3U, 4U}) EXPECT_EQ(dates(plan, row), dates(other, row));
    EXPECT_EQ(dates(plan, 4), "2026-03-11T08:00 2026-03-13T17:00");
}

TEST(Moves, AreWhatTheScheduleWouldPutElsewhere) {
    Written written;
    written.add(1, task, 0, "2026-03-02.. 2d");
    written.add(2, task, 0, "2026-03-02.. 2d");
    written.add(3, task, 0, "2d");
    written.add(4, task);
    written.add(5, program, 0, "2026-03-02..2026-03-02");
    for (const std::uint64_t row : {2U, 3U, 4U}) written.depend(row, 1);
    EXPECT_EQ(moves(written.plan()),
              (std::vector<std::string>{"2 2026-03-04T08:00 2026-03-05T17:00",
                                        "3 2026-03-04T08:00 2026-03-05T17:00"}));
}

TEST(Moves, OnceAppliedLeaveNothingToMoveAndKeepWhatWasMeant) {
    Written written;
    written.add(1, task, 0, "2026-03-02.. 2d");
    written.add(2, task, 0, "2026-03-02.. 2d");
    written.add(3, milestone, 0, "..2026-03-03");
    written.add(4, task);
    written.set(4, plan::field::estimate, "2d");
    for (const std::uint64_t row : {2U, 3U, 4U}) written.depend(row, 1);
    written.depend(3, 4);
    const CatalogPlan before = written.plan();
    for (const Move& move : moves_of(before, Schedule(before.plan))) {
        for (CatalogItem& item : written.catalog.items) {
            if (item.id != move.item) continue;
            std::erase_if(item.fields,
                          [](const CatalogField& one) { return one.field == plan::field::span; });
            item.fields.push_back({plan::field::span, span_after(before.rows.at(item.id), move)});
        }
    }
    EXPECT_TRUE(moves(written.plan()).empty());
    for (CatalogItem& item : written.catalog.items) {
        if (item.id == id(1)) item.fields.clear();
    }
    written.set(1, plan::field::span, "2026-02-02.. 2d");
    EXPECT_EQ(moves(written.plan()),
              (std::vector<std::string>{"4 2026-02-04T08:00 2026-02-05T17:00",
                                        "2 2026-03-02T08:00 2026-03-03T17:00",
                                        "3 2026-03-03T17:00 2026-03-03T17:00"}))
        << "back, but no earlier than was meant";
}

TEST(LeadingTo, CountsSlackUpToOneRow) {
    Written written;
    written.add(1, task, 0, "2d");
    written.add(2, task, 0, "1d");
    written.add(3, milestone);
    written.add(4, task, 0, "30d");
    written.depend(3, 1);
    written.depend(3, 2);
    written.depend(4, 2);
    const CatalogPlan plan = written.plan();
    const Schedule whole(plan.plan);
    EXPECT_EQ(whole.critical(), (std::vector<ItemId>{id(2), id(4)}));
    const Schedule part(leading_to(plan.plan, id(3), whole.dates(id(3))->early_finish));
    EXPECT_EQ(part.critical(), (std::vector<ItemId>{id(1), id(3)}));
    EXPECT_EQ(part.slack(id(2))->total, day);
    EXPECT_FALSE(part.dates(id(4)));
    EXPECT_EQ(part.critical(std::nullopt, day).size(), 3U);
}

TEST(LeadingTo, FollowsWhatBindsTheSummariesAbove) {
    Written written;
    written.add(1, task, 0, "2d");
    written.add(2, plan::kind::initiative);
    written.add(3, task, 2, "1d");
    written.add(4, task, 2, "9d");
    written.depend(2, 1);
    const CatalogPlan plan = written.plan();
    const Schedule whole(plan.plan);
    const Schedule part(leading_to(plan.plan, id(3), whole.dates(id(3))->early_finish));
    EXPECT_EQ(part.critical(), (std::vector<ItemId>{id(1), id(3)}));
    EXPECT_FALSE(part.dates(id(4)));
    EXPECT_EQ(part.dates(id(3))->early_start, whole.dates(id(3))->early_start);
}

}  // namespace
}  // namespace cairn::schedule
