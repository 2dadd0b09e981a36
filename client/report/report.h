#pragma once
// Reports that write themselves from the plan (DOMAIN 3).
//
// Promises, and the tests that hold them (tests/unit/client/report, tests/unit/client/cli):
// - a report is a function of its evidence, which is a function of a cut through the changes: the
//   same report for a past moment gives the same bytes
//   (Reports.ForAPastDayStayTheSameToTheByte);
// - a colour that is not GREEN shows its five answers, and names those that are missing; it never
//   blocks (Weekly.NamesTheAnswersThatAStatusLacks);
// - GREEN to RED in one step is told as such (Weekly.SaysWhenGreenBecameRedInOneStep);
// - what changed is told from the edits, with who did it (Weekly.TellsWhatTheEditsCameTo);
// - a report of 10,000 items takes under 300 ms (tests/bench/report).
#include <optional>
#include <string_view>

#include "client/report/document.h"
#include "client/report/evidence.h"

namespace cairn::report {

enum class Kind : std::uint8_t { weekly, program, launch, coe, decisions };
[[nodiscard]] std::string_view name_of(Kind kind);
[[nodiscard]] std::optional<Kind> find_kind(std::string_view name);

[[nodiscard]] Document write(Kind kind, const Evidence& evidence);

}  // namespace cairn::report
