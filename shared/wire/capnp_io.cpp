#include "shared/wire/capnp_io.h"

#include <cstring>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"

namespace cairn::capnp_io {
namespace {

kj::Array<capnp::word> aligned_copy(ByteView bytes, std::size_t bytes_max) {
    require_at_most(bytes.size(), bytes_max, "the size of the message");
    ByteReader table(bytes);
    const std::uint32_t further_segments = table.u32();
    const std::uint64_t segment_words = table.u32();
    if (!table.ok()) refuse_input(WireFault::truncated, "the message ends within its first bytes");
    if (further_segments != 0)
        refuse_input(WireFault::malformed, "the message has more than one segment");
    if (segment_words == 0 || segment_words * sizeof(capnp::word) != table.left())
        refuse_input(WireFault::truncated, "the message is not as long as it says");
    auto words = kj::heapArray<capnp::word>(bytes.size() / sizeof(capnp::word));
    std::memcpy(words.begin(), bytes.data(), bytes.size());
    return words;
}

capnp::ReaderOptions options_for(std::size_t words) {
    capnp::ReaderOptions options;
    options.traversalLimitInWords =
        std::max(words * limits::traversal_words_per_word, limits::traversal_words_min);
    options.nestingLimit = static_cast<int>(limits::nesting_max);
    return options;
}

}  // namespace

void refuse_input(WireFault fault, std::string_view sentence) {
    throw Refusal{WireError{fault, std::string(sentence)}};
}

void require_at_most(std::size_t count, std::size_t count_max, std::string_view what) {
    if (count <= count_max) return;
    refuse_input(WireFault::too_long,
                 std::string(what) + " is " + std::to_string(count) + ", and at most " +
                     std::to_string(count_max) + " is allowed");
}

std::string string_of(capnp::Text::Reader text, std::size_t bytes_max, std::string_view what) {
    require_at_most(text.size(), bytes_max, what);
    return {text.begin(), text.end()};
}

Bytes flat_bytes(capnp::MessageBuilder& message) {
    const auto segments = message.getSegmentsForOutput();
    if (segments.size() > 1) {
        capnp::MallocMessageBuilder whole(static_cast<unsigned>(message.sizeInWords() + 1));
        whole.setRoot(message.getRoot<capnp::AnyPointer>().asReader());
        CAIRN_ASSERT(whole.getSegmentsForOutput().size() == 1);
        return flat_bytes(whole);
    }
    const auto segment = segments[0].asBytes();
    ByteWriter out;
    out.u32(0).u32(static_cast<std::uint32_t>(segments[0].size()));
    out.raw({segment.begin(), segment.size()});
    return out.take();
}

FlatMessage::FlatMessage(ByteView bytes, std::size_t bytes_max)
    : words_(aligned_copy(bytes, bytes_max)), reader_(words_, options_for(words_.size())) {}

WireError error_of(const kj::Exception& exception) {
    return {WireFault::malformed,
            "the message is not well-formed Cap'n Proto: " +
                std::string(exception.getDescription().cStr())};
}

}  // namespace cairn::capnp_io
