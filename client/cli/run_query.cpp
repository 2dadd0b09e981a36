// query.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/terminal_text.h"
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

}  // namespace

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
