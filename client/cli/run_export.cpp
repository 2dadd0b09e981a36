// export, query.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/exported_plan.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/exchange/export_gan.h"
#include "client/exchange/export_mspdi.h"
#include "client/merge/schema.h"
#include "shared/platform/file.h"
#include "shared/sqlite/database.h"
#include "shared/sqlite/error.h"
#include "shared/sqlite/statement.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

json cell_json(const sqlite::Rows& rows, int column) {
    if (rows.is_null(column)) return nullptr;
    if (rows.is_integer(column)) return rows.integer(column);
    return std::string(rows.text(column));
}

std::string cell_text(const sqlite::Rows& rows, int column) {
    if (rows.is_null(column)) return "";
    if (rows.is_integer(column)) return std::to_string(rows.integer(column));
    return printable(rows.text(column));
}

void answer_in_json(Context& context, sqlite::Rows& rows, const std::vector<std::string>& names) {
    while (rows.next()) {
        json object = json::object();
        for (std::size_t i = 0; i < names.size(); ++i)
            object[names[i]] = cell_json(rows, static_cast<int>(i));
        context.out.object(object);
    }
}

// All rows are held, since the widths of columns depend on them.
void answer_in_table(Context& context, sqlite::Rows& rows, const std::vector<std::string>& names) {
    constexpr std::size_t rows_max = 100'000;
    std::vector<Column> columns;
    for (const std::string& name : names) columns.push_back({printable(name), true, false});
    std::vector<std::vector<std::string>> table;
    bool more = rows.next();
    for (; more && table.size() < rows_max; more = rows.next()) {
        std::vector<std::string> row;
        for (std::size_t i = 0; i < names.size(); ++i)
            row.push_back(cell_text(rows, static_cast<int>(i)));
        table.push_back(std::move(row));
    }
    context.out.table(columns, table);
    if (more) context.out.note("There are more rows; --json or a LIMIT shows them.");
    if (table.empty()) context.out.note("No rows.");
}

Exit answer_query(Context& context, sqlite::Database& database, const std::string& sql) {
    sqlite::Statement statement(database, sql);
    const std::vector<std::string> names = statement.column_names();
    sqlite::Rows rows = statement.query();
    if (context.out.json())
        answer_in_json(context, rows, names);
    else
        answer_in_table(context, rows, names);
    return Exit::ok;
}

// A connection that can write does not, as long as this lives.
class ReadOnly {
public:
    explicit ReadOnly(sqlite::Database& database) : database_(database) {
        database_.execute("PRAGMA query_only = 1");
    }
    ~ReadOnly() { database_.execute("PRAGMA query_only = 0"); }
    ReadOnly(const ReadOnly&) = delete;
    ReadOnly& operator=(const ReadOnly&) = delete;

private:
    sqlite::Database& database_;
};

std::string as_sentence(std::string text) {
    if (!text.ends_with('.')) text += '.';
    return text;
}

Result<exchange::CsvStyle, engine::EngineError> style_of(const ExportArguments& arguments) {
    exchange::CsvStyle style;
    const bool asked = !arguments.fields.empty() || arguments.delimiter != "," ||
                       arguments.byte_order_mark || arguments.guard_formulas;
    if (asked && arguments.format != "csv") {
        return refuse(engine::EngineError{
            engine::EngineFault::wrong_use,
            "--fields, --delimiter, --bom and --guard-formulas are for --format csv."});
    }
    for (const std::string& name : arguments.fields) {
        const auto field = plan::find_field(name);
        if (!field) {
            return refuse(engine::EngineError{engine::EngineFault::no_field,
                                              "There is no field '" + name + "' to export."});
        }
        style.fields.push_back(field->field->number);
    }
    style.delimiter = arguments.delimiter == "tab" ? '\t' : arguments.delimiter.front();
    style.byte_order_mark = arguments.byte_order_mark;
    style.guard_formulas = arguments.guard_formulas;
    return style;
}

}  // namespace

namespace {

struct Written {
    std::string text;
    std::size_t left_out = 0;  // items that the format has no place for
    std::size_t rounded = 0;   // values that it holds less exactly
};

Written written(Context& context,
                engine::Workspace& workspace,
                const std::string& name,
                const ExportArguments& arguments,
                const exchange::CsvStyle& style,
                const exchange::ExportedPlan& plan) {
    if (arguments.format == "csv")
        return {
            exchange::write_csv(plan, style, engine::text_context(workspace, context.now)), 0, 0};
    if (arguments.format == "json") return {exchange::write_json(plan), 0, 0};
    if (arguments.format == "gan") {
        exchange::WrittenGan gan = exchange::write_gan(plan, name);
        return {std::move(gan.text), gan.left_out, gan.rounded};
    }
    exchange::WrittenMspdi mspdi = exchange::write_mspdi(plan, name);
    return {std::move(mspdi.text), mspdi.left_out, 0};
}

}  // namespace

Exit run(Context& context, const ExportArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        const auto style = style_of(arguments);
        if (!style) return fail(context, style.error());
        const auto top = engine::find_parent(workspace, arguments.under);
        if (!top) return fail(context, top.error());
        const bool all = *top == merge::root_item();
        const exchange::ExportedPlan plan =
            exported(workspace, *top, all && arguments.format == "json");
        const Written document = written(context, workspace, name, arguments, *style, plan);
        if (arguments.file.empty()) {
            context.out.raw(document.text);
            return Exit::ok;
        }
        if (const auto kept = is_to_be_kept(context, arguments.file)) return fail(context, *kept);
        const auto saved = platform::write_file(
            arguments.file, bytes_of(document.text), platform::Privacy::shared);
        if (!saved) return fail(context, {engine::EngineFault::disk, saved.error().sentence});
        context.out.object({{"file", arguments.file},
                            {"format", arguments.format},
                            {"items", plan.items.size()},
                            {"links", plan.links.size()},
                            {"left_out", document.left_out},
                            {"rounded", document.rounded}});
        context.out.note(fmt::format("Wrote {} and {} to {}.",
                                     counted(plan.items.size(), "item"),
                                     counted(plan.links.size(), "link"),
                                     printable(arguments.file)));
        if (document.left_out > 0) {
            context.out.note(fmt::format("Left out, since such a file has no place for it: {}.",
                                         counted(document.left_out, "item")));
        }
        if (document.rounded > 0) {
            context.out.note(
                fmt::format("Written less exactly, since such a file holds whole days and few "
                            "constraints: {}.",
                            counted(document.rounded, "value")));
        }
        return Exit::ok;
    });
}

Exit run(Context& context, const QueryArguments& arguments) {
    const auto name = context.home.choose(
        context.common.workspace, context.workspace_from_environment, context.folder);
    if (!name) return fail(context, name.error());
    try {
        if (context.common.draft.empty()) {
            auto database = replica::open_for_queries(context.home.file_of(*name).string());
            return answer_query(context, database, arguments.sql);
        }
        return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
            const ReadOnly guard(workspace.replica().database());
            return answer_query(context, workspace.replica().database(), arguments.sql);
        });
    } catch (const sqlite::SqliteError& error) {
        if (error.failure() != sqlite::Failure::other &&
            error.failure() != sqlite::Failure::read_only) {
            throw;
        }
        return fail(context,
                    {engine::EngineFault::wrong_value,
                     as_sentence(error.what()) + " The views are described in docs/SQL.md."});
    }
}

}  // namespace cairn::cli
