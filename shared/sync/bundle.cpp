#include "shared/sync/bundle.h"

#include "shared/base/byte_io.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

constexpr std::string_view magic = "cairn bundle 1\n";
constexpr std::size_t start_bytes = magic.size() + sizeof(WorkspaceId::bytes);
constexpr std::size_t length_bytes = 4;

WireError not_a_bundle() {
    return {.fault = WireFault::malformed,
            .sentence = "The file does not begin as a bundle of this version does."};
}

BundleParser::Next read(ByteView bytes) {
    auto message = decode_server_message(bytes);
    if (!message) return BundleParser::Damaged{std::move(message.error())};
    if (auto* records = std::get_if<RosterPage>(&*message)) return BundlePiece(std::move(*records));
    if (auto* tips = std::get_if<FrontierReply>(&*message)) return BundlePiece(std::move(*tips));
    if (auto* page = std::get_if<Page>(&*message)) return BundlePiece(std::move(*page));
    return BundleParser::Damaged{{.fault = WireFault::unknown,
                                  .sentence = "A piece is of a kind that bundles do not have."}};
}

}  // namespace

Bytes bundle_start(const WorkspaceId& workspace) {
    return ByteWriter().raw(bytes_of(magic)).id(workspace).take();
}

Bytes bundle_piece(const BundlePiece& piece) {
    const Bytes message =
        std::visit([](const auto& one) { return encode_message(ServerMessage(one)); }, piece);
    return ByteWriter().u32(static_cast<std::uint32_t>(message.size())).raw(message).take();
}

void BundleParser::feed(ByteView bytes) {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    append(bytes_, bytes);
}

Result<std::optional<WorkspaceId>, WireError> BundleParser::workspace() {
    const ByteView read(bytes_);
    const std::size_t there = std::min(read.size(), magic.size());
    if (!equal(read.first(there), bytes_of(magic.substr(0, there)))) return refuse(not_a_bundle());
    if (read.size() < start_bytes) return std::nullopt;
    begun_ = true;
    at_ = start_bytes;
    return WorkspaceId::from(read.subspan(magic.size(), sizeof(WorkspaceId::bytes)));
}

Result<std::optional<BundleParser::Next>, WireError> BundleParser::next() {
    const ByteView here = ByteView(bytes_).subspan(at_);
    if (here.size() < length_bytes) return std::nullopt;
    const std::size_t length = ByteReader(here).u32();
    if (length == 0 || length > limits::frame_bytes_max) {
        return refuse(WireError{.fault = WireFault::too_long,
                                .sentence = "What follows in it cannot be read: a piece of " +
                                            std::to_string(length) + " bytes."});
    }
    if (here.size() - length_bytes < length) return std::nullopt;
    at_ += length_bytes + length;
    return read(here.subspan(length_bytes, length));
}

}  // namespace cairn
