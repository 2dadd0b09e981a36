#include "client/exchange/csv_values.h"

#include <array>

#include "client/plan/civil.h"
#include "client/plan/text_input.h"

namespace cairn::exchange {
namespace {

using plan::lower_case;
using plan::trimmed;

constexpr std::array<std::string_view, 12> months = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int small_number(std::string_view text) {
    int value = 0;
    if (text.empty() || text.size() > 4) return -1;
    for (const char c : text) {
        if (!is_digit(c)) return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

int month_named(std::string_view text) {
    if (text.size() < 3) return -1;
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (text.substr(0, 3) == months[i]) return static_cast<int>(i) + 1;
    }
    return -1;
}

std::vector<std::string_view> split_any(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find_first_of(separators);
        if (end == std::string_view::npos) break;
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    if (!text.empty()) parts.push_back(text);
    return parts;
}

int full_year(std::string_view text) {
    const int year = small_number(text);
    return text.size() == 2 && year >= 0 ? 2000 + year : year;
}

std::optional<plan::Date> date_of(std::string_view text, DateOrder order) {
    const auto parts = split_any(text, "-/. ,");
    if (parts.size() != 3) return std::nullopt;
    if (parts[0].size() == 4) {
        const int month = small_number(parts[1]);
        return plan::make_date({small_number(parts[0]), month, small_number(parts[2])});
    }
    if (month_named(parts[1]) > 0) {  // 9 Jan 2024
        return plan::make_date(
            {full_year(parts[2]), month_named(parts[1]), small_number(parts[0])});
    }
    if (month_named(parts[0]) > 0) {  // Jan 9, 2024
        return plan::make_date(
            {full_year(parts[2]), month_named(parts[0]), small_number(parts[1])});
    }
    const bool dotted = text.find('.') != std::string_view::npos;  // 1.3.2027: day first
    if (order == DateOrder::iso && !dotted) return std::nullopt;
    const bool month_first = order == DateOrder::month_first && !dotted;
    return plan::make_date({full_year(parts[2]),
                            small_number(parts[month_first ? 0 : 1]),
                            small_number(parts[month_first ? 1 : 0])});
}

// 15:54, 15:54:07, 3:54 pm.
std::optional<int> clock_of(std::string_view text) {
    const bool pm = text.size() > 2 && text.substr(text.size() - 2) == "pm";
    const bool am = text.size() > 2 && text.substr(text.size() - 2) == "am";
    if (pm || am) text = trimmed(text.substr(0, text.size() - 2));
    const auto parts = split_any(text, ":");
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    int hour = small_number(parts[0]);
    const int minute = small_number(parts[1]);
    if (hour < 0 || minute < 0 || minute > 59 || hour > (pm || am ? 12 : 23)) return std::nullopt;
    if (pm || am) hour = hour % 12 + (pm ? 12 : 0);
    return hour * 60 + minute;
}

struct StateName {
    std::string_view theirs;
    std::string_view ours;
};
constexpr StateName state_names[] = {
    {"to do", "planned"},       {"todo", "planned"},      {"not started", "planned"},
    {"new", "planned"},         {"backlog", "planned"},   {"complete", "done"},
    {"completed", "done"},      {"finished", "done"},     {"resolved", "done"},
    {"implemented", "done"},    {"cancelled", "dropped"}, {"canceled", "dropped"},
    {"won't do", "dropped"},    {"wont do", "dropped"},   {"removed", "dropped"},
    {"started", "in-progress"}, {"doing", "in-progress"}, {"wip", "in-progress"},
    {"active", "in-progress"},  {"waiting", "on-hold"},   {"review", "in-review"},
    {"replaced", "superseded"},
};

}  // namespace

std::optional<std::string> plain_date(std::string_view text, DateOrder order) {
    const std::string typed = lower_case(trimmed(text));
    const std::size_t colon = typed.find(':');
    std::string_view day = typed;
    std::optional<int> clock;
    if (colon != std::string::npos) {
        const std::size_t gap = typed.find_last_of(" t", colon);
        if (gap == std::string::npos) return std::nullopt;
        clock = clock_of(trimmed(std::string_view(typed).substr(gap + 1)));
        if (!clock) return std::nullopt;
        day = trimmed(std::string_view(typed).substr(0, gap));
    }
    const auto date = date_of(day, order);
    if (!date) return std::nullopt;
    return clock ? plan::to_iso(plan::at_minute(*date, *clock)) : plan::to_iso(*date);
}

std::string plain_state(std::string_view text) {
    const std::string typed = lower_case(trimmed(text));
    for (const StateName& name : state_names) {
        if (typed == name.theirs) return std::string(name.ours);
    }
    return std::string(trimmed(text));
}

std::string replaced(const CsvRule& rule, std::string_view cell) {
    const std::string_view text = trimmed(cell);
    for (const auto& [from, to] : rule.replacements) {
        const bool open = !from.empty() && from.back() == '*';
        const std::string_view head(from.data(), from.size() - (open ? 1 : 0));
        if (open ? text.substr(0, head.size()) == head : text == head) return to;
    }
    return std::string(text);
}

bool says_nothing(std::string_view cell) {
    const std::string text = lower_case(trimmed(cell));
    for (const std::string_view nothing : {"", "-", "n/a", "none", "tbd", "todo", "null"}) {
        if (text == nothing) return true;
    }
    return false;
}

PredecessorText split_predecessor(std::string_view text) {
    const std::string_view typed = trimmed(text);
    const std::string lower = lower_case(typed);
    PredecessorText out{std::string(typed), plan::dependency::finish_start, ""};
    // The last FS, SS, FF or SF that stands after a digit or a space and before an end or a sign.
    for (std::size_t i = lower.size(); i-- > 1;) {
        if (i + 1 >= lower.size()) continue;
        const std::string_view pair = std::string_view(lower).substr(i, 2);
        const std::string_view rest = trimmed(std::string_view(lower).substr(i + 2));
        const bool before = is_digit(lower[i - 1]) || lower[i - 1] == ' ';
        const bool after = rest.empty() || rest[0] == '+' || rest[0] == '-';
        const plan::FieldSpec* field = plan::find_field(plan::field::dependency);
        const plan::Choice* type = plan::find_choice(field->choices, pair);
        if (type == nullptr || !before || !after) continue;
        out.key = std::string(trimmed(typed.substr(0, i)));
        out.type = type->number;
        for (const char c : rest) {
            if (c != ' ') out.lag += c;
        }
        break;
    }
    return out;
}

}  // namespace cairn::exchange
