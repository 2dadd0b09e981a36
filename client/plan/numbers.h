#pragma once
// The stable numbers of the catalog that code refers to by name. They may only grow: a number is
// never reused and never changes its meaning (DESIGN 3.6). tests/golden/catalog.txt holds them all.
#include <cstdint>

#include "client/merge/edit.h"

namespace cairn::plan {

using KindNumber = std::uint32_t;
using LinkNumber = std::uint32_t;
using ChoiceNumber = std::uint32_t;
using merge::FieldNumber;

namespace kind {
inline constexpr KindNumber program = 1;
inline constexpr KindNumber initiative = 2;
inline constexpr KindNumber milestone = 3;
inline constexpr KindNumber deliverable = 4;
inline constexpr KindNumber task = 5;
inline constexpr KindNumber goal = 6;
inline constexpr KindNumber measure = 7;
inline constexpr KindNumber person = 8;
inline constexpr KindNumber team = 9;
inline constexpr KindNumber risk = 10;
inline constexpr KindNumber issue = 11;
inline constexpr KindNumber blocker = 12;
inline constexpr KindNumber decision = 13;
inline constexpr KindNumber option = 14;
inline constexpr KindNumber principle = 15;
inline constexpr KindNumber coe = 16;
inline constexpr KindNumber coe_action = 17;
inline constexpr KindNumber feedback = 18;
inline constexpr KindNumber check = 19;
inline constexpr KindNumber gate = 20;
inline constexpr KindNumber update = 21;
inline constexpr KindNumber experiment = 22;
inline constexpr KindNumber retro = 23;
inline constexpr KindNumber design_note = 24;
inline constexpr KindNumber item_template = 25;
inline constexpr KindNumber comment = 26;
inline constexpr KindNumber view = 27;
inline constexpr KindNumber field = 28;
inline constexpr KindNumber calendar = 29;
inline constexpr KindNumber baseline = 30;
inline constexpr KindNumber source = 31;  // where rows were imported from
inline constexpr KindNumber note = 32;
}  // namespace kind

namespace field {
// Everything.
inline constexpr FieldNumber title = 10;
inline constexpr FieldNumber notes = 12;
inline constexpr FieldNumber owner = 14;
inline constexpr FieldNumber status = 15;  // composite: state, reason
inline constexpr FieldNumber health = 16;
inline constexpr FieldNumber labels = 17;
inline constexpr FieldNumber importance = 18;
inline constexpr FieldNumber value = 19;
inline constexpr FieldNumber points = 20;
inline constexpr FieldNumber progress = 21;
inline constexpr FieldNumber budget = 22;
inline constexpr FieldNumber spent = 23;
inline constexpr FieldNumber team = 24;
inline constexpr FieldNumber url = 25;
inline constexpr FieldNumber reference = 26;
inline constexpr FieldNumber stage = 27;
inline constexpr FieldNumber release = 28;
inline constexpr FieldNumber since = 29;
inline constexpr FieldNumber exit_criteria = 30;
inline constexpr FieldNumber cadence = 31;
inline constexpr FieldNumber votes = 32;
inline constexpr FieldNumber colour = 33;
inline constexpr FieldNumber collapsed = 34;
inline constexpr FieldNumber urgency = 35;
inline constexpr FieldNumber muted = 36;
// Schedule.
inline constexpr FieldNumber span = 50;
inline constexpr FieldNumber estimate = 51;
inline constexpr FieldNumber due = 52;
inline constexpr FieldNumber actual_start = 53;
inline constexpr FieldNumber actual_finish = 54;
inline constexpr FieldNumber calendar = 55;
inline constexpr FieldNumber working_units = 56;
inline constexpr FieldNumber actual_work = 57;
inline constexpr FieldNumber inactive = 58;
inline constexpr FieldNumber leveling = 59;
// Goals and measures.
inline constexpr FieldNumber direction = 80;
inline constexpr FieldNumber measure_baseline = 81;
inline constexpr FieldNumber measure_target = 82;
inline constexpr FieldNumber measure_now = 83;
inline constexpr FieldNumber measure_unit = 84;
// People.
inline constexpr FieldNumber role = 100;
inline constexpr FieldNumber email = 101;
inline constexpr FieldNumber influence = 102;
inline constexpr FieldNumber interest = 103;
inline constexpr FieldNumber stance = 104;
inline constexpr FieldNumber last_contact = 105;
inline constexpr FieldNumber channel = 106;
inline constexpr FieldNumber active = 107;
inline constexpr FieldNumber capacity = 108;
inline constexpr FieldNumber resource_type = 109;
inline constexpr FieldNumber member = 110;
// Risks, issues and blockers.
inline constexpr FieldNumber probability = 120;
inline constexpr FieldNumber impact = 121;
inline constexpr FieldNumber proximity = 122;
inline constexpr FieldNumber response = 123;
inline constexpr FieldNumber trigger = 124;
inline constexpr FieldNumber severity = 125;
inline constexpr FieldNumber escalation = 126;
// Decisions, options and principles.
inline constexpr FieldNumber question = 140;
inline constexpr FieldNumber chosen = 141;
inline constexpr FieldNumber why = 142;
inline constexpr FieldNumber door = 143;
inline constexpr FieldNumber decided_by = 144;
inline constexpr FieldNumber decided_on = 145;
inline constexpr FieldNumber revisit_on = 146;
inline constexpr FieldNumber approver = 147;
inline constexpr FieldNumber pros = 148;
inline constexpr FieldNumber cons = 149;
inline constexpr FieldNumber meaning = 150;
inline constexpr FieldNumber approved_heads = 151;
// Correction of error.
inline constexpr FieldNumber happened = 160;
inline constexpr FieldNumber customer_impact = 161;
inline constexpr FieldNumber customers_hit = 162;
inline constexpr FieldNumber timeline = 163;
inline constexpr FieldNumber detection = 164;
inline constexpr FieldNumber why_1 = 165;
inline constexpr FieldNumber why_2 = 166;
inline constexpr FieldNumber why_3 = 167;
inline constexpr FieldNumber why_4 = 168;
inline constexpr FieldNumber why_5 = 169;
inline constexpr FieldNumber root_cause = 170;
inline constexpr FieldNumber lessons = 171;
inline constexpr FieldNumber at_root = 172;
// Feedback.
inline constexpr FieldNumber feedback_source = 180;
inline constexpr FieldNumber segment = 181;
inline constexpr FieldNumber quote = 182;
inline constexpr FieldNumber count = 183;
inline constexpr FieldNumber answer = 184;
// Checks and gates.
inline constexpr FieldNumber required_by = 200;
inline constexpr FieldNumber evidence = 201;
inline constexpr FieldNumber reviewer = 202;
inline constexpr FieldNumber area = 203;
inline constexpr FieldNumber verdict = 204;
inline constexpr FieldNumber rollback = 205;
// Updates.
inline constexpr FieldNumber update_why = 220;
inline constexpr FieldNumber update_action = 221;
inline constexpr FieldNumber action_owner = 222;
inline constexpr FieldNumber action_due = 223;
inline constexpr FieldNumber ask = 224;
inline constexpr FieldNumber would_change = 225;
inline constexpr FieldNumber as_of = 226;
inline constexpr FieldNumber not_seen = 227;
// Experiments, retros and design notes.
inline constexpr FieldNumber hypothesis = 240;
inline constexpr FieldNumber measured_by = 241;
inline constexpr FieldNumber result = 242;
inline constexpr FieldNumber keep = 243;
inline constexpr FieldNumber went_well = 244;
inline constexpr FieldNumber went_badly = 245;
inline constexpr FieldNumber problem = 246;
// Templates, views and custom fields.
inline constexpr FieldNumber body = 260;
inline constexpr FieldNumber query = 261;
inline constexpr FieldNumber layout = 262;
inline constexpr FieldNumber field_type = 263;
inline constexpr FieldNumber field_choices = 264;
inline constexpr FieldNumber columns = 265;
inline constexpr FieldNumber sort = 266;
inline constexpr FieldNumber group = 267;
// Calendars and baselines.
inline constexpr FieldNumber base_calendar = 280;
inline constexpr FieldNumber week = 281;
inline constexpr FieldNumber exceptions = 282;
inline constexpr FieldNumber taken_on = 283;
// Import sources.
inline constexpr FieldNumber format = 300;
inline constexpr FieldNumber file = 301;
inline constexpr FieldNumber column_map = 302;
inline constexpr FieldNumber imported = 303;  // first edit of every change an import makes
// Links.
inline constexpr FieldNumber dependency = 320;
inline constexpr FieldNumber lag = 321;
inline constexpr FieldNumber asked = 322;
inline constexpr FieldNumber promised = 323;
inline constexpr FieldNumber agreed = 324;
inline constexpr FieldNumber units = 325;
inline constexpr FieldNumber work = 326;
inline constexpr FieldNumber baseline_span = 327;
inline constexpr FieldNumber custom_value = 328;
inline constexpr FieldNumber link_note = 329;
// Comments: within merge::comment_fields_first .. comment_fields_last.
inline constexpr FieldNumber comment_text = 900;
inline constexpr FieldNumber comment_resolved = 901;
inline constexpr FieldNumber comment_reactions = 902;
inline constexpr FieldNumber comment_mentions = 903;
}  // namespace field

namespace link {
inline constexpr LinkNumber depends = 1;  // from the successor to its predecessor
inline constexpr LinkNumber mitigates = 2;
inline constexpr LinkNumber serves = 3;
inline constexpr LinkNumber informs = 4;
inline constexpr LinkNumber responsible = 5;
inline constexpr LinkNumber accountable = 6;
inline constexpr LinkNumber consulted = 7;
inline constexpr LinkNumber informed = 8;
inline constexpr LinkNumber approver = 9;
inline constexpr LinkNumber reviewer = 10;
inline constexpr LinkNumber see_also = 11;
inline constexpr LinkNumber blocks = 12;
inline constexpr LinkNumber duplicates = 13;
inline constexpr LinkNumber member_of = 14;
inline constexpr LinkNumber supersedes = 15;
inline constexpr LinkNumber affects = 16;
inline constexpr LinkNumber requires_check = 17;
inline constexpr LinkNumber baselined = 18;
inline constexpr LinkNumber watches = 19;
inline constexpr LinkNumber mentions = 20;
inline constexpr LinkNumber leans_on = 21;
inline constexpr LinkNumber trades_away = 22;
inline constexpr LinkNumber in_tension = 23;
inline constexpr LinkNumber stakeholder = 24;
inline constexpr LinkNumber involves = 25;
inline constexpr LinkNumber custom = 26;
}  // namespace link

namespace state {
inline constexpr ChoiceNumber proposed = 1;
inline constexpr ChoiceNumber planned = 2;
inline constexpr ChoiceNumber ready = 3;
inline constexpr ChoiceNumber in_progress = 4;
inline constexpr ChoiceNumber blocked = 5;
inline constexpr ChoiceNumber in_review = 6;
inline constexpr ChoiceNumber done = 7;
inline constexpr ChoiceNumber dropped = 8;
inline constexpr ChoiceNumber on_hold = 9;
inline constexpr ChoiceNumber open = 10;
inline constexpr ChoiceNumber closed = 11;
inline constexpr ChoiceNumber accepted = 12;
inline constexpr ChoiceNumber rejected = 13;
inline constexpr ChoiceNumber superseded = 14;
inline constexpr ChoiceNumber draft = 15;
inline constexpr ChoiceNumber decided = 16;
inline constexpr ChoiceNumber mitigated = 17;
inline constexpr ChoiceNumber occurred = 18;
inline constexpr ChoiceNumber approved = 19;
inline constexpr ChoiceNumber passed = 20;
inline constexpr ChoiceNumber failed = 21;
inline constexpr ChoiceNumber waived = 22;
inline constexpr ChoiceNumber kept = 23;
inline constexpr ChoiceNumber answered = 24;
inline constexpr ChoiceNumber published = 25;
inline constexpr ChoiceNumber deferred = 26;
inline constexpr ChoiceNumber withdrawn = 27;
inline constexpr ChoiceNumber deprecated = 28;
}  // namespace state

// How a length of time is shown; its amount is always in minutes, or in percent for the last two.
namespace unit {
inline constexpr ChoiceNumber minutes = 1;
inline constexpr ChoiceNumber hours = 2;
inline constexpr ChoiceNumber days = 3;
inline constexpr ChoiceNumber weeks = 4;
inline constexpr ChoiceNumber months = 5;
inline constexpr ChoiceNumber elapsed_minutes = 6;
inline constexpr ChoiceNumber elapsed_hours = 7;
inline constexpr ChoiceNumber elapsed_days = 8;
inline constexpr ChoiceNumber elapsed_weeks = 9;
inline constexpr ChoiceNumber elapsed_months = 10;
inline constexpr ChoiceNumber percent = 11;
inline constexpr ChoiceNumber elapsed_percent = 12;
}  // namespace unit

namespace dependency {
inline constexpr ChoiceNumber finish_start = 1;
inline constexpr ChoiceNumber start_start = 2;
inline constexpr ChoiceNumber finish_finish = 3;
inline constexpr ChoiceNumber start_finish = 4;
}  // namespace dependency

namespace constraint {
inline constexpr ChoiceNumber as_soon_as_possible = 1;
inline constexpr ChoiceNumber as_late_as_possible = 2;
inline constexpr ChoiceNumber must_start_on = 3;
inline constexpr ChoiceNumber must_finish_on = 4;
inline constexpr ChoiceNumber start_no_earlier = 5;
inline constexpr ChoiceNumber start_no_later = 6;
inline constexpr ChoiceNumber finish_no_earlier = 7;
inline constexpr ChoiceNumber finish_no_later = 8;
}  // namespace constraint

namespace mode {
inline constexpr ChoiceNumber automatic = 1;
inline constexpr ChoiceNumber manual = 2;
}  // namespace mode

namespace health {
inline constexpr ChoiceNumber green = 1;
inline constexpr ChoiceNumber yellow = 2;
inline constexpr ChoiceNumber red = 3;
}  // namespace health

namespace resource {
inline constexpr ChoiceNumber work = 1;
inline constexpr ChoiceNumber material = 2;
inline constexpr ChoiceNumber cost = 3;
}  // namespace resource

// Parts of composite fields, in the order of their values; frozen for ever.
namespace part {
inline constexpr std::size_t state = 0, reason = 1;     // of status
inline constexpr std::size_t amount = 0, shown_in = 1;  // of estimate, lag, cadence, work
inline constexpr std::size_t start = 0, finish = 1, duration = 2, duration_shown_in = 3,
                             constraint = 4, constraint_date = 5, mode = 6,
                             estimated = 7;  // of span
inline constexpr std::size_t day_minutes = 0, week_minutes = 1, month_days = 2, day_start = 3,
                             day_finish = 4;  // of working_units
inline constexpr std::size_t baseline_start = 0, baseline_finish = 1, baseline_duration = 2,
                             baseline_shown_in = 3, baseline_work = 4;  // of baseline_span
inline constexpr std::size_t import_digest = 0, import_file = 1, import_rows = 2,
                             import_batch = 3;  // of imported
}  // namespace part

}  // namespace cairn::plan
