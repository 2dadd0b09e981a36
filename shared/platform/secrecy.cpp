#include "shared/platform/secrecy.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

namespace cairn::platform {
namespace {

// The terminal as it was, put back however the asking ends; a signal waits until then.
class Unseen {
public:
    explicit Unseen(int terminal) : terminal_(terminal) {
        sigset_t interrupting;
        ::sigemptyset(&interrupting);
        for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGTSTP})
            ::sigaddset(&interrupting, signal);
        ::sigprocmask(SIG_BLOCK, &interrupting, &signals_before_);
        if (::tcgetattr(terminal_, &before_) != 0) return;
        termios unseen = before_;
        // ISIG off: the keys that interrupt arrive as characters, and end the line.
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        unseen.c_lflag |= ECHONL;
        changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &unseen) == 0;
    }
    ~Unseen() {
        if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
        ::sigprocmask(SIG_SETMASK, &signals_before_, nullptr);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;
    [[nodiscard]] bool hidden() const { return changed_; }

private:
    int terminal_;
    termios before_{};
    sigset_t signals_before_{};
    bool changed_ = false;
};

std::optional<SecretText> read_line(int terminal) {
    constexpr char interrupt = 3;
    SecretBytes<struct TypedTag, SecretText::bytes_max> typed;
    std::size_t length = 0;
    for (;;) {
        char c = 0;
        const ssize_t got = ::read(terminal, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got != 1 || c == interrupt) return std::nullopt;
        if (c == '\n') return SecretText::from(typed.view().first(length));
        if (length == SecretText::bytes_max) return std::nullopt;
        typed.writable()[length++] = static_cast<std::uint8_t>(c);
    }
}

}  // namespace

void keep_memory_private() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

std::optional<SecretText> ask_unseen(const std::string& question) {
    const int terminal = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) return std::nullopt;
    std::optional<SecretText> typed;
    {
        const Unseen unseen(terminal);
        const std::string prompt = question + " ";
        if (unseen.hidden() && ::write(terminal, prompt.data(), prompt.size()) > 0)
            typed = read_line(terminal);
    }
    ::close(terminal);
    return typed;
}

}  // namespace cairn::platform
