#include "server/app/log.h"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace cairn::server {
namespace {

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

bool needs_quotes(std::string_view text) {
    return text.empty() || text.find_first_of(" \"=\\\n\r\t") != std::string_view::npos;
}

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

}  // namespace

std::string format_fields(LogForm form,
                          std::string_view event,
                          std::initializer_list<LogField> fields) {
    const bool json = form == LogForm::json;
    std::string line = json ? "\"event\":" + json_text(event) : std::string(event);
    for (const auto& [name, value] : fields) {
        if (json) {
            line += "," + json_text(name) + ":" + json_text(value);
        } else {
            line += " " + std::string(name) + "=";
            line += needs_quotes(value) ? json_text(value) : value;
        }
    }
    return line;
}

Log::Log(LogForm form, LogLevel level)
    : Log(std::make_shared<spdlog::logger>("cairn-server",
                                           std::make_shared<spdlog::sinks::stderr_sink_mt>()),
          form) {
    logger_->set_level(level_of(level));
}

Log::Log(std::shared_ptr<spdlog::logger> logger, LogForm form)
    : logger_(std::move(logger)), form_(form) {
    logger_->set_pattern(form == LogForm::json
                             ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})"
                             : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger_->flush_on(spdlog::level::warn);
}

Log::~Log() { logger_->flush(); }

void Log::write(LogLevel level,
                std::string_view event,
                std::initializer_list<LogField> fields) const {
    const auto at = level_of(level);
    if (logger_->should_log(at)) logger_->log(at, format_fields(form_, event, fields));
}

}  // namespace cairn::server
