#include "client/exchange/mspdi_values.h"

#include <array>
#include <charconv>
#include <cmath>

namespace cairn::exchange {
namespace {

constexpr double minutes_max = 1e9;

std::optional<double> decimal(std::string_view text) {
    double value = 0;
    const auto read =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

// Minutes in one unit of an ISO length; 0 = no such unit (or one of no fixed length).
double minutes_of(char letter, bool in_time) {
    if (in_time) {
        return letter == 'H' ? 60.0 : letter == 'M' ? 1.0 : letter == 'S' ? 1.0 / 60.0 : 0.0;
    }
    return letter == 'D' ? 1440.0 : letter == 'W' ? 7 * 1440.0 : 0.0;
}

}  // namespace

std::optional<std::int64_t> minutes_from_iso_duration(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    std::string_view rest = text.substr(negative ? 1 : 0);
    if (rest.size() < 3 || rest[0] != 'P') return std::nullopt;
    rest.remove_prefix(1);
    bool in_time = false;
    double sum = 0;
    while (!rest.empty()) {
        if (rest[0] == 'T' && !in_time) {
            in_time = true;
            rest.remove_prefix(1);
            continue;
        }
        const std::size_t end = rest.find_first_not_of("0123456789.");
        if (end == 0 || end == std::string_view::npos) return std::nullopt;
        const auto amount = decimal(rest.substr(0, end));
        const double unit = minutes_of(rest[end], in_time);
        if (!amount || (unit == 0.0 && *amount != 0.0)) return std::nullopt;
        sum += *amount * unit;
        if (sum > minutes_max) return std::nullopt;
        rest.remove_prefix(end + 1);
    }
    const std::int64_t minutes = std::llround(sum);
    return negative ? -minutes : minutes;
}

std::optional<plan::LocalMinute> minute_from_mspdi(std::string_view text) {
    if (text.size() == 10) {
        const auto date = plan::date_from_iso(text);
        if (!date) return std::nullopt;
        return plan::at_minute(*date, 0);
    }
    if (text.size() < 16) return std::nullopt;
    // Seconds may follow, a zone may not.
    const std::string_view tail = text.substr(16);
    if (!tail.empty() && (tail[0] != ':' || tail.find_first_not_of("0123456789:.") != tail.npos)) {
        return std::nullopt;
    }
    return plan::minute_from_iso(text.substr(0, 16));
}

std::optional<std::int64_t> integer_from(std::string_view text) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> scaled_from(std::string_view text, std::int64_t scale) {
    const auto value = decimal(text);
    if (!value) return std::nullopt;
    const double scaled = *value * static_cast<double>(scale);
    if (std::abs(scaled) > 9e15) return std::nullopt;
    return std::llround(scaled);
}

ShownUnit unit_from_format(std::int64_t format) {
    using namespace plan::unit;
    constexpr std::array<plan::ChoiceNumber, 10> from_three = {minutes,
                                                               elapsed_minutes,
                                                               hours,
                                                               elapsed_hours,
                                                               days,
                                                               elapsed_days,
                                                               weeks,
                                                               elapsed_weeks,
                                                               months,
                                                               elapsed_months};
    ShownUnit shown;
    if (format >= 35 && format <= 53) {
        shown.estimated = true;
        format -= 32;
    }
    if (format >= 3 && format <= 12) shown.unit = from_three[static_cast<std::size_t>(format - 3)];
    if (format == 19) shown.unit = percent;
    if (format == 20) shown.unit = elapsed_percent;
    return shown;
}

}  // namespace cairn::exchange
