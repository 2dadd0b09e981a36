// The types of links. Each is an item whose id is derived from (from, type, to), with fields of its
// own (schema/PROTOCOL.md sections 7 and 8).
#include "client/plan/catalog.h"

namespace cairn::plan {
namespace {

constexpr FieldNumber depends_fields[] = {
    field::dependency, field::lag, field::asked, field::promised, field::agreed, field::link_note};
constexpr FieldNumber assigned_fields[] = {field::units, field::work, field::link_note};
constexpr FieldNumber approval_fields[] = {field::approved_heads, field::link_note};
constexpr FieldNumber note_fields[] = {field::link_note};
constexpr FieldNumber baseline_fields[] = {field::baseline_span};
constexpr FieldNumber custom_fields[] = {field::custom_value};

constexpr LinkSpec table[] = {
    {link::depends, "depends", "needed-by", depends_fields, "cannot go on without"},
    {link::mitigates, "mitigates", "mitigated-by", note_fields, "makes a risk smaller"},
    {link::serves, "serves", "served-by", note_fields, "work towards a goal"},
    {link::informs, "informs", "informed-by", note_fields, "feedback behind work"},
    {link::responsible, "responsible", "works-on", assigned_fields, "a person who does the work"},
    {link::accountable, "accountable", "answers-for", note_fields, "a person who answers for it"},
    {link::consulted, "consulted", "consulted-on", note_fields, "a person asked before"},
    {link::informed, "informed", "kept-informed-on", note_fields, "a person told after"},
    {link::approver, "approved-by", "approves", approval_fields, "a person who must approve"},
    {link::reviewer, "reviewed-by", "reviews", note_fields, "a person who looks at it"},
    {link::see_also, "see-also", "seen-from", note_fields, "worth reading together"},
    {link::blocks, "blocks", "blocked-by", note_fields, "stops it"},
    {link::duplicates, "duplicates", "duplicated-by", note_fields, "the same thing"},
    {link::member_of, "member-of", "members", note_fields, "a person in a team"},
    {link::supersedes, "supersedes", "superseded-by", note_fields, "takes its place"},
    {link::affects, "affects", "affected-by", note_fields, "what a risk or issue touches"},
    {link::requires_check, "requires", "required-for", note_fields, "a check that a gate needs"},
    {link::baselined, "baselined", "baseline-of", baseline_fields, "its dates in a baseline"},
    {link::watches, "watches", "watched-by", note_fields, "a person who wants to hear of it"},
    {link::mentions, "mentions", "mentioned-in", note_fields, "names it"},
    {link::leans_on, "leans-on", "leaned-on-by", note_fields, "a principle behind a decision"},
    {link::trades_away,
     "trades-away",
     "traded-away-by",
     note_fields,
     "a principle a decision goes against"},
    {link::in_tension, "in-tension", "in-tension-with", note_fields, "principles that pull apart"},
    {link::stakeholder, "stakeholder", "has-stake-in", note_fields, "a person with a stake in it"},
    {link::involves, "involves", "involved-in", note_fields, "a team that takes part"},
    {link::custom, "has", "held-by", custom_fields, "its value of a custom field"},
};

}  // namespace

std::span<const LinkSpec> links() { return table; }

}  // namespace cairn::plan
