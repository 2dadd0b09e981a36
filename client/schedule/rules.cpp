#include "client/schedule/rules.h"

#include <algorithm>
#include <cstdlib>

namespace cairn::schedule {
namespace {

template <class T>
bool replace(T& held, const T& value) {
    if (held == value) return false;
    held = value;
    return true;
}

// Percent of the predecessor's duration; a summary's is the work between its dates.
Minute lag_length(const Network& net, const NetLink& link) {
    const bool is_share =
        link.lag_unit == Lag::Unit::percent || link.lag_unit == Lag::Unit::elapsed_percent;
    if (!is_share) return link.lag;
    const Row& row = net.rows[link.predecessor];
    const Minute duration =
        row.is_summary ? row.calendar->between(row.early_start, row.early_finish) : row.duration;
    const Minute hundredfold = std::clamp<Minute>(duration, 0, duration_max) * link.lag;
    return (hundredfold + (hundredfold < 0 ? -50 : 50)) / 100;
}

Minute with_lag(const Network& net, const NetLink& link, Minute moment, Minute sign) {
    if (link.lag == 0) return moment;
    const Minute lag = sign * lag_length(net, link);
    const bool is_elapsed =
        link.lag_unit == Lag::Unit::elapsed || link.lag_unit == Lag::Unit::elapsed_percent;
    if (is_elapsed) return within_horizon(moment + lag);
    return net.rows[link.successor].calendar->add(moment, lag);
}

struct Bounds {
    Minute start = no_bound;
    Minute finish = no_bound;
};

Bounds early_bounds(const Network& net, const Row& row) {
    const Row& parent = net.rows[row.parent];
    Bounds bounds{parent.start_bound, parent.finish_bound};
    for (const LinkIndex index : row.in) {
        if (!pushes(net, net.links[index])) continue;
        const Bound bound = bound_of(net, net.links[index]);
        Minute& held = bound.is_of_finish ? bounds.finish : bounds.start;
        held = std::max(held, bound.date);
    }
    return bounds;
}

bool gate_early(Network& net, Row& row) {
    Bounds bounds = early_bounds(net, row);
    const bool has_start = row.constraint == Constraint::start_no_earlier ||
                           row.constraint == Constraint::must_start_on;
    if (has_start) bounds.start = std::max(bounds.start, row.constraint_date);
    bool changed = replace(row.base, base_of(net, row));
    changed |= replace(row.start_bound, bounds.start);
    changed |= replace(row.finish_bound, bounds.finish);
    return changed;
}

struct Span {
    Minute start = 0;
    Minute finish = 0;
};

// A finish that a link asks for stays where the link says, if work begins or goes on there.
Minute place_finish(const Row& row, Minute finish) {
    if (!row.needs_work()) return finish;
    const Calendar& calendar = *row.calendar;
    const Minute work = calendar.work_before(finish);
    return calendar.start_at(work) == finish ? finish : calendar.finish_at(work);
}

Span from_start(const Row& row, Minute start) {
    if (!row.needs_work()) return {start, finish_from(row, start)};
    const Minute work = row.calendar->work_before(start);
    return {row.calendar->start_at(work), row.calendar->finish_at(work + row.length)};
}

Span from_finish(const Row& row, Minute finish) { return {start_from(row, finish), finish}; }

// What is asked of the finish counts where it is later than what follows from the start.
Span asap(const Row& row, Minute start, Minute finish_bound) {
    const Span span = from_start(row, start);
    if (finish_bound <= span.finish) return span;
    const Span other = from_finish(row, place_finish(row, finish_bound));
    return other.start < span.start ? span : other;
}

// MS Project keeps constraints where links and constraints contradict each other.
Span constrained(const Row& row, Bounds bounds) {
    const Minute date = row.constraint_date;
    switch (row.constraint) {
        case Constraint::must_start_on:
            return from_start(row, date);
        case Constraint::must_finish_on:
            return from_finish(row, place_finish(row, date));
        case Constraint::start_no_earlier:
            bounds.start = std::max(bounds.start, date);
            break;
        case Constraint::finish_no_earlier:
            bounds.finish = std::max(bounds.finish, date);
            break;
        default:
            break;
    }
    const Span span = asap(row, bounds.start, bounds.finish);
    if (row.constraint == Constraint::start_no_later && span.start > date) {
        return from_start(row, date);
    }
    if (row.constraint == Constraint::finish_no_later && span.finish > date) {
        return from_finish(row, place_finish(row, date));
    }
    return span;
}

bool leaf_early(Network& net, Row& row) {
    Span span{row.fixed_start, row.fixed_finish};
    if (row.hold == Hold::nothing) {
        Bounds bounds = early_bounds(net, row);
        bounds.start = std::max(bounds.start, base_of(net, row));
        span = constrained(row, bounds);
    }
    const bool changed = replace(row.early_start, span.start);
    return replace(row.early_finish, span.finish) || changed;
}

// What is inactive does not count, unless all is.
bool counts(const Row& summary, const Row& child) {
    return summary.is_inactive || !child.is_inactive;
}

bool roll_early(Network& net, Row& row) {
    Span span{last_minute, first_minute};
    bool any = false;
    for (const bool active_only : {true, false}) {
        for (const RowIndex index : row.children) {
            const Row& child = net.rows[index];
            if (active_only && !counts(row, child)) continue;
            span.start = std::min(span.start, child.early_start);
            span.finish = std::max(span.finish, child.early_finish);
            any = true;
        }
        if (any) break;
    }
    if (!any) span = {row.base, row.base};  // the root of an empty plan
    if (row.hold == Hold::manual) span = {row.fixed_start, row.fixed_finish};
    const bool changed = replace(row.early_start, span.start);
    return replace(row.early_finish, span.finish) || changed;
}

Bounds late_limits(const Network& net, const Row& row, RowIndex index) {
    Bounds limits{no_limit, no_limit};
    if (index != root_row) {
        const Row& parent = net.rows[row.parent];
        limits = {parent.start_limit, parent.finish_limit};
    }
    for (const LinkIndex out : row.out) {
        if (!pushes(net, net.links[out])) continue;
        const Bound limit = limit_of(net, net.links[out]);
        Minute& held = limit.is_of_finish ? limits.finish : limits.start;
        held = std::min(held, limit.date);
    }
    limits.finish = std::min(limits.finish, row.deadline);
    switch (row.constraint) {
        case Constraint::start_no_later:
            limits.start = std::min(limits.start, row.constraint_date);
            break;
        case Constraint::finish_no_later:
            limits.finish = std::min(limits.finish, row.constraint_date);
            break;
        case Constraint::must_finish_on:
            if (row.is_summary) limits.finish = std::min(limits.finish, row.constraint_date);
            break;
        default:
            break;
    }
    return limits;
}

bool roll_late(Network& net, Row& row, RowIndex index) {
    const Bounds limits = late_limits(net, row, index);
    const bool changed = replace(row.start_limit, limits.start);
    return replace(row.finish_limit, limits.finish) || changed;
}

Span alap(const Row& row, Bounds limits) {
    Span span{limits.finish, limits.finish};
    if (row.needs_work()) {
        const Minute work = row.calendar->work_before(limits.finish);
        span.finish = row.calendar->finish_at(work);
        span.start = work < row.length ? first_minute : row.calendar->start_at(work - row.length);
    } else if (row.length > 0) {
        span.start = start_from(row, span.finish);
    }
    if (limits.start < span.start) span = from_start(row, limits.start);
    return span;
}

bool leaf_late(Network& net, Row& row, RowIndex index) {
    Bounds limits = late_limits(net, row, index);
    const Minute finish = finish_of_program(net, row.program);
    row.is_late_by_program = finish <= limits.finish;
    limits.finish = std::min(limits.finish, finish);
    Span span = alap(row, limits);
    if (row.hold == Hold::nothing && row.constraint == Constraint::must_start_on) {
        span = from_start(row, row.constraint_date);
    } else if (row.hold == Hold::nothing && row.constraint == Constraint::must_finish_on) {
        span = from_finish(row, place_finish(row, row.constraint_date));
    } else if (row.hold == Hold::begun) {
        span.start = row.early_start;
    } else if (row.hold == Hold::ended) {
        span = {row.early_start, row.early_finish};
    }
    Minute begin = span.start;
    if (row.hold == Hold::begun) begin = row.duration > 0 ? row.resumes : span.finish;
    bool changed = replace(row.late_start, span.start);
    changed |= replace(row.late_finish, span.finish);
    changed |= replace(row.late_begin, begin);
    return changed;
}

bool gate_late(Network& net, Row& row) {
    Minute start = last_minute;
    Minute finish = first_minute;
    Minute least = last_minute;
    Minute begin = last_minute;
    bool any = false;
    for (const bool active_only : {true, false}) {
        for (const RowIndex index : row.children) {
            const Row& child = net.rows[index];
            if (active_only && !counts(row, child)) continue;
            start = std::min(start, child.late_start);
            finish = std::max(finish, child.late_finish);
            begin = std::min(begin, child.late_begin);
            least = std::min(least, child.is_summary ? child.least_late_finish : child.late_finish);
            any = true;
        }
        if (any) break;
    }
    if (!any) start = finish = least = begin = row.early_finish;
    bool changed = replace(row.late_start, start);
    changed |= replace(row.late_finish, finish);
    changed |= replace(row.least_late_finish, least);
    changed |= replace(row.late_begin, begin);
    return changed;
}

}  // namespace

bool pushes(const Network& net, const NetLink& link) {
    if (!link.is_taken) return false;
    return !net.rows[link.predecessor].is_inactive || net.rows[link.successor].is_inactive;
}

Minute base_of(const Network& net, const Row& row) {
    return row.program_start != no_bound ? row.program_start : net.rows[row.parent].base;
}

Bound bound_of(const Network& net, const NetLink& link) {
    const Row& row = net.rows[link.predecessor];
    return bound_for(net, link, row.early_start, row.early_finish);
}

Bound bound_for(const Network& net,
                const NetLink& link,
                Minute predecessor_start,
                Minute predecessor_finish) {
    const bool from_finish =
        link.type == LinkType::finish_start || link.type == LinkType::finish_finish;
    const bool to_finish =
        link.type == LinkType::finish_finish || link.type == LinkType::start_finish;
    return {with_lag(net, link, from_finish ? predecessor_finish : predecessor_start, 1),
            to_finish};
}

Bound limit_of(const Network& net, const NetLink& link) {
    const Row& row = net.rows[link.successor];
    const Minute finish = row.is_summary ? row.least_late_finish : row.late_finish;
    return limit_for(net, link, row.late_begin, finish);
}

Bound limit_for(const Network& net,
                const NetLink& link,
                Minute successor_start,
                Minute successor_finish) {
    const bool from_finish =
        link.type == LinkType::finish_start || link.type == LinkType::finish_finish;
    const bool to_finish =
        link.type == LinkType::finish_finish || link.type == LinkType::start_finish;
    const Minute moment = to_finish ? successor_finish : successor_start;
    return {with_lag(net, link, moment, -1), from_finish};
}

Minute finish_from(const Row& row, Minute start) {
    if (row.is_elapsed) return within_horizon(start + row.length);
    return row.calendar->add(start, row.length);
}

Minute start_from(const Row& row, Minute finish) {
    if (row.is_elapsed) return within_horizon(finish - row.length);
    return row.calendar->add(finish, -row.length);
}

Minute finish_of_program(const Network& net, RowIndex program) {
    const Row& row = net.rows[program];
    const bool has_own = row.constraint == Constraint::must_finish_on ||
                         row.constraint == Constraint::finish_no_later;
    return has_own ? row.constraint_date : row.early_finish;
}

bool pass_early(Network& net, Node node) {
    Row& row = net.rows[node / 2];
    if (!row.is_summary) return leaf_early(net, row);
    if (node % 2 == 1) return roll_early(net, row);
    return node / 2 == root_row ? false : gate_early(net, row);
}

bool pass_late(Network& net, Node node) {
    const RowIndex index = node / 2;
    Row& row = net.rows[index];
    if (!row.is_summary) return leaf_late(net, row, index);
    return node % 2 == 1 ? roll_late(net, row, index) : gate_late(net, row);
}

}  // namespace cairn::schedule
