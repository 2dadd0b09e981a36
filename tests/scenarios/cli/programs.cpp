#include "tests/scenarios/cli/programs.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::scenarios {
namespace {

std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Ended run_shell(const std::string& command) {
    const test::TemporaryFolder folder;
    const std::string out = (folder.path() / "out").string();
    const std::string errors = (folder.path() / "errors").string();
    const int status = std::system((command + " >" + out + " 2>" + errors + " </dev/null").c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, content(out), content(errors)};
}

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool answers(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(port);
    const bool connected =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return connected;
}

}  // namespace

std::vector<nlohmann::json> Ended::lines() const {
    std::vector<nlohmann::json> all;
    std::istringstream text(out);
    for (std::string line; std::getline(text, line);) all.push_back(nlohmann::json::parse(line));
    return all;
}

int free_port() {
    constexpr int first = 10'000;
    constexpr int last = 32'000;
    std::random_device chance;
    std::uniform_int_distribution<int> ports(first, last);
    while (true) {
        const int port = ports(chance);
        const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in address = loopback(port);
        const bool free =
            ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(probe);
        if (free) return port;
    }
}

std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

Running::Running(const std::string& shell_command) : pid_(::fork()) {
    if (pid_ < 0) throw std::runtime_error("no process");
    if (pid_ > 0) return;
    const std::string command = "exec " + shell_command + " </dev/null >/dev/null 2>&1";
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
}

Running::Running(Running&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}

Running& Running::operator=(Running&& other) noexcept {
    stop();
    pid_ = std::exchange(other.pid_, 0);
    return *this;
}

int Running::wait() {
    if (pid_ <= 0) return 0;
    int status = 0;
    ::waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int Running::stop() {
    if (pid_ > 0) ::kill(pid_, SIGTERM);
    return wait();
}

Laptop::Laptop(const test::TemporaryFolder& folder, const std::string& name)
    : home_((folder.path() / name).string()) {}

std::string Laptop::command(const std::vector<std::string>& words) const {
    std::string text = "env CAIRN_HOME=" + quoted(home_) + " " + quoted(CAIRN_PROGRAM);
    for (const std::string& word : words) text += " " + quoted(word);
    return text;
}

Ended Laptop::operator()(const std::vector<std::string>& words) const {
    return run_shell(command(words));
}

Ended Laptop::as_typed(const std::string& line,
                       const std::map<std::string, std::string>& variables) const {
    std::string text = "env CAIRN_HOME=" + quoted(home_);
    for (const auto& [name, value] : variables) text += " " + name + "=" + quoted(value);
    const std::string cairn = "cairn() { " + quoted(CAIRN_PROGRAM) + " \"$@\"; }; ";
    return run_shell(text + " sh -c " + quoted(cairn + line));
}

Running Laptop::start(const std::vector<std::string>& words) const {
    return Running(command(words));
}

Server::Server(const test::TemporaryFolder& folder)
    : data_((folder.path() / "server").string()), port_(free_port()) {
    make();
}

void Server::begin_anew() {
    stop();
    std::filesystem::remove_all(data_);
    make();
    start();
}

void Server::make() {
    const Ended made = run_shell(command("init --host 127.0.0.1 --port " + std::to_string(port_)));
    if (made.code != 0) throw std::runtime_error(made.errors);
}

std::string Server::command(const std::string& words) const {
    return quoted(CAIRN_SERVER_PROGRAM) + " --data " + quoted(data_) + " " + words;
}

void Server::start(const std::vector<std::string>& settings) {
    std::string set;
    for (const std::string& setting : settings) set += " --set " + quoted(setting);
    running_ = Running(command("run --listen 127.0.0.1:" + std::to_string(port_) +
                               " --metrics 127.0.0.1:0" + set));
    const bool answered = wait_until([&] {
        constexpr int pause_ms = 50;
        return answers(port_) || ::poll(nullptr, 0, pause_ms) != 0;
    });
    if (!answered) throw std::runtime_error("the server does not answer");
}

std::string Server::ticket() const {
    std::string line = run_shell(command("ticket")).out;
    while (!line.empty() && line.back() == '\n') line.pop_back();
    return line;
}

}  // namespace cairn::scenarios
