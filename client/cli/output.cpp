#include "client/cli/output.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

#include <nlohmann/json.hpp>

#include "client/cli/terminal_text.h"

namespace cairn::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;

void write(std::FILE* to, std::string_view text) { std::fwrite(text.data(), 1, text.size(), to); }

std::vector<std::size_t> widths_of(const std::vector<Column>& columns,
                                   const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::size_t width = width_of(columns[i].title);
        for (const auto& row : rows) width = std::max(width, width_of(row[i]));
        widths.push_back(width);
    }
    return widths;
}

void shrink(const std::vector<Column>& columns,
            std::vector<std::size_t>& widths,
            std::size_t room) {
    const auto used = [&] {
        return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) +
               gap * (widths.size() - 1);
    };
    while (used() > room) {
        std::size_t widest = columns.size();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i].shrinks || widths[i] <= narrowest) continue;
            if (widest == columns.size() || widths[i] > widths[widest]) widest = i;
        }
        if (widest == columns.size()) return;
        widths[widest] =
            std::max(narrowest, widths[widest] - std::min(widths[widest], used() - room));
    }
}

void append_padded(std::string& text, const std::string& cell, std::size_t width, bool right) {
    const std::size_t own = width_of(cell);
    if (own > width) return append_padded(text, fit(cell, width), width, right);
    if (right) text.append(width - own, ' ');
    text += cell;
    if (!right) text.append(width - own, ' ');
}

}  // namespace

void Output::answer(std::string_view text) {
    if (held_)
        held_->append(text);
    else
        write(options_.answers, text);
}

void Output::release() {
    if (!held_) return;
    const std::string text = std::move(*held_);
    held_.reset();
    answer(text);
}

void Output::line(std::string_view text) {
    if (options_.json) return;
    progress("");
    answer(text);
    answer("\n");
}

// `text`, then `rest` in its tone.
void Output::cut(std::string_view text, Tone tone, std::string_view rest) {
    if (!options_.terminal) return line(std::string(text) + this->tone(tone, rest));
    const auto columns = static_cast<std::size_t>(std::max(options_.columns, 20));
    const std::size_t used = width_of(text);
    if (used >= columns) return line(fit(text, columns));
    line(std::string(text) + this->tone(tone, fit(rest, columns - used)));
}

void Output::raw(std::string_view text) {
    answer(options_.terminal ? printable(text, true) : std::string(text));
}

void Output::note(std::string_view text) {
    if (!options_.quiet) line(text);
}

std::string Output::tone(Tone tone, std::string_view text) const {
    if (!options_.colour || tone == Tone::plain) return std::string(text);
    const char* code = "";
    switch (tone) {
        case Tone::plain:
            break;
        case Tone::dim:
            code = "\x1b[2m";
            break;
        case Tone::strong:
            code = "\x1b[1m";
            break;
        case Tone::good:
            code = "\x1b[32m";
            break;
        case Tone::warning:
            code = "\x1b[33m";
            break;
        case Tone::bad:
            code = "\x1b[31m";
            break;
    }
    return code + std::string(text) + "\x1b[0m";
}

void Output::table(const std::vector<Column>& columns,
                   const std::vector<std::vector<std::string>>& rows) {
    if (options_.json) return;
    std::vector<std::size_t> widths = widths_of(columns, rows);
    if (options_.terminal)
        shrink(columns, widths, static_cast<std::size_t>(std::max(options_.columns, 20)));
    std::string text;
    const auto draw = [&](const std::vector<std::string>& cells) -> const std::string& {
        text.clear();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i > 0) text.append(gap, ' ');
            append_padded(text, cells[i], std::max<std::size_t>(widths[i], 1), columns[i].right);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        return text;
    };
    std::vector<std::string> titles;
    for (const Column& column : columns) titles.push_back(column.title);
    if (!options_.quiet) line(tone(Tone::dim, draw(titles)));
    for (const auto& row : rows) line(draw(row));
}

void Output::object(const nlohmann::json& object) {
    if (!options_.json) return;
    // Bytes that are not UTF-8 become U+FFFD instead of an exception: a hostile title must not stop
    // the list. (I8) A terminal gets nothing beyond ASCII, so that no character commands it.
    const auto replace = nlohmann::json::error_handler_t::replace;
    answer(object.dump(-1, ' ', options_.terminal, replace) + "\n");
}

void Output::progress(std::string_view text) {
    if (!options_.errors_terminal || options_.json || options_.quiet) return;
    if (text.empty() && !progress_shown_) return;
    progress_shown_ = !text.empty();
    const auto columns = static_cast<std::size_t>(std::max(options_.columns - 1, 10));
    write(options_.errors, "\r\x1b[K" + fit(text, columns));
    std::fflush(options_.errors);
}

void Output::error(std::string_view sentence) {
    progress("");
    write(options_.errors, "cairn: " + printable(sentence, true) + "\n");
}

bool Output::finish() {
    progress("");
    return std::fflush(options_.answers) == 0 && std::ferror(options_.answers) == 0;
}

}  // namespace cairn::cli
