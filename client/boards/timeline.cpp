#include "client/boards/timeline.h"

#include <algorithm>
#include <array>

namespace cairn::boards {
namespace {

constexpr const char* done = "█";
constexpr const char* critical = "▓";
constexpr const char* ahead = "░";
constexpr const char* summary = "▬";
constexpr const char* milestone = "◇";
constexpr const char* critical_milestone = "◆";
constexpr const char* today_line = "│";
constexpr const char* baseline_end = "┆";

constexpr std::array<const char*, 12> months = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

int days_of(const TimelineFrame& frame) { return frame.last.days - frame.first.days + 1; }

// What one step of the scale is.
enum class Step : std::uint8_t { week, month, quarter, year };

plan::Date begin_of(Step step, plan::Date day) {
    plan::YearMonthDay parts = plan::parts_of(day);
    if (step == Step::week) return {day.days - plan::weekday_of(day)};
    parts.day = 1;
    if (step == Step::quarter) parts.month -= (parts.month - 1) % 3;
    if (step == Step::year) parts.month = 1;
    return plan::make_date(parts).value_or(day);
}

std::optional<plan::Date> next_of(Step step, plan::Date begin) {
    switch (step) {
        case Step::week:
            return plan::add_days(begin, 7);
        case Step::month:
            return plan::add_months(begin, 1);
        case Step::quarter:
            return plan::add_months(begin, 3);
        default:
            return plan::add_months(begin, 12);
    }
}

std::string name_of(Step step, plan::Date begin, bool with_year) {
    const plan::YearMonthDay parts = plan::parts_of(begin);
    const std::string year = with_year ? " " + std::to_string(parts.year) : "";
    switch (step) {
        case Step::week:
            return plan::to_iso(begin).substr(8);
        case Step::month:
            return months[static_cast<std::size_t>(parts.month - 1)] + year;
        case Step::quarter:
            return "Q" + std::to_string((parts.month - 1) / 3 + 1) + year;
        default:
            return std::to_string(parts.year);
    }
}

std::vector<TimelineMark> marks(const TimelineFrame& frame, Step step, bool with_year) {
    std::vector<TimelineMark> marks;
    for (plan::Date at = begin_of(step, frame.first); at <= frame.last;) {
        marks.push_back({at, name_of(step, at, with_year)});
        const auto next = next_of(step, at);
        if (!next) break;
        at = *next;
    }
    return marks;
}

// Names at the beginnings of their steps, as far as they have room.
std::string line_of(const TimelineFrame& frame, const std::vector<TimelineMark>& marks) {
    std::string line(frame.columns, ' ');
    std::size_t free_from = 0;
    for (const auto& [begin, name] : marks) {
        const std::size_t column = begin < frame.first ? 0 : column_of(frame, begin);
        if (column >= free_from && column + name.size() <= frame.columns) {
            line.replace(column, name.size(), name);
            free_from = column + name.size() + 1;
        }
    }
    return line;
}

}  // namespace

TimelineFrame frame_around(const std::vector<TimelineRow>& rows,
                           plan::Date today,
                           std::size_t columns) {
    constexpr std::size_t columns_min = 10;
    TimelineFrame frame{today, today, today, std::max(columns, columns_min)};
    if (!rows.empty()) frame.first = frame.last = rows.front().start;
    for (const TimelineRow& row : rows) {
        frame.first = std::min(frame.first, row.start);
        frame.last = std::max({frame.last, row.finish, row.baseline_finish.value_or(row.finish)});
    }
    // Today is drawn where it is not far off.
    const int reach = days_of(frame) / 2;
    if (today.days + reach >= frame.first.days) frame.first = std::min(frame.first, today);
    if (today.days - reach <= frame.last.days) frame.last = std::max(frame.last, today);
    const int room = days_of(frame) / 50 + 1;
    frame.first = plan::add_days(frame.first, -room).value_or(frame.first);
    frame.last = plan::add_days(frame.last, room).value_or(frame.last);
    return frame;
}

std::size_t column_of(const TimelineFrame& frame, plan::Date day) {
    const std::int64_t into =
        std::clamp<std::int64_t>(std::int64_t{day.days} - frame.first.days, 0, days_of(frame) - 1);
    return static_cast<std::size_t>(into * static_cast<std::int64_t>(frame.columns) /
                                    days_of(frame));
}

TimelineScale scale_of(const TimelineFrame& frame) {
    constexpr int days_for_weeks = 150;
    constexpr int days_for_months = 800;
    const int days = days_of(frame);
    if (days <= days_for_weeks)
        return {marks(frame, Step::month, true), marks(frame, Step::week, false)};
    if (days <= days_for_months)
        return {marks(frame, Step::quarter, true), marks(frame, Step::month, false)};
    return {marks(frame, Step::year, false), marks(frame, Step::quarter, false)};
}

std::vector<std::string> header_of(const TimelineFrame& frame) {
    const TimelineScale scale = scale_of(frame);
    return {line_of(frame, scale.upper), line_of(frame, scale.lower)};
}

std::string bar_of(const TimelineFrame& frame, const TimelineRow& row) {
    std::vector<const char*> cells(frame.columns, " ");
    if (frame.first <= frame.today && frame.today <= frame.last)
        cells[column_of(frame, frame.today)] = today_line;
    if (row.baseline_finish) cells[column_of(frame, *row.baseline_finish)] = baseline_end;
    const std::size_t from = column_of(frame, row.start);
    const std::size_t to = column_of(frame, row.finish);
    if (row.is_milestone) {
        cells[to] = row.is_critical ? critical_milestone : milestone;
    } else {
        const std::size_t width = to - from + 1;
        const std::size_t done_width =
            width * static_cast<std::size_t>(std::clamp(row.percent_done, 0, 100)) / 100;
        for (std::size_t i = 0; i < width; ++i)
            cells[from + i] = row.is_summary    ? summary
                              : i < done_width  ? done
                              : row.is_critical ? critical
                                                : ahead;
    }
    std::string line;
    for (const char* cell : cells) line += cell;
    return line;
}

std::string legend() {
    return std::string(done) + " done  " + critical + " critical  " + ahead + " ahead  " + summary +
           " of all below  " + milestone + " milestone (" + critical_milestone + " critical)  " +
           today_line + " today  " + baseline_end + " end in the baseline";
}

}  // namespace cairn::boards
