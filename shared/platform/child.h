#pragma once
// Another program that runs beside this one and talks to it by its output.
#include <optional>
#include <string>
#include <vector>

namespace cairn::platform {

class Child {
public:
    // Found on PATH; its input is empty, its complaints go nowhere. Nothing: there is no such
    // program, or no room for one.
    static std::optional<Child> start(const std::vector<std::string>& words);
    Child(Child&& other) noexcept;
    Child& operator=(Child&&) = delete;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();  // ends it

    // What it has written since; never waits.
    [[nodiscard]] std::string take_output();

private:
    Child(int process, int output) : process_(process), output_(output) {}
    int process_ = -1;
    int output_ = -1;
};

}  // namespace cairn::platform
