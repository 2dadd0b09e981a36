// risks, decisions, coe, stakeholders, goals, checks, feedback, experiments, principles; board;
// templates.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/boards/boards.h"
#include "client/boards/gaps.h"
#include "client/boards/grid.h"
#include "client/cli/listing.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/new_from_template.h"
#include "client/engine/read_outline.h"
#include "client/filter/arrange.h"

namespace cairn::cli {
namespace {

using nlohmann::json;
using outline::Outline;
using outline::Place;

std::string in_brackets(const std::string& filter) {
    return plan::trimmed(filter).empty() ? "" : " (" + filter + ")";
}

std::string filter_of(const boards::Board& board, const RecordsArguments& arguments) {
    std::string filter(board.filter);
    if (!arguments.all && !board.open.empty()) filter += " " + std::string(board.open);
    return filter + in_brackets(joined(arguments.filter));
}

Result<std::vector<Place>, engine::EngineError> places_of(Context& context,
                                                          engine::Workspace& workspace,
                                                          const Outline& outline,
                                                          const std::string& text) {
    const auto filter = engine::parse_filter(workspace, text, context.now);
    if (!filter) return refuse(filter.error());
    return engine::select(outline, *filter);
}

Outline read_all(engine::Workspace& workspace) {
    return engine::read_outline(workspace, {.fields = {}, .links = true, .link_fields = true});
}

// What each record lacks.
Exit check(Context& context,
           engine::Workspace& workspace,
           const boards::Board& board,
           const RecordsArguments& arguments) {
    const Outline outline = read_all(workspace);
    const auto places = places_of(context, workspace, outline, filter_of(board, arguments));
    if (!places) return fail(context, places.error());
    std::size_t with_gaps = 0;
    for (const Place place : *places) {
        const boards::Gaps gaps = boards::gaps_of(outline, place);
        const outline::Item& item = outline.at(place);
        json missing = json::array();
        for (const boards::Gap& gap : gaps)
            missing.push_back({{"field", gap.field}, {"what", gap.what}});
        context.out.object({{"id", to_base32(item.id.view())},
                            {"kind", kind_name(item.kind)},
                            {"title", outline::title_of(item)},
                            {"gaps", missing}});
        if (gaps.empty()) continue;
        ++with_gaps;
        context.out.line(context.out.tone(Tone::dim, engine::short_id(workspace, item.id)) + "  " +
                         context.out.tone(Tone::strong, printable(outline::title_of(item))));
        for (const boards::Gap& gap : gaps)
            context.out.line(fmt::format("      {} ({})", printable(gap.what), gap.field));
    }
    context.out.note(places->empty() ? "There is nothing to check."
                     : with_gaps == 0
                         ? fmt::format("{}, nothing is missing.", counted(places->size(), "record"))
                         : fmt::format("{} of {} {} something.",
                                       with_gaps,
                                       counted(places->size(), "record"),
                                       with_gaps == 1 ? "lacks" : "lack"));
    return Exit::ok;
}

std::string field_title(plan::FieldNumber field) {
    return std::string(plan::find_field(field)->name);
}

json places_json(const Outline& outline, const std::vector<Place>& places) {
    json list = json::array();
    for (const Place place : places) list.push_back(to_base32(outline.at(place).id.view()));
    return list;
}

json grid_json(const Outline& outline, const boards::Board& board, const boards::Grid& grid) {
    json cells = json::array();
    for (std::size_t up = 0; up < boards::grid_side; ++up)
        for (std::size_t across = 0; across < boards::grid_side; ++across)
            if (!grid.cells[up][across].empty())
                cells.push_back({{"across", across + 1},
                                 {"up", up + 1},
                                 {"items", places_json(outline, grid.cells[up][across])}});
    return {{"across", field_title(board.across)},
            {"up", field_title(board.up)},
            {"cells", cells},
            {"unweighed", places_json(outline, grid.unweighed)}};
}

// Where risks are hot, and people close: by the product of both.
Tone heat(std::size_t up, std::size_t across) {
    constexpr std::size_t hot = 15;
    constexpr std::size_t warm = 8;
    const std::size_t product = (up + 1) * (across + 1);
    return product >= hot ? Tone::bad : product >= warm ? Tone::warning : Tone::good;
}

void draw_grid(Context& context,
               engine::Workspace& workspace,
               const Outline& outline,
               const boards::Board& board,
               const boards::Grid& grid) {
    constexpr const char* shades[] = {"░░░░░░", "▒▒▒▒▒▒", "▓▓▓▓▓▓"};
    context.out.line("  " + field_title(board.up));
    for (std::size_t up = boards::grid_side; up-- > 0;) {
        std::string line = fmt::format("  {} ", up + 1);
        for (std::size_t across = 0; across < boards::grid_side; ++across) {
            const Tone tone = heat(up, across);
            const std::size_t count = grid.cells[up][across].size();
            const char* shade = shades[tone == Tone::bad ? 2 : tone == Tone::warning ? 1 : 0];
            line += context.out.tone(tone, count == 0 ? shade : fmt::format("{:^6}", count)) + " ";
        }
        context.out.line(line);
    }
    context.out.line("      1      2      3      4      5    " + field_title(board.across));
    for (std::size_t up = boards::grid_side; up-- > 0;)
        for (std::size_t across = boards::grid_side; across-- > 0;)
            for (const Place place : grid.cells[up][across])
                context.out.cut(fmt::format("  {}x{}  {}  {}",
                                            up + 1,
                                            across + 1,
                                            engine::short_id(workspace, outline.at(place).id),
                                            printable(outline::title_of(outline.at(place)))));
    if (!grid.unweighed.empty())
        context.out.note(fmt::format("{} without {} or {}: --check names them.",
                                     grid.unweighed.size(),
                                     field_title(board.up),
                                     field_title(board.across)));
}

Exit map(Context& context,
         engine::Workspace& workspace,
         const boards::Board& board,
         const RecordsArguments& arguments) {
    if (board.across == 0)
        return wrong_use(context, "There is a map of risks and of stakeholders only.");
    const Outline outline = read_all(workspace);
    const auto places = places_of(context, workspace, outline, filter_of(board, arguments));
    if (!places) return fail(context, places.error());
    const boards::Grid grid = boards::grid_of(outline, *places, board.across, board.up);
    context.out.object(grid_json(outline, board, grid));
    if (places->empty())
        context.out.note("There is nothing to put on a map.");
    else if (!context.out.json())
        draw_grid(context, workspace, outline, board, grid);
    return Exit::ok;
}

// One column of cards.
struct Lane {
    std::string name;
    std::vector<Place> cards;
};

std::vector<Lane> lanes_of(const Outline& outline,
                           const filter::Aspect& by,
                           std::vector<Place> places,
                           const plan::TextContext& text) {
    filter::sort(places, {{by, false}}, outline, text);
    std::vector<Lane> lanes;
    for (const Place place : places) {
        const std::string name = filter::shown(by, outline, place, text);
        if (lanes.empty() || lanes.back().name != name) lanes.push_back({name, {}});
        lanes.back().cards.push_back(place);
    }
    return lanes;
}

void draw_lanes(Context& context,
                engine::Workspace& workspace,
                const Outline& outline,
                const std::vector<Lane>& lanes) {
    constexpr std::size_t narrowest = 16;
    constexpr std::size_t cards_max = 20;
    const auto columns = static_cast<std::size_t>(std::max(context.out.options().columns, 40));
    const std::size_t width = std::max(narrowest, columns / lanes.size() - 1);
    const std::size_t fitting = std::min(lanes.size(), columns / (width + 1));
    const auto draw = [&](const std::function<std::string(const Lane&)>& cell) {
        std::string line;
        for (std::size_t i = 0; i < fitting; ++i) {
            const std::string text = fit(cell(lanes[i]), width);
            line += text + std::string(width - std::min(width_of(text), width) + 1, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        context.out.line(line);
    };
    draw([](const Lane& lane) {
        return fmt::format(
            "{} ({})", lane.name.empty() ? "none" : printable(lane.name), lane.cards.size());
    });
    draw([&](const Lane&) {
        std::string rule;
        for (std::size_t i = 0; i < width; ++i) rule += "▔";
        return rule;
    });
    std::size_t longest = 0;
    for (std::size_t i = 0; i < fitting; ++i) longest = std::max(longest, lanes[i].cards.size());
    for (std::size_t row = 0; row < std::min(longest, cards_max); ++row) {
        draw([&](const Lane& lane) {
            if (row >= lane.cards.size()) return std::string();
            const outline::Item& item = outline.at(lane.cards[row]);
            return "▌" + engine::short_id(workspace, item.id) + " " +
                   printable(outline::title_of(item));
        });
    }
    if (longest > cards_max)
        context.out.note(fmt::format("The first {} of each; a filter shows fewer.", cards_max));
    if (fitting < lanes.size())
        context.out.note(
            fmt::format("{} more columns have no room; a wider terminal or a filter shows them.",
                        lanes.size() - fitting));
}

Exit show_board(Context& context, engine::Workspace& workspace, const BoardArguments& arguments) {
    std::string typed = joined(arguments.filter);
    if (typed.empty()) typed = "kind:task,deliverable,milestone";
    auto by = filter::parse_aspects(arguments.by, engine::vocabulary(workspace, context.now));
    if (!by) return fail(context, engine::unreadable("field", arguments.by, by.error()));
    if (by->size() != 1) return wrong_use(context, "A board has columns by one field.");
    const Outline outline = read_all(workspace);
    const auto places = places_of(context, workspace, outline, typed);
    if (!places) return fail(context, places.error());
    const plan::TextContext text =
        engine::text_context(outline, engine::text_context(workspace, context.now));
    const std::vector<Lane> lanes = lanes_of(outline, by->front(), *places, text);
    for (const Lane& lane : lanes)
        context.out.object({{"column", lane.name}, {"items", places_json(outline, lane.cards)}});
    if (lanes.empty())
        context.out.note("No item is like that.");
    else if (!context.out.json())
        draw_lanes(context, workspace, outline, lanes);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const RecordsArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const boards::Board* board = boards::find_board(arguments.board);
        if (arguments.check) return check(context, workspace, *board, arguments);
        if (arguments.map) return map(context, workspace, *board, arguments);
        Chosen chosen;
        chosen.limit = arguments.limit;
        chosen.nothing = fmt::format(
            "There are none{}. `cairn new TITLE --kind {}` begins one; --check says what it lacks.",
            arguments.all ? "" : " that are open",
            kind_name(board->kind));
        return show_list(context,
                         workspace,
                         {filter_of(*board, arguments),
                          std::string(board->columns),
                          std::string(board->sort),
                          {}},
                         chosen);
    });
}

Exit run(Context& context, const BoardArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return show_board(context, workspace, arguments);
    });
}

Exit run(Context& context, const TemplatesArguments&) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        std::vector<std::vector<std::string>> rows;
        for (const engine::KnownTemplate& known : engine::known_templates(workspace)) {
            context.out.object(
                {{"name", known.name},
                 {"help", known.help},
                 {"item", known.item ? json(to_base32(known.item->view())) : json()}});
            rows.push_back({printable(known.name), known.help});
        }
        context.out.table({{"TEMPLATE", true, false}, {"MAKES", true, false}}, rows);
        return Exit::ok;
    });
}

}  // namespace cairn::cli
