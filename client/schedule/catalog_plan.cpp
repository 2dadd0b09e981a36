#include "client/schedule/catalog_plan.h"

#include <algorithm>
#include <unordered_set>

#include "client/plan/catalog.h"

namespace cairn::schedule {
namespace {

using merge::Value;

constexpr plan::FieldNumber looked_at[] = {plan::field::span,
                                           plan::field::estimate,
                                           plan::field::due,
                                           plan::field::actual_start,
                                           plan::field::actual_finish,
                                           plan::field::progress,
                                           plan::field::status,
                                           plan::field::inactive,
                                           plan::field::calendar,
                                           plan::field::working_units,
                                           plan::field::base_calendar,
                                           plan::field::week,
                                           plan::field::resource_type};

constexpr std::size_t depth_max = 1'000;  // of an outline; deeper rows stand higher

bool is_work(const CatalogItem& item) {
    const plan::KindSpec* kind = plan::find_kind(item.kind);
    return kind != nullptr && plan::carries(*kind, plan::field::span);
}

bool is_point(plan::KindNumber kind) {
    return kind == plan::kind::milestone || kind == plan::kind::gate;
}

Value field_of(const CatalogItem& item, plan::FieldNumber field) {
    for (const CatalogField& one : item.fields) {
        if (one.field == field) return one.value;
    }
    return Value();
}

Value part_of(const Value& composite, std::size_t part) {
    const std::vector<Value> parts = composite.parts();
    return part < parts.size() ? parts[part] : Value();
}

plan::WorkingUnits units_of(const Value& value) {
    plan::WorkingUnits units;
    const auto set = [&](std::size_t part, std::int64_t most, auto& into) {
        const auto number = part_of(value, part).as_integer();
        if (number && *number > 0 && *number <= most) into = static_cast<int>(*number);
    };
    set(plan::part::day_minutes, plan::minutes_a_day, units.day_minutes);
    set(plan::part::week_minutes, 7 * plan::minutes_a_day, units.week_minutes);
    set(plan::part::month_days, 31, units.month_days);
    set(plan::part::day_start, plan::minutes_a_day, units.day_start);
    set(plan::part::day_finish, plan::minutes_a_day, units.day_finish);
    return units;
}

class Reading {
public:
    Reading(const Catalog& catalog, plan::Date today) : catalog_(catalog), today_(today) {}

    CatalogPlan read() {
        for (const CatalogItem& item : catalog_.items) {
            if (is_work(item)) works_.emplace(item.id, &item);
            others_.emplace(item.id, &item);
            if (item.kind == plan::kind::calendar) add_calendar(item);
        }
        choose_rows();
        for (const CatalogItem& item : catalog_.items) {
            if (chosen_.contains(item.id)) add_task(item);
        }
        for (const CatalogLink& link : catalog_.links) add_link(link);
        find_starts();
        return std::move(out_);
    }

private:
    [[nodiscard]] const CatalogItem* work_above(const CatalogItem& item) const {
        ItemId at = item.parent;
        for (std::size_t depth = 0; depth < depth_max; ++depth) {
            if (const auto work = works_.find(at); work != works_.end()) return work->second;
            const auto other = others_.find(at);
            if (other == others_.end()) return nullptr;
            at = other->second->parent;
        }
        return nullptr;
    }

    [[nodiscard]] const CatalogItem* program_of(const CatalogItem& item) const {
        const CatalogItem* at = &item;
        for (std::size_t depth = 0; at != nullptr && depth < depth_max; ++depth) {
            if (at->kind == plan::kind::program) return at;
            at = work_above(*at);
        }
        return nullptr;
    }

    [[nodiscard]] plan::WorkingUnits units_at(const CatalogItem& item) const {
        const CatalogItem* program = program_of(item);
        return program == nullptr ? plan::WorkingUnits()
                                  : units_of(field_of(*program, plan::field::working_units));
    }

    // Rows that say something of time, and all that they stand below.
    void choose_rows() {
        std::unordered_set<ItemId> linked;
        for (const CatalogLink& link : catalog_.links) {
            if (link.type != plan::link::depends) continue;
            linked.insert(link.from);
            linked.insert(link.to);
        }
        for (const auto& [id, item] : works_) {
            const bool says = linked.contains(id) ||
                              !field_of(*item, plan::field::span).is_unset() ||
                              !field_of(*item, plan::field::estimate).is_unset() ||
                              !field_of(*item, plan::field::actual_start).is_unset();
            const CatalogItem* at = says ? item : nullptr;
            while (at != nullptr && chosen_.insert(at->id).second) {
                at = work_above(*at);
                if (at != nullptr) summaries_.insert(at->id);
            }
        }
    }

    void add_calendar(const CatalogItem& item) {
        CalendarSpec calendar;
        calendar.id = item.id;
        for (const CatalogField& one : item.fields) set_field(calendar, one.field, one.value);
        for (const std::string& element : item.exceptions) add_exception(calendar, element);
        out_.plan.calendars.push_back(std::move(calendar));
    }

    void add_task(const CatalogItem& item) {
        const plan::WorkingUnits units = units_at(item);
        Task task;
        task.id = item.id;
        if (const CatalogItem* above = work_above(item)) task.parent = above->id;
        task.is_program = item.kind == plan::kind::program;
        for (const CatalogField& one : item.fields) set_field(task, one.field, one.value, units);
        OnRecord record;
        record.span = field_of(item, plan::field::span);
        record.start = task.start;
        record.finish = task.finish;
        record.is_summary = summaries_.contains(item.id);
        record.is_program = task.is_program;
        set_length(task, record, item);
        record.has_ended = set_state(task, field_of(item, plan::field::status));
        set_wish(task, record);
        if (task.is_program) out_.units = units;
        index_.emplace(task.id, out_.plan.tasks.size());
        out_.plan.tasks.push_back(std::move(task));
        out_.rows.emplace(item.id, std::move(record));
    }

