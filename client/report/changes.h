#pragma once
// What the edits since the last report come to, as people talk of a program: dates, scope, owners,
// risks, decisions. Inside this folder only.
#include "client/report/insight.h"

namespace cairn::report {

struct MovedDate {
    ItemId item;
    plan::KindNumber kind = 0;
    std::string title;
    plan::Date from;
    plan::Date to;
    std::string by;
};
struct ChangedOwner {
    std::string title;
    std::string from;  // empty: nobody
    std::string to;
    std::string by;
};
// A line about one item, and who did it.
struct Told {
    plan::KindNumber kind = 0;
    std::string text;
};
// Work of one workstream that came or went and is too small to be named.
struct TaskCount {
    std::size_t added = 0;
    std::size_t removed = 0;
    std::size_t finished = 0;
};

struct Changes {
    std::vector<MovedDate> moved;  // milestones and gates first, the greatest move first
    std::size_t dates_set = 0;     // for the first time
    std::vector<Told> scope_in;    // milestones, deliverables, workstreams
    std::vector<Told> scope_out;
    std::vector<Told> finished;
    std::map<std::string, TaskCount> tasks;  // by workstream
    std::vector<ChangedOwner> owners;
    std::vector<Told> risks;      // opened, closed, weighed anew
    std::vector<Told> decisions;  // made, withdrawn, opened
    std::vector<Told> problems;   // issues and blockers
    std::vector<Told> colours;
    std::vector<Told> agreements;  // dependencies: asked, promised, agreed
    std::size_t others = 0;        // items of which nothing above speaks
    [[nodiscard]] bool empty() const;
};

[[nodiscard]] Changes sort_out(const Insight& insight);

}  // namespace cairn::report
