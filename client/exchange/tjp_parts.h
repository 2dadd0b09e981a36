#pragma once
// The rooms of the TaskJuggler reader; nothing outside of it includes this.
#include <map>
#include <optional>

#include "client/exchange/import_building.h"
#include "client/exchange/tjp_text.h"
#include "client/plan/civil.h"

namespace cairn::exchange::tjp {

inline const RowKey project_key{"project"};

// A dependency as it was written, to be resolved when every task is known.
struct Reference {
    std::string task;        // the path of the task it stands in
    std::size_t levels = 0;  // '!': so many levels up from there; none: from the top
    std::string path;
    bool is_precedes = false;
    plan::ChoiceNumber type = plan::dependency::finish_start;
    merge::Value lag;
};

struct Allocation {
    std::string task;
    std::string resource;
};

struct Reading {
    const ImportLimits& limits;
    ImportedPlan plan;
    std::vector<Token> tokens;  // never empty
    std::size_t at;
    std::optional<plan::LocalMinute> start;  // of the project
    std::optional<plan::LocalMinute> end;
    std::vector<Reference> references;
    std::vector<Allocation> allocations;
    std::map<std::string, std::string> owners;  // of tasks, by path
    std::size_t resource_depth;

    [[nodiscard]] const Token& peek() const { return tokens[at]; }
    const Token& take();  // the end is never passed
    void skip();          // what is left of a statement
    void skip_block();    // { .. } if one comes next
    void leave_out(const std::string& statement);
    std::string text();                   // a string if one comes next, else nothing
    bool opens();                         // whether a block began
    Done close(const std::string& what);  // refuses if the file ends instead
    // A date, or one of the project's; nothing if the next word is none. `is_end`: the day before.
    std::optional<plan::LocalMinute> moment(bool is_end);
};

// After their keyword.
[[nodiscard]] Done read_task(Reading& reading, const std::string& above, const RowKey& parent);
[[nodiscard]] Done read_supplement(Reading& reading);
[[nodiscard]] Done read_resource(Reading& reading, const RowKey& parent);
[[nodiscard]] Done add_links(Reading& reading);

}  // namespace cairn::exchange::tjp
