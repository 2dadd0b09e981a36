#pragma once
// A plan as Microsoft Project XML (MSPDI), for MS Project and what reads its files. What Cairn
// reads from such a file (mspdi.h) is written back; docs/EXPORT.md says what goes where.
#include "client/exchange/export_plan.h"

namespace cairn::exchange {

struct WrittenMspdi {
    std::string text;
    std::size_t tasks = 0;
    std::size_t left_out = 0;  // items that such a file has no place for: risks, decisions, goals
};

// `plan` in outline order, without the trash. The only program at the top becomes the project; of
// none or several, they are tasks of a project called `title`. The same plan gives the same bytes.
[[nodiscard]] WrittenMspdi write_mspdi(const ExportedPlan& plan, const std::string& title);

}  // namespace cairn::exchange
