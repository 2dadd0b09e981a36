#pragma once
// A store on a disk that fails when a test says so.
#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "server/store/log_store.h"

namespace cairn::test {

// Outlives the stores on it.
struct TestDisk {
    std::atomic<bool> broken = false;    // no store can be opened, no commit made
    std::optional<WorkspaceId> damaged;  // what is stored of it cannot be read
    std::optional<WorkspaceId> damaged_for_writing;
    std::optional<Position> lost_after;  // of every workspace, whatever its head says
    std::size_t commits = 0;
    std::size_t finds = 0;
};

class FragileStore final : public server::LogStore {
public:
    FragileStore(server::LogStore& store, TestDisk& disk) : store_(&store), disk_(&disk) {
        fail_if_broken();
    }
    FragileStore(std::unique_ptr<server::LogStore> store, TestDisk& disk)
        : FragileStore(*store, disk) {
        owned_ = std::move(store);
    }

    void commit(const std::vector<server::Write>& writes) override {
        fail_if_broken();
        for (const server::Write& write : writes)
            std::visit(
                [this](const auto& one) {
                    if constexpr (requires { one.workspace; })
                        fail_if(disk_->damaged_for_writing, one.workspace);
                },
                write);
        ++disk_->commits;
        store_->commit(writes);
    }
    [[nodiscard]] Incarnation incarnation() const override { return store_->incarnation(); }
    void renew(const Incarnation& incarnation) override { store_->renew(incarnation); }
    std::vector<WorkspaceId> workspaces() override { return store_->workspaces(); }
    std::optional<server::WorkspaceState> load(const WorkspaceId& id) override {
        fail_if(disk_->damaged, id);
        return store_->load(id);
    }
    std::optional<server::EnvelopePlace> find(const WorkspaceId& id,
                                              const EnvelopeHash& hash) override {
        fail_if(disk_->damaged, id);
        ++disk_->finds;
        return store_->find(id, hash);
    }
    std::optional<Hash32> running(const WorkspaceId& id, Position position) override {
        fail_if(disk_->damaged, id);
        return store_->running(id, position);
    }
    std::vector<OrderedEnvelope> read(const WorkspaceId& id,
                                      Position after,
                                      std::size_t bytes_max) override {
        fail_if(disk_->damaged, id);
        if (disk_->lost_after && after >= *disk_->lost_after) return {};
        return store_->read(id, after, bytes_max);
    }
    std::vector<server::Ticket> tickets() override { return store_->tickets(); }

private:
    void fail_if_broken() const {
        if (disk_->broken) throw std::runtime_error("the disk is broken");
    }
    static void fail_if(const std::optional<WorkspaceId>& damaged, const WorkspaceId& id) {
        if (damaged == id) throw server::DamagedWorkspace(id, "a page is damaged");
    }

    std::unique_ptr<server::LogStore> owned_;
    server::LogStore* store_;
    TestDisk* disk_;
};

}  // namespace cairn::test
