#pragma once
// Every edit that ever came, valid or not, in order of arrival. Per cell they form a list, newest
// first.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/replica/over.h"
#include "client/replica/rows.h"
#include "client/replica/types.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

struct StoredEdit {
    Row row = 0;
    CellKey cell;
    std::string value;
    std::vector<OverRef> over;
    Row before = 0;
    EditStatus status = EditStatus::valid;
};

class EditTable {
public:
    explicit EditTable(sqlite::Database& database);

    void insert(Row row,
                const CellKey& cell,
                std::string_view value,
                const std::vector<OverRef>& over,
                Row before,
                EditStatus status);
    [[nodiscard]] std::optional<StoredEdit> find(Row row);
    [[nodiscard]] StoredEdit get(Row row);  // must exist
    void set_status(Row row, EditStatus status);
    [[nodiscard]] std::vector<StoredEdit> of_cell(Row last, std::size_t count_max);
    [[nodiscard]] std::vector<StoredEdit> of_change(Row change, std::uint32_t edits);
    [[nodiscard]] std::vector<Row> parked();

private:
    [[nodiscard]] static StoredEdit read(const sqlite::Rows& rows);

    sqlite::LazyStatement insert_;
    sqlite::LazyStatement find_;
    sqlite::LazyStatement range_;
    sqlite::LazyStatement set_status_;
    sqlite::LazyStatement parked_;
};

}  // namespace cairn::replica
