#include "tests/bench/text/workloads.h"

#include <malloc.h>
#include <zstd.h>

#include "shared/base/contract.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {

TextId pseudo_random_id() {
    static const Chance chance = seeded_chance(1);
    TextId id;
    for (std::uint8_t& byte : id.change.bytes) byte = static_cast<std::uint8_t>(chance(256));
    return id;
}

void commit(TextDocument& document) {
    std::vector<TextId> ids(document.pending().size());
    for (TextId& id : ids) id = pseudo_random_id();
    document.commit(ids);
}

// One call of edit() for every event.
TextDocument typed(const TextCase& trace) {
    TextDocument document;
    std::size_t events = 0;
    for (const TextEdit& edit : trace.edits) {
        for (const Patch& patch : edit.patches) {
            CAIRN_ASSERT(document.edit(patch.position, patch.removed, patch.inserted));
            if (++events % events_per_pause == 0) commit(document);
        }
    }
    commit(document);
    return document;
}

TextDocument received(const std::vector<TextEdit>& edits) {
    TextDocument document;
    for (const TextEdit& edit : edits) CAIRN_ASSERT(document.receive(edit));
    return document;
}

std::size_t compressed_bytes(const Bytes& content) {
    Bytes frame(ZSTD_compressBound(content.size()));
    return ZSTD_compress(frame.data(), frame.size(), content.data(), content.size(), 19);
}

std::size_t heap_bytes() { return mallinfo2().uordblks; }

std::vector<TextEdit> branch(const TextDocument& base, std::uint64_t seed) {
    const Chance chance = seeded_chance(seed);
    TextDocument document = base;
    std::vector<TextEdit> edits;
    std::uint32_t cursor = 0;
    for (int i = 0; i < 10'000; ++i) {
        if (i % 40 == 0) cursor = static_cast<std::uint32_t>(chance(document.length()));
        const bool erases = i % 10 == 9 && cursor > 0;
        TextEdit edit{pseudo_random_id(), document.heads(), {}};
        const std::string letter(1, static_cast<char>('a' + chance(26)));
        CAIRN_ASSERT(
            document.edit(erases ? --cursor : cursor++, erases ? 1 : 0, erases ? "" : letter));
        edit.patches = document.pending().front();
        document.commit({&edit.id, 1});
        edits.push_back(std::move(edit));
    }
    return edits;
}

TextDocument paper_of(std::size_t bytes) {
    std::string text;
    while (text.size() < bytes)
        text += "Eleven words or so that stand for what a paper says here. ";
    TextDocument document;
    CAIRN_ASSERT(document.edit(0, 0, text.substr(0, bytes)));
    commit(document);
    return document;
}

}  // namespace cairn::text
