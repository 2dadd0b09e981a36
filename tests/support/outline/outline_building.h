#pragma once
// Plans in memory, written as people type them: for tests of what looks at an outline.
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/outline/outline.h"
#include "client/plan/text_input.h"

namespace cairn::test {

// Fields as typed, FIELD and VALUE; of a set one for each element.
using Typed = std::vector<std::pair<std::string, std::string>>;

class OutlineBuilder {
public:
    // 2027-01-15, a Friday; 9:00 of it where a time is needed.
    static plan::Date today();

    // The first is the item's name for other calls, and its title. Below `parent`, or at the top.
    ItemId add(const std::string& kind,
               const std::string& title,
               const Typed& fields = {},
               const std::string& parent = {});
    void link(const std::string& from,
              const std::string& type,
              const std::string& to,
              const Typed& fields = {});
    void trash(const std::string& title);
    [[nodiscard]] ItemId id(const std::string& title) const;
    [[nodiscard]] plan::TextContext text() const;
    [[nodiscard]] outline::Outline outline() const;

private:
    [[nodiscard]] outline::Cells cells(const Typed& fields) const;

    std::vector<outline::Row> rows_;
    std::vector<outline::Link> links_;
    std::map<std::string, ItemId> ids_;
};

}  // namespace cairn::test
