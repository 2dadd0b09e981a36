#pragma once
// A LogStore in memory: what the SQLite one is checked against, and a server for simulations. A
// value: a copy is a backup.
#include <map>

#include "server/store/log_store.h"
#include "shared/log/frontier.h"

namespace cairn::server {

class MemoryStore final : public LogStore {
public:
    explicit MemoryStore(const Incarnation& incarnation) : incarnation_(incarnation) {}

    [[nodiscard]] Incarnation incarnation() const override { return incarnation_; }
    void renew(const Incarnation& incarnation) override;
    void commit(const std::vector<Write>& writes) override;
    [[nodiscard]] std::vector<WorkspaceId> workspaces() override;
    [[nodiscard]] std::optional<WorkspaceState> load(const WorkspaceId& workspace) override;
    [[nodiscard]] std::optional<EnvelopePlace> find(const WorkspaceId& workspace,
                                                    const EnvelopeHash& hash) override;
    [[nodiscard]] std::optional<Hash32> running(const WorkspaceId& workspace,
                                                Position position) override;
    [[nodiscard]] std::vector<OrderedEnvelope> read(const WorkspaceId& workspace,
                                                    Position after,
                                                    std::size_t bytes_max) override;
    [[nodiscard]] std::vector<Ticket> tickets() override;

private:
    struct Workspace {
        bool settled = true;
        std::vector<ReceiptedRecord> roster;
        std::vector<OrderedEnvelope> order;
        std::map<EnvelopeHash, EnvelopePlace> places;
        Frontier frontier;
        std::map<DeviceId, std::uint64_t> usage;
    };
    Workspace& at(const WorkspaceId& id);

    void apply(const AddWorkspace& write);
    void apply(const Settle& write);
    void apply(const PutRecord& write);
    void apply(const PutEnvelope& write);
    void apply(const AddTicket& write);
    void apply(const UseTicket& write);
    void apply(const CloseTicket& write);

    Incarnation incarnation_;
    std::map<WorkspaceId, Workspace> workspaces_;
    std::map<TicketNumber, Ticket> tickets_;
    TicketNumber last_ticket_;
};

}  // namespace cairn::server
