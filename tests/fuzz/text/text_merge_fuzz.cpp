// The bytes decide what several people write and when they meet: the walker and the plain version
// give one text, at every replica, and the patches for the screen give it too.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "client/merge/text/graph_codec.h"
#include "client/merge/text/plain_text.h"
#include "tests/support/text/replicas.h"

namespace {

using namespace cairn::text;

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1 || size > 1000) return 0;
    std::size_t at = 1;
    const Chance chance = [&](std::uint64_t bound) { return at < size ? data[at++] % bound : 0; };
    Replicas replicas(2 + data[0] % 3, chance);
    replicas.keep_shown();
    while (at < size) replicas.step();
    replicas.sync_all();

    PlainText plain;
    for (const TextEdit& edit : replicas.edits()) require(plain.receive(edit).has_value());
    for (std::size_t i = 0; i < replicas.documents().size(); ++i) {
        require(replicas.documents()[i].text() == plain.text());
        require(replicas.shown()[i] == plain.text());
    }
    const auto read = decode_document(encode_graph(replicas.documents()[0].graph()));
    require(read && read->text() == plain.text());
    return 0;
}
