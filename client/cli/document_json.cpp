#include "client/cli/document_json.h"

#include <nlohmann/json.hpp>

namespace cairn::cli {
namespace {

using nlohmann::json;

json block(const char* type, json columns) {
    return {{"type", type}, {"columns", std::move(columns)}, {"rows", json::array()}};
}

struct Writer {
    json operator()(const report::Banner& banner) const {
        json made = block("colour", {"word", "headline", "note"});
        made["rows"].push_back({banner.word, banner.headline, banner.note});
        return made;
    }
    json operator()(const report::Heading& heading) const {
        json made = block("heading", json::array({"text"}));
        made["rows"].push_back(json::array({heading.text}));
        return made;
    }
    json operator()(const report::Paragraph& paragraph) const {
        json made = block("text", json::array({"text"}));
        made["rows"].push_back(json::array({paragraph.text}));
        return made;
    }
    json operator()(const report::Hint& hint) const {
        json made = block("text", json::array({"text"}));
        made["rows"].push_back(json::array({hint.before + "`" + hint.command + "`" + hint.after}));
        return made;
    }
    json operator()(const report::Facts& facts) const {
        json made = block("facts", {"name", "value"});
        for (const report::Fact& fact : facts.facts)
            made["rows"].push_back(json::array({fact.name, fact.value.text}));
        return made;
    }
    json operator()(const report::Tiles& tiles) const {
        json made = block("figures", {"label", "number", "note"});
        for (const report::Tile& tile : tiles.tiles)
            made["rows"].push_back({tile.label, tile.number, tile.note});
        return made;
    }
    json operator()(const report::Table& table) const {
        json made = block("table", json::array());
        for (const report::Column& column : table.columns) made["columns"].push_back(column.title);
        for (const auto& row : table.rows) {
            json cells = json::array();
            for (const report::Cell& cell : row) cells.push_back(cell.text);
            made["rows"].push_back(std::move(cells));
        }
        return made;
    }
    json operator()(const report::List& list) const {
        json made = block("list", json::array({"text"}));
        for (const report::Cell& item : list.items)
            made["rows"].push_back(json::array({item.text}));
        return made;
    }
    json operator()(const report::Timeline& timeline) const {
        json made = block("timeline", {"label", "start", "finish"});
        for (const report::TimelineBar& bar : timeline.bars)
            made["rows"].push_back(
                {bar.label, plan::to_iso(bar.row.start), plan::to_iso(bar.row.finish)});
        return made;
    }
    json operator()(const report::HeatMap& map) const {
        json made = block("map", {map.across, map.up, "count"});
        for (std::size_t up = 0; up < boards::grid_side; ++up)
            for (std::size_t across = 0; across < boards::grid_side; ++across)
                if (map.counts[up][across] > 0)
                    made["rows"].push_back({across + 1, up + 1, map.counts[up][across]});
        return made;
    }
};

}  // namespace

json sections_json(const report::Document& document) {
    json sections = json::array();
    for (const report::Section& section : document.sections) {
        json blocks = json::array();
        for (const report::Block& each : section.blocks)
            blocks.push_back(std::visit(Writer{}, each));
        sections.push_back({{"title", section.title}, {"blocks", std::move(blocks)}});
    }
    return sections;
}

}  // namespace cairn::cli
