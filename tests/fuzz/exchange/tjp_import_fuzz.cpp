#include <cstddef>
#include <cstdint>

#include "client/exchange/tjp.h"
#include "shared/base/bytes.h"
#include "tests/fuzz/exchange/imported_plan_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace cairn;
    const exchange::ImportLimits limits{.bytes_max = 1U << 20U, .rows_max = 500, .links_max = 500};
    const auto plan = exchange::read_tjp(text_of({data, size}), limits);
    if (plan) {
        exchange::check_plan(*plan);
    } else {
        CAIRN_ASSERT(merge::Value::text(plan.error().message));
    }
    return 0;
}
