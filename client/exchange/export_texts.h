#pragma once
// Plans for calendars and for reading: iCalendar and Markdown (docs/EXPORT.md).
#include "client/exchange/export_plan.h"
#include "shared/base/time.h"

namespace cairn::exchange {

struct WrittenCalendar {
    std::string text;
    std::size_t events = 0;
};

// RFC 5545: a whole-day event for each milestone and gate, by its finish, and for each deadline;
// at an hour, without a zone, where the date has one that is not the end of a working day. UIDs
// are those of the items, so that a calendar updates what it has. `now` is the stamp.
[[nodiscard]] WrittenCalendar write_icalendar(const ExportedPlan& plan,
                                              const std::string& title,
                                              WallTime now);

// The outline as nested lists under a heading for each item at the top: who, when, how far, what
// it waits for; notes as quotations.
[[nodiscard]] std::string write_markdown(const ExportedPlan& plan,
                                         const std::string& title,
                                         const plan::TextContext& context);

}  // namespace cairn::exchange
