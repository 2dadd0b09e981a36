// The part of a laptop that talks to the server.
#include <algorithm>

#include "client/engine/item_commands.h"
#include "client/engine/membership.h"
#include "client/engine/server_contact.h"
#include "shared/identity/hello_proof.h"
#include "shared/sqlite/error.h"
#include "tests/simulation/laptop_machine.h"
#include "tests/simulation/typed_mark.h"

namespace cairn::simulation {
namespace {

constexpr std::int64_t look_ms = 200;

engine::RecordWish wish_for(const WantedInvite& invite) {
    return
        [invite](engine::Workspace& w, WallTime now) -> Result<std::optional<Bytes>, RosterError> {
            return make_invite_opened(
                Author{w.roster(), *w.device(), now}, invite.secret, invite.terms);
        };
}

Result<std::optional<Bytes>, RosterError> next_epoch(engine::Workspace& w, WallTime now) {
    auto epoch = make_epoch(Author{w.roster(), *w.device(), now}, w.keys(), w.random());
    if (!epoch) return refuse(epoch.error());
    return std::move(*epoch);
}

}  // namespace

// Only if it is still the same connection by then.
template <class Do>
auto LaptopMachine::if_same_call(Do what) {
    return [this, call = call_, what = std::move(what)](auto&&... arguments) {
        if (call == call_) what(std::forward<decltype(arguments)>(arguments)...);
    };
}

void LaptopMachine::connect() {
    if (line_) return;
    if (!up() && (!invite_ || has_file_)) return;
    HandshakeHash handshake;
    setting_->random.fill(handshake.bytes);
    auto line = reachable_ ? server_->accept(handshake, device_.channel_key()) : nullptr;
    if (!line) return connect_later();
    ++call_;
    line_ = std::move(line);
    tick_ms_ = INT64_MAX;
    told_live_ = false;
    line_->attach(Side::client,
                  {.on_frame = if_same_call([this](Bytes frame) { on_frame(std::move(frame)); }),
                   .on_closed = if_same_call([this] {
                       hang_up();
                       connect_later();
                   })});
    setting_->trace.tell("{} connects", name_);
    const bool done = guarded([&] {
        if (up())
            begin_sync(handshake);
        else
            begin_joining(handshake);
    });
    if (!done) return;
    send_all();
    plan_tick();
}

HelloProof LaptopMachine::proof(const HandshakeHash& handshake) {
    if (const auto ticket = engine::ticket_of(*workspace_))
        return TicketProof{prove_ticket(*ticket, handshake, workspace_->id())};
    return DeviceProof{device_.id(), prove_device(device_.signing(), handshake, workspace_->id())};
}

void LaptopMachine::begin_sync(const HandshakeHash& handshake) {
    engine::use_saved_invite(*workspace_);
    engine::SyncDriver::Start start;
    start.proof = proof(handshake);
    start.server = server_->address().sign;
    start.wall = wall();
    start.now = setting_->now();
    driver_ = std::make_unique<engine::SyncDriver>(*workspace_, start);
    for (const WantedInvite& invite : invites_)
        if (is_to_open(invite)) driver_->want(wish_for(invite));
    if (std::exchange(epoch_wanted_, false)) driver_->want(next_epoch);
    for (engine::RecordWish& wish : std::exchange(wishes_, {})) driver_->want(std::move(wish));
}

bool LaptopMachine::is_to_open(const WantedInvite& invite) {
    const InviteId id = derive_invite_keys(invite.secret, workspace_->id()).id();
    return workspace_->roster().invite(id) == nullptr;
}

std::size_t LaptopMachine::records_wanted() {
    if (!up()) return 0;
    const auto invites =
        std::count_if(invites_.begin(), invites_.end(), [this](const WantedInvite& invite) {
            return is_to_open(invite);
        });
    return static_cast<std::size_t>(invites) + engine::queued_requests(*workspace_).size();
}

void LaptopMachine::begin_joining(const HandshakeHash& handshake) {
    const InviteKeys keys = derive_invite_keys(invite_->secret, invite_->workspace);
    engine::JoinDriver::Start start;
    start.proof = InviteProof{keys.id(), prove_invite(keys.sign, handshake, invite_->workspace)};
    start.wall = wall();
    start.now = setting_->now();
    joining_ = std::make_unique<engine::JoinDriver>(
        engine::join_by_invite(*invite_, device_, random_), start);
}

void LaptopMachine::connect_later() {
    if (std::exchange(call_planned_, true)) return;
    setting_->agenda.after(backoff_.next_delay_ms(random_), [this, plan = plan_] {
        if (plan != plan_) return;
        call_planned_ = false;
        connect();
    });
}

void LaptopMachine::hang_up() {
    ++call_;
    driver_.reset();
    joining_.reset();
    if (line_) std::exchange(line_, nullptr)->close(Side::client);
}

void LaptopMachine::network_back() {
    backoff_.reset();
    ++plan_;  // what was planned with the old delay is off
    call_planned_ = false;
    setting_->agenda.after(1, [this] { connect(); });
}

void LaptopMachine::redial() {
    if (line_) hang_up();
    network_back();
}

void LaptopMachine::set_reachable(bool reachable) {
    reachable_ = reachable;
    if (!reachable && line_) line_->die();
}

// --- while connected ---

// The planted bug: a transaction of its own, and before the data.
void LaptopMachine::plant_before(ByteView frame) {
    if (setting_->plant != Plant::cursor_before_data || !driver_) return;
    const auto message = decode_server_message(frame);
    const auto* page = message ? std::get_if<Page>(&*message) : nullptr;
    if (page == nullptr || page->fetched) return;
    replica::Cursor cursor = workspace_->replica().cursor();
    cursor.position = page->next;
    cursor.running = page->running;
    workspace_->replica().save_cursor(cursor);
}

void LaptopMachine::on_frame(Bytes frame) {
    setting_->trace.tell("{} < {} bytes {}", name_, frame.size(), brief_hash(frame));
    guarded([&] {
        plant_before(frame);
        if (driver_) {
            after_driver(driver_->on_frame(frame, setting_->now(), wall()));
        } else if (joining_) {
            const auto done = joining_->on_frame(frame, setting_->now(), wall());
            if (!joining_->done()) return after_driver(done);
            create_joined();
            if (!up()) return;
            hang_up();
            network_back();
        }
    });
}

void LaptopMachine::after_driver(const Result<void, SyncFailure>& done) {
    if (!done) {
        setting_->trace.tell("{} ends the connection: {}", name_, done.error().sentence);
        hang_up();
        return connect_later();
    }
    send_all();
    note_settled();
    plan_tick();
}

// The planted bug: the server could read it.
void LaptopMachine::plant_key() {
    const EpochEntry* epoch = up() ? workspace_->roster().current_epoch() : nullptr;
    const EpochKey* key = epoch != nullptr ? workspace_->keys().key(epoch->id) : nullptr;
    if (setting_->plant != Plant::key_on_the_wire || key == nullptr || !driver_->live()) return;
    PresenceNote note;
    note.device = device_.id();
    note.epoch = epoch->id;
    note.sealed.assign(key->view().begin(), key->view().end());
    const Bytes frame = encode_message(ClientMessage(note));
    check_secrets(frame);
    line_->send(Side::client, frame);
}

// What leaves a laptop holds no key, and nothing that a person wrote.
void LaptopMachine::check_secrets(ByteView frame) {
    demand(text_of(frame).find(typed_mark) == std::string_view::npos,
           "I7: {} sends plain text",
           name_);
    if (!up()) return;
    for (const EpochEntry& epoch : workspace_->roster().epochs()) {
        const EpochKey* key = workspace_->keys().key(epoch.id);
        demand(
            key == nullptr || text_of(frame).find(text_of(key->view())) == std::string_view::npos,
            "I7: {} sends a key",
            name_);
    }
}

void LaptopMachine::send_all() {
    if (!line_) return;
    const auto next = [this] { return driver_ ? driver_->next_frame() : joining_->next_frame(); };
    while (auto frame = next()) {
        setting_->trace.tell("{} > {} bytes {}", name_, frame->size(), brief_hash(*frame));
        check_secrets(*frame);
        line_->send(Side::client, std::move(*frame));
    }
}

void LaptopMachine::plan_tick() {
    if (!line_) return;
    const std::int64_t deadline_ms = driver_ ? driver_->deadline().ms : joining_->deadline().ms;
    if (tick_ms_ <= deadline_ms) return;
    tick_ms_ = deadline_ms;
    setting_->agenda.after(deadline_ms - setting_->now().ms, if_same_call([this] {
                               tick_ms_ = INT64_MAX;
                               guarded([&] {
                                   after_driver(driver_ ? driver_->on_time(setting_->now())
                                                        : joining_->on_time(setting_->now()));
                               });
                           }));
}

void LaptopMachine::committed() {
    setting_->agenda.after(static_cast<std::int64_t>(setting_->below(look_ms)),
                           if_same_call([this] { look_around(); }));
}

void LaptopMachine::look_around() {
    if (!driver_) return;
    guarded([&] {
        driver_->local_changes(wall());
        after_driver({});
    });
}

void LaptopMachine::note_settled() {
    if (!driver_ || told_live_ || !driver_->live() || !driver_->settled()) return;
    told_live_ = true;
    plant_key();
    backoff_.reset();
    engine::note_reached(*workspace_, wall());
    engine::forget_ticket(*workspace_);
    if (engine::introduce_me(*workspace_, wall())) committed();
    setting_->trace.tell("{} is in step", name_);
}

bool LaptopMachine::settled() { return driver_ && driver_->live() && driver_->settled(); }

std::string LaptopMachine::standing() {
    if (!up()) return fmt::format("{}: not running", name_);
    if (!driver_) return fmt::format("{}: not connected", name_);
    const replica::Counts counts = workspace_->read().counts();
    std::string warnings;
    for (const replica::EnvelopeView& parked :
         workspace_->read().envelopes(replica::EnvelopeState::parked, 5))
        warnings += fmt::format("; {} number {} waits for {}",
                                brief(parked.hash),
                                parked.number.value,
                                static_cast<int>(parked.reason));
    for (const std::string& warning : driver_->report().warnings) warnings += "; " + warning;
    return fmt::format("{}: {}{}, {} changes, pending {}, outbox {}, parked {}, key missing {}{}",
                       name_,
                       driver_->live() ? "live" : "not live",
                       driver_->settled() ? ", settled" : "",
                       counts.changes,
                       counts.pending_changes,
                       counts.outbox_envelopes,
                       counts.parked_envelopes,
                       driver_->report().key_missing,
                       warnings);
}

}  // namespace cairn::simulation
