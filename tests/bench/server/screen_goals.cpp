// Two whole laptops and a server: an edit from one file to the other.
#include <memory>

#include "client/plan/numbers.h"
#include "tests/bench/goals/goal.h"
#include "tests/bench/server/screen.h"
#include "tests/bench/server/server_goals.h"

namespace cairn::bench {
namespace {

constexpr std::size_t live_edits = 300;

class Pair {
public:
    Pair() {
        test::SmallWorkspace workspace(1);
        const test::Person ben = workspace.join(Role::editor);
        team_ =
            std::make_unique<Team>(found_team(workspace, *folder_.open_store(), folder_.secrets()));
        team_->devices.push_back(ben.device);
        server_ = std::make_unique<ServerProcess>(folder_);
        const std::filesystem::path home = folder_.path();
        for (const char* name : {"ann.cairn", "ben.cairn"})
            screens_.push_back(std::make_unique<Screen>(
                *team_, team_->devices[screens_.size()], home / name, network_));
    }
    ~Pair() { disconnect(); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    [[nodiscard]] Screen& ann() { return *screens_[0]; }
    [[nodiscard]] Screen& ben() { return *screens_[1]; }
    [[nodiscard]] Network& network() { return network_; }
    void connect(Screen& screen) {
        screen.connect(*server_, folder_.secrets());
        network_.run_until([&] { return screen.settled(); });
    }
    void disconnect() {
        for (const auto& screen : screens_) {
            screen->leave();
            network_.run_until([&] { return screen->gone(); });
        }
    }

private:
    ServerFolder folder_;
    std::unique_ptr<Team> team_;
    std::unique_ptr<ServerProcess> server_;
    Network network_;
    std::vector<std::unique_ptr<Screen>> screens_;
};

// From the key press: reading what is shown, committing it here (fsync), sealing, the server's
// commit (fsync), opening, merging and storing there (fsync), and reading it.
std::vector<double> edit_to_screen_ms() {
    Pair pair;
    SeededRandom random(1);
    const auto item = random.make<ItemId>();
    pair.ann().create(item);
    pair.connect(pair.ann());
    pair.connect(pair.ben());
    std::vector<double> delays;
    for (std::size_t i = 0; i < live_edits; ++i) {
        const std::string value = "tedit number " + std::to_string(i);
        const double begin = seconds_now();
        pair.ann().set(item, plan::field::title, value);
        pair.network().run_until(
            [&] { return pair.ben().shown(item, plan::field::title) == value; });
        delays.push_back((seconds_now() - begin) * 1000);
        pair.network().run_for(0.01);
    }
    return delays;
}

}  // namespace

void screen_goals(const IsWanted& wanted) {
    const bool half = wanted("server_edit_to_screen_p50");
    const bool most = wanted("server_edit_to_screen_p99");
    if (!half && !most) return;
    const std::vector<double> delays = edit_to_screen_ms();
    const auto line = [&](const char* workload, double part) {
        print({.workload = workload,
               .unit = "ms",
               .value = quantile(delays, part),
               .baseline = {},
               .ratio = {},
               .goal = {},
               .more = {{"edits", live_edits}}});
    };
    if (half) line("server_edit_to_screen_p50", 0.5);
    if (most) line("server_edit_to_screen_p99", 0.99);
}

}  // namespace cairn::bench
