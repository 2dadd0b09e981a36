#include "server/app/log.h"

#include <sstream>

#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

namespace cairn::server {
namespace {

TEST(Log, QuotesWhatWouldBreakALine) {
    EXPECT_EQ(format_fields(LogForm::text, "closed", {{"peer", "1.2.3.4:5"}, {"why", "a \"b\"\n"}}),
              R"(closed peer=1.2.3.4:5 why="a \"b\"\n")");
    EXPECT_EQ(format_fields(LogForm::text, "closed", {{"why", ""}}), "closed why=\"\"");
}

TEST(Log, EscapesWhatIsNotUtf8) {
    EXPECT_EQ(format_fields(LogForm::json, "e", {{"why", "\xff{%v}"}}),
              "\"event\":\"e\",\"why\":\"\\ufffd{%v}\"");
}

TEST(Log, WritesOneJsonObjectALine) {
    std::ostringstream out;
    auto logger = std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
    const Log log(logger, LogForm::json);
    log.write(LogLevel::info, "started", {{"listening", "127.0.0.1:1"}});
    log.write(LogLevel::debug, "hidden");
    const std::string line = out.str();
    EXPECT_EQ(line.front(), '{');
    EXPECT_NE(line.find("\"event\":\"started\",\"listening\":\"127.0.0.1:1\"}\n"),
              std::string::npos);
    EXPECT_EQ(line.find("hidden"), std::string::npos);
}

}  // namespace
}  // namespace cairn::server
