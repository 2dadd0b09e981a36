#include "tests/simulation/oracles.h"

#include <algorithm>
#include <set>

#include "client/merge/model.h"
#include "client/merge/schema.h"
#include "client/replica/doctor.h"
#include "shared/sqlite/statement.h"
#include "tests/simulation/person.h"
#include "tests/support/laptop/graph_reader.h"
#include "tests/support/laptop/plain_rights.h"

namespace cairn::simulation {
namespace {

// Conflicts as text that does not depend on a file's own row numbers.
std::vector<std::string> conflicts_of(engine::Workspace& workspace) {
    std::vector<std::string> all;
    for (const replica::ConflictView& conflict : workspace.read().conflicts()) {
        std::string text = fmt::format("{} {} {} {} base {}",
                                       static_cast<int>(conflict.kind),
                                       brief(conflict.item),
                                       conflict.field,
                                       conflict.element,
                                       conflict.base.value_or("none"));
        for (const replica::HeadView& head : conflict.candidates)
            text += fmt::format(" | {} {}", brief(head.change), head.value);
        std::vector<std::string> others;
        for (const ItemId& other : conflict.others) others.push_back(brief(other));
        std::sort(others.begin(), others.end());
        for (const std::string& other : others) text += " + " + other;
        all.push_back(std::move(text));
    }
    std::sort(all.begin(), all.end());
    return all;
}

// What of `here` is not there, a line each.
std::string missing_from(const std::vector<std::string>& there,
                         const std::vector<std::string>& here) {
    std::vector<std::string> missing;
    std::set_difference(
        here.begin(), here.end(), there.begin(), there.end(), std::back_inserter(missing));
    std::string text;
    for (const std::string& line : missing) text += "\n    " + line;
    return text;
}

// All but what waits for an envelope that is not here; check_parked says whether that may be.
std::vector<Envelope> whole_envelopes(engine::Workspace& workspace) {
    std::set<EnvelopeHash> waiting;
    for (const replica::EnvelopeState state :
         {replica::EnvelopeState::detached, replica::EnvelopeState::parked})
        for (const replica::EnvelopeView& parked : workspace.read().envelopes(state, SIZE_MAX))
            waiting.insert(parked.hash);
    std::vector<Envelope> envelopes = workspace.replica().lacking(Frontier(), SIZE_MAX);
    std::erase_if(envelopes, [&](const Envelope& one) { return waiting.contains(one.hash()); });
    return envelopes;
}

merge::ModelState reference_of(engine::Workspace& workspace) {
    const std::vector<Envelope> envelopes = whole_envelopes(workspace);
    const std::vector<merge::GraphEnvelope> graph =
        test::GraphReader(envelopes, workspace.keys()).all();
    merge::Model model(workspace.id(), workspace.replica().schema());
    for (const merge::GraphEnvelope& node : graph) model.add(node);
    model.set_void_by_right(test::PlainRights(envelopes, workspace.roster()).taken_from(graph));
    return model.state();
}

// Edits without effect, and `wrong` of them not for want of a right: nobody breaks another rule.
struct WithoutEffect {
    std::size_t edits = 0;
    std::size_t wrong = 0;
};

WithoutEffect without_effect(const merge::ModelState& reference) {
    using merge::EditStatus;
    WithoutEffect found;
    for (const auto& [id, edit] : reference.edits) {
        if (edit.status == EditStatus::valid || edit.status == EditStatus::parked) continue;
        ++found.edits;
        // What was typed into a text on top of what is void falls with it.
        const bool by_right =
            edit.status == EditStatus::void_by_right || edit.status == EditStatus::void_by_text;
        if (!by_right) ++found.wrong;
    }
    return found;
}

// Changes of the file that no envelope carries.
std::string beyond_reference(engine::Workspace& workspace, const merge::ModelState& reference) {
    std::set<ChangeId> known;
    for (const auto& [edit, state] : reference.edits) known.insert(edit.change);
    std::string text;
    for (const replica::ChangeView& change : workspace.read().changes_since({}, SIZE_MAX))
        if (!known.contains(change.id))
            text += fmt::format(" {}{}", brief(change.id), change.sealed ? "" : " (pending)");
    return text;
}

void check_reference(LaptopMachine& laptop) {
    engine::Workspace& workspace = laptop.workspace();
    const merge::ModelState reference = reference_of(workspace);
    const replica::StateHashes hashes = workspace.read().hashes();
    const replica::Counts counts = workspace.read().counts();
    demand(counts.edits == reference.edits.size(),
           "I3: {} has {} edits, the reference {}:{}",
           laptop.name(),
           counts.edits,
           reference.edits.size(),
           beyond_reference(workspace, reference));
    demand(hashes.heads == reference.heads_hash,
           "I3: {} has other heads than the reference",
           laptop.name());
    demand(hashes.view == reference.view_hash,
           "I3: {} shows something else than the reference",
           laptop.name());
    const auto expected = static_cast<std::uint64_t>(
        std::count_if(reference.cells.begin(), reference.cells.end(), [](const auto& cell) {
            return cell.second.conflict;
        }));
    demand(counts.conflicts == expected,
           "I4: {} shows {} conflicts, the reference {}",
           laptop.name(),
           counts.conflicts,
           expected);
    const WithoutEffect ineffective = without_effect(reference);
    demand(counts.void_edits == ineffective.edits,
           "I6: {} counts {} edits as void, the reference {}",
           laptop.name(),
           counts.void_edits,
           ineffective.edits);
    demand(ineffective.wrong == 0 && counts.void_envelopes == 0,
           "I4: {} malformed edits, {} void envelopes, and nobody broke a rule",
           ineffective.wrong,
           counts.void_envelopes);
}

// An envelope that is not here and that this one waits for, by way of whatever else waits; zeros:
// there is none.
EnvelopeHash missing_for(replica::Replica& replica, const EnvelopeHash& hash) {
    EnvelopeHash at = hash;
    while (replica.envelope(at)) {
        sqlite::Statement awaited(replica.database(),
                                  "SELECT w.what FROM waiting w JOIN envelope v ON "
                                  "v.id = w.envelope WHERE v.hash = ? AND w.reason <= 3");
        sqlite::Rows rows = awaited.query(at);
        if (!rows.next()) return {};
        at = rows.id<EnvelopeHash>(0);
    }
    return at;
}

// Envelopes that those who belong hold, and those that are nowhere else.
struct Whereabouts {
    std::set<EnvelopeHash> held;
    std::set<EnvelopeHash> out_of_reach;
};

// What came by another way than the server, and whose predecessor went with an older copy that took
// the place of the only machine that had it, or is on a machine that may not send it, waits for
// ever. Nothing else may wait.
void check_parked(LaptopMachine& laptop, const Ledger& ledger, const Whereabouts& envelopes) {
    engine::Workspace& workspace = laptop.workspace();
    for (const replica::EnvelopeState state :
         {replica::EnvelopeState::detached, replica::EnvelopeState::parked}) {
        for (const replica::EnvelopeView& parked : workspace.read().envelopes(state, SIZE_MAX)) {
            const EnvelopeHash missing = missing_for(workspace.replica(), parked.hash);
            const bool nobody_can_send =
                ledger.lost_envelopes.contains(missing) || envelopes.out_of_reach.contains(missing);
            demand(nobody_can_send && !envelopes.held.contains(missing),
                   "I10: something waits that need not: {}",
                   laptop.standing());
        }
    }
}

void check_same(LaptopMachine& one, LaptopMachine& first) {
    engine::Workspace& workspace = one.workspace();
    engine::Workspace& other = first.workspace();
    const replica::Counts counts = workspace.read().counts();
    const bool waits_for_role = write_right_of(one.role()) == WriteRight::none;
    const auto refused = refused_work(one, first);
    demand(
        refused.has_value(), "I10: {} and {} hold different envelopes", one.name(), first.name());
    demand(counts.parked_edits == 0 && counts.outbox_envelopes == *refused &&
               (counts.pending_changes == 0 || waits_for_role),
           "I10: unfinished work on {}",
           one.standing());
    demand(workspace.roster().head() == other.roster().head(),
           "I10: {} and {} know different members",
           one.name(),
           first.name());
    const replica::StateHashes ours = workspace.read().hashes();
    const replica::StateHashes theirs = other.read().hashes();
    demand(ours.heads == theirs.heads && ours.view == theirs.view,
           "I3: {} and {} hold the same; heads {}, shown {}",
           one.name(),
           first.name(),
           ours.heads == theirs.heads ? "alike" : "different",
           ours.view == theirs.view ? "alike" : "different");
    const std::vector<std::string> here = conflicts_of(workspace);
    const std::vector<std::string> there = conflicts_of(other);
    demand(here == there,
           "I3: {} and {} show different conflicts:{}{}",
           one.name(),
           first.name(),
           missing_from(there, here),
           missing_from(here, there));
}

}  // namespace

std::optional<std::size_t> refused_work(LaptopMachine& one, LaptopMachine& first) {
    replica::Replica& ours = one.workspace().replica();
    replica::Replica& theirs = first.workspace().replica();
    for (const DeviceTips& of_device : theirs.frontier().tips())
        for (const Tip& tip : of_device.tips)
            if (!ours.envelope(tip.hash)) return std::nullopt;
    const RosterView& roster = first.workspace().roster();
    std::set<EnvelopeHash> alone;
    for (const DeviceTips& of_device : ours.frontier().tips())
        for (const Tip& tip : of_device.tips)
            for (EnvelopeHash at = tip.hash; !at.is_zero() && !theirs.envelope(at);) {
                const DeviceEntry* author = roster.device(of_device.device);
                if (author == nullptr || author->cuts.empty()) return std::nullopt;
                alone.insert(at);
                at = ours.envelope(at)->header().previous;
            }
    return alone.size();
}

void check_tree(LaptopMachine& laptop) {
    std::map<ItemId, ItemId> parents;
    laptop.workspace().read().each_item(
        [&](const replica::ItemPlace& item, std::span<const replica::CellView>) {
            parents[item.id] = item.parent;
        });
    std::set<ItemId> told;
    for (const replica::ConflictView& conflict : laptop.workspace().read().conflicts())
        if (conflict.kind == replica::ConflictKind::under_lost) told.insert(conflict.item);
    for (const auto& [item, parent] : parents) {
        ItemId below = item;
        ItemId at = parent;
        for (std::size_t steps = 0; at != merge::root_item() && at != merge::trash_item();
             ++steps) {
            demand(steps <= parents.size(), "I5: a circle on {}", laptop.name());
            const auto next = parents.find(at);
            demand(next != parents.end() || told.contains(below),
                   "I5: {} hangs nowhere on {}, and nobody is told",
                   brief(item),
                   laptop.name());
            if (next == parents.end()) break;
            below = at;
            at = next->second;
        }
    }
}

void check_file(LaptopMachine& laptop) {
    for (const replica::Finding& finding : replica::examine(laptop.workspace().replica()))
        throw Broken(fmt::format("I9: {}: {}", laptop.name(), finding.sentence));
}

void check_alike(Laptops& laptops, Laptops& deaf, LaptopMachine& first, const Ledger& ledger) {
    Whereabouts envelopes;
    for (const auto& laptop : laptops)
        (laptop->belongs() ? envelopes.held : envelopes.out_of_reach)
            .merge(laptop->held_envelopes());
    for (const auto& laptop : deaf) envelopes.out_of_reach.merge(laptop->held_envelopes());
    check_reference(first);
    for (const auto& laptop : laptops) {
        if (!laptop->belongs()) continue;
        check_same(*laptop, first);
        check_parked(*laptop, ledger, envelopes);
    }
}

namespace {

bool has(LaptopMachine& laptop, const ChangeId& change) {
    return laptop.up() && laptop.workspace().read().find_change(change).has_value();
}

bool has_lost_a_right(LaptopMachine& laptop) {
    const DeviceEntry* device =
        laptop.workspace().roster().device(laptop.workspace().replica().device());
    return device != nullptr && !device->cuts.empty();
}

// It may not be sent any more: by its author, or by whoever else had got it before an older copy
// took its author's place.
bool may_stay_behind(const ChangeId& change, const Typed& typed, Laptops& laptops) {
    return std::any_of(laptops.begin(), laptops.end(), [&](const auto& laptop) {
        const bool may_send = write_right_of(laptop->role()) != WriteRight::none;
        return has(*laptop, change) && (!may_send || has_lost_a_right(*laptop)) &&
               (laptop->is_gone() || laptop->name() == typed.by);
    });
}

}  // namespace

void check_nothing_lost(const Ledger& ledger,
                        Laptops& laptops,
                        LaptopMachine& first,
                        ServerMachine& server) {
    for (const auto& [id, typed] : ledger.changes) {
        const auto row = first.workspace().read().find_change(id);
        demand(row.has_value() || typed.may_be_lost || may_stay_behind(id, typed, laptops),
               "I4: change {} of {} is nowhere",
               brief(id),
               typed.by);
        if (row)
            demand(edits_in(first.workspace(), *row) == typed.edits,
                   "I4: change {} of {} says something else than was typed",
                   brief(id),
                   typed.by);
    }
    for (const EnvelopeHash& hash : server.held())
        demand(first.workspace().replica().holds(hash),
               "I1: {} lacks what the server acknowledged",
               first.name());
}

void check_invites(const RosterView& roster, WallTime then) {
    for (const InviteEntry& invite : roster.invites())
        demand(!invite.open() || invite.expires > then,
               "invite {} is open {} ms after its end",
               brief(invite.id),
               then.ms - invite.expires.ms);
}

}  // namespace cairn::simulation
