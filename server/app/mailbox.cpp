#include "server/app/mailbox.h"

#include <set>
#include <utility>

namespace cairn::server {

void Mailbox::put(ServerAnswer answer) {
    const std::lock_guard lock(mutex_);
    mail_.push_back(std::move(answer));
    has_mail_ = true;
}

std::vector<ServerAnswer> Mailbox::take() {
    if (!has_mail_) return {};
    const std::lock_guard lock(mutex_);
    has_mail_ = false;
    return std::exchange(mail_, {});
}

std::pair<SessionNumber, std::shared_ptr<Mailbox>> Mailboxes::open(Waker waker) {
    auto box = std::make_shared<Mailbox>(std::move(waker));
    const std::lock_guard lock(mutex_);
    last_ = last_.next();
    boxes_.emplace(last_, box);
    return {last_, std::move(box)};
}

void Mailboxes::close(SessionNumber number) {
    const std::lock_guard lock(mutex_);
    boxes_.erase(number);
}

void Mailboxes::deliver(std::vector<HubOutput> outputs) {
    std::set<std::shared_ptr<Mailbox>> woken;
    {
        const std::lock_guard lock(mutex_);
        for (HubOutput& output : outputs) {
            const auto found = boxes_.find(output.session);
            if (found == boxes_.end()) continue;
            found->second->put(std::move(output.answer));
            woken.insert(found->second);
        }
    }
    for (const auto& box : woken) box->wake();
}

void Mailboxes::dismiss_all(const Refused& why) {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, box] : boxes_) {
        box->put(Dismissed{why});
        box->wake();
    }
}

}  // namespace cairn::server
