#include "client/exchange/tjp.h"

#include "client/exchange/tjp_parts.h"

namespace cairn::exchange {
namespace tjp {

const Token& Reading::take() {
    const Token& token = tokens[at];
    if (token.kind != Token::Kind::end) ++at;
    return token;
}

// Until the next statement: a line's first word outside of braces that follows no comma.
void Reading::skip() {
    int depth = 0;
    bool goes_on = false;
    while (peek().kind != Token::Kind::end) {
        const Token& token = peek();
        if (depth == 0 && (token.is("}") || (token.begins_line && !goes_on && !token.is("{")))) {
            return;
        }
        if (token.is("{")) ++depth;
        if (token.is("}")) --depth;
        goes_on = token.is(",");
        ++at;
    }
}

void Reading::skip_block() {
    int depth = 0;
    while (peek().kind != Token::Kind::end && (depth > 0 || peek().is("{"))) {
        const Token& token = take();
        if (token.is("{")) ++depth;
        if (token.is("}") && --depth == 0) return;
    }
}

Done Reading::close(const std::string& what) {
    if (take().is("}")) return {};
    return refuse(ImportError{ImportFault::malformed, "the file ends within " + what});
}

void Reading::leave_out(const std::string& what) {
    ++plan.report.left_out["'" + what + "' statements"];
}

std::string Reading::text() {
    return peek().kind == Token::Kind::text ? take().text : std::string();
}

bool Reading::opens() {
    if (!peek().is("{")) return false;
    take();
    return true;
}

std::optional<plan::LocalMinute> Reading::moment(bool is_end) {
    const std::string word = take().text;
    if (word == "${projectstart}") return start;
    if (word == "${projectend}") return end;
    const std::string clock = word.size() > 10 ? word.substr(11, 5) : "";
    const auto date = plan::date_from_iso(word.substr(0, 10));
    const auto time = plan::clock_from_text(clock);
    if (!date || (!clock.empty() && !time)) return std::nullopt;
    if (time) return plan::at_minute(*date, *time);
    if (!is_end) return plan::at_minute(*date, plan.units.day_start);
    // An end is the midnight before its day.
    const auto before = plan::add_days(*date, -1);
    return before ? std::optional(plan::at_minute(*before, plan.units.day_finish)) : std::nullopt;
}

}  // namespace tjp

namespace {

using namespace tjp;
using merge::Value;

// project [ID] "NAME" ["VERSION"] START (- END | +LENGTH) { .. }
Done read_project(Reading& reading) {
    if (reading.peek().kind == Token::Kind::word) reading.take();
    reading.plan.title = reading.text();
    if (reading.plan.title.empty()) reading.plan.title = "Imported project";
    static_cast<void>(reading.text());
    if (reading.peek().kind == Token::Kind::word) reading.start = reading.moment(false);
    if (reading.peek().is("-")) {
        reading.take();
        reading.end = reading.moment(true);
    } else if (reading.peek().text.starts_with('+')) {
        reading.take();
    }
    reading.skip_block();
    return {};
}

Done add_program(Reading& reading) {
    ImportedRow row;
    row.kind = plan::kind::program;
    row.key = project_key;
    row.title = reading.plan.title;
    if (reading.start) {
        std::vector<Value> parts(8);
        parts[plan::part::start] = *Value::minute(plan::to_iso(*reading.start));
        add_value(row.fields, plan::field::span, *Value::composite(parts));
    }
    reading.plan.rows.insert(reading.plan.rows.begin(), std::move(row));
    return {};
}

Done read_statement(Reading& reading) {
    const std::string word = reading.take().text;
    if (word == "project") return read_project(reading);
    if (word == "task") return read_task(reading, "", project_key);
    if (word == "resource") return read_resource(reading, project_key);
    if (word == "supplement" && reading.peek().is("task")) return read_supplement(reading);
    if (word == "include") {
        reading.plan.report.dropped.add("include " + quoted(reading.peek().text),
                                        "other files are not read; put what it holds into this "
                                        "one");
    } else {
        reading.leave_out(word);
    }
    reading.skip();
    return {};
}

}  // namespace

Result<ImportedPlan, ImportError> read_tjp(std::string_view bytes, const ImportLimits& limits) {
    Reading reading{limits, {}, {}, 0, {}, {}, {}, {}, {}, 0};
    reading.plan.format = "tjp";
    auto tokens = tokens_of(bytes, limits, reading.plan.report.warnings);
    if (!tokens) return refuse(tokens.error());
    reading.tokens = std::move(*tokens);
    bool has_project = false;
    while (reading.peek().kind != Token::Kind::end) {
        has_project = has_project || reading.peek().is("project");
        if (auto done = read_statement(reading); !done) return refuse(done.error());
    }
    if (!has_project) {
        return refuse(ImportError{
            ImportFault::wrong_format,
            "there is no project in it; a TaskJuggler file begins with one, and parts that others "
            "include are not read alone"});
    }
    if (auto done = add_program(reading); !done) return refuse(done.error());
    if (auto done = add_links(reading); !done) return refuse(done.error());
    finish_plan(reading.plan);
    return std::move(reading.plan);
}

}  // namespace cairn::exchange
