#include "client/merge/schema.h"
#include "client/radar/rules.h"

namespace cairn::radar {

void owner_inactive(const Sight& sight, Findings& findings) {
    for (const outline::Item& item : sight.outline.living()) {
        if (!outline::is_open(item.cells)) continue;
        const auto owner = outline::item_of(item.cells, plan::field::owner);
        const outline::Item* person = owner ? sight.outline.item(*owner) : nullptr;
        if (person == nullptr) continue;
        const bool has_left = outline::yes_no_of(person->cells, plan::field::active) == false;
        if (!has_left && !person->is_trashed) continue;
        findings.push_back({.code = "owner-inactive",
                            .item = item.id,
                            .what = with_kind(item) + " belongs to " + quoted(*person) +
                                    ", who is not with us any more",
                            .why = has_left ? "marked as not active" : "moved to the trash",
                            .sure = Sure::certain,
                            .since = sight.written_on(
                                person->id, has_left ? plan::field::active : merge::field_place),
                            .help = sight.command("set", item.id, "owner=NAME")});
    }
}

}  // namespace cairn::radar
