// The part of a server session that decides who speaks: nothing about a workspace is told before.
#include <algorithm>

#include "shared/identity/hello_proof.h"
#include "shared/sync/server_session.h"

namespace cairn {
namespace {

// One sentence for all: a stranger learns nothing from which part was wrong.
constexpr const char* not_known =
    "The server does not take this proof: the device, invite or ticket is unknown, closed or used "
    "up. Ask an admin of the workspace for a new invite, or the server's operator for a ticket.";

// A ticket opens no workspace that is here already, except to whoever was cut off while bringing it
// and has more of it.
bool may_found(const Found& found, const Hello& hello) {
    if (found.roster == nullptr) return found.ticket_is_open;
    return found.founding_goes_on && hello.roster_length > found.roster->length();
}

}  // namespace

void ServerSession::on(Hello hello) {
    if (hello.protocol != protocol_version) {
        refuse_all(RefusalCode::protocol_unknown,
                   "This server speaks protocol " + std::to_string(protocol_version) +
                       "; upgrade the older of the two.");
        return;
    }
    LookUp look{
        .workspace = hello.workspace, .ticket = std::nullopt, .handshake = start_.handshake};
    if (const auto* ticket = std::get_if<TicketProof>(&hello.proof)) look.ticket = *ticket;
    hello_ = hello;
    state_ = State::looking;
    ask(look);
}

void ServerSession::on(const Found& found) {
    --unanswered_;
    workspace_known_ = found.roster != nullptr;
    admit(found);
    if (state_ == State::over) return;
    if (!admission_) {
        refuse_all(RefusalCode::not_authenticated, not_known);
        return;
    }
    state_ = State::joining;
    ask(Join{.hello = *hello_, .admission = *admission_});
}

void ServerSession::admit(const Found& found) {
    const HandshakeHash& handshake = start_.handshake;
    const WorkspaceId& workspace = hello_->workspace;
    Admission admission{.standing = Standing::member,
                        .device = {},
                        .invite = {},
                        .ticket = {},
                        .peer = start_.peer};

    if (const auto* proof = std::get_if<DeviceProof>(&hello_->proof)) {
        if (!verify_device_proof(proof->device, handshake, workspace, proof->signature)) return;
        admission.device = proof->device;
        const DeviceEntry* device = found.roster ? found.roster->device(proof->device) : nullptr;
        if (device == nullptr) admission.standing = Standing::returner;
        if (found.roster && device == nullptr && found.roster->length() >= hello_->roster_length)
            return;
        if (device != nullptr && device->channel != start_.peer) return;
    } else if (const auto* invited = std::get_if<InviteProof>(&hello_->proof)) {
        const InviteEntry* invite = found.roster ? found.roster->invite(invited->invite) : nullptr;
        if (invite == nullptr ||
            !verify_invite_proof(invited->invite, handshake, workspace, invited->signature))
            return;
        const DeviceEntry* joined = device_of_channel(*found.roster, start_.peer);
        if (joined == nullptr && !invite->open()) return;
        admission.standing = joined == nullptr ? Standing::guest : Standing::member;
        admission.invite = invited->invite;
        if (joined != nullptr) admission.device = joined->id;
    } else {
        const DeviceEntry* joined =
            found.roster ? device_of_channel(*found.roster, start_.peer) : nullptr;
        if (joined == nullptr && !may_found(found, *hello_)) return;
        admission.standing = joined == nullptr ? Standing::founder : Standing::member;
        admission.ticket = found.ticket;
        if (joined != nullptr) admission.device = joined->id;
    }
    admission_ = admission;
}

void ServerSession::on(const Joined& joined) {
    --unanswered_;
    state_ = State::open;
    told_ = std::min(hello_->roster_length, joined.welcome.checkpoint.roster_length);
    say(joined.welcome);
}

void ServerSession::on(const Parted& parted) {
    --unanswered_;
    if (!parted.page.records.empty()) say(parted.page);
    refuse_all(parted.why);
}

void ServerSession::on(const RecordJudged& judged) {
    --unanswered_;
    if (const auto* accepted = std::get_if<RecordAccepted>(&judged.verdict)) {
        workspace_known_ = true;
        told_.value = std::max(told_.value, accepted->index.value + 1);
        say(*accepted);
        if (judged.roster) become_member_if_known(*admission_, *judged.roster);
        return;
    }
    say(std::get<RecordRefused>(judged.verdict));
}

}  // namespace cairn
