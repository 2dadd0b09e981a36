// A member of 500 is removed while all are connected: what the record weighs and costs to make, and
// how long until everybody who stays can open what is sealed from then on.
#include <algorithm>
#include <memory>
#include <stdexcept>

#include "shared/platform/system.h"
#include "shared/roster/build.h"
#include "tests/bench/goals/goal.h"
#include "tests/bench/server/desk.h"
#include "tests/bench/server/server_goals.h"

namespace cairn::bench {
namespace {

constexpr std::size_t people = 500;
constexpr std::size_t removals = 5;

struct Removed {
    double record_bytes = 0;
    double made_ms = 0;
    double all_have_it_ms = 0;
};

class Company {
public:
    Company()
        : team_(make_team(1, people, *folder_.open_store(), folder_.secrets())), server_(folder_) {
        for (const DeviceSecrets& device : team_.devices)
            desks_.push_back(std::make_unique<Desk>(team_, device, desks_.size()));
        for (const auto& desk : desks_) desk->connect(network_, server_, folder_.secrets());
        for (const auto& desk : desks_) network_.run_until([&] { return desk->live(); });
    }
    ~Company() {
        for (const auto& desk : desks_) desk->leave();
        for (const auto& desk : desks_) network_.run_until([&] { return desk->gone(); });
    }
    Company(const Company&) = delete;
    Company& operator=(const Company&) = delete;

    // The last one goes, by the founder's hand; the server ends their connection.
    Removed remove_one() {
        Desk& founder = *desks_.front();
        const MemberId member =
            founder.roster().member_of(team_.devices[desks_.size() - 1].id())->id;
        desks_.back()->leave();
        network_.run_until([&] { return desks_.back()->gone(); });
        desks_.pop_back();
        Removed removed;
        const double begin_s = seconds_now();
        Bytes record = make_record(founder, member);
        removed.made_ms = (seconds_now() - begin_s) * 1000;
        removed.record_bytes = static_cast<double>(record.size());
        const RosterLength wanted{founder.roster_length().value + 1};
        founder.append(std::move(record));
        network_.run_until([&] {
            return std::all_of(desks_.begin(), desks_.end(), [&](const auto& desk) {
                return desk->roster_length() == wanted && desk->holds_current_key();
            });
        });
        removed.all_have_it_ms = (seconds_now() - begin_s) * 1000;
        return removed;
    }

private:
    Bytes make_record(const Desk& founder, const MemberId& member) {
        KeyRing keys;
        keys.learn(founder.roster(), team_.devices.front());
        const std::vector<DeviceTips> tips = founder.frontier().tips();
        auto record = make_member_removed(
            Author{founder.roster(), team_.devices.front(), platform::wall_now()},
            keys,
            member,
            HeldTips{.tips = tips},
            random_);
        if (!record) throw std::runtime_error(record.error().sentence);
        return std::move(*record);
    }

    ServerFolder folder_;
    Team team_;
    ServerProcess server_;
    Network network_;
    SeededRandom random_{1};
    std::vector<std::unique_ptr<Desk>> desks_;
};

}  // namespace

void removal_goals(const IsWanted& wanted) {
    if (!wanted("remove_one_of_500")) return;
    Company company;
    std::vector<double> made_ms;
    std::vector<double> all_have_it_ms;
    double record_bytes = 0;
    for (std::size_t i = 0; i < removals; ++i) {
        const Removed removed = company.remove_one();
        made_ms.push_back(removed.made_ms);
        all_have_it_ms.push_back(removed.all_have_it_ms);
        record_bytes = std::max(record_bytes, removed.record_bytes);
    }
    print({.workload = "remove_one_of_500",
           .unit = "ms",
           .value = median(all_have_it_ms),
           .baseline = {},
           .ratio = {},
           .goal = {},
           .more = {{"record_bytes", record_bytes},
                    {"record_made_ms", median(made_ms)},
                    {"removals", removals}}});
}

}  // namespace cairn::bench
