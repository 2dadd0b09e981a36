#pragma once
// Random messages of every kind, within the limits.
#include <string>

#include "shared/base/random.h"
#include "shared/wire/limits.h"
#include "shared/wire/message.h"

namespace cairn::testing {

class SampleMessages {
public:
    explicit SampleMessages(std::uint64_t seed) : random_(seed) {}

    ClientMessage client(std::size_t kind);
    ServerMessage server(std::size_t kind);

private:
    Bytes bytes(std::size_t size_max) {
        Bytes out(random_.below(size_max + 1));
        random_.fill(out);
        return out;
    }
    std::uint64_t u64() { return random_.below(~std::uint64_t{0}); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(random_.below(1U << 31)); }
    bool coin() { return random_.below(2) == 1; }
    std::string sentence() { return to_hex(bytes(100)); }
    template <class Id>
    Id id() {
        return random_.make<Id>();
    }
    Receipt receipt() { return {id<Incarnation>(), id<Signature>()}; }
    ReceiptedRecord record() {
        ReceiptedRecord out{bytes(400), std::nullopt};
        if (coin()) out.receipt = receipt();
        return out;
    }
    EnvelopePart part() {
        Bytes data = bytes(500);
        data.push_back(1);
        const auto offset = static_cast<std::uint32_t>(random_.below(1000));
        const auto rest = static_cast<std::uint32_t>(random_.below(1000));
        const auto size = static_cast<std::uint32_t>(data.size());
        return {offset + size + rest, offset, std::move(data)};
    }
    std::vector<DeviceTips> tips() {
        std::vector<DeviceTips> out(random_.below(5));
        for (DeviceTips& device : out) {
            device.device = id<DeviceId>();
            device.tips.resize(random_.below(4));
            for (Tip& tip : device.tips) tip = {{u64()}, id<EnvelopeHash>()};
        }
        return out;
    }
    PresenceNote presence() {
        return {id<DeviceId>(),
                u64(),
                id<EpochId>(),
                bytes(limits::presence_bytes_max),
                id<Signature>()};
    }
    HelloProof proof();
    Page page();
    PushResult push_result();

    SeededRandom random_;
};

inline HelloProof SampleMessages::proof() {
    switch (random_.below(3)) {
        case 0:
            return DeviceProof{id<DeviceId>(), id<Signature>()};
        case 1:
            return InviteProof{id<InviteId>(), id<Signature>()};
        default:
            return TicketProof{id<Hash32>()};
    }
}

inline ClientMessage SampleMessages::client(std::size_t kind) {
    switch (kind) {
        case 0:
            return Hello{static_cast<std::uint16_t>(random_.below(9)),
                         id<WorkspaceId>(),
                         proof(),
                         {id<Incarnation>(), {u64()}, id<Hash32>()},
                         {u64()},
                         id<RecordHash>(),
                         id<Hash32>()};
        case 1:
            return RosterPull{{u64()}};
        case 2:
            return RosterAppend{record()};
        case 3:
            return Pull{{u64()}};
        case 4:
            return PageSeen{u64()};
        case 5:
            return FrontierQuestion{tips()};
        case 6:
            return Fetch{id<DeviceId>(), id<EnvelopeHash>(), {u64()}};
        case 7: {
            Push push{coin(), {}};
            for (std::uint64_t n = random_.below(4); n > 0; --n) push.parts.push_back(part());
            return push;
        }
        case 8:
            return presence();
        default:
            return Ping{u64()};
    }
}

inline Page SampleMessages::page() {
    Page page;
    page.fetched = coin();
    for (std::uint64_t n = random_.below(4); n > 0; --n) {
        page.entries.push_back({{u64()}, {}, std::nullopt});
        if (coin())
            page.entries.back().held = id<EnvelopeHash>();
        else
            page.entries.back().part = part();
    }
    page.next = {u64()};
    page.running = id<Hash32>();
    page.caught_up = coin();
    if (coin()) page.frontier_digest = id<Hash32>();
    return page;
}

inline PushResult SampleMessages::push_result() {
    PushResult result;
    for (std::uint64_t n = random_.below(4); n > 0; --n)
        result.accepted.push_back({id<EnvelopeHash>(), {u64()}});
    for (std::uint64_t n = random_.below(4); n > 0; --n)
        result.refused.push_back(
            {id<EnvelopeHash>(), static_cast<PushRefusal>(random_.below(12)), sentence(), {u64()}});
    return result;
}

inline ServerMessage SampleMessages::server(std::size_t kind) {
    switch (kind) {
        case 0:
            return Welcome{{id<Incarnation>(),
                            {u64()},
                            id<Hash32>(),
                            {u64()},
                            id<RecordHash>(),
                            id<Signature>()},
                           coin(),
                           coin(),
                           {static_cast<std::int64_t>(u64())},
                           {u32(), u32(), u32()}};
        case 1:
            return Refused{static_cast<RefusalCode>(random_.below(20)), sentence(), u32()};
        case 2: {
            RosterPage page{{u64()}, {}, {u64()}};
            for (std::uint64_t n = random_.below(4); n > 0; --n) page.records.push_back(record());
            return page;
        }
        case 3:
            return RecordAccepted{{u64()}, id<RecordHash>(), receipt()};
        case 4:
            return RecordRefused{id<RecordHash>(),
                                 static_cast<RecordRefusal>(random_.below(9)),
                                 sentence(),
                                 {u64()}};
        case 5:
            return page();
        case 6:
            return FrontierReply{tips(), {u64()}, id<Hash32>()};
        case 7:
            return push_result();
        case 8:
            return presence();
        default:
            return Pong{u64()};
    }
}

}  // namespace cairn::testing
