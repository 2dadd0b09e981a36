#pragma once
// One line an event, with named values: as text for people or as JSON for programs, to standard
// error. Never keys, tickets or anything a client sealed.
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "server/app/config.h"

namespace spdlog {
class logger;
}

namespace cairn::server {

using LogField = std::pair<std::string_view, std::string>;

class Log {
public:
    Log(LogForm form, LogLevel level);
    explicit Log(std::shared_ptr<spdlog::logger> logger, LogForm form);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    // Any thread.
    void write(LogLevel level,
               std::string_view event,
               std::initializer_list<LogField> fields = {}) const;

private:
    std::shared_ptr<spdlog::logger> logger_;
    LogForm form_;
};

// The fields as they are written after the event's name.
[[nodiscard]] std::string format_fields(LogForm form,
                                        std::string_view event,
                                        std::initializer_list<LogField> fields);

}  // namespace cairn::server
