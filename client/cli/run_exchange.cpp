// import, export, query.
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/change_builder.h"
#include "client/engine/lookup.h"
#include "client/exchange/csv_import.h"
#include "client/exchange/export_plan.h"
#include "client/exchange/import_changes.h"
#include "client/exchange/mspdi.h"
#include "client/merge/schema.h"
#include "shared/base/hash.h"
#include "shared/platform/file.h"
#include "shared/sqlite/database.h"
#include "shared/sqlite/error.h"
#include "shared/sqlite/statement.h"

namespace cairn::cli {
namespace {

using exchange::ImportedPlan;
using exchange::PlannedImport;
using nlohmann::json;

engine::EngineError wrong(const std::string& sentence) {
    return {engine::EngineFault::wrong_value, sentence};
}

std::string map_text(const ImportArguments& arguments) {
    std::string text;
    for (const std::string& rule : arguments.map) text += (text.empty() ? "" : "\n") + rule;
    return text;
}

bool looks_like_xml(std::string_view bytes) {
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
    const auto at = bytes.find_first_not_of(" \t\r\n");
    return at != std::string_view::npos && bytes[at] == '<';
}

Result<ImportedPlan, engine::EngineError> read_plan(const ImportArguments& arguments,
                                                    std::string_view bytes,
                                                    const std::string& map) {
    const bool xml = arguments.format.empty() ? looks_like_xml(bytes) : arguments.format == "mspdi";
    if (xml) {
        auto plan = exchange::read_mspdi(bytes);
        if (!plan) return refuse(wrong(plan.error().message));
        return std::move(*plan);
    }
    const auto table = exchange::read_csv(bytes);
    if (!table) return refuse(wrong(table.error().message));
    const auto parsed =
        map.empty() ? exchange::guess_csv_map(*table) : exchange::parse_csv_map(map);
    if (!parsed) return refuse(wrong(parsed.error().message));
    auto plan = exchange::import_csv(*table, *parsed);
    if (!plan) return refuse(wrong(plan.error().message));
    return std::move(*plan);
}

// The item of an earlier import from a source of this name.
std::optional<ItemId> known_source(engine::Workspace& workspace, const std::string& name) {
    for (const ItemId& item : workspace.read().items_titled(name)) {
        const auto place = workspace.read().item(item);
        if (place && place->kind == plan::kind::source) return item;
    }
    return std::nullopt;
}

std::vector<exchange::PastImportEdit> past_edits(engine::Workspace& workspace,
                                                 const ItemId& source) {
    std::vector<exchange::PastImportEdit> past;
    const merge::Cell mark{source, plan::field::imported, {}};
    for (const replica::HistoryEntry& entry : workspace.read().history(mark, SIZE_MAX)) {
        const auto change = workspace.read().find_change(entry.change);
        if (!change) continue;
        for (const replica::HistoryEntry& edit : workspace.read().edits_of(*change)) {
            if (edit.status != replica::EditStatus::valid) continue;
            std::vector<exchange::PastEdit> over;
            for (const replica::EditRow row : edit.over) over.push_back({row.value});
            past.push_back({{edit.item, edit.field, edit.element},
                            edit.value,
                            {edit.edit.value},
                            std::move(over),
                            edit.lamport,
                            workspace.read().edit_id(edit.edit)});
        }
    }
    return past;
}

exchange::WorkspaceState state_of(engine::Workspace& workspace,
                                  const std::optional<ItemId>& source) {
    exchange::WorkspaceState state;
    if (source) state.imported = exchange::imported_before(past_edits(workspace, *source));
    state.item = [&workspace](const ItemId& item) -> std::optional<exchange::PresentItem> {
        const auto place = workspace.read().item(item);
        const auto key = place ? merge::OrderKey::from_bytes(place->order_key) : std::nullopt;
        if (!key) return std::nullopt;
        return exchange::PresentItem{workspace.read().in_trash(item), place->parent, *key};
    };
    state.child_keys = [&workspace](const ItemId& parent) {
        std::vector<merge::OrderKey> keys;
        for (const replica::ItemPlace& child : workspace.read().children(parent)) {
            if (const auto key = merge::OrderKey::from_bytes(child.order_key)) keys.push_back(*key);
        }
        return keys;
    };
    return state;
}

Result<void, engine::EngineError> write_changes(engine::Workspace& workspace,
                                                const PlannedImport& planned,
                                                WallTime now) {
    std::optional<replica::EditRow> mark;
    for (const exchange::ImportChange& change : planned.changes) {
        std::vector<replica::LocalEdit> edits;
        edits.reserve(change.size());
        for (const exchange::ImportEdit& edit : change) {
            replica::LocalEdit local;
            local.item = edit.cell.item;
            local.field = edit.cell.field;
            local.element = edit.cell.element;
            local.value = edit.value.canonical();
            for (const exchange::PastEdit past : edit.over) local.over.push_back({past.value});
            edits.push_back(std::move(local));
        }
        if (mark && !edits.empty()) edits.front().over.push_back(*mark);
        const auto committed = workspace.commit(edits, now);
        if (!committed) return refuse(committed.error());
        mark = committed->edit(0);
    }
    return {};
}

json report_json(const ImportedPlan& plan, const PlannedImport& planned) {
    json dropped = json::array();
    for (const exchange::ImportNote& note : plan.report.dropped.notes()) {
        dropped.push_back({{"where", note.where}, {"what", note.what}});
    }
    return {{"title", plan.title},
            {"format", plan.format},
            {"read", plan.report.read},
            {"left_out", plan.report.left_out},
            {"dropped", dropped},
            {"added", planned.difference.added.size()},
            {"changed", planned.difference.changed.size()},
            {"moved", planned.difference.moved.size()},
            {"in_trash", planned.difference.in_trash.size()},
            {"gone", planned.difference.gone.size()}};
}

void show_counts(Context& context,
                 const char* what,
                 const std::map<std::string, std::size_t>& counts) {
    std::string list;
    for (const auto& [name, count] : counts)
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, name);
    if (!list.empty()) context.out.note(fmt::format("{}: {}.", what, list));
}

void show_report(Context& context, const ImportedPlan& plan, const PlannedImport& planned) {
    constexpr std::size_t notes_shown = 10;
    show_counts(context, "Read", plan.report.read);
    show_counts(context, "Left out, since Cairn has no place for it", plan.report.left_out);
    const auto& dropped = plan.report.dropped;
    for (std::size_t i = 0; i < dropped.notes().size() && i < notes_shown; ++i) {
        context.out.note(fmt::format(
            "  {}: {}", printable(dropped.notes()[i].where), printable(dropped.notes()[i].what)));
    }
    if (dropped.count() > notes_shown) {
        context.out.note(
            fmt::format("  and {} more; --json lists them.", dropped.count() - notes_shown));
    }
    const exchange::ImportDifference& d = planned.difference;
    context.out.note(
        fmt::format("{} new, {} fields changed, {} moved; {} in the trash and {} no longer in the "
                    "file are left alone.",
                    d.added.size(),
                    d.changed.size(),
                    d.moved.size(),
                    d.in_trash.size(),
                    d.gone.size()));
}

Exit import_into(Context& context,
                 engine::Workspace& workspace,
                 const ImportArguments& arguments,
                 std::string_view bytes) {
    const std::string file = std::filesystem::path(arguments.file).filename().string();
    const std::string name = arguments.source.empty() ? file : arguments.source;
    const auto source = known_source(workspace, name);
    std::string map = map_text(arguments);
    if (map.empty() && source) {
        if (const auto cell = workspace.read().cell({*source, plan::field::column_map, {}});
            cell && cell->value.size() > 1) {
            map = cell->value.substr(1);
        }
    }
    const auto plan = read_plan(arguments, bytes, map);
    if (!plan) return fail(context, plan.error());
    const auto under = engine::find_parent(workspace, arguments.under);
    if (!under) return fail(context, under.error());
    exchange::ImportTarget target;
    target.workspace = workspace.id();
    target.source = source.value_or(workspace.random().make<ItemId>());
    target.under = *under;
    target.file = name;
    target.digest = to_hex(Hasher("cairn/1 imported file").add(bytes_of(bytes)).finish());
    target.column_map = map;
    const PlannedImport planned =
        exchange::plan_changes(*plan, target, state_of(workspace, source));
    if (!arguments.dry_run) {
        const auto written = write_changes(workspace, planned, context.now);
        if (!written) return fail(context, written.error());
    }
    context.out.object(report_json(*plan, planned));
    show_report(context, *plan, planned);
    if (arguments.dry_run)
        context.out.note("Nothing was changed: this was a dry run.");
    else if (planned.changes.empty())
        context.out.note("Nothing to do: all of it is here already.");
    return Exit::ok;
}

std::vector<exchange::ExportedField> exported_fields(std::span<const replica::CellView> cells) {
    std::vector<exchange::ExportedField> fields;
    for (const replica::CellView& cell : cells) {
        const auto value = merge::Value::parse(cell.value);
        if (!value || value->is_unset() || cell.field <= merge::field_live) continue;
        if (!cell.element.empty() && *value != merge::Value::boolean(true)) continue;
        fields.push_back({cell.field, cell.element, *value});
    }
    return fields;
}

exchange::ExportedPlan exported(engine::Workspace& workspace, const ItemId& top) {
    exchange::ExportedPlan plan;
    plan.workspace = workspace.id();
    const Items items(workspace);
    const auto add = [&](const ItemRow& row) {
        plan.items.push_back({row.place.id,
                              row.place.kind,
                              row.place.parent,
                              to_hex(bytes_of(row.place.order_key)),
                              exported_fields(row.cells)});
    };
    if (const ItemRow* row = items.find(top)) add(*row);
    items.walk(top, [&](const ItemRow& row, int) { add(row); });
    for (const replica::LinkView& link : workspace.read().links()) {
        plan.links.push_back(
            {link.from, link.type, link.to, exported_fields(workspace.read().cells(link.link))});
    }
    return plan;
}

constexpr std::size_t query_rows_max = 1'000'000;

std::string cell_text(const sqlite::Rows& rows, int column) {
    if (rows.is_null(column)) return "";
    if (rows.is_integer(column)) return std::to_string(rows.integer(column));
    return std::string(rows.text(column));
}

Exit answer_query(Context& context, const std::string& file, const std::string& sql) {
    sqlite::OpenOptions options;
    options.mode = sqlite::Mode::read_only;
    sqlite::Database database(file, options);
    database.execute("PRAGMA query_only=ON");
    sqlite::Statement statement(database, sql);
    const std::vector<std::string> names = statement.column_names();
    std::vector<Column> columns;
    for (const std::string& name : names) columns.push_back({printable(name), true, false});
    std::vector<std::vector<std::string>> table;
    sqlite::Rows rows = statement.query();
    while (rows.next() && table.size() < query_rows_max) {
        json object = json::object();
        std::vector<std::string> row;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const int column = static_cast<int>(i);
            if (context.out.json()) {
                if (rows.is_null(column))
                    object[names[i]] = nullptr;
                else if (rows.is_integer(column))
                    object[names[i]] = rows.integer(column);
                else
                    object[names[i]] = std::string(rows.text(column));
            } else {
                row.push_back(printable(cell_text(rows, column)));
            }
        }
        if (context.out.json())
            context.out.object(object);
        else
            table.push_back(std::move(row));
    }
    context.out.table(columns, table);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const ImportArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto bytes = platform::read_file(arguments.file, exchange::ImportLimits().bytes_max);
        if (!bytes) return fail(context, {engine::EngineFault::disk, bytes.error().sentence});
        return import_into(context, workspace, arguments, text_of(*bytes));
    });
}

