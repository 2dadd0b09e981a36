#include "tests/attacks/lying_server.h"

#include "shared/log/running.h"
#include "shared/roster/server_statement.h"
#include "shared/sync/parts.h"

namespace cairn::attacks {

void put(Server& server, const WorkspaceId& workspace, const Envelope& envelope) {
    const auto order = server.store.read(workspace, {}, SIZE_MAX);
    const Position last = order.empty() ? Position{} : order.back().position;
    const Hash32 running = order.empty() ? Hash32{} : order.back().running;
    const EnvelopeHeader& header = envelope.header();
    const OrderedEnvelope ordered{.position = last.next(),
                                  .hash = envelope.hash(),
                                  .running = next_running(running, envelope.hash()),
                                  .bytes = std::make_shared<const Bytes>(envelope.bytes())};
    const server::EnvelopePlace place{.position = ordered.position,
                                      .device = header.device,
                                      .number = header.number,
                                      .previous = header.previous};
    server.store.commit({server::PutEnvelope{
        .workspace = workspace, .envelope = ordered, .place = place, .charged = header.device}});
}

Wire changing_pages(Server& server, std::function<void(std::vector<PageEntry>&)> change) {
    Wire wire;
    wire.to_client = [&server, change = std::move(change)](ServerMessage& message) {
        auto* page = std::get_if<Page>(&message);
        if (page == nullptr || page->fetched || page->entries.empty()) return true;
        const Position first = page->entries.front().position;
        Hash32 running;
        const auto workspaces = server.store.workspaces();
        if (first.value > 1) running = *server.store.running(workspaces.front(), {first.value - 1});
        change(page->entries);
        Position position = first;
        for (PageEntry& entry : page->entries) {
            entry.position = position;
            const auto hash =
                entry.held ? *entry.held
                           : envelope_hash(ByteView(entry.part.data)
                                               .first(entry.part.data.size() - Signature::size));
            running = next_running(running, hash);
            page->next = position;
            position = position.next();
        }
        page->running = running;
        return true;
    };
    return wire;
}

namespace {

template <class Message>
Wire changing(std::function<void(Message&)> change) {
    Wire wire;
    wire.to_client = [change = std::move(change)](ServerMessage& message) {
        if (auto* wanted = std::get_if<Message>(&message)) change(*wanted);
        return true;
    };
    return wire;
}

}  // namespace

Wire changing_pages_only(std::function<void(Page&)> change) {
    return changing<Page>([change = std::move(change)](Page& page) {
        if (!page.fetched && !page.entries.empty()) change(page);
    });
}

Wire changing_records(std::function<void(RosterPage&)> change) {
    return changing<RosterPage>(std::move(change));
}

Wire changing_welcome(std::function<void(Welcome&)> change) {
    return changing<Welcome>(std::move(change));
}

Receipt receipt_for(Server& server, const WorkspaceId& workspace, ByteView record) {
    const auto read = read_record(record);
    const RecordPlace place{
        .workspace = workspace, .index = read->record.index, .hash = read->hash};
    return sign_receipt(server.secrets().signing(), place, server.store.incarnation());
}

}  // namespace cairn::attacks
