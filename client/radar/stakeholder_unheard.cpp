#include "client/radar/rules.h"

namespace cairn::radar {

void stakeholder_unheard(const Sight& sight, Findings& findings) {
    for (const outline::Item& person : sight.outline.living()) {
        if (person.kind != plan::kind::person) continue;
        if (outline::yes_no_of(person.cells, plan::field::active) == false) continue;
        const auto every = sight.cadence_days(person);
        if (!every) continue;
        const auto last = outline::date_of(person.cells, plan::field::last_contact);
        if (last && sight.today.days - last->days <= *every) continue;
        findings.push_back(
            {.code = "stakeholder-unheard",
             .item = person.id,
             .what = last ? quoted(person) + " last heard from us " + when(*last, sight.today)
                          : quoted(person) + " has not heard from us",
             .why = "we mean to talk every " + days(*every),
             .sure = Sure::likely,
             .since = last ? plan::add_days(*last, *every)
                           : sight.written_on(person.id, plan::field::cadence),
             .help = sight.command("set", person.id, "last-contact=today")});
    }
}

}  // namespace cairn::radar
