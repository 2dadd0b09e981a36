// MSPDI out, and in again: nothing that the file can hold is lost.
#include "client/exchange/export_mspdi.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "client/exchange/imported_catalog.h"
#include "client/exchange/mspdi.h"
#include "client/merge/schema.h"
#include "shared/base/contract.h"
#include "tests/unit/client/exchange/plan_reading.h"

namespace cairn::exchange {
namespace {

using merge::Value;

// As a workspace would hold the plan after the import; the n-th row's id is n.
class Held {
public:
    explicit Held(const ImportedPlan& plan) {
        for (const ImportedRow& row : plan.rows) ids_.emplace(row.key.text, id(ids_.size() + 1));
        const std::function<void(const RowKey&)> add_below = [&](const RowKey& parent) {
            for (const ImportedRow& row : plan.rows) {
                if (row.parent != parent) continue;
                add(row);
                add_below(row.key);
            }
        };
        add_below({});
        for (const ImportedLink& link : plan.links) {
            exported.links.push_back({ids_.at(link.from.text),
                                      link.type,
                                      ids_.at(link.to.text),
                                      fields_of(link.fields)});
        }
    }
    ExportedPlan exported;

private:
    static ItemId id(std::size_t number) {
        ItemId out;
        for (std::size_t i = 0; i < 4; ++i)
            out.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
        return out;
    }
    std::vector<ExportedField> fields_of(const std::vector<ImportedField>& imported) const {
        std::vector<ExportedField> fields;
        for (const ImportedField& one : imported) {
            const auto* row = std::get_if<RowKey>(&one.value);
            fields.push_back(
                {one.field,
                 {},
                 row != nullptr ? Value::item(ids_.at(row->text)) : std::get<Value>(one.value)});
        }
        return fields;
    }
    void add(const ImportedRow& row) {
        ExportedItem item{ids_.at(row.key.text), row.kind, merge::root_item(), {}, {}};
        if (!row.parent.text.empty()) item.parent = ids_.at(row.parent.text);
        item.fields = fields_of(row.fields);
        item.fields.push_back({plan::field::title, {}, *Value::text(row.title)});
        for (const ImportedElement& element : row.elements)
            item.fields.push_back({element.field, element.element, Value::boolean(true)});
        exported.items.push_back(std::move(item));
    }
    std::map<std::string, ItemId> ids_;
};

// All that a plan says, one line a row and a link, without the file's own keys: rows go by kind and
// number within it.
class Told {
public:
    explicit Told(const ImportedPlan& plan) {
        std::map<char, int> counts;
        for (const ImportedRow& row : plan.rows) {
            const char sort = row.kind == plan::kind::person     ? 'p'
                              : row.kind == plan::kind::calendar ? 'c'
                              : row.kind == plan::kind::baseline ? 'b'
                                                                 : 't';
            names_[row.key.text] = sort + std::to_string(++counts[sort]);
            if (sort == 'b') names_[row.key.text] = row.title;  // their order is not the file's
        }
        for (const ImportedRow& row : plan.rows) {
            std::string line = names_[row.key.text] + " " + std::to_string(row.kind) + " '" +
                               row.title + "' in " + names_[row.parent.text] + fields(row.fields);
            for (const ImportedElement& element : row.elements) line += " + " + element.element;
            lines.insert(line);
        }
        for (const ImportedLink& link : plan.links) {
            lines.insert(names_[link.from.text] + " " + std::to_string(link.type) + " " +
                         names_[link.to.text] + fields(link.fields));
        }
    }
    std::multiset<std::string> lines;

private:
    // Money needs a currency code, which few files have.
    std::string fields(const std::vector<ImportedField>& all) {
        std::set<std::string> told;
        for (const ImportedField& one : all) {
            if (one.field == plan::field::budget || one.field == plan::field::spent) continue;
            const auto* row = std::get_if<RowKey>(&one.value);
            told.insert(
                std::to_string(one.field) + "=" +
                (row != nullptr ? names_[row->text] : std::get<Value>(one.value).canonical()));
        }
        std::string line;
        for (const std::string& field : told) line += " " + field;
        return line;
    }
    std::map<std::string, std::string> names_;
};

void expect_same(const ImportedPlan& before, const std::string& where) {
    const WrittenMspdi written = write_mspdi(Held(before).exported, "Plan");
    EXPECT_EQ(written.left_out, 0U) << where;
    const auto after = read_mspdi(written.text);
    ASSERT_TRUE(after) << where << after.error().message;
    EXPECT_EQ(after->report.dropped.count(), 0U) << where;
    const Told told_before(before);
    const Told told_after(*after);
    std::vector<std::string> lost;
    std::vector<std::string> gained;
    std::set_difference(told_before.lines.begin(),
                        told_before.lines.end(),
                        told_after.lines.begin(),
                        told_after.lines.end(),
                        std::back_inserter(lost));
    std::set_difference(told_after.lines.begin(),
                        told_after.lines.end(),
                        told_before.lines.begin(),
                        told_before.lines.end(),
                        std::back_inserter(gained));
    lost.resize(std::min<std::size_t>(lost.size(), 3));
    gained.resize(std::min<std::size_t>(gained.size(), 3));
    EXPECT_EQ(lost, gained) << where;
}

TEST(MspdiRoundTrip, KeepsEveryFieldOfAllRealPlans) {
    const std::filesystem::path plans = shared_plans();
    if (plans.empty()) GTEST_SKIP() << "no ../shared/plans, and CAIRN_SHARED is not set";
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(plans / "mspdi")) {
        const auto plan = read_mspdi(file_text(file.path()));
        if (!plan) continue;
        expect_same(*plan, file.path().stem());
        ++files;
    }
    EXPECT_GE(files, 20U);
}

ImportedPlan small_plan() {
    const auto plan = read_mspdi(R"(<Project xmlns="http://schemas.microsoft.com/project">
<Title>A &amp; B</Title><StartDate>2027-03-01T08:00:00</StartDate><CalendarUID>1</CalendarUID>
<Calendars><Calendar><UID>1</UID><Name>Ours</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>
<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>
<FromTime>20:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod>
<FromDate>2027-03-02T00:00:00</FromDate><ToDate>2027-03-03T23:59:00</ToDate></TimePeriod></WeekDay>
</WeekDays></Calendar></Calendars>
<Tasks><Task><UID>7</UID><Name>First</Name><OutlineLevel>1</OutlineLevel>
<Start>2027-03-01T20:00:00</Start><Finish>2027-03-02T00:00:00</Finish><Duration>PT4H0M0S</Duration>
<DurationFormat>37</DurationFormat></Task>
<Task><UID>9</UID><Name>Second</Name><OutlineLevel>1</OutlineLevel><Start>2027-03-02T20:00:00</Start>
<Finish>2027-03-03T00:00:00</Finish><Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat>
<PredecessorLink><PredecessorUID>7</PredecessorUID><Type>0</Type><LinkLag>-2400</LinkLag>
<LagFormat>7</LagFormat></PredecessorLink></Task></Tasks></Project>)");
    CAIRN_ASSERT(plan.has_value());
    return *plan;
}

TEST(MspdiRoundTrip, KeepsCalendarsLagsAndMarkup) { expect_same(small_plan(), "small plan"); }

TEST(MspdiRoundTrip, LeavesOutWhatTheFormatHasNoPlaceFor) {
    ExportedPlan plan = Held(small_plan()).exported;
    plan.items.push_back({ItemId{{1}}, plan::kind::risk, merge::root_item(), {}, {}});
    EXPECT_EQ(write_mspdi(plan, "Plan").left_out, 1U);
}

TEST(MspdiRoundTrip, MakesAWishForADateAConstraint) {
    ExportedPlan plan;
    ExportedItem item{ItemId{{1}}, plan::kind::task, merge::root_item(), {}, {}};
    item.fields.push_back({plan::field::title, {}, *Value::text("Task")});
    std::vector<Value> span(8);
    span[plan::part::start] = *Value::minute("2027-03-01T08:00");
    item.fields.push_back({plan::field::span, {}, *Value::composite(span)});
    plan.items.push_back(item);
    const WrittenMspdi written = write_mspdi(plan, "Two programs, or none");
    const auto read = read_mspdi(written.text);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->title, "Two programs, or none");
    EXPECT_EQ(shown(*read, "task/1", plan::field::span), "2027-03-01.. snet 2027-03-01");
}

TEST(DatesElsewhere, AreToldAndUseTheCalendarsOfTheFile) {
    const ImportedPlan plan = small_plan();
    const auto id_of = [&](const RowKey& key) {
        ItemId id;
        for (std::size_t i = 0; i < plan.rows.size(); ++i)
            if (plan.rows[i].key == key) id.bytes[15] = static_cast<std::uint8_t>(i + 1);
        return id;
    };
    // The second task may end half a day before the first: four hours of Monday night, none of the
    // two days off, four of Thursday.
    const auto elsewhere = dates_elsewhere(plan, id_of, *plan::date_from_iso("2027-01-01"));
    ASSERT_EQ(elsewhere.size(), 1U);
    EXPECT_EQ(elsewhere[0].title, "Second");
    EXPECT_EQ(plan::to_iso(plan::LocalMinute{elsewhere[0].move.finish}), "2027-03-04T12:00");
}

}  // namespace
}  // namespace cairn::exchange
