// What a lost right means (I6), and what nobody but members may know (I7).
#include <algorithm>

#include "tests/simulation/oracles.h"
#include "tests/simulation/typed_mark.h"

namespace cairn::simulation {
namespace {

using replica::EditStatus;

std::vector<replica::HistoryEntry> edits_of(LaptopMachine& laptop, const ChangeId& change) {
    const auto row = laptop.workspace().read().find_change(change);
    return row ? laptop.workspace().read().edits_of(*row) : std::vector<replica::HistoryEntry>();
}

// How many edits came too late on this laptop.
std::size_t check_late(LaptopMachine& laptop, const Ledger& ledger) {
    std::size_t late = 0;
    for (const auto& [id, typed] : ledger.changes) {
        const Loss* loss = ledger.roster.lasting_loss(typed.device);
        if (loss == nullptr || typed.at <= loss->at) continue;
        const bool kept = ledger.kept_asked.contains(loss->member);
        for (const replica::HistoryEntry& edit : edits_of(laptop, id)) {
            const bool counts =
                edit.status == EditStatus::valid || edit.status == EditStatus::parked;
            demand(!counts || kept,
                   "I6: {} lets change {} count, which {} made {} ms after the right to it was "
                   "taken",
                   laptop.name(),
                   brief(id),
                   typed.by,
                   typed.at.ms - loss->at.ms);
            if (!counts) ++late;
        }
    }
    return late;
}

// Of a device that lost a right for the first time, all that the server had: no later loss has
// taken it, and it is above every doubt.
void check_before(LaptopMachine& laptop, const Ledger& ledger) {
    if (ledger.roster.losses().empty()) return;
    const auto carriers = laptop.carriers();
    for (const auto& [device, losses] : ledger.roster.losses()) {
        const Loss& first = losses.front();
        if (ledger.cut_asked.contains(first.member)) continue;
        const auto known = ledger.orders.find(first.incarnation);
        if (known == ledger.orders.end()) continue;  // a new store, which had no envelope by then
        const std::vector<EnvelopeHash>& order = known->second.envelopes;
        for (std::size_t i = 0; i < std::min(first.acknowledged, order.size()); ++i) {
            const auto envelope = laptop.workspace().replica().envelope(order[i]);
            const auto carried = carriers.find(order[i]);
            if (!envelope || envelope->header().device != device || carried == carriers.end())
                continue;
            for (const ChangeId& change : carried->second)
                for (const replica::HistoryEntry& edit : edits_of(laptop, change))
                    demand(edit.status != EditStatus::void_right,
                           "I6: change {} does not count on {}, and the server had acknowledged it "
                           "before its author lost the right to it",
                           brief(change),
                           laptop.name());
        }
    }
}

bool holds(ByteView bytes, std::string_view what) {
    return text_of(bytes).find(what) != std::string_view::npos;
}

}  // namespace

void check_rights(Laptops& laptops, Ledger& ledger) {
    std::size_t late = 0;
    for (const auto& laptop : laptops) {
        if (!laptop->belongs()) continue;
        late = std::max(late, check_late(*laptop, ledger));
        check_before(*laptop, ledger);
    }
    if (late > 0) ledger.done["came too late"] += late;
}

void check_keys(Laptops& laptops, const RosterView& roster) {
    for (const auto& laptop : laptops) {
        const DeviceEntry* device = roster.device(laptop->device().id());
        if (device == nullptr || device->active()) continue;
        const KeyRing ring = laptop->keys_under(roster);
        for (const EpochEntry& epoch : roster.epochs())
            demand(epoch.index < *device->revoked_at || ring.key(epoch.id) == nullptr,
                   "I7: {} had to go, and opens a key that was made since",
                   laptop->name());
    }
}

void check_ciphertext(ServerMachine& server, LaptopMachine& first) {
    const KeyRing& keys = first.workspace().keys();
    for (const Bytes& bytes : server.all_bytes()) {
        demand(!holds(bytes, typed_mark), "I7: the server holds plain text");
        demand(!holds(bytes, "laptop-"), "I7: the server holds the name of a member");
        for (const EpochEntry& epoch : first.workspace().roster().epochs())
            demand(!holds(bytes, text_of(keys.key(epoch.id)->view())),
                   "I7: the server holds a key");
    }
}

}  // namespace cairn::simulation
