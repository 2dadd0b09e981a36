#include "shared/base/contract.h"
#include "shared/wire/run.h"
#include "tests/support/random_run.h"

// Whatever is accepted can be written again, and says the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto run = cairn::decode_run({data, size});
    if (!run) return 0;
    const auto again = cairn::decode_run(cairn::encode_run(*run));
    CAIRN_ASSERT(again && cairn::test::same_run(*run, *again));
    return 0;
}
