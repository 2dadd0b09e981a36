#pragma once
// What a report is made from, as values: a plan at the moment it speaks of and at the moment it
// looks back to, and what the edits between came to. Nothing in it depends on the clock, or on
// what came later: the same evidence gives the same document.
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "client/engine/approvals.h"
#include "client/engine/what_changed.h"
#include "client/outline/outline.h"

namespace cairn::report {

// An approval, as of the moment (client/engine/approvals.h).
struct ApprovalTold {
    struct Lapsed {
        ItemId item;
        plan::FieldNumber field = 0;
        std::string by;
        plan::Date on;
    };
    ItemId person;
    engine::ApprovalState state = engine::ApprovalState::waiting;
    std::optional<plan::Date> on;
    std::string written_by;
    bool is_recorded = false;
    std::string note;
    std::vector<Lapsed> lapsed;
};

struct Evidence {
    outline::Outline now;                // as of the moment
    outline::Outline before;             // as of the moment it looks back to
    plan::Date today;                    // the day of the moment
    plan::Date since;                    // the last day that `before` knows
    std::string as_of;                   // for people: "2026-11-20"
    std::string looks_back;              // for people: "2026-11-13", "the report of 2026-11-13"
    std::optional<ItemId> program = {};  // none: all of them
    bool is_only_program = false;        // what stands outside of it belongs to it, too
    engine::WhatChanged changed = {};    // from `before` to `now`, in the program
    // The day on which an update was written, where it does not say itself of which day it speaks.
    std::unordered_map<ItemId, plan::Date> update_days = {};
    std::map<DeviceId, std::string> authors = {};                // names, as they were
    std::map<ItemId, std::vector<ApprovalTold>> approvals = {};  // by decision, gate, design note
    std::string made_from = {};                                  // the changes that name the moment
};

}  // namespace cairn::report
