#include "client/engine/conversations.h"

#include <algorithm>

#include "client/engine/server_contact.h"
#include "shared/platform/system.h"

namespace cairn::engine {
namespace {

// How soon another process's commit is noticed; reading a counter costs some 10 microseconds.
constexpr std::int64_t look_ms = 200;

}  // namespace

SyncConversation::SyncConversation(Workspace& workspace,
                                   SyncDriver& driver,
                                   SyncOptions& options,
                                   Instant now)
    : workspace_(workspace),
      driver_(driver),
      options_(options),
      next_look_{now.ms + look_ms},
      seen_version_(workspace.replica().database().data_version()) {}

void SyncConversation::receive(Bytes frame, Instant now) {
    note(driver_.on_frame(frame, now, platform::wall_now()));
    keep_introduced_server();
    tell(SyncMoment::progress);
    look_around(now);
}

void SyncConversation::tick(Instant now) {
    if (now.ms >= driver_.deadline().ms) note(driver_.on_time(now));
    look_around(now);
}

void SyncConversation::look_around(Instant now) {
    if (now.ms >= next_look_.ms) {
        next_look_.ms = now.ms + look_ms;
        const std::int64_t version = workspace_.replica().database().data_version();
        if (version != seen_version_) {
            seen_version_ = version;
            driver_.local_changes(platform::wall_now());
        }
    }
    if (!driver_.live() || finished_ || (told_live_ && options_.watch)) return;
    if (!driver_.settled()) return;
    if (driver_.report().envelopes_refused == 0) note_reached(workspace_, platform::wall_now());
    forget_ticket(workspace_);
    if (!told_live_) tell(SyncMoment::live);
    told_live_ = true;
    finished_ = !options_.watch;
}

void SyncConversation::keep_introduced_server() {
    if (!options_.introduction || !driver_.welcomed()) return;
    save_server(workspace_, options_.introduction->server);
    save_ticket(workspace_, options_.introduction->secret);
    options_.introduction.reset();
}

void SyncConversation::tell(SyncMoment moment) { options_.tell({moment, &driver_.report(), {}}); }

Instant SyncConversation::deadline() const {
    return {std::min(driver_.deadline().ms, next_look_.ms)};
}

bool SyncConversation::over() const { return failure() || finished_; }

void JoinConversation::receive(Bytes frame, Instant now) {
    note(driver_.on_frame(frame, now, platform::wall_now()));
}

}  // namespace cairn::engine
