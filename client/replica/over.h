#pragma once
// The column edit.over: which edits an edit names. Null: none; an integer: that one edit; else a
// list of varints: 0 and an edit's number, or 1, an envelope's hash, the index of a change in its
// run and the index of an edit in that (a reference that could not be resolved).
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "client/merge/edit.h"
#include "client/replica/rows.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

// Resolved to an edit's number, or not.
using OverRef = std::variant<Row, merge::Unresolved>;

// The list form, for anything but none or one resolved edit.
[[nodiscard]] Bytes encode_over(const std::vector<OverRef>& over);
[[nodiscard]] std::vector<OverRef> read_over(const sqlite::Rows& rows, int column);

}  // namespace cairn::replica
