#include "shared/sqlite/error.h"

#include <utility>

#include <sqlite3.h>

namespace cairn::sqlite {

SqliteError::SqliteError(Failure failure, int code, const std::string& sentence)
    : std::runtime_error(sentence), failure_(failure), code_(code), sentence_(sentence) {}

SqliteError::SqliteError(
    Failure failure, int code, const std::string& doing, const std::string& why, std::string file)
    : std::runtime_error(doing + ": " + why),
      failure_(failure),
      code_(code),
      file_(std::move(file)) {}

Failure failure_of(int code) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Failure::busy;
        case SQLITE_FULL:
            return Failure::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Failure::corrupt;
        case SQLITE_IOERR:
            return Failure::input_output;
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return Failure::cannot_open;
        case SQLITE_READONLY:
            return Failure::read_only;
        default:
            return Failure::other;
    }
}

void throw_error(sqlite3* connection, int code, const std::string& doing) {
    const char* why = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    const char* file = connection != nullptr ? sqlite3_db_filename(connection, "main") : nullptr;
    throw SqliteError(failure_of(code), code, doing, why, file != nullptr ? file : "");
}

void throw_corrupt(const std::string& sentence) {
    throw SqliteError(Failure::corrupt, SQLITE_CORRUPT, sentence);
}

}  // namespace cairn::sqlite
