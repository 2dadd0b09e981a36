#include "shared/platform/secrecy.h"

#include <csignal>
#include <cstdlib>

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::platform {
namespace {

enum Found : int { closed = 7, open = 8 };

// Runs in a process of its own, since nothing brings the permission back.
template <class Body>
int in_a_child(Body body) {
    const pid_t child = ::fork();
    if (child == 0) {
        body();
        ::_exit(open);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

TEST(Secrecy, LeavesNoImageOfAProcessThatCrashes) {
    const int status = in_a_child([] {
        rlimit limit{};
        ::getrlimit(RLIMIT_CORE, &limit);
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_CORE, &limit);
        keep_memory_private();
        std::abort();
    });
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_FALSE(WCOREDUMP(status));
}

TEST(Secrecy, ShutsTheMemoryToOtherProcesses) {
    const int status = in_a_child([] {
        keep_memory_private();
        rlimit limit{1, 1};
        ::getrlimit(RLIMIT_CORE, &limit);
        if (::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && limit.rlim_max == 0) ::_exit(closed);
    });
    EXPECT_EQ(WEXITSTATUS(status), closed);
}

TEST(Secrecy, AsksNobodyWhereThereIsNoTerminal) {
    const int status = in_a_child([] {
        ::setsid();  // no terminal any more
        if (!ask_unseen("Passphrase:")) ::_exit(closed);
    });
    EXPECT_EQ(WEXITSTATUS(status), closed);
}

}  // namespace
}  // namespace cairn::platform
