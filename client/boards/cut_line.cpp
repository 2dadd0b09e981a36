#include "client/boards/cut_line.h"

#include <algorithm>
#include <set>

#include "client/merge/value.h"

namespace cairn::boards {
namespace {

using outline::Outline;
using outline::Place;

constexpr plan::ChoiceNumber will_not = 4;
constexpr std::int64_t minutes_max = 1'000'000'000;  // a millennium of one person's work

// Of a field that is a length of time: its amount.
std::optional<std::int64_t> amount_in(const outline::Cells& cells,
                                      plan::FieldNumber field,
                                      std::size_t part) {
    const auto value = merge::Value::parse(outline::part_of(cells, field, part));
    return value ? value->as_integer() : std::nullopt;
}

std::optional<std::int64_t> own_minutes(const outline::Cells& cells) {
    auto minutes = amount_in(cells, plan::field::estimate, plan::part::amount);
    if (!minutes) minutes = amount_in(cells, plan::field::span, plan::part::duration);
    if (!minutes || *minutes < 0) return std::nullopt;
    const auto done = outline::integer_of(cells, plan::field::progress).value_or(0);
    return std::min(*minutes, minutes_max) * (100 - std::clamp<std::int64_t>(done, 0, 100)) / 100;
}

std::int64_t rank_of(const outline::Item& item) {
    const auto number = outline::choice_of(item.cells, plan::field::importance);
    if (!number) return will_not - 1;
    return *number < will_not ? static_cast<std::int64_t>(*number) - 1 : will_not;
}

}  // namespace

std::optional<std::int64_t> minutes_left(const Outline& outline, Place place) {
    const outline::Item& item = outline.at(place);
    if (!outline::is_open(item.cells)) return 0;
    if (const auto own = own_minutes(item.cells)) return own;
    std::optional<std::int64_t> sum;
    for (Place below = place + 1; below < item.end; below = outline.at(below).end) {
        if (outline.at(below).kind > plan::kind::task) continue;
        if (const auto part = minutes_left(outline, below)) sum = sum.value_or(0) + *part;
    }
    return sum;
}

std::vector<RankedItem> cut_line(const Outline& outline,
                                 std::span<const Place> places,
                                 std::int64_t capacity_minutes) {
    std::vector<RankedItem> ranked;
    for (const Place place : places)
        ranked.push_back({place, minutes_left(outline, place), 0, false});
    std::stable_sort(ranked.begin(), ranked.end(), [&](const auto& a, const auto& b) {
        return rank_of(outline.at(a.place)) < rank_of(outline.at(b.place));
    });
    std::int64_t used = 0;
    bool is_cut = false;
    for (RankedItem& item : ranked) {
        item.sum_minutes = used + item.minutes.value_or(0);
        is_cut = is_cut || item.sum_minutes > capacity_minutes ||
                 rank_of(outline.at(item.place)) == will_not;
        item.fits = !is_cut;
        used = item.sum_minutes;
    }
    return ranked;
}

std::int64_t weekdays_between(plan::Date first, plan::Date last) {
    constexpr std::int64_t week = 7;
    constexpr std::int64_t workdays = 5;
    if (last < first) return 0;
    const std::int64_t days = std::int64_t{last.days} - first.days + 1;
    std::int64_t count = days / week * workdays;
    for (std::int64_t i = days / week * week; i < days; ++i)
        if (plan::weekday_of({static_cast<std::int32_t>(first.days + i)}) < workdays) ++count;
    return count;
}

std::int64_t capacity_of_owners(const Outline& outline,
                                std::span<const Place> places,
                                std::int64_t days,
                                std::int64_t day_minutes) {
    constexpr std::int64_t full_time = 100;
    std::set<ItemId> owners;
    for (const Place place : places)
        if (const auto owner = outline::item_of(outline.at(place).cells, plan::field::owner))
            owners.insert(*owner);
    std::int64_t minutes = 0;
    for (const ItemId& owner : owners) {
        const outline::Item* person = outline.item(owner);
        if (person == nullptr || person->is_trashed) continue;
        if (outline::yes_no_of(person->cells, plan::field::active) == false) continue;
        const auto percent = outline::integer_of(person->cells, plan::field::capacity);
        minutes += days * day_minutes * percent.value_or(full_time) / full_time;
    }
    return minutes;
}

}  // namespace cairn::boards
