#include "server/app/storage.h"

#include <chrono>
#include <exception>
#include <utility>

#include "server/app/timed_store.h"
#include "shared/platform/system.h"

namespace cairn::server {
namespace {

constexpr std::int64_t reopen_after_ms = 1'000;

Refused storage_failed() {
    return {.code = RefusalCode::storage_failed,
            .sentence =
                "The server cannot write to its disk. Nothing is lost: everything stays "
                "saved here and is sent when the server works again.",
            .retry_after_ms = 10'000};
}

Refused shutting_down() {
    return {.code = RefusalCode::shutting_down,
            .sentence = "The server is stopping; it will probably be back soon.",
            .retry_after_ms = 2'000};
}

}  // namespace

void TimedStore::commit(const std::vector<Write>& writes) {
    const auto begun = std::chrono::steady_clock::now();
    store_->commit(writes);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    metrics_->commit_seconds.add(took.count());
    metrics_->commit_writes.add(static_cast<double>(writes.size()));
}

Storage::Storage(Parts parts) : parts_(std::move(parts)) { open(); }

void Storage::open() {
    store_ = std::make_unique<TimedStore>(parts_.open(), parts_.metrics);
    hub_ = std::make_unique<Hub>(*store_, parts_.secrets, parts_.limits);
    parts_.metrics.storage_works = true;
}

void Storage::post(HubInput input) {
    const std::lock_guard lock(mutex_);
    waiting_.inputs.push_back(std::move(input));
    changed_.notify_one();
}

void Storage::probe(std::function<void(bool)> answer) {
    const std::lock_guard lock(mutex_);
    waiting_.probes.push_back(std::move(answer));
    changed_.notify_one();
}

void Storage::stop() {
    const std::lock_guard lock(mutex_);
    waiting_.last = true;
    changed_.notify_one();
}

Storage::Batch Storage::wait_for_batch() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
        return waiting_.last || !waiting_.inputs.empty() || !waiting_.probes.empty();
    });
    return std::exchange(waiting_, {});
}

void Storage::run() {
    for (;;) {
        Batch batch = wait_for_batch();
        if (!hub_) try_to_reopen();
        if (hub_)
            carry_out(std::move(batch.inputs));
        else
            turn_away(batch.inputs);
        for (const auto& answer : batch.probes) answer(hub_ != nullptr);
        if (batch.last) break;
    }
    parts_.mailboxes.dismiss_all(shutting_down());
    hub_.reset();
    store_.reset();
}

void Storage::carry_out(std::vector<HubInput> inputs) {
    try {
        auto outputs = hub_->process(std::move(inputs), platform::wall_now());
        parts_.metrics.publish(hub_->stats());
        for (const DamagedWorkspace& damage : hub_->take_damage())
            parts_.log.write(LogLevel::error,
                             "workspace damaged",
                             {{"workspace", short_name(damage.workspace())},
                              {"why", damage.what()},
                              {"advice", "run cairn-server check"}});
        parts_.mailboxes.deliver(std::move(outputs));
    } catch (const std::exception& error) {
        fail(error.what());
    }
}

// What the hub holds in memory may be ahead of the disk: nobody hears of it, all begin anew. (I1)
void Storage::fail(const char* why) {
    parts_.log.write(LogLevel::error, "storage failed", {{"why", why}});
    ++parts_.metrics.storage_failures;
    parts_.metrics.storage_works = false;
    hub_.reset();
    store_.reset();
    next_attempt_ = {platform::monotonic_now().ms + reopen_after_ms};
    parts_.mailboxes.dismiss_all(storage_failed());
}

void Storage::turn_away(const std::vector<HubInput>& inputs) {
    std::vector<HubOutput> outputs;
    for (const HubInput& input : inputs)
        if (!std::holds_alternative<Leave>(input.request))
            outputs.push_back({.session = input.session, .answer = Dismissed{storage_failed()}});
    parts_.mailboxes.deliver(std::move(outputs));
}

void Storage::try_to_reopen() {
    if (platform::monotonic_now() < next_attempt_) return;
    try {
        open();
        parts_.log.write(LogLevel::info, "storage works again");
    } catch (const std::exception& error) {
        hub_.reset();
        store_.reset();
        next_attempt_ = {platform::monotonic_now().ms + reopen_after_ms};
        parts_.log.write(LogLevel::error, "storage cannot be opened", {{"why", error.what()}});
    }
}

}  // namespace cairn::server
