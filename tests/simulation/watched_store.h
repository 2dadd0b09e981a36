#pragma once
// A LogStore that writes down what the store below has made durable, and checks when a machine
// comes back that all of it is still there (I1). With the planted bug it answers before that.
#include <vector>

#include "server/store/log_store.h"
#include "tests/simulation/setting.h"

namespace cairn::simulation {

class WatchedStore final : public server::LogStore {
public:
    // Both outlive it.
    WatchedStore(Setting& setting, server::LogStore& below) : setting_(&setting), below_(&below) {}

    // Throws Broken if anything is missing.
    void check_promises(const WorkspaceId& workspace);

    [[nodiscard]] Incarnation incarnation() const override { return below_->incarnation(); }
    void renew(const Incarnation& incarnation) override { below_->renew(incarnation); }
    void commit(const std::vector<server::Write>& writes) override;
    [[nodiscard]] std::vector<WorkspaceId> workspaces() override;
    [[nodiscard]] std::optional<server::WorkspaceState> load(const WorkspaceId& workspace) override;
    [[nodiscard]] std::optional<server::EnvelopePlace> find(const WorkspaceId& workspace,
                                                            const EnvelopeHash& hash) override;
    [[nodiscard]] std::optional<Hash32> running(const WorkspaceId& workspace,
                                                Position position) override;
    [[nodiscard]] std::vector<OrderedEnvelope> read(const WorkspaceId& workspace,
                                                    Position after,
                                                    std::size_t bytes_max) override;
    [[nodiscard]] std::vector<server::Ticket> tickets() override;

private:
    void promise(const std::vector<server::Write>& writes);
    void note_record(ByteView record);
    server::LogStore& caught_up();

    Setting* setting_;
    server::LogStore* below_;
    std::vector<server::Write> late_;  // only with the planted bug: answered for, not written
};

}  // namespace cairn::simulation
