#include "client/boards/boards.h"

#include <algorithm>

namespace cairn::boards {
namespace {

using plan::field::impact;
using plan::field::influence;
using plan::field::interest;
using plan::field::probability;

constexpr Board table[] = {
    {"risks",
     plan::kind::risk,
     "kind:risk",
     "is:open",
     "title,probability,impact,response,owner,due,state",
     "-impact,-probability,due",
     "Risks: how likely, how bad, and what is done about them",
     probability,
     impact},
    {"decisions",
     plan::kind::decision,
     "kind:decision",
     "is:open",
     "title,door,state,owner,due,decided-on,revisit",
     "due,decided-on",
     "Decisions: what is open, by when, and which cannot be undone"},
    {"coe",
     plan::kind::coe,
     "kind:coe,coe-action",
     "is:open",
     "kind,title,state,owner,due,customers-hit,parent",
     "-kind,due",
     "Corrections of error, and the actions that keep them from happening again"},
    {"stakeholders",
     plan::kind::person,
     "kind:person (influence:any or interest:any or cadence:any)",
     "-active:no",
     "title,role,influence,interest,stance,cadence,last-contact,channel",
     "-influence,-interest,last-contact",
     "People with a stake: who, how much, and when we last spoke",
     interest,
     influence},
    {"goals",
     plan::kind::goal,
     "kind:goal,measure",
     "is:open",
     "kind,title,state,owner,baseline,target,now,unit,due",
     "kind,due",
     "Goals, and the measures that tell"},
    {"checks",
     plan::kind::check,
     "kind:check,gate",
     "-(is:finished -state:failed)",
     "kind,title,area,state,owner,reviewer,required-by,verdict",
     "kind,required-by",
     "Checks and gates: what a launch still needs"},
    {"feedback",
     plan::kind::feedback,
     "kind:feedback",
     "is:open",
     "title,segment,severity,count,state,heard-from,owner",
     "-count,-severity",
     "What customers said: how many, how bad, who answers"},
    {"experiments",
     plan::kind::experiment,
     "kind:experiment",
     "is:open",
     "title,state,keep,owner,due",
     "due",
     "Experiments: what we try, and what we kept"},
    {"principles",
     plan::kind::principle,
     "kind:principle",
     "",
     "title,meaning",
     "title",
     "Principles that decisions lean on"},
};

}  // namespace

std::span<const Board> boards() { return table; }

const Board* find_board(std::string_view name) {
    const auto* found = std::find_if(
        std::begin(table), std::end(table), [&](const Board& board) { return board.name == name; });
    return found == std::end(table) ? nullptr : found;
}

}  // namespace cairn::boards