Exit run(Context& context, const ExportArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto top = engine::find_parent(workspace, arguments.under);
        if (!top) return fail(context, top.error());
        const exchange::ExportedPlan plan = exported(workspace, *top);
        const std::string text =
            arguments.format == "csv"
                ? exchange::write_csv(plan, {}, engine::text_context(workspace, context.now))
                : exchange::write_json(plan);
        if (arguments.file.empty()) {
            context.out.raw(text);
            return Exit::ok;
        }
        const auto written =
            platform::write_file(arguments.file, bytes_of(text), platform::Privacy::shared);
        if (!written) return fail(context, {engine::EngineFault::disk, written.error().sentence});
        context.out.note(
            fmt::format("Wrote {} items to {}.", plan.items.size(), printable(arguments.file)));
        return Exit::ok;
    });
}

Exit run(Context& context, const QueryArguments& arguments) {
    const auto name = context.home.choose(
        context.common.workspace, context.workspace_from_environment, context.folder);
    if (!name) return fail(context, name.error());
    try {
        return answer_query(context, context.home.file_of(*name).string(), arguments.sql);
    } catch (const sqlite::SqliteError& error) {
        return fail(context,
                    wrong(std::string(error.what()) + " The views are described in docs/SQL.md."));
    }
}

}  // namespace cairn::cli
