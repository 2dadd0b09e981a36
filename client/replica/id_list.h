#pragma once
// The column envelope.changes: numbers of changes in the run's order, as signed differences.
#include <vector>

#include "client/replica/rows.h"

namespace cairn::replica {

[[nodiscard]] Bytes encode_ids(const std::vector<Row>& ids);
[[nodiscard]] std::vector<Row> decode_ids(ByteView bytes);

}  // namespace cairn::replica
