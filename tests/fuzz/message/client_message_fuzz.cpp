// What a client says, as a server reads it: anything decodes or is refused, and what decodes goes
// through the encoder and comes back equal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "shared/wire/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto message = cairn::decode_client_message({data, size});
    // A large frame may share its parts many times over and not fit a frame when written out.
    if (!message || size > 64 * 1024) return 0;
    const auto again = cairn::decode_client_message(cairn::encode_message(*message));
    if (!again || *again != *message) std::abort();
    return 0;
}
