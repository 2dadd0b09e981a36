#include "client/report/approval_text.h"

#include <algorithm>

namespace cairn::report {
namespace {

using engine::ApprovalState;

constexpr plan::ChoiceNumber one_way = 1;

const std::vector<ApprovalTold>& approvals_of(const Insight& insight, Place place) {
    static const std::vector<ApprovalTold> none;
    const auto found = insight.evidence.approvals.find(insight.at(place).id);
    return found == insight.evidence.approvals.end() ? none : found->second;
}

std::string on_day(const std::optional<plan::Date>& day) {
    return day ? " on " + plan::to_iso(*day) : "";
}

std::string lapsed_text(const Insight& insight, Place place, const ApprovalTold& approval) {
    std::string text = ", and has lapsed: ";
    if (approval.lapsed.empty()) return text + "something was added or removed since";
    const ApprovalTold::Lapsed& first = approval.lapsed.front();
    const plan::FieldSpec* field = plan::find_field(first.field);
    text += std::string(field->name);
    if (first.item != insight.at(place).id) text += " of “" + insight.name(first.item) + "”";
    text += " was changed by " + first.by + " on " + plan::to_iso(first.on);
    if (approval.lapsed.size() > 1)
        text += ", and " + counted(approval.lapsed.size() - 1, "more part");
    return text;
}

Cell told(const Insight& insight, Place place, const ApprovalTold& approval) {
    const std::string who = insight.name(approval.person);
    const std::string note = approval.note.empty() ? "" : ": " + approval.note;
    const std::string recorded =
        approval.is_recorded ? " (recorded by " + approval.written_by + ")" : "";
    switch (approval.state) {
        case ApprovalState::given:
            return {who + " approved it as it stands" + on_day(approval.on) + recorded + note,
                    Tone::good};
        case ApprovalState::lapsed:
            return {who + " approved it" + on_day(approval.on) + recorded +
                        lapsed_text(insight, place, approval),
                    Tone::bad};
        case ApprovalState::foreign:
            return {"An approval in the name of " + who + " was written by " + approval.written_by +
                        on_day(approval.on) + ", and counts for nothing",
                    Tone::bad};
        default:
            return {who + " has not approved it yet", Tone::warning};
    }
}

}  // namespace

void add_approvals(const Insight& insight, Place place, Blocks& blocks) {
    const auto& approvals = approvals_of(insight, place);
    const Item& item = insight.at(place);
    const bool needs_one = item.kind == plan::kind::gate ||
                           outline::choice_of(item.cells, plan::field::door) == one_way;
    if (approvals.empty() && !needs_one) return;
    blocks.push_back(Heading{"Approvals"});
    List list;
    for (const ApprovalTold& approval : approvals)
        list.items.push_back(told(insight, place, approval));
    if (approvals.empty())
        list.items.push_back({"Nobody has been asked to approve it", Tone::warning});
    blocks.push_back(list);
}

bool is_approved(const Insight& insight, Place place) {
    const auto& approvals = approvals_of(insight, place);
    return !approvals.empty() &&
           std::all_of(approvals.begin(), approvals.end(), [](const ApprovalTold& approval) {
               return approval.state == ApprovalState::given;
           });
}

}  // namespace cairn::report
