#pragma once
// Plans with everything in them, and edits of them, from a seed.
#include <algorithm>

#include "shared/base/random.h"
#include "tests/unit/client/schedule/plan_building.h"

namespace cairn::schedule {

struct RandomPlanSize {
    std::size_t tasks = 2'000;
    std::size_t links = 3'000;
    // Of a thousand links, so many lead backwards and may close cycles.
    std::uint64_t backwards = 0;
    bool has_late_tasks = false;  // as late as possible
};

class RandomPlan {
public:
    RandomPlan(std::uint64_t seed, const RandomPlanSize& size) : random_(seed), size_(size) {
        plan_.start = at("2026-03-02T08:00");
        add_calendars();
        for (std::size_t i = 0; i < size.tasks; ++i) plan_.tasks.push_back(new_task());
        while (plan_.links.size() < size.links) plan_.links.push_back(new_link());
    }

    [[nodiscard]] const Plan& plan() const { return plan_; }

    // One edit, done to the plan as well.
    Edit edit() {
        Edit out;
        switch (random_.below(20)) {
            case 0:
                out.tasks.push_back(new_task());
                break;
            case 1:
                out.removed_tasks.push_back(any(plan_.tasks).id);
                break;
            case 2:
                out.tasks.push_back(moved(any(plan_.tasks)));
                break;
            case 3:
            case 4:
            case 5:
                out.links.push_back(new_link());
                break;
            case 6:
            case 7:
                out.removed_links.push_back(any(plan_.links).id);
                break;
            case 8:
            case 9:
                out.links.push_back(changed(any(plan_.links)));
                break;
            default:
                for (std::uint64_t n = random_.below(3); n < 3; ++n) {
                    Task task = any(plan_.tasks);
                    fill(task);
                    out.tasks.push_back(task);
                }
        }
        carry_out(out);
        return out;
    }

    // The same plan in another order.
    [[nodiscard]] Plan shuffled() {
        Plan out = plan_;
        shuffle(out.tasks);
        shuffle(out.links);
        shuffle(out.calendars);
        return out;
    }

private:
    template <class T>
    const T& any(const std::vector<T>& all) {
        return all[random_.below(all.size())];
    }
    template <class T>
    void shuffle(std::vector<T>& all) {
        for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random_.below(i)]);
    }
    bool one_in(std::uint64_t many) { return random_.below(many) == 0; }
    Minute moment() {
        return plan_.start + static_cast<Minute>(random_.below(200)) * 1440 +
               static_cast<Minute>(random_.below(20)) * 60;
    }

    void add_calendars() {
        for (std::uint64_t n = 1; n <= 4; ++n) {
            CalendarSpec calendar;
            calendar.id = id(9'000'000 + n);
            if (n > 1) calendar.base = id(9'000'000 + n - 1);
            calendar.week[n] = n == 3 ? DayHours() : DayHours({{400, 800}, {820, 1100}});
            const auto first = static_cast<std::int32_t>(plan_.start / 1440 + 10 * Minute(n));
            calendar.exceptions.push_back({{first}, {first + 6}, {}});
            plan_.calendars.push_back(calendar);
        }
    }

    // Below one that came earlier, so that depth grows slowly and no circle arises.
    std::optional<ItemId> parent_for(std::size_t place) {
        if (place < 3 || one_in(20)) return std::nullopt;
        return plan_.tasks[random_.below(std::max<std::size_t>(1, place / 12))].id;
    }

    Task new_task() {
        Task out;
        out.id = id(++last_task_);
        out.parent = parent_for(plan_.tasks.size());
        out.is_program = plan_.tasks.size() < 3;
        fill(out);
        return out;
    }

    void fill(Task& task) {
        const Task before = task;
        task = Task();
        task.id = before.id;
        task.parent = before.parent;
        task.is_program = before.is_program;
        task.duration = one_in(8) ? 0 : static_cast<Minute>(random_.below(20)) * 120;
        task.is_elapsed = one_in(20);
        if (one_in(30)) task.interruption = 480;
        if (one_in(6)) {
            task.constraint = static_cast<Constraint>(1 + random_.below(8));
            const bool is_late = task.constraint == Constraint::as_late_as_possible;
            if (is_late && !size_.has_late_tasks) task.constraint = Constraint::start_no_earlier;
            task.constraint_date = moment();
        }
        if (one_in(10)) task.deadline = moment();
        if (one_in(15)) {
            task.is_manual = true;
            task.start = moment();
            if (one_in(2)) task.finish = *task.start + 3'000;
        }
        if (one_in(15)) {
            task.percent_complete = static_cast<int>(random_.below(101));
            task.actual_start = moment();
            if (one_in(2)) task.actual_finish = *task.actual_start + 2'000;
        }
        task.is_inactive = one_in(25);
        if (one_in(10)) task.calendar = id(9'000'001 + random_.below(5));
        if (one_in(10)) task.people_calendars.push_back(id(9'000'001 + random_.below(4)));
    }

    Task moved(Task task) {
        task.parent = parent_for(number_of(task.id) - 1);
        return task;
    }

    static std::size_t number_of(const ItemId& id) {
        std::size_t number = 0;
        for (std::size_t i = 8; i < 16; ++i) number = number * 256 + id.bytes[i];
        return number;
    }

    Link new_link() {
        Link out;
        out.id = id(1'000'000 + ++last_link_);
        return changed(out, true);
    }

    Link changed(Link link, bool is_new = false) {
        if (is_new || one_in(3)) {
            std::size_t from = random_.below(plan_.tasks.size());
            std::size_t to = random_.below(plan_.tasks.size());
            // Rows near each other, so that chains are long; earlier rows lead to later ones.
            if (!one_in(10)) to = std::min(plan_.tasks.size() - 1, from + random_.below(40));
            if (from > to && random_.below(1'000) >= size_.backwards) std::swap(from, to);
            link.predecessor = plan_.tasks[from].id;
            link.successor = plan_.tasks[to].id;
        }
        link.type =
            one_in(3) ? static_cast<LinkType>(1 + random_.below(4)) : LinkType::finish_start;
        link.lag = {};
        if (one_in(4)) {
            link.lag.unit = static_cast<Lag::Unit>(random_.below(4));
            link.lag.amount = static_cast<Minute>(random_.below(2'000)) - 500;
        }
        return link;
    }

    template <class T>
    static void put(std::vector<T>& all, const T& one) {
        for (T& held : all) {
            if (held.id == one.id) {
                held = one;
                return;
            }
        }
        all.push_back(one);
    }

    void carry_out(const Edit& edit) {
        const auto take_out = [](auto& all, const std::vector<ItemId>& ids) {
            std::erase_if(all, [&](const auto& one) {
                return std::find(ids.begin(), ids.end(), one.id) != ids.end();
            });
        };
        take_out(plan_.tasks, edit.removed_tasks);
        take_out(plan_.links, edit.removed_links);
        for (const Task& task : edit.tasks) put(plan_.tasks, task);
        for (const Link& link : edit.links) put(plan_.links, link);
    }

    SeededRandom random_;
    RandomPlanSize size_;
    Plan plan_;
    std::uint64_t last_task_ = 0;
    std::uint64_t last_link_ = 0;
};

}  // namespace cairn::schedule
