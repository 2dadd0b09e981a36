// Tasks of a `.tjp` file.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "client/exchange/mspdi_values.h"
#include "client/exchange/tjp_parts.h"
#include "client/plan/value_text.h"

namespace cairn::exchange::tjp {
namespace {

using merge::Value;

constexpr std::size_t depth_max = 64;

// 2d, 1.5w, 30min: working time, or the clock's.
std::optional<plan::Duration> length_of(std::string_view text, bool is_elapsed) {
    double amount = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, amount, std::chars_format::fixed);
    if (read.ec != std::errc() || !std::isfinite(amount) || amount < 0) return std::nullopt;
    struct Unit {
        std::string_view name;
        double working;
        double elapsed;
        plan::ChoiceNumber shown;
        plan::ChoiceNumber shown_elapsed;
    };
    using namespace plan::unit;
    constexpr Unit units[] = {{"min", 1, 1, minutes, elapsed_minutes},
                              {"h", 60, 60, hours, elapsed_hours},
                              {"d", 480, 1440, days, elapsed_days},
                              {"w", 2400, 10080, weeks, elapsed_weeks},
                              {"m", 10428, 43800, months, elapsed_months},
                              {"y", 125143, 525600, months, elapsed_months}};
    const std::string_view name(read.ptr, static_cast<std::size_t>(end - read.ptr));
    for (const Unit& unit : units) {
        if (unit.name != name) continue;
        const double total = amount * (is_elapsed ? unit.elapsed : unit.working);
        if (total > 1e9) return std::nullopt;
        return plan::Duration{std::llround(total), is_elapsed ? unit.shown_elapsed : unit.shown};
    }
    return std::nullopt;
}

class TaskReader {
public:
    TaskReader(Reading& reading, std::string path)
        : reading_(reading), path_(std::move(path)), span_(8) {}

    Done read_block(const RowKey& key) {
        while (!reading_.peek().is("}") && reading_.peek().kind != Token::Kind::end) {
            if (auto done = read_statement(key); !done) return done;
        }
        return reading_.close(where());
    }

    void finish(ImportedRow& row) {
        const bool is_point = is_milestone_ || (!effort_ && !has_length_ && !has_tasks_);
        row.kind = has_tasks_ ? plan::kind::initiative
                   : is_point ? plan::kind::milestone
                              : plan::kind::task;
        if (effort_) add_effort(row);
        if (is_point && !has_tasks_) set_length({0, plan::unit::days});
        if (const auto span = plan::from_parts(span_))
            add_value(row.fields, plan::field::span, *span);
        row.fields.insert(row.fields.end(), fields_.begin(), fields_.end());
    }

private:
    [[nodiscard]] std::string where() const { return "task " + quoted(path_); }
    void drop(const std::string& what) { reading_.plan.report.dropped.add(where(), what); }

    Done read_statement(const RowKey& key) {
        std::string word = reading_.take().text;
        if (word.starts_with("plan:")) word.erase(0, 5);  // the first scenario of most files
        if (word == "task") {
            has_tasks_ = true;
            return read_task(reading_, path_, key);
        }
        if (word == "depends" || word == "precedes") {
            read_references(word == "precedes");
        } else if (word == "start" || word == "end") {
            read_date(word == "end");
        } else if (word == "effort" || word == "length" || word == "duration") {
            read_length(word);
        } else if (word == "milestone") {
            is_milestone_ = true;
        } else if (word == "allocate") {
            read_allocations();
        } else if (!read_fact(word)) {
            reading_.leave_out(word);
            reading_.skip();
        }
        return {};
    }

    bool read_fact(const std::string& word) {
        if (word == "responsible") {
            reading_.owners.emplace(path_, reading_.take().text);
            reading_.skip();
        } else if (word == "complete") {
            add_progress(reading_.take().text);
        } else if (word == "priority") {
            const auto priority = integer_from(reading_.take().text);
            if (priority && *priority >= 0 && *priority <= 1000 && *priority != 500)
                add_value(fields_, plan::field::leveling, Value::integer(*priority));
        } else if (word == "note") {
            if (!add_text(fields_, plan::field::notes, reading_.text())) drop("a note too long");
        } else {
            return false;
        }
        return true;
    }

