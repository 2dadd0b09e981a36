#pragma once
// CAIRN_ASSERT finds our own bugs and stays in release. Never assert on what a peer or a disk said.
namespace cairn {
[[noreturn]] void contract_broken(const char* condition, const char* file, int line);
}
#define CAIRN_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::cairn::contract_broken(#condition, __FILE__, __LINE__))
