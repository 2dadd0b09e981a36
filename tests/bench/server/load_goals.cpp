// Envelopes that are durable and acknowledged, a second, from 1 to 1,000 clients at once.
#include <memory>
#include <stdexcept>

#include <sqlite3.h>

#include "tests/bench/goals/goal.h"
#include "tests/bench/server/desk.h"
#include "tests/bench/server/server_goals.h"

namespace cairn::bench {
namespace {

constexpr std::size_t team_people = 10;
constexpr int rounds = 3;

// Rows of the same size, one commit each: what a server without group commit could do.
double raw_commits(const std::filesystem::path& path, std::size_t count) {
    sqlite3* connection = nullptr;
    const auto run = [&](const char* sql) {
        if (sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(connection));
    };
    sqlite3_open(path.c_str(), &connection);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "CREATE TABLE IF NOT EXISTS log(position INTEGER PRIMARY KEY, envelope BLOB NOT NULL)");
    const double taken = seconds_of([&] {
        for (std::size_t i = 0; i < count; ++i)
            run("INSERT INTO log(envelope) VALUES(randomblob(566))");
    });
    sqlite3_close(connection);
    return taken;
}

class Load {
public:
    explicit Load(std::size_t clients) {
        {
            const auto store = folder_.open_store();
            for (std::size_t i = 0; i * team_people < clients; ++i)
                teams_.push_back(std::make_unique<Team>(
                    make_team(i + 1, team_people, *store, folder_.secrets())));
        }
        server_ = std::make_unique<ServerProcess>(folder_);
        for (const auto& team : teams_)
            for (const DeviceSecrets& device : team->devices)
                if (desks_.size() < clients)
                    desks_.push_back(std::make_unique<Desk>(*team, device, desks_.size()));
        for (const auto& desk : desks_) desk->connect(network_, *server_, folder_.secrets());
        for (const auto& desk : desks_) network_.run_until([&] { return desk->live(); });
    }
    ~Load() {
        for (const auto& desk : desks_) desk->leave();
        for (const auto& desk : desks_) network_.run_until([&] { return desk->gone(); });
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    // Each sends its share at once.
    double push(std::size_t count_each) {
        for (const auto& desk : desks_) desk->write(count_each);
        const double cpu_before = server_->cpu_seconds();
        const double taken = seconds_of([&] {
            for (const auto& desk : desks_) desk->send();
            for (const auto& desk : desks_) {
                const std::size_t target = ++sent_[desk.get()] * count_each;
                network_.run_until([&] { return desk->accepted() >= target; });
            }
        });
        server_cpu_s_ = server_->cpu_seconds() - cpu_before;
        return taken;
    }
    [[nodiscard]] double server_cpu_s() const { return server_cpu_s_; }
    [[nodiscard]] std::filesystem::path beside() const { return folder_.path() / "raw.db"; }

private:
    ServerFolder folder_;
    std::vector<std::unique_ptr<Team>> teams_;
    std::unique_ptr<ServerProcess> server_;
    Network network_;
    std::vector<std::unique_ptr<Desk>> desks_;
    std::unordered_map<const Desk*, std::size_t> sent_;
    double server_cpu_s_ = 0;
};

void measure(const std::string& workload, std::size_t clients) {
    constexpr std::size_t raw_count = 100;
    const std::size_t each = std::max<std::size_t>(5'000 / clients, 5);
    const auto count = static_cast<double>(each * clients);
    Load load(clients);
    const Turns turns = take_turns(
        rounds,
        [&] { return load.push(each); },
        [&] { return raw_commits(load.beside(), raw_count) * count / raw_count; });
    Line line = rate_line(workload, "envelopes/s", count, turns, {Wanted::at_least, 1});
    line.goal.reset();  // the issue asks for the figure; the baseline is for orientation
    line.more.emplace_back("server_cpu_us_per_envelope", load.server_cpu_s() * 1e6 / count);
    print(line);
}

}  // namespace

void load_goals(const IsWanted& wanted) {
    for (const std::size_t clients : {1U, 10U, 100U, 1000U}) {
        const std::string workload = "server_push_" + std::to_string(clients) + "_clients";
        if (wanted(workload)) measure(workload, clients);
    }
}

}  // namespace cairn::bench
