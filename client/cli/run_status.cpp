// status: what is unsent, parked or in conflict, and when others were last heard from.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/device_keys.h"
#include "client/cli/distrust_words.h"
#include "client/cli/parked_words.h"
#include "client/cli/terminal_text.h"
#include "client/engine/inbox.h"
#include "client/engine/membership.h"
#include "client/engine/own_inbox.h"
#include "client/engine/paused.h"
#include "client/engine/server_contact.h"
#include "client/engine/verification.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

// What a member has said, by whichever of their devices spoke last.
struct Voice {
    MemberId member;
    std::string name;
    std::string role;
    std::optional<WallTime> last;
    bool me = false;
};

std::vector<Voice> voices(engine::Workspace& workspace) {
    std::map<MemberId, WallTime> last;
    for (const replica::LastWord& word : workspace.read().last_words()) {
        const DeviceEntry* device = workspace.roster().device(word.device);
        if (device == nullptr || !word.wall) continue;
        const auto [at, first] = last.try_emplace(device->member, *word.wall);
        if (!first && at->second.ms < word.wall->ms) at->second = *word.wall;
    }
    std::vector<Voice> all;
    for (const MemberEntry& member : workspace.roster().members()) {
        if (!member.active()) continue;
        Voice voice{member.id,
                    workspace.name_of(member.id),
                    std::string(name_of(member.role())),
                    std::nullopt,
                    workspace.me() == member.id};
        if (const auto at = last.find(member.id); at != last.end()) voice.last = at->second;
        all.push_back(std::move(voice));
    }
    return all;
}

struct Standing {
    std::string workspace;
    replica::Counts counts;
    std::size_t notices = 0;  // what `conflicts` lists besides: to be looked at, not to be decided
    std::size_t inbox = 0;    // entries; 0 without keys
    std::optional<ServerAddress> server;
    std::optional<WallTime> reached;
    std::optional<engine::SyncTrouble> trouble;
    std::vector<engine::ParkedEnvelope> parked;
    bool keys = false;
    std::vector<std::string> paused;              // whose work, why, and what to do
    std::vector<engine::QueuedRequest> requests;  // to change the list of members
    bool removed = false;
    std::vector<engine::Suspicion> distrust;
    bool distrust_noted = false;  // some of it, until `doctor --seen`
    std::vector<Voice> members;
};

Standing standing_of(engine::Workspace& workspace, const std::string& name) {
    Standing standing;
    standing.workspace = name;
    standing.counts = workspace.read().counts();
    if (workspace.shows_draft()) --standing.counts.pending_changes;  // it waits for nobody
    for (const replica::ConflictView& conflict : engine::inbox(workspace))
        standing.notices += engine::is_to_decide(conflict) ? 0 : 1;
    if (const auto own = engine::own_inbox(workspace)) standing.inbox = own->size();
    standing.server = engine::server_of(workspace);
    standing.reached = engine::last_reached(workspace);
    standing.trouble = engine::last_trouble(workspace);
    standing.parked = engine::parked_envelopes(workspace, parked_named_max);
    standing.keys = workspace.device() != nullptr;
    standing.paused = engine::paused_sentences(workspace);
    standing.requests = engine::queued_requests(workspace);
    standing.removed = workspace.is_removed();
    standing.distrust = engine::suspicions(workspace);
    standing.distrust_noted = !engine::noted_suspicions(workspace).empty();
    standing.members = voices(workspace);
    return standing;
}

Exit exit_for(const Standing& standing) {
    const bool refused = std::any_of(standing.requests.begin(),
                                     standing.requests.end(),
                                     [](const auto& queued) { return queued.refused.has_value(); });
    return standing.trouble || standing.distrust_noted || refused || standing.removed
               ? Exit::needs_person
               : needs_person(standing.counts);
}

json time_json(const std::optional<WallTime>& time) {
    return time ? json(time->ms) : json(nullptr);
}

json trouble_json(const std::optional<engine::SyncTrouble>& trouble) {
    if (!trouble) return nullptr;
    return {{"at_ms", trouble->at.ms}, {"sentence", trouble->sentence}};
}

json requests_json(engine::Workspace& workspace,
                   const std::vector<engine::QueuedRequest>& requests) {
    json list = json::array();
    for (const engine::QueuedRequest& queued : requests) {
        list.push_back({{"number", queued.number},
                        {"what", engine::words_of(workspace, queued.request)},
                        {"asked_ms", queued.asked.ms},
                        {"refused", queued.refused ? json(*queued.refused) : json(nullptr)}});
    }
    return list;
}

