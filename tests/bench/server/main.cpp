#include "tests/bench/goals/goal.h"
#include "tests/bench/server/server_goals.h"
#include "tests/bench/server/server_process.h"

int main(int argument_count, char** arguments) {
    const auto wanted = [&](const std::string& workload) {
        return cairn::bench::is_wanted(argument_count, arguments, workload);
    };
    cairn::bench::allow_many_sockets();
    cairn::bench::wire_goals(wanted);
    cairn::bench::screen_goals(wanted);
    cairn::bench::load_goals(wanted);
    cairn::bench::idle_goals(wanted);
    cairn::bench::removal_goals(wanted);
    return 0;
}
