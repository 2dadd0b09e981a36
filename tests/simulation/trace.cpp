#include "tests/simulation/trace.h"

namespace cairn::simulation {

void Trace::add(std::string_view line) {
    ++events_;
    const auto now = static_cast<std::uint64_t>(agenda_->now().ms);
    running_ = Hasher("cairn/1 test trace")
                   .add(running_.view())
                   .add_u64(now)
                   .add(bytes_of(std::string(line)))
                   .finish_as<Hash32>();
    if (out_ != nullptr) fmt::print(out_, "{:>12} {}\n", now, line);
}

}  // namespace cairn::simulation
