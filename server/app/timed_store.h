#pragma once
// Another store, whose commits are measured.
#include <memory>

#include "server/app/metrics.h"
#include "server/store/log_store.h"

namespace cairn::server {

class TimedStore final : public LogStore {
public:
    TimedStore(std::unique_ptr<LogStore> store, Metrics& metrics)
        : store_(std::move(store)), metrics_(&metrics) {}

    void commit(const std::vector<Write>& writes) override;

    [[nodiscard]] Incarnation incarnation() const override { return store_->incarnation(); }
    void renew(const Incarnation& incarnation) override { store_->renew(incarnation); }
    [[nodiscard]] std::vector<WorkspaceId> workspaces() override { return store_->workspaces(); }
    [[nodiscard]] std::optional<WorkspaceState> load(const WorkspaceId& workspace) override {
        return store_->load(workspace);
    }
    [[nodiscard]] std::optional<EnvelopePlace> find(const WorkspaceId& workspace,
                                                    const EnvelopeHash& hash) override {
        return store_->find(workspace, hash);
    }
    [[nodiscard]] std::optional<Hash32> running(const WorkspaceId& workspace,
                                                Position position) override {
        return store_->running(workspace, position);
    }
    [[nodiscard]] std::vector<OrderedEnvelope> read(const WorkspaceId& workspace,
                                                    Position after,
                                                    std::size_t bytes_max) override {
        return store_->read(workspace, after, bytes_max);
    }
    [[nodiscard]] std::vector<Ticket> tickets() override { return store_->tickets(); }

private:
    std::unique_ptr<LogStore> store_;
    Metrics* metrics_;
};

}  // namespace cairn::server
