#pragma once
// The real programs: laptops with homes of their own, and a server.
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"

namespace cairn::scenarios {

struct Ended {
    int code = 0;
    std::string out;
    std::string errors;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out); }
    [[nodiscard]] std::vector<nlohmann::json> lines() const;
};

// A process that goes on until it is stopped.
class Running {
public:
    Running() = default;
    explicit Running(const std::string& shell_command);
    Running(Running&& other) noexcept;
    Running& operator=(Running&& other) noexcept;
    ~Running() { stop(); }
    int wait();  // until it ends by itself; its exit code
    int stop();  // SIGTERM, and waits until it is gone; its exit code
    [[nodiscard]] bool runs() const { return pid_ > 0; }

private:
    int pid_ = 0;
};

[[nodiscard]] std::string quoted(const std::string& word);  // for the shell

// Of this moment, outside the range from which the system takes ports of its own.
[[nodiscard]] int free_port();

class Laptop {
public:
    Laptop(const test::TemporaryFolder& folder, const std::string& name);
    // As typed after `cairn`.
    Ended operator()(const std::vector<std::string>& words) const;
    // A whole line for the shell, `cairn` and all, with these variables.
    [[nodiscard]] Ended as_typed(const std::string& line,
                                 const std::map<std::string, std::string>& variables) const;
    [[nodiscard]] Running start(const std::vector<std::string>& words) const;
    [[nodiscard]] std::string hash() const { return (*this)({"doctor", "--hash"}).out; }
    // The line that a shell would run.
    [[nodiscard]] std::string shell(const std::vector<std::string>& words) const {
        return command(words);
    }

private:
    [[nodiscard]] std::string command(const std::vector<std::string>& words) const;
    std::string home_;
};

class Server {
public:
    explicit Server(const test::TemporaryFolder& folder);
    // With settings such as "limits.roster_mib=8"; waits until it answers.
    void start(const std::vector<std::string>& settings = {});
    void stop() { running_.stop(); }
    // Its data and its keys are lost, and a new one stands at the same address.
    void begin_anew();
    [[nodiscard]] std::string ticket() const;

private:
    void make();
    [[nodiscard]] std::string command(const std::string& words) const;
    std::string data_;
    int port_ = 0;
    Running running_;
};

// Tries until `done` or for a minute; false: it was never done. Each try is a process, so this
// needs no sleep.
template <class Done>
bool wait_until(const Done& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (std::chrono::steady_clock::now() < end)
        if (done()) return true;
    return false;
}

}  // namespace cairn::scenarios
