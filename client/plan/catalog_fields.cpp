// The fields. A field never changes type; a composite never gains a part (DESIGN 3.2, 3.6).
#include "client/plan/catalog.h"
#include "client/plan/catalog_choices.h"

namespace cairn::plan {
namespace {

using merge::Fold;
using merge::ValueType;

constexpr ValueType text_type[] = {ValueType::text};
constexpr ValueType integer_type[] = {ValueType::integer};
constexpr ValueType boolean_type[] = {ValueType::boolean};
constexpr ValueType date_type[] = {ValueType::date};
constexpr ValueType moment_type[] = {ValueType::minute};
constexpr ValueType date_or_minute[] = {ValueType::date, ValueType::minute};
constexpr ValueType choice_type[] = {ValueType::choice};
constexpr ValueType item_type[] = {ValueType::item};
constexpr ValueType money_type[] = {ValueType::money};
constexpr ValueType composite_type[] = {ValueType::composite};
constexpr ValueType any_plain[] = {ValueType::text,
                                   ValueType::integer,
                                   ValueType::boolean,
                                   ValueType::date,
                                   ValueType::minute,
                                   ValueType::money,
                                   ValueType::item};

constexpr PartSpec status_parts[] = {{"state", ValueType::choice, choices::states},
                                     {"reason", ValueType::text, {}}};
constexpr PartSpec duration_parts[] = {{"amount", ValueType::integer, {}},
                                       {"shown-in", ValueType::choice, choices::units}};
constexpr PartSpec span_parts[] = {
    {"start", ValueType::minute, {}},
    {"finish", ValueType::minute, {}},
    {"duration", ValueType::integer, {}},
    {"duration-shown-in", ValueType::choice, choices::units},
    {"constraint", ValueType::choice, choices::constraints},
    {"constraint-date", ValueType::minute, {}},
    {"mode", ValueType::choice, choices::modes},
    {"estimated", ValueType::boolean, {}},
};
constexpr PartSpec working_unit_parts[] = {
    {"day-minutes", ValueType::integer, {}},
    {"week-minutes", ValueType::integer, {}},
    {"month-days", ValueType::integer, {}},
    {"day-start", ValueType::integer, {}},   // minutes after midnight
    {"day-finish", ValueType::integer, {}},  // minutes after midnight
};
// Working times of each day: "08:00-12:00,13:00-17:00", "off", or unset: as the base calendar says.
constexpr PartSpec week_parts[] = {
    {"monday", ValueType::text, {}},
    {"tuesday", ValueType::text, {}},
    {"wednesday", ValueType::text, {}},
    {"thursday", ValueType::text, {}},
    {"friday", ValueType::text, {}},
    {"saturday", ValueType::text, {}},
    {"sunday", ValueType::text, {}},
};
constexpr PartSpec baseline_parts[] = {
    {"baseline-start", ValueType::minute, {}},
    {"baseline-finish", ValueType::minute, {}},
    {"baseline-duration", ValueType::integer, {}},
    {"baseline-shown-in", ValueType::choice, choices::units},
    {"baseline-work", ValueType::integer, {}},
};
constexpr PartSpec imported_parts[] = {
    {"digest", ValueType::text, {}},  // of the file, BLAKE2b-256 in hexadecimal
    {"imported-file", ValueType::text, {}},
    {"rows", ValueType::integer, {}},
    {"batch", ValueType::integer, {}},  // from 1; a large import is several changes
};

constexpr FieldSpec plain(FieldNumber number,
                          std::string_view name,
                          std::span<const ValueType> types,
                          std::string_view help) {
    return {.number = number, .name = name, .types = types, .help = help};
}
constexpr FieldSpec text(FieldNumber number, std::string_view name, std::string_view help) {
    return plain(number, name, text_type, help);
}
constexpr FieldSpec whole(FieldNumber number,
                          std::string_view name,
                          std::int64_t min,
                          std::int64_t max,
                          std::string_view help) {
    FieldSpec spec = plain(number, name, integer_type, help);
    spec.integer_min = min;
    spec.integer_max = max;
    return spec;
}
constexpr FieldSpec choice(FieldNumber number,
                           std::string_view name,
                           std::span<const Choice> of,
                           std::string_view help) {
    FieldSpec spec = plain(number, name, choice_type, help);
    spec.choices = of;
    return spec;
}
constexpr FieldSpec composite(FieldNumber number,
                              std::string_view name,
                              std::span<const PartSpec> parts,
                              Shape shape,
                              std::string_view help) {
    FieldSpec spec = plain(number, name, composite_type, help);
    spec.fold = Fold::composite;
    spec.parts = parts;
    spec.shape = shape;
    return spec;
}
constexpr FieldSpec folded(Fold fold, FieldSpec spec) {
    spec.fold = fold;
    return spec;
}

// More than a line, which people write together; the others of text are written as a whole.
constexpr FieldSpec prose(FieldNumber number, std::string_view name, std::string_view help) {
    return folded(Fold::text, text(number, name, help));
}

constexpr FieldSpec table[] = {
    text(field::title, "title", "what it is called"),
    prose(field::notes, "notes", "anything worth writing down, in Markdown"),
    plain(field::owner, "owner", item_type, "the one person who answers for it"),
    composite(field::status,
              "status",
              status_parts,
              Shape::status,
              "state, and why: 'blocked: waiting for legal'"),
    choice(field::health, "health", choices::healths, "green, yellow or red"),
    folded(Fold::set, text(field::labels, "labels", "free words to find it by")),
    choice(field::importance, "class", choices::importances, "must, should, could, will-not"),
    whole(field::value, "value", 0, 1000000, "worth, on a scale of the team's own"),
    whole(field::points, "points", 0, 1000000, "relative size, on a scale of the team's own"),
    whole(field::progress, "progress", 0, 100, "percent complete"),
    plain(field::budget, "budget", money_type, "money planned"),
    plain(field::spent, "spent", money_type, "money spent"),
    plain(field::team, "team", item_type, "the team that does it"),
    text(field::url, "url", "where more can be read"),
    text(field::reference, "ref", "its key in another system"),
    text(field::stage, "stage", "how mature it is: alpha, beta, stable"),
    text(field::release, "release", "the release it belongs to"),
    plain(field::since, "since", date_type, "the day it began or was raised"),
    prose(field::exit_criteria, "exit", "what must be true to call it reached"),
    composite(field::cadence,
              "cadence",
              duration_parts,
              Shape::duration,
              "how often to be in touch or to report: 2w"),
    folded(Fold::counter, plain(field::votes, "votes", integer_type, "how many want it")),
    folded(Fold::quiet, text(field::colour, "colour", "colour on charts: #3366cc")),
    folded(Fold::quiet, plain(field::collapsed, "collapsed", boolean_type, "shown folded")),
    choice(field::urgency, "priority", choices::urgencies, "low, normal, high, urgent"),
    folded(Fold::set,
           text(field::muted, "muted", "what the radar keeps silent about: RULE until DAY")),

    composite(field::span,
              "span",
              span_parts,
              Shape::span,
              "start, finish, duration and constraint: '2027-03-01..2027-03-05 5d'"),
    composite(
        field::estimate, "estimate", duration_parts, Shape::duration, "work it needs: 40h, 3d"),
    plain(field::due, "due", date_or_minute, "deadline: moves nothing, warns"),
    plain(field::actual_start, "started", moment_type, "when work really began"),
    plain(field::actual_finish, "finished", moment_type, "when work really ended"),
    plain(field::calendar, "calendar", item_type, "working days and hours"),
    composite(field::working_units,
              "working-units",
              working_unit_parts,
              Shape::list,
              "minutes in a day and week, days in a month, start and end of a day"),
    composite(
        field::actual_work, "work-done", duration_parts, Shape::duration, "work spent so far: 12h"),
    plain(field::inactive, "inactive", boolean_type, "kept, but not scheduled"),
    whole(field::leveling, "leveling", 0, 1000, "who goes first where people are short; 500 usual"),

    choice(field::direction, "direction", choices::directions, "which way is better"),
    text(field::measure_baseline, "baseline", "where the measure stood"),
    text(field::measure_target, "target", "where it should be"),
    text(field::measure_now, "now", "where it stands"),
    text(field::measure_unit, "unit", "what it counts"),

    text(field::role, "role", "what they do here"),
    text(field::email, "email", "address"),
    whole(field::influence, "influence", 1, 5, "1 little to 5 decisive"),
    whole(field::interest, "interest", 1, 5, "1 little to 5 keen"),
    choice(field::stance, "stance", choices::stances, "champion to opponent"),
    plain(field::last_contact, "last-contact", date_type, "when we last spoke"),
    text(field::channel, "channel", "how to reach them"),
    plain(field::active, "active", boolean_type, "still with us"),
    whole(field::capacity, "capacity", 0, 100000, "percent of full time; a team may exceed 100"),
    choice(field::resource_type, "resource", choices::resource_types, "work, material or cost"),
    text(field::member, "member", "id of the workspace member this person is"),

    whole(field::probability, "probability", 1, 5, "1 unlikely to 5 nearly certain"),
    whole(field::impact, "impact", 1, 5, "1 small to 5 fatal"),
    choice(field::proximity, "proximity", choices::proximities, "how soon it could strike"),
    choice(field::response, "response", choices::responses, "avoid, reduce, transfer, accept"),
    text(field::trigger, "trigger", "the sign that it has begun"),
    choice(field::severity, "severity", choices::severities, "low, medium, high, critical"),
    text(field::escalation, "escalation", "whom to go to next, and when"),

    prose(field::question, "question", "what has to be decided"),
    plain(field::chosen, "chosen", item_type, "the option taken"),
    prose(field::why, "why", "the reasons"),
    choice(field::door, "door", choices::doors, "one-way cannot be undone"),
    plain(field::decided_by, "decided-by", item_type, "who decided"),
    plain(field::decided_on, "decided-on", date_type, "when"),
    plain(field::revisit_on, "revisit", date_type, "when to look at it again"),
    plain(field::approver, "approver", item_type, "who must approve a one-way door"),
    prose(field::pros, "pros", "what speaks for it"),
    prose(field::cons, "cons", "what speaks against it"),
    prose(field::meaning, "meaning", "what the principle asks of us"),
    text(field::approved_heads, "approved-heads", "what exactly was approved"),

    prose(field::happened, "happened", "what happened"),
    prose(field::customer_impact, "customer-impact", "what customers saw"),
    whole(field::customers_hit, "customers-hit", 0, 1000000000000, "how many it touched"),
    prose(field::timeline, "timeline", "what happened when"),
    prose(field::detection, "detection", "how we noticed, and how we could have sooner"),
    prose(field::why_1, "why-1", "first why"),
    prose(field::why_2, "why-2", "second why"),
    prose(field::why_3, "why-3", "third why"),
    prose(field::why_4, "why-4", "fourth why"),
    prose(field::why_5, "why-5", "fifth why"),
    prose(field::root_cause, "root-cause", "what the whys lead to"),
    prose(field::lessons, "lessons", "what we learnt"),
    plain(field::at_root, "at-root", boolean_type, "the action removes the root cause"),

    text(field::feedback_source, "heard-from", "where it was said"),
    text(field::segment, "segment", "which customers"),
    prose(field::quote, "quote", "in their words"),
    whole(field::count, "count", 0, 1000000000000, "how many said so"),
    prose(field::answer, "answer", "what we told them"),

    plain(field::required_by, "required-by", date_type, "the day it must be met"),
    prose(field::evidence, "evidence", "what shows that it is met"),
    plain(field::reviewer, "reviewer", item_type, "who looks at it"),
    choice(field::area, "area", choices::areas, "security, accessibility, compliance..."),
    choice(field::verdict, "verdict", choices::verdicts, "go, no-go, conditional"),
    prose(field::rollback, "rollback", "how to undo the launch"),

    prose(field::update_why, "reason-for-colour", "why this colour"),
    prose(field::not_seen, "not-seen", "from green to red in one step: why it was not seen"),
    prose(field::update_action, "action", "what is being done"),
    plain(field::action_owner, "action-owner", item_type, "who does it"),
    plain(field::action_due, "action-due", date_type, "by when"),
    prose(field::ask, "ask", "what the reader must do"),
    prose(field::would_change, "would-change", "what would change the colour"),
    plain(field::as_of, "as-of", date_type, "the day the update speaks of"),

    prose(field::hypothesis, "hypothesis", "what we expect"),
    prose(field::measured_by, "measured-by", "how we will know"),
    prose(field::result, "result", "what came out"),
    choice(field::keep, "keep", choices::keeps, "keep, drop or change"),
    prose(field::went_well, "went-well", "what to keep doing"),
    prose(field::went_badly, "went-badly", "what to change"),
    prose(field::problem, "problem", "what has to be solved"),

    prose(field::body, "body", "what the template makes"),
    text(field::query, "query", "which items the view shows, as a filter"),
    text(field::columns, "columns", "fields that the view shows: title,owner,due"),
    text(field::sort, "sort", "fields that it sorts by, - for the greatest first: due,-impact"),
    text(field::group, "group", "the field that it groups by"),
    folded(Fold::quiet, choice(field::layout, "layout", choices::layouts, "how it shows them")),
    choice(field::field_type, "type", choices::field_types, "what the custom field holds"),
    folded(Fold::set, text(field::field_choices, "choices", "what may be chosen")),

    plain(field::base_calendar, "base", item_type, "the calendar this one refines"),
    composite(field::week, "week", week_parts, Shape::list, "working times, Monday to Sunday"),
    folded(
        Fold::set,
        text(
            field::exceptions, "exceptions", "other days: '2027-12-24..2027-12-26 off Christmas'")),
    plain(field::taken_on, "taken-on", moment_type, "when the baseline was taken"),

    text(field::format, "format", "what kind of file it was"),
    text(field::file, "file", "the file's name at first import"),
    text(field::column_map, "map", "which column went where"),
    folded(Fold::quiet,
           composite(field::imported,
                     "imported",
                     imported_parts,
                     Shape::list,
                     "marks the changes of an import")),

    choice(field::dependency, "dependency", choices::dependencies, "fs, ss, ff or sf"),
    composite(
        field::lag, "lag", duration_parts, Shape::duration, "wait between: 2d, -1d, 3ed, 50%"),
    plain(field::asked, "asked", date_type, "when it is needed"),
    plain(field::promised, "promised", date_type, "when it is promised"),
    plain(field::agreed, "agreed", boolean_type, "both sides agree"),
    whole(field::units, "units", 0, 1000000, "percent of a person's time"),
    composite(field::work, "work", duration_parts, Shape::duration, "work of the assignment"),
    composite(field::baseline_span,
              "baseline-span",
              baseline_parts,
              Shape::list,
              "dates and work as they were"),
    plain(field::custom_value, "custom", any_plain, "value of a custom field"),
    text(field::link_note, "note", "why the two are linked"),

    prose(field::comment_text, "text", "what was said"),
    plain(field::comment_resolved, "resolved", boolean_type, "no longer open"),
    folded(Fold::set, text(field::comment_reactions, "reactions", "short answers")),
    folded(Fold::set, plain(field::comment_mentions, "mentions", item_type, "who is spoken to")),
};

constexpr ReservedField reserved[] = {
    {11, "description"},  // collaborative text
    {13, "narrative"},    // collaborative text
};

}  // namespace

std::span<const FieldSpec> fields() { return table; }
std::span<const ReservedField> reserved_fields() { return reserved; }

}  // namespace cairn::plan
