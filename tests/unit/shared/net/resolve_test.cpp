#include "shared/net/resolve.h"

#include <future>

#include <gtest/gtest.h>

#include "tests/unit/shared/net/loopback.h"

namespace cairn {
namespace {

using namespace testing_support;
using Resolved = Result<Endpoints, NetError>;

const HostAddress plan_host{"plan.example", 4717};

// Looks up until the test ends, as the system does when no name server answers.
class SlowNames {
public:
    ~SlowNames() {
        end_.set_value();
        done_.get_future().wait();
    }
    LookUp look_up() {
        return [this, ended = end_.get_future().share()](const HostAddress&) {
            ended.wait();
            done_.set_value_at_thread_exit();
            return Endpoints();
        };
    }

private:
    std::promise<void> end_;
    std::promise<void> done_;
};

TEST(Resolve, GivesWhatTheNameStandsFor) {
    Loopback net(1);
    const tcp::endpoint endpoint(boost::asio::ip::make_address("192.0.2.7"), 4717);
    const auto look_up = [&](const HostAddress& address) {
        return address.host == plan_host.host ? Endpoints{endpoint} : Endpoints();
    };
    const Resolved found = net.run(resolve(plan_host, look_up, soon()));
    ASSERT_TRUE(found) << found.error().sentence;
    EXPECT_EQ(*found, Endpoints{endpoint});
}

TEST(Resolve, LooksUpNoAddressInDigits) {
    Loopback net(1);
    const auto never = [](const HostAddress&) -> Endpoints { throw std::logic_error("asked"); };
    const Resolved found = net.run(resolve({"192.0.2.7", 80}, never, soon()));
    ASSERT_TRUE(found) << found.error().sentence;
    EXPECT_EQ(found->front().port(), 80);
}

TEST(Resolve, SaysThatANameIsUnknown) {
    Loopback net(1);
    const auto nothing = [](const HostAddress&) { return Endpoints(); };
    const Resolved found = net.run(resolve(plan_host, nothing, soon()));
    EXPECT_EQ(found.error().fault, NetFault::unresolved);
}

TEST(Resolve, WaitsNoLongerThanTheDeadline) {
    SlowNames names;
    Loopback net(1);
    const Resolved found = net.run(resolve(plan_host, names.look_up(), in_ms(20)));
    EXPECT_EQ(found.error().fault, NetFault::timed_out);
}

TEST(Resolve, KeepsNobodyWhoLeaves) {
    SlowNames names;
    std::optional<Resolved> found;
    {
        Loopback net(1);
        net.start(resolve(plan_host, names.look_up(), no_deadline), found);
        net.io.poll();
    }
    EXPECT_FALSE(found.has_value());
}

}  // namespace
}  // namespace cairn
