#include "tests/bench/server/server_process.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/admin/data_folder.h"

namespace cairn::bench {
namespace {

ServerSecrets make_server(const std::filesystem::path& path, Random& random) {
    auto secrets = server::DataFolder(path).init("", random);
    if (!secrets) throw std::runtime_error(secrets.error().sentence);
    return std::move(*secrets);
}

[[noreturn]] void become_server(const std::string& program, const std::string& data, int output) {
    dup2(output, STDOUT_FILENO);
    const int nothing = open("/dev/null", O_WRONLY);
    dup2(nothing, STDERR_FILENO);
    const std::array<const char*, 20> arguments{program.c_str(),
                                                "--data",
                                                data.c_str(),
                                                "run",
                                                "--set",
                                                "listen=127.0.0.1:0",
                                                "--set",
                                                "metrics=off",
                                                "--set",
                                                "limits.connections_per_address=10000",
                                                "--set",
                                                "limits.strangers=10000",
                                                "--set",
                                                "limits.strangers_per_address=10000",
                                                nullptr};
    execv(program.c_str(), const_cast<char* const*>(arguments.data()));
    _exit(127);
}

// "listening HOST:PORT"
HostAddress read_address(int input) {
    std::string line;
    for (char c = 0; read(input, &c, 1) == 1 && c != '\n';) line += c;
    const auto address = parse_address(std::string_view(line).substr(line.find(' ') + 1));
    if (!address) throw std::runtime_error("cairn-server does not start: '" + line + "'");
    return *address;
}

}  // namespace

ServerFolder::ServerFolder() : secrets_(make_server(path(), random_)) {}

std::unique_ptr<server::SqliteStore> ServerFolder::open_store() {
    return std::make_unique<server::SqliteStore>((path() / "store.db").string(), random_);
}

ServerProcess::ServerProcess(const ServerFolder& folder) {
    const std::string program =
        (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "cairn-server").string();
    const std::string data = folder.path().string();
    std::array<int, 2> pipe_ends{};
    if (pipe(pipe_ends.data()) != 0) throw std::runtime_error("no pipe");
    pid_ = fork();
    if (pid_ == 0) become_server(program, data, pipe_ends[1]);
    close(pipe_ends[1]);
    address_ = read_address(pipe_ends[0]);
    close(pipe_ends[0]);
}

ServerProcess::~ServerProcess() {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
}

std::int64_t ServerProcess::resident_bytes() const {
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    for (std::string word; status >> word;) {
        std::int64_t kilobytes = 0;
        if (word == "VmRSS:" && status >> kilobytes) return kilobytes * 1024;
    }
    throw std::runtime_error("the server is gone");
}

double ServerProcess::cpu_seconds() const {
    std::ifstream stat("/proc/" + std::to_string(pid_) + "/stat");
    std::string word;
    double ticks = 0;
    for (int field = 1; field <= 15 && stat >> word; ++field)
        if (field >= 14) ticks += std::stod(word);
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void allow_many_sockets() {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace cairn::bench
