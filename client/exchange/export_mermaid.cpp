#include <map>

#include "client/exchange/chart.h"

namespace cairn::exchange {
namespace {

// ':' ends a name, ';' a statement, '#' and '%' begin a comment.
std::string plain_name(std::string_view title) {
    const std::map<char, const char*> alike{
        {':', "\xEA\x9E\x89"}, {';', "\xEF\xBC\x9B"}, {'#', "\xEF\xBC\x83"}, {'%', "\xEF\xBC\x85"}};
    std::string name;
    for (const char c : title) {
        const auto found = alike.find(c);
        if (found != alike.end())
            name += found->second;
        else
            name += static_cast<unsigned char>(c) < 0x20U ? ' ' : c;
    }
    return name.find_first_not_of(' ') == std::string::npos ? "untitled" : name;
}

std::string marks_of(const boards::TimelineRow& bar) {
    std::string marks;
    if (bar.is_critical) marks += "crit, ";
    if (bar.percent_done == 100)
        marks += "done, ";
    else if (bar.percent_done > 0)
        marks += "active, ";
    if (bar.is_milestone) marks += "milestone, ";
    return marks;
}

}  // namespace

std::string write_mermaid(const Chart& chart) {
    std::string out = "gantt\n    title " + plain_name(chart.title) +
                      "\n    dateFormat YYYY-MM-DD\n    inclusiveEndDates\n";
    for (const ChartRow& row : chart.rows) {
        if (row.bar.is_summary) {
            out += "    section " + plain_name(row.title) + "\n";
            continue;
        }
        const std::string finish = row.bar.is_milestone ? "0d" : plan::to_iso(row.bar.finish);
        const plan::Date start = row.bar.is_milestone ? row.bar.finish : row.bar.start;
        out += "    " + plain_name(row.title) + " :" + marks_of(row.bar) + "i" +
               to_base32(row.id.view()).substr(0, 12) + ", " + plan::to_iso(start) + ", " + finish +
               "\n";
    }
    return out;
}

}  // namespace cairn::exchange
