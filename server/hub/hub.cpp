#include "server/hub/hub.h"

#include <algorithm>

#include "shared/base/contract.h"
#include "shared/identity/hello_proof.h"

namespace cairn::server {
namespace {

constexpr std::size_t rooms_kept_max = 256;

bool comes_after_the_commit(const ServerRequest& request) {
    return std::holds_alternative<ReadRecords>(request) ||
           std::holds_alternative<ReadPage>(request) ||
           std::holds_alternative<CompareFrontier>(request) ||
           std::holds_alternative<ReadBranch>(request) || std::holds_alternative<Leave>(request);
}

Dismissed workspace_damaged() {
    return {{.code = RefusalCode::storage_failed,
             .sentence = "The server's copy of this workspace is damaged. Nothing of yours is "
                         "lost; tell its operator to run `cairn-server check`.",
             .retry_after_ms = 600'000}};
}

bool is_about(const WorkspaceId& workspace, const Write& write) {
    return std::visit(
        [&](const auto& one) {
            if constexpr (requires { one.workspace; }) return one.workspace == workspace;
            return false;
        },
        write);
}

}  // namespace

Hub::Hub(LogStore& store, const ServerSecrets& secrets, const HubLimits& limits)
    : store_(&store), secrets_(&secrets), limits_(limits) {}

std::vector<HubOutput> Hub::process(std::vector<HubInput> inputs, WallTime now) {
    now_ = now;
    for (const HubInput& input : inputs)
        if (!comes_after_the_commit(input.request)) carry_out(input);
    commit();
    tell_grown();
    for (const HubInput& input : inputs)
        if (comes_after_the_commit(input.request)) carry_out(input);
    if (std::exchange(rooms_changed_, false)) close_surplus_rooms();
    return std::exchange(outputs_, {});
}

void Hub::say(SessionNumber to, ServerAnswer answer) {
    outputs_.push_back({.session = to, .answer = std::move(answer)});
}

// Damage of one workspace is told to whoever met it; all others go on. (I8)
void Hub::carry_out(const HubInput& input) {
    try {
        std::visit([&](const auto& request) { handle(input.session, request); }, input.request);
    } catch (const DamagedWorkspace& damage) {
        note(damage);
        leave(input.session);
        say(input.session, workspace_damaged());
    }
}

// Each turn without the writes of one workspace more.
void Hub::commit() {
    while (!writes_.empty()) {
        try {
            store_->commit(writes_);
            ++stats_.commits;
            break;
        } catch (const DamagedWorkspace& damage) {
            const std::size_t before = writes_.size();
            note(damage);
            suspend(damage.workspace());
            if (writes_.size() == before) throw;
        }
    }
    writes_.clear();
    tickets_used_.clear();
    looked_up_.clear();
}

// What its room holds is ahead of the disk: nobody hears of it, and its sessions begin anew. (I1)
void Hub::suspend(const WorkspaceId& workspace) {
    std::erase_if(writes_, [&](const Write& write) { return is_about(workspace, write); });
    std::set<SessionNumber> dismissed;
    if (const auto in = sessions_in_.find(workspace); in != sessions_in_.end())
        dismissed = in->second;
    for (const auto& [number, of] : looked_up_)
        if (of == workspace) dismissed.insert(number);
    std::erase_if(outputs_,
                  [&](const HubOutput& output) { return dismissed.contains(output.session); });
    for (const SessionNumber number : dismissed) {
        leave(number);
        say(number, workspace_damaged());
    }
    const auto room = rooms_.find(workspace);
    if (room == rooms_.end()) return;
    touched_.erase(room->second.get());
    rooms_.erase(room);
}

void Hub::note(const DamagedWorkspace& damage) {
    ++stats_.damaged;
    if (known_damage_.insert(damage.workspace()).second) fresh_damage_.push_back(damage);
}

std::vector<DamagedWorkspace> Hub::take_damage() { return std::exchange(fresh_damage_, {}); }

template <class Do>
void Hub::for_each_in(const Room& room, Do what) {
    const auto found = sessions_in_.find(room.id());
    if (found == sessions_in_.end()) return;
    for (const SessionNumber number : found->second) what(number, sessions_.at(number));
}

void Hub::tell_grown() {
    for (Room* room : touched_) {
        auto grown = std::make_shared<const std::vector<OrderedEnvelope>>(room->take_grown());
        if (grown->empty()) continue;
        for_each_in(*room, [&](SessionNumber number, const Session& session) {
            if (session.admission.standing == Standing::member)
                say(number, OrderGrew{.envelopes = grown});
        });
    }
    touched_.clear();
}

Room& Hub::find_room(const WorkspaceId& workspace) {
    const auto open = rooms_.find(workspace);
    if (open != rooms_.end()) return *open->second;
    auto room = std::make_unique<Room>(workspace, *store_, *secrets_, limits_);
    return *rooms_.emplace(workspace, std::move(room)).first->second;
}

// A room that was opened costs the replay of its roster: the last ones used stay open for a while.
void Hub::close_surplus_rooms() {
    for (auto room = rooms_.begin(); room != rooms_.end();) {
        const bool is_used = sessions_in_.contains(room->first);
        const bool is_surplus = rooms_.size() > rooms_kept_max || !room->second->exists();
        room = !is_used && is_surplus ? rooms_.erase(room) : std::next(room);
    }
}

// --- coming and going ---

Found Hub::look_up(const LookUp& request, const Room& room) {
    Found found{.roster = room.roster(), .ticket = {}};
    if (!request.ticket) return found;
    for (const Ticket& ticket : store_->tickets()) {
        const bool proven = is_ticket_proof(
            request.ticket->mac, ticket.secret, request.handshake, request.workspace);
        if (!proven || (ticket.used_by && ticket.used_by != request.workspace)) continue;
        found.ticket = ticket.number;
        found.ticket_is_open = !ticket.used_by;
        found.founding_goes_on = ticket.used_by && room.exists() && !room.settled();
    }
    return found;
}

// A session may hold a ticket that another one has used since.
bool Hub::is_still_open(TicketNumber number) {
    if (tickets_used_.contains(number)) return false;
    const auto tickets = store_->tickets();
    return std::any_of(tickets.begin(), tickets.end(), [&](const Ticket& ticket) {
        return ticket.number == number && !ticket.used_by;
    });
}

void Hub::handle(SessionNumber number, const LookUp& request) {
    rooms_changed_ = true;
    looked_up_.emplace_back(number, request.workspace);
    say(number, look_up(request, find_room(request.workspace)));
}

// None that is connected is ended for another's sake: copies of one device would take turns for
// ever. Of connections that died unseen the session itself rids us.
std::optional<Refused> Hub::no_space_for(const Join& request) const {
    const auto found = sessions_in_.find(request.hello.workspace);
    if (found == sessions_in_.end()) return std::nullopt;
    const auto is_same_device = [&](SessionNumber number) {
        return sessions_.at(number).admission.peer == request.admission.peer;
    };
    const auto same_device =
        std::count_if(found->second.begin(), found->second.end(), is_same_device);
    if (static_cast<std::size_t>(same_device) >= limits_.sessions_per_device_max)
        return Refused{.code = RefusalCode::too_many,
                       .sentence = "This device is connected " + std::to_string(same_device) +
                                   " times already. If its folder was copied, let each copy join "
                                   "with an invite of its own; else try again in a minute.",
                       .retry_after_ms = 60'000};
    if (found->second.size() >= limits_.sessions_per_workspace_max)
        return Refused{.code = RefusalCode::too_many,
                       .sentence = "Too many devices of this workspace are connected.",
                       .retry_after_ms = 30'000};
    return std::nullopt;
}

void Hub::handle(SessionNumber number, const Join& request) {
    if (auto refused = no_space_for(request)) {
        say(number, Dismissed{std::move(*refused)});
        return;
    }
    Room& room = find_room(request.hello.workspace);
    Session session{.admission = request.admission,
                    .roster_length = request.hello.roster_length,
                    .room = &room,
                    .walk = {}};
    if (room.exists()) become_member_if_known(session.admission, *room.roster());
    if (auto parted = room.parting(session.admission, {session.roster_length.value})) {
        say(number, std::move(*parted));
        return;
    }
    room.settle_if_complete(session.admission, session.roster_length, writes_);
    say(number, Joined{.welcome = room.welcome(request.hello, now_)});
    sessions_[number] = session;
    sessions_in_[room.id()].insert(number);
}

void Hub::leave(SessionNumber number) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return;
    const auto others = sessions_in_.find(found->second.room->id());
    others->second.erase(number);
    if (others->second.empty()) sessions_in_.erase(others);
    sessions_.erase(found);
    rooms_changed_ = true;
}

void Hub::handle(SessionNumber number, const Leave&) { leave(number); }

// --- records ---

void Hub::handle(SessionNumber number, const AppendRecord& request) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return;
    Session& session = found->second;
    Room& room = *session.room;
    const bool begins = !room.exists();
    const auto& ticket = session.admission.ticket;
    if (begins && ticket && !is_still_open(*ticket))
        session.admission.standing = Standing::returner;

    const std::size_t length_before = room.roster_length().value;
    RecordJudged judged = room.append(request.record, session.admission, now_, writes_);
    const auto* accepted = std::get_if<RecordAccepted>(&judged.verdict);
    if (accepted == nullptr) {
        ++stats_.records_refused[std::get<RecordRefused>(judged.verdict).code];
        say(number, std::move(judged));
        return;
    }
    if (begins && ticket && session.admission.standing == Standing::founder) {
        writes_.emplace_back(UseTicket{.number = *ticket, .workspace = room.id()});
        tickets_used_.insert(*ticket);
    }
    const RecordAccepted told = *accepted;
    say(number, std::move(judged));
    // What was held already is news for nobody.
    if (room.roster_length().value == length_before) return;
    ++stats_.records_taken;
    tell_record(number, room, told);
}

void Hub::tell_record(SessionNumber from, Room& room, const RecordAccepted& accepted) {
    const auto page = std::make_shared<const RosterPage>(
        RosterPage{.from = accepted.index,
                   .records = {room.records(accepted.index).records.front()},
                   .length = room.roster()->length()});
    for_each_in(room, [&](SessionNumber number, Session& session) {
        become_member_if_known(session.admission, *room.roster());
        room.settle_if_complete(session.admission, session.roster_length, writes_);
        if (number != from) say(number, RosterGrew{.page = page, .roster = room.roster()});
    });
    dismiss_removed(room);
}

// They have been told the record; nothing that follows is for them.
void Hub::dismiss_removed(const Room& room) {
    std::vector<std::pair<SessionNumber, Refused>> gone;
    for_each_in(room, [&](SessionNumber number, const Session& session) {
        auto parted = room.parting(session.admission, {room.roster_length().value});
        if (parted) gone.emplace_back(number, std::move(parted->why));
    });
    for (auto& [number, why] : gone) {
        leave(number);
        say(number, Dismissed{std::move(why)});
    }
}

void Hub::handle(SessionNumber number, const ReadRecords& request) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return;
    say(number, RecordsRead{.page = found->second.room->records(request.from)});
}

// --- envelopes ---

void Hub::handle(SessionNumber number, const StoreEnvelopes& request) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return;
    CAIRN_ASSERT(found->second.admission.standing == Standing::member);
    Room& room = *found->second.room;
    const std::uint64_t used_before = room.used_bytes();
    const std::uint64_t head_before = room.head().value;
    touched_.insert(&room);
    PushResult result = room.take(request, found->second.admission.device, writes_);
    stats_.bytes_taken += room.used_bytes() - used_before;
    stats_.envelopes_taken += room.head().value - head_before;
    for (const RefusedPush& refused : result.refused) ++stats_.envelopes_refused[refused.code];
    say(number, EnvelopesJudged{.result = std::move(result)});
}

void Hub::handle(SessionNumber number, const ReadPage& request) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return;
    ++stats_.pages_read;
    say(number, found->second.room->page(request));
}

void Hub::handle(SessionNumber number, const CompareFrontier& request) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return;
    say(number, FrontierCompared{.reply = found->second.room->compare(request)});
}

void Hub::handle(SessionNumber number, const ReadBranch& request) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return;
    say(number, found->second.room->branch(request, found->second.walk));
}

void Hub::handle(SessionNumber number, const Relay& request) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return;
    for_each_in(*found->second.room, [&](SessionNumber other, const Session& session) {
        if (other != number && session.admission.standing == Standing::member)
            say(other, PresencePassed{.note = request.note});
    });
}

HubStats Hub::stats() const {
    HubStats stats = stats_;
    stats.sessions = sessions_.size();
    stats.rooms_open = rooms_.size();
    return stats;
}

}  // namespace cairn::server
