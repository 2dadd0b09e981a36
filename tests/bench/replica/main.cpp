#include "tests/bench/goals/goal.h"
#include "tests/bench/replica/replica_goals.h"

int main(int argument_count, char** arguments) {
    const auto wanted = [&](const std::string& workload) {
        return cairn::bench::is_wanted(argument_count, arguments, workload);
    };
    cairn::bench::write_goals(wanted);
    cairn::bench::receive_goals(wanted);
    cairn::bench::open_goals(wanted);
    cairn::bench::history_goals(wanted);
    cairn::bench::roster_goals(wanted);
    cairn::bench::size_goals(wanted);
    return 0;
}