    void add_progress(const std::string& text) {
        const auto percent = scaled_from(text, 1);
        if (!percent || *percent < 0 || *percent > 100) {
            drop("complete " + quoted(text) + " is not between 0 and 100");
        } else if (*percent > 0) {
            const auto state = *percent == 100 ? plan::state::done : plan::state::in_progress;
            add_value(fields_, plan::field::progress, Value::integer(*percent));
            add_value(
                fields_, plan::field::status, *Value::composite({Value::choice(state), Value()}));
        }
    }

    void read_date(bool is_end) {
        const std::string word = reading_.peek().text;
        const auto moment = reading_.moment(is_end);
        if (!moment) {
            drop(quoted(word) + " is not a date");
            return;
        }
        const auto part = is_end ? plan::part::finish : plan::part::start;
        span_[part] = *Value::minute(plan::to_iso(*moment));
    }

    void set_length(const plan::Duration& length) {
        span_[plan::part::duration] = Value::integer(length.amount);
        span_[plan::part::duration_shown_in] = Value::choice(length.shown_in);
    }

    void read_length(const std::string& word) {
        const std::string text = reading_.take().text;
        const auto length = length_of(text, word == "duration");
        if (!length) {
            drop(word + " " + quoted(text) + " is not a length of time");
            return;
        }
        has_length_ = true;
        if (word == "effort")
            effort_ = length;
        else
            set_length(*length);
    }

    // Work that several people share takes its part of the time.
    void add_effort(ImportedRow& row) {
        add_value(row.fields, plan::field::estimate, plan::to_value(*effort_));
        const auto people = std::max<std::int64_t>(1, static_cast<std::int64_t>(people_));
        if (span_[plan::part::duration].is_unset())
            set_length({effort_->amount / people, effort_->shown_in});
    }

    void read_allocations() {
        do {
            reading_.allocations.push_back({path_, reading_.take().text});
            ++people_;
            reading_.skip_block();
        } while (takes_comma());
    }

    bool takes_comma() {
        if (!reading_.peek().is(",")) return false;
        reading_.take();
        return true;
    }

    // !!PATH { gapduration 2d }, ..
    void read_references(bool is_precedes) {
        do {
            Reference reference;
            reference.task = path_;
            reference.is_precedes = is_precedes;
            while (reading_.peek().is("!")) {
                reading_.take();
                ++reference.levels;
            }
            reference.path = reading_.take().text;
            if (reading_.opens()) read_gap(reference);
            reading_.references.push_back(std::move(reference));
        } while (takes_comma());
    }

    void read_gap(Reference& reference) {
        while (!reading_.peek().is("}") && reading_.peek().kind != Token::Kind::end) {
            const std::string word = reading_.take().text;
            if (word == "onstart") {
                reference.type = plan::dependency::start_start;
            } else if (word == "gapduration" || word == "gaplength") {
                const std::string text = reading_.take().text;
                const auto gap = length_of(text, word == "gapduration");
                if (gap && gap->amount > 0) reference.lag = plan::to_value(*gap);
                if (!gap) drop("the gap " + quoted(text) + " is not a length of time");
            } else if (word != "onend") {
                reading_.leave_out(word);
            }
        }
        reading_.take();
    }

    Reading& reading_;
    std::string path_;
    std::vector<Value> span_;
    std::vector<ImportedField> fields_;
    std::optional<plan::Duration> effort_;
    std::size_t people_ = 0;
    bool has_length_ = false;
    bool has_tasks_ = false;
    bool is_milestone_ = false;
};

// The task that a reference means, from where it stands.
std::string resolved(const Reference& reference) {
    if (reference.levels == 0) return reference.path;
    std::string scope = reference.task;
    for (std::size_t level = 0; level < reference.levels; ++level) {
        const std::size_t dot = scope.rfind('.');
        if (dot == std::string::npos) {
            scope.clear();
            break;
        }
        scope.resize(dot);
    }
    return scope.empty() ? reference.path : scope + "." + reference.path;
}

}  // namespace

