// Hostile bytes as the value of a text edit and as a stored history: refused, or something that
// writes itself back alike.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "client/merge/text/compare.h"
#include "client/merge/text/edit_codec.h"
#include "client/merge/text/graph_codec.h"

namespace {

using namespace cairn;
using namespace cairn::text;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_value(std::string_view value) {
    const auto patches = decode_patches(value);
    if (!patches) return;
    require(encode_patches(*patches) == value);
    TextDocument document = *TextDocument::open("some text", {{{}, 1}});
    const auto shown = document.receive({{{}, 2}, {{{}, 1}}, *patches});
    if (!shown) require(document.text() == "some text");
}

void check_history(ByteView bytes) {
    const auto document = decode_document(bytes);
    if (!document) return;
    const Bytes again = encode_graph(document->graph());
    const auto reread = decode_document(again);
    require(reread && reread->text() == document->text());
    require(text_at(document->graph(), document->heads()) == document->text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    if (data[0] % 2 == 0) {
        check_value({reinterpret_cast<const char*>(data + 1), size - 1});
    } else {
        check_history({data + 1, size - 1});
    }
    return 0;
}
