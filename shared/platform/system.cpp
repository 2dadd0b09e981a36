#include "shared/platform/system.h"

#include <array>
#include <cstdlib>
#include <ctime>

#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::platform {
namespace {

std::int64_t read_clock(clockid_t which) {
    timespec now{};
    ::clock_gettime(which, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

std::string format_local(WallTime time, const char* format) {
    std::int64_t seconds = time.ms / 1000;
    if (time.ms % 1000 < 0) --seconds;
    const auto stamp = static_cast<std::time_t>(seconds);
    std::tm local{};
    std::array<char, 64> text{};
    if (::localtime_r(&stamp, &local) == nullptr)
        return "unknown time";  // a year that no calendar holds
    const std::size_t length = std::strftime(text.data(), text.size(), format, &local);
    return {text.data(), length};
}

}  // namespace

WallTime wall_now() { return {read_clock(CLOCK_REALTIME)}; }
Instant monotonic_now() { return {read_clock(CLOCK_MONOTONIC)}; }

std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
}

std::string user_name() {
    const passwd* entry = ::getpwuid(::geteuid());
    return entry == nullptr ? "" : entry->pw_name;
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

bool input_is_terminal() { return ::isatty(STDIN_FILENO) == 1; }
bool output_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }
bool errors_are_terminal() { return ::isatty(STDERR_FILENO) == 1; }

// system(3) is what people's $EDITOR is made for: words, options, and the keyboard's signals go to
// the editor while it runs.
int run_on_file(const std::string& command, const std::string& path) {
    std::string quoted = "'";
    for (const char c : path) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    const int status = std::system((command + " " + quoted + "'").c_str());
    constexpr int not_started = 127;
    if (status == -1) return not_started;
    constexpr int signalled = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : signalled + WTERMSIG(status);
}

int terminal_columns() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

std::uint64_t raise_open_files_max() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return 0;
    const rlimit raised{.rlim_cur = files.rlim_max, .rlim_max = files.rlim_max};
    return ::setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : files.rlim_cur;
}

std::string local_date(WallTime time) { return format_local(time, "%Y-%m-%d"); }
WallTime wall_of_local(int year, int month, int day, int minute_of_day) {
    std::tm local{};
    local.tm_year = year - 1900;
    local.tm_mon = month - 1;
    local.tm_mday = day;
    local.tm_hour = minute_of_day / 60;
    local.tm_min = minute_of_day % 60;
    local.tm_isdst = -1;  // as it is there and then
    return {static_cast<std::int64_t>(std::mktime(&local)) * 1000};
}

std::string local_minute(WallTime time) { return format_local(time, "%Y-%m-%d %H:%M"); }

}  // namespace cairn::platform
