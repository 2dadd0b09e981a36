#include "client/replica/id_list.h"

#include "shared/base/byte_io.h"
#include "shared/sqlite/error.h"

namespace cairn::replica {

Bytes encode_ids(const std::vector<Row>& ids) {
    ByteWriter writer;
    Row last = 0;
    for (const Row id : ids) {
        writer.signed_varint(id - last);
        last = id;
    }
    return writer.take();
}

std::vector<Row> decode_ids(ByteView bytes) {
    std::vector<Row> ids;
    Row last = 0;
    ByteReader reader(bytes);
    while (reader.ok() && !reader.done()) {
        last += reader.signed_varint();
        ids.push_back(last);
    }
    if (!reader.ok()) sqlite::throw_corrupt("a list of changes is malformed");
    return ids;
}

}  // namespace cairn::replica
