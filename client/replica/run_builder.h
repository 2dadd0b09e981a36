#pragma once
// Pending changes as a run, to be sealed: the reverse of RunReader.
#include <cstddef>
#include <span>
#include <unordered_map>
#include <vector>

#include "client/replica/tables.h"
#include "shared/wire/run.h"

namespace cairn::replica {

class RunBuilder {
public:
    // previous: the envelope that the run's will follow, 0: none.
    RunBuilder(Tables& tables, Row previous);

    // False, and nothing added: the run would exceed its typical size, or a limit; unless it is
    // the run's first.
    [[nodiscard]] bool add(Row change);
    [[nodiscard]] const std::vector<Row>& changes() const { return rows_; }
    [[nodiscard]] Run finish(const std::optional<SeenCheckpoint>& checkpoint);

private:
    [[nodiscard]] std::size_t tips_of(Row change, const std::vector<StoredEdit>& edits);
    void add_edit(const StoredEdit& edit, Row change);
    [[nodiscard]] RunReference reference_to(Row edit, Row change);
    [[nodiscard]] std::uint32_t entry_for(Row envelope);
    [[nodiscard]] std::uint32_t tip_for(Row envelope);
    [[nodiscard]] std::uint32_t item_for(Row item);
    [[nodiscard]] std::uint32_t sitting_for(Row sitting);
    [[nodiscard]] std::string_view keep(const std::string& text);

    Tables& tables_;
    Row previous_;
    sqlite::LazyStatement deps_;
    sqlite::LazyStatement newest_applied_;
    Run run_;
    std::size_t bytes_ = 0;  // about as many as the run takes opened
    std::vector<Row> rows_;
    std::unordered_map<Row, std::uint32_t> index_of_change_;
    std::unordered_map<Row, std::uint32_t> tip_of_envelope_;
    std::unordered_map<Row, std::uint32_t> tip_of_chain_;
    std::unordered_map<Row, std::uint32_t> entry_of_envelope_;
    std::unordered_map<Row, std::uint32_t> index_of_item_;
    std::unordered_map<Row, std::uint32_t> index_of_sitting_;
};

}  // namespace cairn::replica