// task [ID] "NAME" { .. }
Done read_task(Reading& reading, const std::string& above, const RowKey& parent) {
    std::string id;
    if (reading.peek().kind == Token::Kind::word) id = reading.take().text;
    const std::string name = reading.text();
    if (id.empty()) id = "_" + std::to_string(reading.plan.rows.size());
    const std::string path = above.empty() ? id : above + "." + id;
    if (static_cast<std::size_t>(std::count(path.begin(), path.end(), '.')) >= depth_max) {
        return refuse(
            ImportError{ImportFault::too_large,
                        "tasks are nested deeper than " + std::to_string(depth_max) + " levels"});
    }
    ImportedRow row;
    row.kind = plan::kind::task;
    row.key = {"task/" + path};
    row.parent = parent;
    row.title = name.empty() ? id : name;
    const RowKey key = row.key;
    const std::size_t place = reading.plan.rows.size();
    ++reading.plan.report.read["tasks"];
    if (auto done = add_row(reading.plan, reading.limits, std::move(row)); !done) return done;
    TaskReader reader(reading, path);
    if (reading.opens()) {
        if (auto done = reader.read_block(key); !done) return done;
    }
    reader.finish(reading.plan.rows[place]);
    return {};
}

// supplement task PATH { .. }: more dependencies, people and tasks of a task; the rest of it stands
// where the task does.
Done read_supplement(Reading& reading) {
    reading.take();
    const std::string path = reading.take().text;
    if (!reading.opens()) return {};
    return TaskReader(reading, path).read_block({"task/" + path});
}

// resource ID "NAME" { .. }
Done read_resource(Reading& reading, const RowKey& parent) {
    std::string id;
    if (reading.peek().kind == Token::Kind::word) id = reading.take().text;
    const std::string name = reading.text();
    ImportedRow row;
    row.kind = plan::kind::person;
    row.key = {"resource/" + id};
    row.parent = parent;
    row.title = name.empty() ? id : name;
    const RowKey key = row.key;
    const std::size_t place = reading.plan.rows.size();
    ++reading.plan.report.read["resources"];
    if (auto done = add_row(reading.plan, reading.limits, std::move(row)); !done) return done;
    if (!reading.opens()) return {};
    while (!reading.peek().is("}") && reading.peek().kind != Token::Kind::end) {
        const std::string word = reading.take().text;
        if (word == "resource") {
            reading.plan.rows[place].kind = plan::kind::team;
            if (++reading.resource_depth > depth_max) {
                return refuse(ImportError{ImportFault::too_large, "resources are nested too deep"});
            }
            if (auto done = read_resource(reading, key); !done) return done;
            --reading.resource_depth;
        } else if (word == "email") {
            const bool sound =
                add_text(reading.plan.rows[place].fields, plan::field::email, reading.text());
            if (!sound) reading.plan.report.dropped.add("resource " + quoted(id), "its address");
        } else {
            reading.leave_out(word);
            reading.skip();
        }
    }
    return reading.close("resource " + quoted(id));
}

Done add_links(Reading& reading) {
    for (const Reference& reference : reading.references) {
        const RowKey here{"task/" + reference.task};
        const RowKey there{"task/" + resolved(reference)};
        ImportedLink link;
        link.from = reference.is_precedes ? there : here;
        link.type = plan::link::depends;
        link.to = reference.is_precedes ? here : there;
        add_value(link.fields, plan::field::dependency, Value::choice(reference.type));
        add_value(link.fields, plan::field::lag, reference.lag);
        ++reading.plan.report.read["dependencies"];
        if (auto done = add_link(reading.plan, reading.limits, std::move(link)); !done) return done;
    }
    for (const Allocation& allocation : reading.allocations) {
        ImportedLink link;
        link.from = {"task/" + allocation.task};
        link.type = plan::link::responsible;
        link.to = {"resource/" + allocation.resource};
        ++reading.plan.report.read["assignments"];
        if (auto done = add_link(reading.plan, reading.limits, std::move(link)); !done) return done;
    }
    for (ImportedRow& row : reading.plan.rows) {
        const bool is_task = row.key.text.starts_with("task/");
        const auto owner =
            is_task ? reading.owners.find(row.key.text.substr(5)) : reading.owners.end();
        if (owner != reading.owners.end())
            row.fields.push_back({plan::field::owner, RowKey{"resource/" + owner->second}});
    }
    return {};
}

}  // namespace cairn::exchange::tjp
