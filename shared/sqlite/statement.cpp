#include "shared/sqlite/statement.h"

#include <utility>

#include <sqlite3.h>

#include "shared/base/contract.h"

namespace cairn::sqlite {
namespace {

constexpr std::string_view nothing = " \t\r\n;";

}  // namespace

Statement::Statement(Database& database, std::string_view sql) : connection_(database.handle()) {
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(connection_,
                                        sql.data(),
                                        static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT,
                                        &statement_,
                                        &tail);
    if (code != SQLITE_OK) throw_error(connection_, code, std::string(sql));
    if (statement_ == nullptr)
        throw SqliteError(Failure::other, SQLITE_MISUSE, "There is no statement in this text.");
    const auto read = static_cast<std::size_t>(tail - sql.data());
    if (sql.find_first_not_of(nothing, read) == std::string_view::npos) return;
    sqlite3_finalize(statement_);
    throw SqliteError(Failure::other, SQLITE_MISUSE, "This is more than one statement.");
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      statement_(std::exchange(other.statement_, nullptr)),
      started_(other.started_) {}

void Statement::begin_bind(int count) {
    CAIRN_ASSERT(!started_);
    CAIRN_ASSERT(sqlite3_bind_parameter_count(statement_) == count);
    started_ = true;
}

void Statement::bind(int index, std::nullptr_t) { sqlite3_bind_null(statement_, index); }

void Statement::bind(int index, std::string_view text) {
    // A null pointer would bind NULL; empty text is a value.
    const char* data = text.data() == nullptr ? "" : text.data();
    const int code =
        sqlite3_bind_text(statement_, index, data, static_cast<int>(text.size()), SQLITE_STATIC);
    if (code != SQLITE_OK) throw_error(connection_, code, "bind text");
}

void Statement::bind(int index, ByteView blob) {
    const void* data = blob.data() == nullptr ? static_cast<const void*>("") : blob.data();
    const int code =
        sqlite3_bind_blob(statement_, index, data, static_cast<int>(blob.size()), SQLITE_STATIC);
    if (code != SQLITE_OK) throw_error(connection_, code, "bind bytes");
}

void Statement::bind(int index, const std::optional<std::int64_t>& value) {
    if (value.has_value())
        sqlite3_bind_int64(statement_, index, *value);
    else
        sqlite3_bind_null(statement_, index);
}

void Statement::bind_integer(int index, std::int64_t value) {
    sqlite3_bind_int64(statement_, index, value);
}

void Statement::run_bound() {
    const int code = sqlite3_step(statement_);
    reset();
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        throw_error(connection_, code, sqlite3_sql(statement_));
}

void Statement::reset() {
    sqlite3_reset(statement_);
    started_ = false;
}

Rows::~Rows() {
    if (statement_ != nullptr) statement_->reset();
}

bool Rows::next() {
    const int code = sqlite3_step(statement_->statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE)
        throw_error(statement_->connection_, code, sqlite3_sql(statement_->statement_));
    return false;
}

bool Rows::is_null(int column) const {
    return sqlite3_column_type(statement_->statement_, column) == SQLITE_NULL;
}

bool Rows::is_integer(int column) const {
    return sqlite3_column_type(statement_->statement_, column) == SQLITE_INTEGER;
}

std::int64_t Rows::integer(int column) const {
    return sqlite3_column_int64(statement_->statement_, column);
}

std::string_view Rows::text(int column) const {
    const unsigned char* text = sqlite3_column_text(statement_->statement_, column);
    const int bytes = sqlite3_column_bytes(statement_->statement_, column);
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(bytes)};
}

ByteView Rows::blob(int column) const {
    const void* blob = sqlite3_column_blob(statement_->statement_, column);
    const int bytes = sqlite3_column_bytes(statement_->statement_, column);
    return {static_cast<const std::uint8_t*>(blob), static_cast<std::size_t>(bytes)};
}

void Rows::wrong_length(int column) const {
    throw_corrupt("column " + std::to_string(column) + " of " +
                  sqlite3_sql(statement_->statement_) + " has a wrong length");
}

std::vector<std::string> Statement::column_names() const {
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement_); ++i)
        names.emplace_back(sqlite3_column_name(statement_, i));
    return names;
}

}  // namespace cairn::sqlite
