#pragma once
// What the table of commands is made of: one file for each group of commands, arguments.cpp for
// what holds for all. Private to arguments*.cpp.
#include <functional>
#include <memory>
#include <utility>

#include "client/cli/arguments.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace cairn::cli {

// Adds commands to the table: their options write into `Arguments`, which becomes the command when
// it was chosen.
class Builder {
public:
    // Both outlive the parsing.
    Builder(CLI::App& app, Command& chosen) : app_(app), chosen_(chosen) {}

    template <class Arguments>
    void command(const char* name,
                 const char* what,
                 const char* examples,
                 const std::function<void(CLI::App&, Arguments&)>& options,
                 Arguments initial = {}) {
        auto arguments = std::make_shared<Arguments>(std::move(initial));
        CLI::App& sub = add(name, what, examples, [this, arguments] { chosen_ = *arguments; });
        options(sub, *arguments);
    }

private:
    CLI::App& add(const char* name,
                  const char* what,
                  const char* examples,
                  std::function<void()> when_chosen);

    CLI::App& app_;
    Command& chosen_;
};

// An option that takes one value each time it is given, and no more.
CLI::Option* one_each(CLI::Option* option);

inline constexpr const char* item_help = "an item: the start of its id, or its title in quotes";

void add_workspace_commands(Builder& b);
void add_reading_commands(Builder& b);
void add_editing_commands(Builder& b);
void add_record_commands(Builder& b);
void add_report_commands(Builder& b);
void add_comment_commands(Builder& b);
void add_draft_commands(Builder& b);
void add_schedule_commands(Builder& b);
void add_people_commands(Builder& b);
void add_trust_commands(Builder& b);

// Subcommands of `device`.
void add_key_options(CLI::App& device, DeviceArguments& a);

}  // namespace cairn::cli
