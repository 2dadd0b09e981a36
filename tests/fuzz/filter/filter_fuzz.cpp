#include <cstddef>
#include <cstdint>

#include "client/filter/arrange.h"
#include "shared/base/bytes.h"
#include "shared/base/contract.h"
#include "tests/support/outline/outline_building.h"

namespace {

cairn::test::OutlineBuilder make_plan() {
    cairn::test::OutlineBuilder plan;
    plan.add("person", "Ann");
    plan.add("risk",
             "Rain",
             {{"owner", "Ann"},
              {"due", "2027-01-20"},
              {"labels", "wet"},
              {"impact", "4"},
              {"status", "open"}});
    plan.add(
        "task", "Pour", {{"start", "2027-01-04"}, {"estimate", "3d"}, {"budget", "5 EUR"}}, "Rain");
    plan.link("Pour", "depends", "Rain");
    return plan;
}

}  // namespace

// Any text is a filter, or a reason why not that points into it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace cairn;
    static const test::OutlineBuilder plan = make_plan();
    static const outline::Outline outline = plan.outline();
    const filter::Vocabulary words{plan.text(), [](std::string_view name) {
                                       return name == "Cost" ? std::optional(filter::CustomField{})
                                                             : std::nullopt;
                                   }};
    const std::string_view text = text_of({data, size});
    const auto filter = filter::Filter::parse(text, words);
    if (filter) {
        for (outline::Place place = 0; place < outline.items().size(); ++place)
            static_cast<void>(filter->matches(outline, place));
    } else {
        CAIRN_ASSERT(filter.error().column >= 1 && filter.error().column <= size + 1);
        CAIRN_ASSERT(!filter.error().message.empty());
    }
    if (const auto keys = filter::parse_sort(text, words)) {
        std::vector<outline::Place> places{0, 1, 2};
        filter::sort(places, *keys, outline, words.text);
        CAIRN_ASSERT(places.size() == 3);
    }
    return 0;
}
