#pragma once
// A prepared statement, kept for the life of its connection and run many times.
//
//     Statement insert(database, "INSERT INTO device(key) VALUES(?)");
//     insert.run(device_id);
//     for (Rows rows = select.query(device_id); rows.next();) use(rows.integer(0));
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"
#include "shared/base/sequence.h"
#include "shared/sqlite/database.h"

struct sqlite3_stmt;

namespace cairn::sqlite {

class Statement;

// The rows of one run. Resets its statement when it goes; columns count from 0; text and blobs are
// views that live until the next `next()`.
class Rows {
public:
    explicit Rows(Statement& statement) : statement_(&statement) {}
    ~Rows();
    Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Rows& operator=(Rows&&) = delete;
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    [[nodiscard]] bool next();
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] bool is_integer(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] ByteView blob(int column) const;
    // A stored id. Zeros for null; a blob of another length means a damaged file: throws.
    template <class Id>
    [[nodiscard]] Id id(int column) const {
        if (is_null(column)) return Id{};
        const std::optional<Id> id = Id::from(blob(column));
        if (!id) wrong_length(column);
        return *id;
    }

private:
    [[noreturn]] void wrong_length(int column) const;
    Statement* statement_;
};

class Statement {
public:
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    [[nodiscard]] std::vector<std::string> column_names() const;

    // Arguments are bound in order, all of them every time: integers, bool, text, bytes, ids,
    // sequences, nullptr, optionals of these. Bytes and text are not copied: for `query` they must
    // outlive the rows, so it takes no temporary ones.
    template <class... Args>
    void run(const Args&... args) {
        bind_all(args...);
        run_bound();
    }
    template <class... Args>
    [[nodiscard]] Rows query(Args&&... args) {
        static_assert((!owns_its_bytes<Args> && ...), "the text is gone before the rows are read");
        bind_all(args...);
        return Rows(*this);
    }
    // First column of the first row, as integer; nothing if there is no row or it is null.
    template <class... Args>
    [[nodiscard]] std::optional<std::int64_t> find(const Args&... args) {
        bind_all(args...);
        Rows rows(*this);
        if (!rows.next() || rows.is_null(0)) return std::nullopt;
        return rows.integer(0);
    }

private:
    friend class Rows;
    // True of a temporary: an lvalue deduces a reference.
    template <class T>
    static constexpr bool owns_its_bytes = std::same_as<T, std::string> || std::same_as<T, Bytes>;
    template <class... Args>
    void bind_all(const Args&... args) {
        begin_bind(static_cast<int>(sizeof...(Args)));
        int index = 0;
        (bind(++index, args), ...);
    }
    void begin_bind(int count);
    void bind(int index, std::nullptr_t);
    void bind(int index, std::string_view text);
    void bind(int index, ByteView blob);
    void bind(int index, const Bytes& blob) { bind(index, ByteView(blob)); }
    void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
    void bind(int index, const char* text) { bind(index, std::string_view(text)); }
    template <std::integral Integer>
    void bind(int index, Integer value) {
        bind_integer(index, static_cast<std::int64_t>(value));
    }
    template <class Tag, std::size_t N>
    void bind(int index, const FixedBytes<Tag, N>& id) {
        bind(index, id.view());
    }
    template <class Tag>
    void bind(int index, const Sequence<Tag>& sequence) {
        bind_integer(index, static_cast<std::int64_t>(sequence.value));
    }
    void bind(int index, const std::optional<std::int64_t>& value);
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value)
            bind(index, *value);
        else
            bind(index, nullptr);
    }
    void bind_integer(int index, std::int64_t value);
    void run_bound();
    void reset();

    sqlite3* connection_;
    sqlite3_stmt* statement_ = nullptr;
    bool started_ = false;
};

// A statement that is prepared when it is first used: opening a file costs the same however many
// statements there are. `sql` outlives it (a literal).
class LazyStatement {
public:
    LazyStatement(Database& database, std::string_view sql) : database_(&database), sql_(sql) {}
    Statement& operator*() {
        if (!statement_) statement_.emplace(*database_, sql_);
        return *statement_;
    }
    template <class... Args>
    void run(const Args&... args) {
        (**this).run(args...);
    }
    template <class... Args>
    [[nodiscard]] Rows query(Args&&... args) {
        return (**this).query(std::forward<Args>(args)...);
    }
    template <class... Args>
    [[nodiscard]] std::optional<std::int64_t> find(const Args&... args) {
        return (**this).find(args...);
    }

private:
    Database* database_;
    std::string_view sql_;
    std::optional<Statement> statement_;
};

}  // namespace cairn::sqlite
