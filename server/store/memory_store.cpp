#include "server/store/memory_store.h"

#include "shared/base/contract.h"

namespace cairn::server {

MemoryStore::Workspace& MemoryStore::at(const WorkspaceId& id) {
    const auto found = workspaces_.find(id);
    CAIRN_ASSERT(found != workspaces_.end());
    return found->second;
}

void MemoryStore::renew(const Incarnation& incarnation) {
    incarnation_ = incarnation;
    for (auto& [id, workspace] : workspaces_) workspace.settled = false;
}

void MemoryStore::commit(const std::vector<Write>& writes) {
    for (const Write& write : writes) std::visit([this](const auto& one) { apply(one); }, write);
}

void MemoryStore::apply(const AddWorkspace& write) {
    const bool added = workspaces_.try_emplace(write.workspace).second;
    CAIRN_ASSERT(added);
    at(write.workspace).settled = write.settled;
}

void MemoryStore::apply(const Settle& write) { at(write.workspace).settled = true; }

void MemoryStore::apply(const PutRecord& write) {
    auto& roster = at(write.workspace).roster;
    CAIRN_ASSERT(write.index.value <= roster.size());
    if (write.index.value == roster.size())
        roster.push_back(write.record);
    else
        roster[write.index.value].receipt = write.record.receipt;
}

void MemoryStore::apply(const PutEnvelope& write) {
    Workspace& workspace = at(write.workspace);
    CAIRN_ASSERT(write.envelope.position.value == workspace.order.size() + 1);
    CAIRN_ASSERT(write.place.position == write.envelope.position);
    const bool added = workspace.places.emplace(write.envelope.hash, write.place).second;
    CAIRN_ASSERT(added);
    workspace.order.push_back(write.envelope);
    EnvelopeHeader header;
    header.device = write.place.device;
    header.number = write.place.number;
    header.previous = write.place.previous;
    workspace.frontier.add(header, write.envelope.hash);
    workspace.usage[write.charged] += write.envelope.bytes->size();
}

void MemoryStore::apply(const AddTicket& write) {
    last_ticket_ = last_ticket_.next();
    tickets_[last_ticket_] = {.number = last_ticket_,
                              .secret = write.secret,
                              .label = write.label,
                              .made = write.made,
                              .used_by = std::nullopt};
}

void MemoryStore::apply(const UseTicket& write) {
    const auto found = tickets_.find(write.number);  // an operator may just have closed it
    if (found != tickets_.end()) found->second.used_by = write.workspace;
}

void MemoryStore::apply(const CloseTicket& write) { tickets_.erase(write.number); }

std::vector<WorkspaceId> MemoryStore::workspaces() {
    std::vector<WorkspaceId> ids;
    for (const auto& [id, workspace] : workspaces_) ids.push_back(id);
    return ids;
}

std::optional<WorkspaceState> MemoryStore::load(const WorkspaceId& id) {
    const auto found = workspaces_.find(id);
    if (found == workspaces_.end()) return std::nullopt;
    const Workspace& workspace = found->second;
    WorkspaceState state;
    state.settled = workspace.settled;
    state.roster = workspace.roster;
    state.head = {workspace.order.size()};
    if (!workspace.order.empty()) state.running = workspace.order.back().running;
    state.tips = workspace.frontier.tips();
    for (const auto& [device, bytes] : workspace.usage)
        state.usage.push_back({.device = device, .bytes = bytes});
    return state;
}

std::optional<EnvelopePlace> MemoryStore::find(const WorkspaceId& id, const EnvelopeHash& hash) {
    const auto workspace = workspaces_.find(id);
    if (workspace == workspaces_.end()) return std::nullopt;
    const auto place = workspace->second.places.find(hash);
    if (place == workspace->second.places.end()) return std::nullopt;
    return place->second;
}

std::optional<Hash32> MemoryStore::running(const WorkspaceId& id, Position position) {
    if (position.value == 0) return Hash32{};
    const auto workspace = workspaces_.find(id);
    if (workspace == workspaces_.end() || position.value > workspace->second.order.size())
        return std::nullopt;
    return workspace->second.order[position.value - 1].running;
}

std::vector<OrderedEnvelope> MemoryStore::read(const WorkspaceId& id,
                                               Position after,
                                               std::size_t bytes_max) {
    std::vector<OrderedEnvelope> envelopes;
    const auto workspace = workspaces_.find(id);
    if (workspace == workspaces_.end()) return envelopes;
    const auto& order = workspace->second.order;
    std::size_t bytes = 0;
    for (std::size_t i = after.value; i < order.size(); ++i) {
        bytes += order[i].bytes->size();
        if (bytes > bytes_max && !envelopes.empty()) break;
        envelopes.push_back(order[i]);
    }
    return envelopes;
}

std::vector<Ticket> MemoryStore::tickets() {
    std::vector<Ticket> tickets;
    for (const auto& [number, ticket] : tickets_) tickets.push_back(ticket);
    return tickets;
}

}  // namespace cairn::server
