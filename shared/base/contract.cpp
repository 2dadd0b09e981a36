#include "shared/base/contract.h"

#include <cstdio>
#include <cstdlib>

namespace cairn {

void contract_broken(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "cairn: internal error at %s:%d: %s\n", file, line, condition);
    std::abort();
}

}  // namespace cairn
