#pragma once
// A plan as a file of GanttProject (`.gan`, version 3). What gan.h reads is written back;
// docs/EXPORT.md says what goes where.
#include "client/exchange/export_plan.h"

namespace cairn::exchange {

struct WrittenGan {
    std::string text;
    std::size_t left_out = 0;  // items that such a file has no place for: risks, decisions, goals
    std::size_t rounded = 0;   // dates, lengths, lags and constraints that it holds less exactly
};

// `plan` in outline order, without the trash. The only program at the top becomes the project; of
// none or several, they are tasks of a project called `title`. The same plan gives the same bytes.
[[nodiscard]] WrittenGan write_gan(const ExportedPlan& plan, const std::string& title);

}  // namespace cairn::exchange