json changed_keys_json(engine::Workspace& workspace) {
    json changed = json::array();
    for (const MemberId& member : engine::changed_since_verified(workspace))
        changed.push_back(to_base32(member.view()));
    return changed;
}

json status_json(engine::Workspace& workspace, const Standing& standing, const json& keeper) {
    const replica::Counts& counts = standing.counts;
    json server = nullptr;
    if (standing.server) {
        server = standing.server->host + ":" + std::to_string(standing.server->port);
    }
    json members = json::array();
    for (const Voice& voice : standing.members) {
        members.push_back({{"member", to_base32(voice.member.view())},
                           {"name", voice.name},
                           {"role", voice.role},
                           {"last_word_ms", time_json(voice.last)},
                           {"me", voice.me}});
    }
    return {{"workspace", standing.workspace},
            {"items", counts.items},
            {"unsent_changes", counts.pending_changes},
            {"unsent_envelopes", counts.outbox_envelopes},
            {"parked_envelopes", counts.parked_envelopes},
            {"parked_edits", counts.parked_edits},
            {"parked", parked_json(workspace, standing.parked)},
            {"void_envelopes", counts.void_envelopes},
            {"void_edits", counts.void_edits},
            {"conflicts", counts.conflicts},
            {"notices", standing.notices},
            {"inbox", standing.inbox},
            {"server", server},
            {"reached_ms", time_json(standing.reached)},
            {"trouble", trouble_json(standing.trouble)},
            {"keys", standing.keys},
            {"keeper", keeper},
            {"changed_since_verified", changed_keys_json(workspace)},
            {"paused", standing.paused},
            {"removed", standing.removed},
            {"requests", requests_json(workspace, standing.requests)},
            {"distrust", distrust_json(workspace, standing.distrust)},
            {"members", members}};
}

void show_changed_keys(Context& context, engine::Workspace& workspace) {
    for (const MemberId& member : engine::changed_since_verified(workspace)) {
        const std::string name = printable(workspace.name_of(member));
        context.out.line(context.out.tone(
            Tone::warning,
            fmt::format("Verified:  {}'s laptops have changed since you compared words; `cairn "
                        "verify \"{}\"` shows the new ones",
                        name,
                        name)));
    }
}

void show_server(Context& context, const Standing& standing) {
    if (!standing.server) {
        context.out.line(
            "Server:    none yet; `cairn sync --server LINE` connects this workspace to one");
        return;
    }
    context.out.line(
        fmt::format("Server:    {}:{}, last reached {}",
                    printable(standing.server->host),
                    standing.server->port,
                    standing.reached ? platform::local_minute(*standing.reached) : "never"));
}

void show_trouble(Context& context, const Standing& standing) {
    if (!standing.trouble) return;
    context.out.line("           " +
                     context.out.tone(Tone::bad,
                                      "Sync stopped on " +
                                          platform::local_minute(standing.trouble->at) + ": " +
                                          printable(standing.trouble->sentence)));
}

void show_requests(Context& context, engine::Workspace& workspace, const Standing& standing) {
    for (const engine::QueuedRequest& queued : standing.requests) {
        const std::string what =
            fmt::format("Request {}: to {}",
                        queued.number,
                        printable(engine::words_of(workspace, queued.request)));
        if (!queued.refused) {
            context.out.line(context.out.tone(Tone::warning, what) +
                             "; it goes with the next sync");
            continue;
        }
        context.out.line(context.out.tone(Tone::bad, what + " came to nothing: ") +
                         printable(*queued.refused));
        context.out.line(
            fmt::format("           `cairn members withdraw {}` puts it away", queued.number));
    }
}

void show_unsent(Context& context, const Standing& standing) {
    const replica::Counts& counts = standing.counts;
    if (counts.pending_changes == 0 && counts.outbox_envelopes == 0) {
        context.out.line("Unsent:    nothing");
        return;
    }
    std::string what;
    if (counts.pending_changes > 0) what = counted(counts.pending_changes, "change");
    if (counts.outbox_envelopes > 0) {
        what += (what.empty() ? "" : " and ") + counted(counts.outbox_envelopes, "sealed envelope");
    }
    const char* how = standing.server ? "; `cairn sync` sends them" : "; on this laptop alone";
    context.out.line("Unsent:    " + context.out.tone(Tone::warning, what) + how);
}

