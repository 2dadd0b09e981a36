#pragma once
// From the items and links of a workspace, or of a file, to a plan that can be scheduled: what is
// a row of it, how long it takes, and which of its dates people meant (decision 042). Pure.
#include <string>
#include <unordered_map>
#include <vector>

#include "client/schedule/catalog_input.h"

namespace cairn::schedule {

struct CatalogField {
    plan::FieldNumber field = 0;
    merge::Value value;
};

struct CatalogItem {
    ItemId id;
    plan::KindNumber kind = 0;
    ItemId parent;  // one that is not among the items: none
    std::vector<CatalogField> fields;
    std::vector<std::string> exceptions;  // of a calendar
};

struct CatalogLink {
    ItemId id;
    ItemId from;
    plan::LinkNumber type = 0;
    ItemId to;
    std::vector<CatalogField> fields;
};

// In any order. Items in the trash are not among them.
struct Catalog {
    std::vector<CatalogItem> items;
    std::vector<CatalogLink> links;
};

// What stands in a row's own fields.
struct OnRecord {
    merge::Value span;  // unset: none
    std::optional<Minute> start;
    std::optional<Minute> finish;
    // A person wrote these dates and put no constraint beside them: the row's start, or where there
    // is none its finish, is no earlier; a summary's finish is its deadline, a program's too.
    bool is_wish = false;
    bool is_summary = false;
    bool is_program = false;
    bool has_ended = false;  // or was given up
    bool is_sized = false;   // a length is known, or it is a point by its kind
};

struct CatalogPlan {
    Plan plan;
    // Of every task of the plan. Work that has neither dates, length nor dependencies, itself or
    // below it, is not in the plan: nothing could be said of it.
    std::unordered_map<ItemId, OnRecord> rows;
    // Minutes of a working day, by which slack and slips are told in days.
    plan::WorkingUnits units;
};

// `today`: where a plan begins that has no date on record.
[[nodiscard]] CatalogPlan read_catalog(const Catalog& catalog, plan::Date today);

// The fields that it looks at, sets not among them.
[[nodiscard]] std::span<const plan::FieldNumber> fields_of_schedule();

}  // namespace cairn::schedule
