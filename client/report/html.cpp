#include <fmt/format.h>

#include "client/report/html_parts.h"

namespace cairn::report {
namespace {

// Dates and words of this length stay on one line.
constexpr std::size_t unbroken_max = 12;

// U+202A to U+202E and U+2066 to U+2069, as UTF-8.
bool is_direction_override(std::string_view text, std::size_t at) {
    if (text.size() - at < 3 || text[at] != '\xE2') return false;
    const char middle = text[at + 1];
    const char last = text[at + 2];
    return (middle == '\x80' && last >= '\xAA' && last <= '\xAE') ||
           (middle == '\x81' && last >= '\xA6' && last <= '\xA9');
}

std::string with_breaks(std::string_view text) {
    std::string out;
    for (const char c : html_escaped(text))
        out += c == '\n' ? std::string("<br>\n") : std::string(1, c);
    return out;
}

std::string toned(std::string_view tag, Tone tone, const std::string& inner) {
    const std::string_view name = class_of(tone);
    return name.empty() ? fmt::format("<{0}>{1}</{0}>", tag, inner)
                        : fmt::format("<{0} class=\"{2}\">{1}</{0}>", tag, inner, name);
}

std::string inner_of(const Cell& cell) {
    std::string inner = with_breaks(cell.text);
    if (cell.percent) {
        inner = svg_of_percent(*cell.percent) + "<span class=\"percent\">" +
                (inner.empty() ? fmt::format("{} %", *cell.percent) : inner) + "</span>";
    }
    const std::string_view name = class_of(cell.tone);
    const bool is_marked =
        cell.tone == Tone::bad || cell.tone == Tone::warning || cell.tone == Tone::good;
    return is_marked && !inner.empty()
               ? fmt::format("<span class=\"mark {}\">{}</span>", name, inner)
               : inner;
}

class Writer {
public:
    std::string html;

    void operator()(const Banner& banner) {
        html += fmt::format("<div class=\"banner {}\"><span class=\"word\">{}</span><div>",
                            class_of(banner.tone),
                            html_escaped(banner.word));
        if (!banner.headline.empty())
            html += "<p class=\"headline\">" + html_escaped(banner.headline) + "</p>";
        if (!banner.note.empty())
            html += "<p class=\"quiet\">" + html_escaped(banner.note) + "</p>";
        html += "</div></div>\n";
    }
    void operator()(const Heading& heading) {
        html += "<h3>" + html_escaped(heading.text) + "</h3>\n";
    }
    void operator()(const Paragraph& paragraph) {
        html += toned("p", paragraph.tone, with_breaks(paragraph.text)) + "\n";
    }
    void operator()(const Hint& hint) {
        html += fmt::format("<p class=\"quiet\">{}<code>{}</code>{}</p>\n",
                            html_escaped(hint.before),
                            html_escaped(hint.command),
                            html_escaped(hint.after));
    }
    void operator()(const Facts& facts) {
        html += "<dl>\n";
        for (const Fact& fact : facts.facts)
            html += fmt::format("<div><dt>{}</dt>{}</div>\n",
                                html_escaped(fact.name),
                                toned("dd", fact.value.tone, with_breaks(fact.value.text)));
        html += "</dl>\n";
    }
    void operator()(const Tiles& tiles) {
        html += "<div class=\"tiles\">\n";
        for (const Tile& tile : tiles.tiles)
            html += fmt::format(
                "<div class=\"tile {}\"><span class=\"number\">{}</span><span class=\"label\">{}"
                "</span><span class=\"quiet\">{}</span></div>\n",
                class_of(tile.tone),
                html_escaped(tile.number),
                html_escaped(tile.label),
                html_escaped(tile.note));
        html += "</div>\n";
    }
    void operator()(const Table& table) {
        html += "<table>\n<thead><tr>";
        for (const Column& column : table.columns)
            html += fmt::format("<th scope=\"col\"{}>{}</th>",
                                column.is_number ? " class=\"n\"" : "",
                                html_escaped(column.title));
        html += "</tr></thead>\n<tbody>\n";
        for (const auto& row : table.rows) {
            html += "<tr>";
            for (std::size_t i = 0; i < row.size(); ++i)
                html += fmt::format("<td class=\"{}{}{}\">{}</td>",
                                    table.columns[i].is_number ? "n " : "",
                                    row[i].text.size() <= unbroken_max ? "short " : "",
                                    row[i].tone == Tone::quiet ? "quiet" : "",
                                    inner_of(row[i]));
            html += "</tr>\n";
        }
        html += "</tbody>\n</table>\n";
    }
    void operator()(const List& list) {
        html += "<ul>\n";
        for (const Cell& item : list.items)
            html += toned("li", item.tone, inner_of({item.text})) + "\n";
        html += "</ul>\n";
    }
    void operator()(const Timeline& timeline) {
        html += "<figure>" + svg_of(timeline) + "</figure>\n";
    }
    void operator()(const HeatMap& map) {
        html += "<figure class=\"map\">" + svg_of(map) + "</figure>\n";
    }
};

}  // namespace

std::string html_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_direction_override(text, at)) {
            at += 2;
            continue;
        }
        const char c = text[at];
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20)
            out += c;
    }
    return out;
}

std::string_view class_of(Tone tone) {
    switch (tone) {
        case Tone::good:
            return "good";
        case Tone::warning:
            return "warning";
        case Tone::bad:
            return "bad";
        case Tone::quiet:
            return "quiet";
        default:
            return "";
    }
}

std::string to_html(const Document& document) {
    Writer writer;
    const std::string title = html_escaped(document.title);
    // The policy keeps the page what it is: whoever adds a script or a picture from elsewhere adds
    // nothing.
    writer.html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{}</h1>\n",
        title,
        style_sheet(),
        title);
    if (!document.subtitle.empty())
        writer.html += "<p class=\"quiet\">" + html_escaped(document.subtitle) + "</p>\n";
    writer.html += "</header>\n";
    for (const Section& section : document.sections) {
        writer.html += "<section>\n";
        if (!section.title.empty()) writer.html += "<h2>" + html_escaped(section.title) + "</h2>\n";
        for (const Block& block : section.blocks) std::visit(writer, block);
        writer.html += "</section>\n";
    }
    if (!document.colophon.empty())
        writer.html += "<footer>" + html_escaped(document.colophon) + "</footer>\n";
    return writer.html + "</main>\n</body>\n</html>\n";
}

}  // namespace cairn::report
