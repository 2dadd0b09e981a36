#include <algorithm>

#include "client/replica/cut_finder.h"
#include "client/replica/reader_state.h"

namespace cairn::replica {

Cut Reader::everything() {
    const sqlite::Snapshot snapshot(state_->db);
    return CutFinder(state_->db).everything();
}

Cut Reader::stamped_up_to(WallTime wall, WallTime floor) {
    const sqlite::Snapshot snapshot(state_->db);
    return CutFinder(state_->db).stamped_up_to(wall, floor);
}

Cut Reader::with_past_of(ChangeRow change) {
    const sqlite::Snapshot snapshot(state_->db);
    const Row row = static_cast<Row>(change.value);
    return CutFinder(state_->db).with_past_of({&row, 1});
}

std::vector<ChangeId> Reader::maxima(const Cut& cut) {
    const sqlite::Snapshot snapshot(state_->db);
    return CutFinder(state_->db).maxima(cut);
}

std::optional<Cut> Reader::cut_of(std::span<const ChangeId> maxima) {
    const sqlite::Snapshot snapshot(state_->db);
    CutFinder finder(state_->db);
    const std::vector<Row> rows = finder.rows_of(maxima);
    if (std::find(rows.begin(), rows.end(), 0) != rows.end()) return std::nullopt;
    return finder.with_past_of(rows);
}

// A change's id has 256 bits: its 52nd character holds one of them, and zeros.
std::vector<ChangeRow> Reader::changes_with_prefix(std::string_view base32, std::size_t count_max) {
    constexpr std::size_t id_characters = 52;
    std::vector<ChangeRow> found;
    if (base32.empty() || base32.size() > id_characters) return found;
    std::string low(base32);
    std::string high(base32);
    low.resize(id_characters, '0');
    high.resize(id_characters - 1, 'z');
    high += base32.size() == id_characters ? base32.back() : 'g';
    const auto from = from_base32(low);
    const auto to = from_base32(high);
    if (!from || !to) return found;
    sqlite::Statement newest(state_->db,
                             "SELECT id FROM change WHERE identity BETWEEN ? AND ? "
                             "ORDER BY id DESC LIMIT ?");
    for (sqlite::Rows rows = newest.query(*from, *to, count_max); rows.next();)
        found.push_back({static_cast<std::uint64_t>(rows.integer(0))});
    return found;
}

}  // namespace cairn::replica