void show_conflicts(Context& context, const Standing& standing) {
    const std::size_t waiting = standing.counts.conflicts;
    std::string what = "none";
    if (waiting > 0) what = context.out.tone(Tone::warning, std::to_string(waiting));
    if (standing.notices > 0) {
        what += std::string(waiting > 0 ? "" : " to decide") + ", and " +
                counted(standing.notices, "notice");
    }
    if (waiting + standing.notices > 0) what += "; `cairn conflicts` lists them";
    context.out.line("Conflicts: " + what);
}

void show_waiting(Context& context, engine::Workspace& workspace, const Standing& standing) {
    const replica::Counts& counts = standing.counts;
    std::string parked = "nothing";
    if (counts.parked_envelopes + counts.parked_edits > 0) {
        parked = context.out.tone(Tone::warning,
                                  counted(counts.parked_envelopes, "envelope") + " and " +
                                      counted(counts.parked_edits, "edit"));
    }
    if (counts.parked_edits > 0) parked += "; the edits wait for a newer version of Cairn here";
    context.out.line("Parked:    " + parked);
    for (const engine::ParkedEnvelope& envelope : standing.parked)
        context.out.line("           " + words_for(workspace, envelope));
    for (const std::string& sentence : standing.paused)
        context.out.line(context.out.tone(Tone::warning, "Paused:    " + printable(sentence)));
    if (counts.void_envelopes + counts.void_edits > 0) {
        context.out.line(
            fmt::format("Refused:   {} and {} that break the rules; they have no effect",
                        counted(counts.void_envelopes, "envelope"),
                        counted(counts.void_edits, "edit")));
        constexpr std::size_t named_max = 5;
        for (const replica::EnvelopeView& envelope :
             workspace.read().envelopes(replica::EnvelopeState::invalid, named_max)) {
            context.out.line("           an envelope of " +
                             printable(workspace.name_of(envelope.device)));
        }
    }
    show_conflicts(context, standing);
    if (standing.inbox > 0) {
        context.out.line(
            fmt::format("Inbox:     {}; `cairn inbox` lists what waits for you",
                        context.out.tone(Tone::warning, std::to_string(standing.inbox))));
    }
}

void show_distrust(Context& context, engine::Workspace& workspace, const Standing& standing) {
    for (const engine::Suspicion& one : standing.distrust)
        context.out.line(
            context.out.tone(Tone::warning, "Distrust:  " + words_for(workspace, one)));
    if (standing.distrust_noted)
        context.out.line("           `cairn doctor --seen` says that you have looked at this");
}

void show_members(Context& context, const Standing& standing) {
    std::vector<std::vector<std::string>> rows;
    for (const Voice& voice : standing.members) {
        rows.push_back({printable(voice.name) + (voice.me ? " (you)" : ""),
                        voice.role,
                        voice.last ? platform::local_minute(*voice.last) : "nothing yet"});
    }
    context.out.line("");
    context.out.table(
        {{"MEMBER", true, false}, {"ROLE", false, false}, {"LAST WORD", false, false}}, rows);
}

}  // namespace

Exit run(Context& context, const StatusArguments&) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        const Standing standing = standing_of(workspace, name);
        if (context.out.json()) {
            context.out.object(status_json(workspace, standing, keeper_json(context, name)));
            return exit_for(standing);
        }
        context.out.line(context.out.tone(Tone::strong, printable(name)) + ": " +
                         counted(standing.counts.items, "item"));
        if (!standing.keys) {
            context.out.line(context.out.tone(Tone::warning, workspace.no_keys().sentence));
        }
        if (standing.removed)
            context.out.line(context.out.tone(Tone::bad, workspace.removed().sentence));
        if (standing.keys) context.out.line("Keys:      " + keeper_words(context, name));
        show_changed_keys(context, workspace);
        show_server(context, standing);
        show_trouble(context, standing);
        show_unsent(context, standing);
        show_requests(context, workspace, standing);
        show_waiting(context, workspace, standing);
        show_distrust(context, workspace, standing);
        show_members(context, standing);
        return exit_for(standing);
    });
}

}  // namespace cairn::cli
