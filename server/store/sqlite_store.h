#pragma once
// A LogStore in one SQLite file (schema/server_*.sql).
#include <map>
#include <memory>
#include <string>

#include "server/store/log_store.h"
#include "shared/base/random.h"
#include "shared/sqlite/database.h"

namespace cairn::server {

class SqliteStore final : public LogStore {
public:
    // Made if missing, with a random incarnation; a copy made by a backup gets one when it is first
    // opened for writing, until then it is zeros. Throws SqliteError: `not_ours`, `newer`,
    // `corrupt`.
    SqliteStore(const std::string& path, Random& random, const sqlite::OpenOptions& options = {});
    ~SqliteStore() override;
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

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
    struct Statements;

    template <class One>
    void apply_to_its_workspace(const One& write);
    void apply(const AddWorkspace& write);
    void apply(const Settle& write);
    void apply(const PutRecord& write);
    void apply(const PutEnvelope& write);
    void apply(const AddTicket& write);
    void apply(const UseTicket& write);
    void apply(const CloseTicket& write);

    std::optional<WorkspaceState> load_sound(const WorkspaceId& workspace);
    std::vector<OrderedEnvelope> read_sound(const WorkspaceId& workspace,
                                            Position after,
                                            std::size_t bytes_max);
    std::optional<std::int64_t> number_of(const WorkspaceId& workspace);
    std::int64_t known_number_of(const WorkspaceId& workspace);
    std::int64_t device_number(std::int64_t workspace, const DeviceId& device);

    sqlite::Database database_;
    Incarnation incarnation_;
    std::unique_ptr<Statements> statements_;
};

}  // namespace cairn::server
