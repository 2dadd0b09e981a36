#include "server/app/connection.h"

#include <utility>

namespace cairn::server {

Connection::Connection(Parts parts, Instant now)
    : session_(parts.start, now),
      pass_(std::move(parts.pass)),
      mailboxes_(&parts.mailboxes),
      storage_(&parts.storage),
      metrics_(&parts.metrics) {
    std::tie(number_, mailbox_) = mailboxes_->open(std::move(parts.waker));
}

Connection::~Connection() { leave(); }

// The other side may take its time to read the last bytes: nothing gathers here meanwhile.
void Connection::leave() {
    if (std::exchange(left_, true)) return;
    mailboxes_->close(number_);
    static_cast<void>(mailbox_->take());
    storage_->post({.session = number_, .request = Leave{}});
}

void Connection::leave_if_over() {
    if (session_.over()) leave();
}

// Signatures of envelopes were checked by the session, on this thread.
void Connection::exchange_with_hub() {
    for (ServerAnswer& answer : mailbox_->take()) session_.answer(std::move(answer));
    if (session_.is_member()) pass_.recognise();
    while (auto request = session_.next_request())
        storage_->post({.session = number_, .request = std::move(*request)});
    leave_if_over();
}

std::optional<Bytes> Connection::next_frame() {
    exchange_with_hub();
    const auto message = session_.next();
    if (!message) return std::nullopt;
    if (const auto* refused = std::get_if<Refused>(&*message)) refusal_ = refused->sentence;
    Bytes frame = encode_message(*message);
    ++metrics_->frames_sent;
    metrics_->frame_bytes_sent += frame.size();
    return frame;
}

void Connection::receive(Bytes frame, Instant now) {
    ++metrics_->frames_received;
    metrics_->frame_bytes_received += frame.size();
    auto message = decode_client_message(frame);
    if (message)
        session_.receive(std::move(*message), now);
    else
        session_.receive_malformed(message.error());
    leave_if_over();
}

void Connection::tick(Instant now) {
    exchange_with_hub();
    session_.tick(now);
    leave_if_over();
}

// Mail is taken even while the other side does not read: it must not pile up unseen. Its deadline
// is the beginning of the clock, long past.
Instant Connection::deadline() const {
    return mailbox_->has_mail() ? Instant{0} : session_.deadline();
}

std::optional<Bytes> Connection::farewell(const NetError& error) {
    if (session_.over()) return std::nullopt;
    switch (error.fault) {
        case NetFault::timed_out:
            session_.refuse_all(RefusalCode::too_slow, error.sentence);
            break;
        case NetFault::channel:
        case NetFault::frame_too_long:
        case NetFault::over_budget:
            session_.refuse_all(RefusalCode::malformed, error.sentence);
            break;
        default:
            return std::nullopt;
    }
    std::optional<ServerMessage> last;
    while (auto message = session_.next()) last = std::move(message);
    if (!last) return std::nullopt;
    return encode_message(*last);
}

}  // namespace cairn::server
