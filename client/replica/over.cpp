#include "client/replica/over.h"

#include "shared/base/byte_io.h"

namespace cairn::replica {

Bytes encode_over(const std::vector<OverRef>& over) {
    ByteWriter list;
    for (const OverRef& ref : over) {
        if (const Row* edit = std::get_if<Row>(&ref)) {
            list.varint(0).varint(static_cast<std::uint64_t>(*edit));
        } else {
            const auto& lost = std::get<merge::Unresolved>(ref);
            list.varint(1).id(lost.envelope).varint(lost.change).varint(lost.edit);
        }
    }
    return list.take();
}

std::vector<OverRef> read_over(const sqlite::Rows& rows, int column) {
    if (rows.is_null(column)) return {};
    if (rows.is_integer(column)) return {OverRef(rows.integer(column))};
    std::vector<OverRef> over;
    ByteReader list(rows.blob(column));
    while (list.ok() && !list.done()) {
        if (list.varint() == 0) {
            over.emplace_back(static_cast<Row>(list.varint()));
        } else {
            const auto envelope = list.id<EnvelopeHash>();
            const auto change = static_cast<std::uint32_t>(list.varint());
            const auto edit = static_cast<std::uint32_t>(list.varint());
            over.emplace_back(merge::Unresolved{envelope, change, edit});
        }
    }
    if (!list.ok()) sqlite::throw_corrupt("a list of replaced edits is malformed");
    return over;
}

}  // namespace cairn::replica