    // Its own; else from its first to its last date, but where the schedule put it there by its
    // estimate; else the estimate.
    static void set_length(Task& task, OnRecord& record, const CatalogItem& item) {
        const bool has_duration = !part_of(record.span, plan::part::duration).is_unset();
        const bool has_dates = task.start && task.finish;
        const auto constraint = part_of(record.span, plan::part::constraint).as_choice();
        const bool was_placed = constraint == plan::constraint::as_soon_as_possible;
        const Value estimate = field_of(item, plan::field::estimate);
        const auto work = part_of(estimate, plan::part::amount).as_integer();
        record.is_sized = has_duration || has_dates || work || is_point(item.kind);
        if (has_duration) return;
        task.is_elapsed = false;
        task.is_as_long_as_dates = has_dates && !(was_placed && work);
        if (!task.is_as_long_as_dates) task.duration = work.value_or(0);
    }

    // What is done stays where it was; what was given up moves nothing. Whether it is either.
    static bool set_state(Task& task, const Value& status) {
        const bool is_complete = task.actual_finish || task.percent_complete >= 100;
        const auto state = part_of(status, plan::part::state).as_choice();
        if (!state) return is_complete;
        const plan::Phase phase = plan::phase_of(*state);
        const bool has_begun = task.actual_start || task.actual_finish || task.start;
        if (phase == plan::Phase::finished && has_begun) task.percent_complete = 100;
        const bool is_away =
            phase == plan::Phase::abandoned || (phase == plan::Phase::finished && !has_begun);
        if (is_away) task.is_inactive = true;
        return is_complete || is_away || phase == plan::Phase::finished;
    }

    static void set_wish(Task& task, OnRecord& record) {
        const bool is_free = part_of(record.span, plan::part::constraint).is_unset();
        record.is_wish = is_free && !task.is_manual && (task.start || task.finish);
        if (!record.is_wish) return;
        if ((record.is_summary || task.is_program) && task.finish && !task.deadline) {
            task.deadline = task.finish;
        }
        if (task.is_program) return;
        if (task.start) {
            task.constraint = Constraint::start_no_earlier;
            task.constraint_date = task.start;
        } else if (!record.is_summary) {
            task.constraint = Constraint::finish_no_earlier;
            task.constraint_date = task.finish;
        }
    }

    void add_link(const CatalogLink& link) {
        if (link.type == plan::link::responsible) add_person(link);
        if (link.type != plan::link::depends) return;
        Link added;
        added.id = link.id;
        added.successor = link.from;
        added.predecessor = link.to;
        for (const CatalogField& one : link.fields) set_field(added, one.field, one.value);
        out_.plan.links.push_back(added);
    }

    void add_person(const CatalogLink& link) {
        const auto task = index_.find(link.from);
        const auto person = others_.find(link.to);
        if (task == index_.end() || person == others_.end()) return;
        const auto type = field_of(*person->second, plan::field::resource_type).as_choice();
        if (type && *type != plan::resource::work) return;
        const auto calendar = field_of(*person->second, plan::field::calendar).as_item();
        if (calendar) out_.plan.tasks[task->second].people_calendars.push_back(*calendar);
    }

    // A date that somebody meant; where the schedule put a row is none.
    static std::optional<Minute> meant_start(const Task& task) {
        if (task.actual_start) return task.actual_start;
        if (task.is_manual) return task.start;
        const bool says = task.constraint == Constraint::must_start_on ||
                          task.constraint == Constraint::start_no_earlier;
        return says ? task.constraint_date : std::nullopt;
    }

    // The first date below each program, and of what stands in none (zero id).
    template <class StartOf>
    [[nodiscard]] std::unordered_map<ItemId, Minute> first_dates(StartOf start_of) const {
        std::unordered_map<ItemId, Minute> first;
        for (const Task& task : out_.plan.tasks) {
            const std::optional<Minute> start = start_of(task);
            if (!start || task.is_program) continue;
            const CatalogItem* program = program_of(*works_.at(task.id));
            const ItemId id = program == nullptr ? ItemId{} : program->id;
            const auto [held, is_new] = first.try_emplace(id, *start);
            held->second = std::min(held->second, *start);
        }
        return first;
    }

    // A program without a start begins with the first date below it that somebody meant, else the
    // first on record, else today; so does all that stands in none.
    void find_starts() {
        auto first = first_dates(meant_start);
        first.merge(first_dates([](const Task& task) { return task.start; }));
        const Minute otherwise = plan::at_minute(today_, out_.units.day_start).minutes;
        const auto start_of = [&](const ItemId& program) {
            const auto known = first.find(program);
            return known == first.end() ? otherwise : known->second;
        };
        out_.plan.start = start_of({});
        for (Task& task : out_.plan.tasks) {
            if (task.is_program && !task.start) task.start = start_of(task.id);
        }
    }

    const Catalog& catalog_;
    plan::Date today_;
    std::unordered_map<ItemId, const CatalogItem*> works_;
    std::unordered_map<ItemId, const CatalogItem*> others_;
    std::unordered_set<ItemId> chosen_;
    std::unordered_set<ItemId> summaries_;
    std::unordered_map<ItemId, std::size_t> index_;
    CatalogPlan out_;
};

}  // namespace

CatalogPlan read_catalog(const Catalog& catalog, plan::Date today) {
    return Reading(catalog, today).read();
}

std::span<const plan::FieldNumber> fields_of_schedule() { return looked_at; }

}  // namespace cairn::schedule
