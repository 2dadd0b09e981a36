#include "client/exchange/export_reading.h"
#include "client/exchange/export_texts.h"
#include "client/plan/catalog.h"

namespace cairn::exchange {
namespace {

using merge::Value;

// RFC 5545, 3.3.11; control characters are left out.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\\' || c == ';' || c == ',') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) >= 0x20U && c != '\x7F') {
            out += c;
        }
    }
    return out;
}

// 2027-03-01T12:00 as 20270301T120000.
std::string basic(std::string_view iso) {
    std::string out;
    for (const char c : iso)
        if (c != '-' && c != ':') out += c;
    return out.size() > 8 ? out + "00" : out;
}

class CalendarText {
public:
    // RFC 5545, 3.1: lines of at most 75 bytes, folded between characters.
    void line(std::string_view text) {
        constexpr std::size_t line_bytes_max = 75;
        std::size_t room = line_bytes_max;
        while (text.size() > room) {
            std::size_t cut = room;
            while ((static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
            out_ += std::string(text.substr(0, cut)) + "\r\n ";
            text.remove_prefix(cut);
            room = line_bytes_max - 1;
        }
        out_ += std::string(text) + "\r\n";
    }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
};

struct Day {
    plan::Date date;
    std::optional<plan::LocalMinute> minute;  // at an hour
};

std::optional<Day> day_of(const Value& moment, const plan::WorkingUnits& units) {
    if (moment.type() == merge::ValueType::date) {
        const auto date = plan::date_from_iso(moment.payload());
        return date ? std::optional(Day{*date, {}}) : std::nullopt;
    }
    if (moment.type() != merge::ValueType::minute) return std::nullopt;
    const auto minute = plan::minute_from_iso(moment.payload());
    if (!minute) return std::nullopt;
    const int clock = minute->minute_of_day();
    const bool is_whole = clock == 0 || clock == units.day_start || clock == units.day_finish;
    return Day{minute->date(), is_whole ? std::nullopt : minute};
}

class Events {
public:
    Events(const ExportedPlan& plan, WallTime now) : plan_(plan) {
        constexpr std::int64_t minute_ms = 60'000;
        stamp_ = basic(plan::to_iso(plan::LocalMinute{now.ms / minute_ms})) + "Z";
    }

    std::size_t write(CalendarText& out, const plan::WorkingUnits& units) {
        std::size_t events = 0;
        for (const ExportedItem& item : plan_.items) {
            const Value span = value_of(item.fields, plan::field::span);
            const Value start = part_of(span, plan::part::start);
            const Value finish = part_of(span, plan::part::finish);
            const auto reached = day_of(finish.is_unset() ? start : finish, units);
            if (is_point(item) && reached) {
                write_one(out, item, *reached, "", "MILESTONE");
                ++events;
            }
            if (const auto due = day_of(value_of(item.fields, plan::field::due), units)) {
                write_one(out, item, *due, "Due: ", "DEADLINE");
                ++events;
            }
        }
        return events;
    }

private:
    void write_one(CalendarText& out,
                   const ExportedItem& item,
                   const Day& day,
                   const char* before,
                   const char* category) const {
        const std::string id = to_base32(item.id.view());
        out.line("BEGIN:VEVENT");
        out.line("UID:" + id + (*before != '\0' ? "-due@" : "@") +
                 to_base32(plan_.workspace.view()) + ".cairn");
        out.line("DTSTAMP:" + stamp_);
        if (day.minute) {
            out.line("DTSTART:" + basic(plan::to_iso(*day.minute)));
        } else {
            const plan::Date next = plan::add_days(day.date, 1).value_or(day.date);
            out.line("DTSTART;VALUE=DATE:" + basic(plan::to_iso(day.date)));
            if (next != day.date) out.line("DTEND;VALUE=DATE:" + basic(plan::to_iso(next)));
        }
        const std::string title = title_of(item);
        const plan::KindSpec* kind = plan::find_kind(item.kind);
        const std::string name =
            !title.empty() || kind == nullptr ? title : "untitled " + std::string(kind->name);
        out.line("SUMMARY:" + escaped(before + name));
        out.line(std::string("CATEGORIES:") + category);
        const std::string url(value_of(item.fields, plan::field::url).payload());
        const bool is_address = url.starts_with("http://") || url.starts_with("https://");
        if (is_address && url.find_first_of(" \t\r\n") == std::string::npos) out.line("URL:" + url);
        out.line("TRANSP:TRANSPARENT");
        out.line("END:VEVENT");
    }

    const ExportedPlan& plan_;
    std::string stamp_;
};

}  // namespace

WrittenCalendar write_icalendar(const ExportedPlan& plan, const std::string& title, WallTime now) {
    CalendarText out;
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Cairn//Cairn 1//EN");
    out.line("X-WR-CALNAME:" + escaped(title));
    const std::size_t events =
        Events(plan, now).write(out, units_of(only_program(plan, items_by_id(plan))));
    out.line("END:VCALENDAR");
    return {out.take(), events};
}

}  // namespace cairn::exchange
