#include "tests/simulation/oracles.h"

#include <algorithm>

#include "client/merge/model.h"
#include "client/merge/schema.h"
#include "client/replica/doctor.h"
#include "shared/sqlite/statement.h"
#include "tests/simulation/person.h"
#include "tests/support/laptop/graph_reader.h"

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

merge::ModelState reference_of(engine::Workspace& workspace) {
    const std::vector<Envelope> envelopes = workspace.replica().lacking(Frontier(), SIZE_MAX);
    merge::Model model(workspace.id(), workspace.replica().schema());
    for (merge::GraphEnvelope& node : test::GraphReader(envelopes, workspace.keys()).all())
        model.add(std::move(node));
    return model.state();
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
    demand(counts.void_edits == 0 && counts.void_envelopes == 0,
           "I4: {} void edits, {} void envelopes, and nobody broke a rule",
           counts.void_edits,
           counts.void_envelopes);
}

// The first before it in its chain that is not here; zeros: all are.
EnvelopeHash missing_before(replica::Replica& replica, const EnvelopeHash& hash) {
    EnvelopeHash at = hash;
    while (const auto envelope = replica.envelope(at)) {
        at = envelope->header().previous;
        if (at.is_zero()) break;
    }
    return at;
}

// What came by another way than the server, and whose predecessor went with an older copy that took
// the place of the only machine that had it, waits for ever. Nothing else may wait.
void check_parked(LaptopMachine& laptop, const Ledger& ledger, const std::set<EnvelopeHash>& held) {
    engine::Workspace& workspace = laptop.workspace();
    for (const replica::EnvelopeState state :
         {replica::EnvelopeState::detached, replica::EnvelopeState::parked}) {
        for (const replica::EnvelopeView& parked : workspace.read().envelopes(state, SIZE_MAX)) {
            const EnvelopeHash missing = missing_before(workspace.replica(), parked.hash);
            demand(ledger.lost_envelopes.contains(missing) && !held.contains(missing),
                   "I10: something waits that need not: {}",
                   laptop.standing());
        }
    }
}

void check_same(LaptopMachine& one, LaptopMachine& first) {
    engine::Workspace& workspace = one.workspace();
    engine::Workspace& other = first.workspace();
    const replica::Counts counts = workspace.read().counts();
    demand(counts.parked_edits == 0 && counts.pending_changes == 0 && counts.outbox_envelopes == 0,
           "I10: unfinished work on {}",
           one.standing());
    demand(workspace.roster().head() == other.roster().head(),
           "I10: {} and {} know different members",
           one.name(),
           first.name());
    demand(workspace.replica().frontier() == other.replica().frontier(),
           "I10: {} and {} hold different envelopes",
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

void check_tree(LaptopMachine& laptop) {
    std::map<ItemId, ItemId> parents;
    laptop.workspace().read().each_item(
        [&](const replica::ItemPlace& item, std::span<const replica::CellView>) {
            parents[item.id] = item.parent;
        });
    for (const auto& [item, parent] : parents) {
        ItemId at = parent;
        for (std::size_t steps = 0; at != merge::root_item() && at != merge::trash_item();
             ++steps) {
            const auto next = parents.find(at);
            demand(next != parents.end() && steps <= parents.size(),
                   "I5: {} hangs nowhere on {}",
                   brief(item),
                   laptop.name());
            at = next->second;
        }
    }
}

void check_file(LaptopMachine& laptop) {
    for (const replica::Finding& finding : replica::examine(laptop.workspace().replica()))
        throw Broken(fmt::format("I9: {}: {}", laptop.name(), finding.sentence));
}

void check_alike(Laptops& laptops, const Ledger& ledger) {
    LaptopMachine* first = nullptr;
    std::set<EnvelopeHash> held;
    for (const auto& laptop : laptops) held.merge(laptop->held_envelopes());
    for (const auto& laptop : laptops) {
        if (!laptop->has_file()) continue;
        if (first == nullptr) {
            first = laptop.get();
            check_reference(*first);
        }
        check_same(*laptop, *first);
        check_parked(*laptop, ledger, held);
    }
}

void check_nothing_lost(const Ledger& ledger, LaptopMachine& laptop, ServerMachine& server) {
    for (const auto& [id, typed] : ledger.changes) {
        const auto row = laptop.workspace().read().find_change(id);
        demand(row.has_value() || typed.may_be_lost,
               "I4: change {} of {} is nowhere",
               brief(id),
               typed.by);
        if (row)
            demand(edits_in(laptop.workspace(), *row) == typed.edits,
                   "I4: change {} of {} says something else than was typed",
                   brief(id),
                   typed.by);
    }
    for (const EnvelopeHash& hash : server.held())
        demand(laptop.workspace().replica().holds(hash),
               "I1: {} lacks what the server acknowledged",
               laptop.name());
}

void check_invites(const RosterView& roster, WallTime then) {
    for (const InviteEntry& invite : roster.invites())
        demand(!invite.open() || invite.expires > then,
               "invite {} is open {} ms after its end",
               brief(invite.id),
               then.ms - invite.expires.ms);
}

void check_ciphertext(ServerMachine& server) {
    for (const Bytes& bytes : server.all_bytes())
        demand(text_of(bytes).find(typed_mark) == std::string_view::npos,
               "I7: the server holds plain text");
}

}  // namespace cairn::simulation
