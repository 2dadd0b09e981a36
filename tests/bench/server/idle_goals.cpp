// A thousand people of one workspace: what a connection costs that says nothing, and how long until
// all of them have one person's edit.
#include <memory>

#include "tests/bench/goals/goal.h"
#include "tests/bench/server/desk.h"
#include "tests/bench/server/server_goals.h"

namespace cairn::bench {
namespace {

constexpr std::size_t people = 1'000;
constexpr std::size_t edits = 40;

class Company {
public:
    Company() {
        team_ =
            std::make_unique<Team>(make_team(1, people, *folder_.open_store(), folder_.secrets()));
        server_ = std::make_unique<ServerProcess>(folder_);
        for (const DeviceSecrets& device : team_->devices) {
            desks_.push_back(std::make_unique<Desk>(*team_, device, desks_.size()));
            desks_.back()->on_arrival = [this](const EnvelopeHash&) {
                delays_ms_.push_back((seconds_now() - sent_s_) * 1000);
            };
        }
    }
    ~Company() {
        for (const auto& desk : desks_) desk->leave();
        for (const auto& desk : desks_) network_.run_until([&] { return desk->gone(); });
    }
    Company(const Company&) = delete;
    Company& operator=(const Company&) = delete;

    void connect(std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            desks_[i]->connect(network_, *server_, folder_.secrets());
        for (std::size_t i = from; i < to; ++i)
            network_.run_until([&] { return desks_[i]->live(); });
        network_.run_for(1);
    }
    // Milliseconds from sending to each arrival, ten edits a second.
    std::vector<double> fan_out() {
        for (std::size_t i = 0; i < edits; ++i) {
            desks_[0]->write(1);
            const std::size_t wanted = (i + 1) * (people - 1);
            sent_s_ = seconds_now();
            desks_[0]->send();
            network_.run_until([&] { return delays_ms_.size() >= wanted; });
            network_.run_for(0.02);
        }
        return delays_ms_;
    }
    [[nodiscard]] double resident_bytes() const {
        return static_cast<double>(server_->resident_bytes());
    }

private:
    ServerFolder folder_;
    std::unique_ptr<Team> team_;
    std::unique_ptr<ServerProcess> server_;
    Network network_;
    std::vector<std::unique_ptr<Desk>> desks_;
    double sent_s_ = 0;
    std::vector<double> delays_ms_;
};

}  // namespace

void idle_goals(const IsWanted& wanted) {
    const bool idle = wanted("server_bytes_per_idle_client");
    const bool fan_out = wanted("server_edit_to_999_clients");
    if (!idle && !fan_out) return;
    Company company;
    company.connect(0, 10);  // the workspace is open, and what all share is there
    const double before = company.resident_bytes();
    const double connecting_s = seconds_of([&] { company.connect(10, people); });
    const double after = company.resident_bytes();
    if (idle)
        print({.workload = "server_bytes_per_idle_client",
               .unit = "bytes",
               .value = (after - before) / (people - 10),
               .baseline = {},
               .ratio = {},
               .goal = Goal{Wanted::at_most, 10 * 1024, false},
               .more = {{"server_resident_bytes", after},
                        {"connections_a_second", (people - 10) / connecting_s}}});
    if (!fan_out) return;
    const std::vector<double> delays = company.fan_out();
    print({.workload = "server_edit_to_999_clients",
           .unit = "ms",
           .value = median(delays),
           .baseline = {},
           .ratio = {},
           .goal = {},
           .more = {{"p99", quantile(delays, 0.99)}, {"edits", edits}}});
}

}  // namespace cairn::bench
