#include "client/seal/packing.h"
#include "client/seal/padding.h"
#include "shared/base/contract.h"

// What a member may seal: any plaintext, and any frame under sound padding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace cairn;
    const auto run = unpack_run({data, size});
    if (run) CAIRN_ASSERT(unpack_run(pack_run(*run)).has_value());
    static_cast<void>(unpack_run(pad({data, size})));
    return 0;
}
