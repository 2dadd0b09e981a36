#include "client/replica/differences.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "client/replica/past_state.h"

namespace cairn::replica {
namespace {

struct Effort {
    std::uint32_t edits = 0;
    std::vector<std::pair<Row, Lamport>> lanes;  // each with the first of its changes
    WallTime newest;

    void add(const OutsideChange& change) {
        ++edits;
        newest = edits == 1 ? change.wall : std::max(newest, change.wall);
        if (!lanes.empty() && lanes.back().first == change.lane) return;  // as most
        const auto held = std::find_if(lanes.begin(), lanes.end(), [&](const auto& lane) {
            return lane.first == change.lane;
        });
        if (held == lanes.end()) lanes.emplace_back(change.lane, change.lamport);
    }
};

class Comparing {
public:
    Comparing(Reader::State& state, const Cut& from, const Cut& to)
        : state_(state),
          to_cut_(to),
          snapshot_(state.db),
          from_(state, from),
          to_(state, to),
          device_(state.db,
                  "SELECT d.key FROM lane l JOIN device d ON d.id = l.device WHERE l.id = ?") {}

    Differences run() {
        gather();
        std::set<CellKey> cells;
        for (const auto& [key, touched] : from_.cells.touched()) cells.insert(key);
        for (const auto& [key, touched] : to_.cells.touched()) cells.insert(key);
        for (const CellKey& key : cells)
            if (key.field != merge::field_place && key.field != merge::field_order) compare(key);
        std::unordered_set<Row> moved = from_.tree.touched();
        moved.insert(to_.tree.touched().begin(), to_.tree.touched().end());
        for (const Row item : moved) compare_place(item);
        for (auto& [row, item] : items_) {
            item.item = state_.item_id(row);
            result_.items.push_back(std::move(item));
        }
        result_.edits = everything_.edits;
        result_.by = devices_of(everything_);
        return std::move(result_);
    }

private:
    void gather() {
        std::size_t counted = SIZE_MAX;
        from_.cells.gather([&](const CellKey& key, std::size_t index) {
            const OutsideChange& change = from_.outside.changes()[index];
            if (!to_cut_.includes(change.lane, change.row)) return;
            everything_.add(change);
            if (std::exchange(counted, index) != index) ++result_.changes;
            const bool moves = key.field == merge::field_place || key.field == merge::field_order;
            efforts_[moves ? CellKey{key.item, merge::field_place, {}} : key].add(change);
        });
        to_.cells.gather(nullptr);
    }

    void compare(const CellKey& key) {
        CellDifference cell;
        cell.before = value_of(from_, key);
        cell.after = value_of(to_, key);
        if (cell.before == cell.after) return;
        cell.field = key.field;
        cell.element = key.element;
        cell.work = work_of(key);
        items_[key.item].cells.push_back(std::move(cell));
    }

    [[nodiscard]] std::string value_of(Past::State& past, const CellKey& key) {
        std::optional<CellView> cell = past.cells.find(key);
        if (!cell) return "n";
        const merge::FieldRule* rule = state_.schema.rule(key.field);
        const bool absent =
            rule != nullptr && ((rule->fold == merge::Fold::set && cell->value == "b0") ||
                                (rule->fold == merge::Fold::counter && cell->value == "i0"));
        return absent ? "n" : std::move(cell->value);
    }

    void compare_place(Row item) {
        PlaceDifference place;
        place.before = from_.place(item);
        place.after = to_.place(item);
        if (place.before == place.after) return;
        place.work = work_of({item, merge::field_place, {}});
        items_[item].place = std::move(place);
    }

    [[nodiscard]] Work work_of(const CellKey& key) {
        Work work;
        const auto found = efforts_.find(key);
        if (found == efforts_.end()) return work;
        work.edits = found->second.edits;
        work.newest = found->second.newest;
        work.by = devices_of(found->second);
        return work;
    }

    [[nodiscard]] std::vector<DeviceId> devices_of(const Effort& effort) {
        std::vector<std::pair<Lamport, DeviceId>> firsts;
        for (const auto& [lane, first] : effort.lanes) firsts.emplace_back(first, device_of(lane));
        std::sort(firsts.begin(), firsts.end());
        std::vector<DeviceId> devices;
        for (const auto& [first, device] : firsts)
            if (std::find(devices.begin(), devices.end(), device) == devices.end())
                devices.push_back(device);
        return devices;
    }

    [[nodiscard]] DeviceId device_of(Row lane) {
        const auto [held, missing] = devices_.try_emplace(lane);
        if (missing) {
            sqlite::Rows rows = device_.query(lane);
            if (!rows.next()) sqlite::throw_corrupt("lane " + std::to_string(lane) + " is missing");
            held->second = rows.id<DeviceId>(0);
        }
        return held->second;
    }

    Reader::State& state_;
    const Cut& to_cut_;
    sqlite::Snapshot snapshot_;
    Past::State from_;
    Past::State to_;
    sqlite::LazyStatement device_;
    Effort everything_;
    std::unordered_map<CellKey, Effort, CellKeyHash> efforts_;
    std::unordered_map<Row, DeviceId> devices_;
    std::map<Row, ItemDifference> items_;
    Differences result_;
};

}  // namespace

Differences differences(Reader& reader, const Cut& from, const Cut& to) {
    return Comparing(reader.state(), from, to).run();
}

}  // namespace cairn::replica
