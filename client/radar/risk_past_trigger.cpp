#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

// The first day that a text names: "no licence by 2027-02-01".
std::optional<plan::Date> day_in(std::string_view text) {
    constexpr std::size_t characters = 10;
    for (std::size_t at = 0; at + characters <= text.size(); ++at)
        if (const auto date = plan::date_from_iso(text.substr(at, characters))) return date;
    return std::nullopt;
}

}  // namespace

void risk_past_trigger(const Sight& sight, Findings& findings) {
    for (const outline::Item& item : sight.outline.living()) {
        if (item.kind != plan::kind::risk || !outline::is_open(item.cells)) continue;
        if (outline::state_of(item.cells) == plan::state::occurred) continue;
        const std::string_view trigger = outline::text_of(item.cells, plan::field::trigger);
        auto date = day_in(trigger);
        const bool is_trigger = date.has_value();
        if (!date) date = outline::date_of(item.cells, plan::field::due);
        if (!date || *date >= sight.today) continue;
        findings.push_back(
            {.code = "risk-past-trigger",
             .item = item.id,
             .what = with_kind(item) + " is past " +
                     (is_trigger ? "its trigger" : "the day by which it was to be settled"),
             .why = is_trigger ? "trigger: " + std::string(trigger)
                               : "due " + when(*date, sight.today) + " and still open",
             .sure = is_trigger ? Sure::likely : Sure::certain,
             .since = date,
             .help = sight.command("set", item.id, "status=occurred")});
    }
}

}  // namespace cairn::radar
