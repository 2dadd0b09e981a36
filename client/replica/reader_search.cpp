#include "client/merge/value.h"
#include "client/replica/reader_state.h"

namespace cairn::replica {
namespace {

// Words as people type them, each in quotes so that nothing in it is an operator; the last one may
// go on.
std::string as_query(std::string_view words) {
    std::string query;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) query += (query.empty() ? "\"" : " \"") + word + "\"";
        word.clear();
    };
    for (const char c : words) {
        if (c == ' ' || c == '\t' || c == '\n')
            finish();
        else if (c != '"' && c != '\0')
            word += c;
    }
    finish();
    if (!query.empty()) query += "*";
    return query;
}

std::int64_t indexed_upto(sqlite::Database& database) {
    return sqlite::Statement(database, "SELECT value FROM meta WHERE name = 'search_upto'")
        .find()
        .value_or(0);
}

std::int64_t newest_edit(sqlite::Database& database) {
    return database.integer("SELECT coalesce(max(id), 0) FROM edit");
}

std::string text_of_item(sqlite::Statement& texts, Row item) {
    std::string all;
    sqlite::Rows rows = texts.query(item);
    while (rows.next()) {
        if (!all.empty()) all += '\n';
        all += rows.text(0);
    }
    return all;
}

// Every item with an edit since the index was last written.
void index_anew(sqlite::Database& database) {
    std::optional<sqlite::Transaction> transaction;  // but within a batch
    if (!database.in_transaction()) transaction.emplace(database);
    const std::int64_t upto = newest_edit(database);
    sqlite::Statement dirty(database, "SELECT DISTINCT item FROM edit WHERE id > ?");
    sqlite::Statement texts(
        database,
        "SELECT CASE WHEN element = '' THEN substr(value, 2) ELSE substr(element, 2) END "
        "FROM cell WHERE item = ? AND ((element = '' AND value >= 't' AND "
        "value < 'u') OR (element >= 't' AND element < 'u' AND value = 'b1'))");
    sqlite::Statement remove(database, "DELETE FROM search WHERE rowid = ?");
    sqlite::Statement insert(database, "INSERT INTO search(rowid, text) VALUES(?, ?)");
    sqlite::Rows rows = dirty.query(indexed_upto(database));
    while (rows.next()) {
        const Row item = rows.integer(0);
        const std::string text = text_of_item(texts, item);
        remove.run(item);
        if (!text.empty()) insert.run(item, text);
    }
    sqlite::Statement(database, "INSERT OR REPLACE INTO meta(name, value) VALUES(?, ?)")
        .run("search_upto", upto);
    if (transaction) transaction->commit();
}

}  // namespace

std::vector<SearchHit> Reader::search(std::string_view words, std::size_t count_max) {
    const std::string query = as_query(words);
    std::vector<SearchHit> found;
    if (query.empty()) return found;
    if (newest_edit(state_->db) != indexed_upto(state_->db)) index_anew(state_->db);
    sqlite::Statement select(state_->db,
                             "SELECT i.uid, snippet(search, 0, char(2), char(3), '...', 12) "
                             "FROM search JOIN item i ON i.id = search.rowid "
                             "WHERE search MATCH ? ORDER BY rank, i.id LIMIT ?");
    sqlite::Rows rows = select.query(query, count_max);
    while (rows.next()) {
        const auto id = merge::parse_item(rows.text(0));
        if (!id) sqlite::throw_corrupt("an item's id is malformed");
        found.push_back({.item = *id, .snippet = std::string(rows.text(1))});
    }
    return found;
}

}  // namespace cairn::replica
