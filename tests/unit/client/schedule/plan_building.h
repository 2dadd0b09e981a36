#pragma once
// Small plans, said shortly.
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "client/schedule/schedule.h"
#include "shared/base/contract.h"

namespace cairn::schedule {

// Ids that sort as their numbers do.
inline ItemId id(std::uint64_t number) {
    ItemId out;
    for (std::size_t i = 0; i < 8; ++i) {
        out.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return out;
}

// "2026-03-02T08:00"; Monday, 2 March 2026 is where the plans of these tests begin.
inline Minute at(std::string_view iso) {
    const auto minute = plan::minute_from_iso(iso);
    CAIRN_ASSERT(minute.has_value());
    return minute->minutes;
}

inline std::string text(Minute moment) { return plan::to_iso(plan::LocalMinute{moment}); }

inline constexpr Minute day = 480;

inline Task task(std::uint64_t number, Minute duration) {
    Task out;
    out.id = id(number);
    out.duration = duration;
    return out;
}

inline Task task_below(std::uint64_t parent, std::uint64_t number, Minute duration) {
    Task out = task(number, duration);
    out.parent = id(parent);
    return out;
}

// The link's id is its ends': 1002 leads from 1 to 2.
inline Link link(std::uint64_t from,
                 std::uint64_t to,
                 LinkType type = LinkType::finish_start,
                 Lag lag = {}) {
    return {id(from * 1'000 + to), id(from), id(to), type, lag};
}

inline Plan plan_of(std::vector<Task> tasks, std::vector<Link> links = {}) {
    Plan out;
    out.start = at("2026-03-02T08:00");
    out.tasks = std::move(tasks);
    out.links = std::move(links);
    return out;
}

inline std::string early(const Schedule& schedule, std::uint64_t number) {
    const auto dates = schedule.dates(id(number));
    CAIRN_ASSERT(dates.has_value());
    return text(dates->early_start) + " " + text(dates->early_finish);
}

inline std::string late(const Schedule& schedule, std::uint64_t number) {
    const auto dates = schedule.dates(id(number));
    CAIRN_ASSERT(dates.has_value());
    return text(dates->late_start) + " " + text(dates->late_finish);
}

// The codes of all findings, in their order.
inline std::vector<std::string> codes(const Schedule& schedule) {
    std::vector<std::string> out;
    for (const Finding& finding : schedule.findings()) out.emplace_back(name_of(finding.code));
    return out;
}

// The folder of real plans beside the project, or an empty path.
inline std::filesystem::path shared_plans() {
    const char* set = std::getenv("CAIRN_SHARED");
    const std::filesystem::path folder = set != nullptr ? set : "../shared";
    std::error_code error;
    return std::filesystem::is_directory(folder / "plans", error) ? folder / "plans"
                                                                  : std::filesystem::path();
}

}  // namespace cairn::schedule
