#include "tests/support/laptop/random_team.h"

#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "client/merge/text/compare.h"
#include "client/merge/text/edit_codec.h"
#include "client/merge/text/scalars.h"

namespace cairn::test {
namespace {

constexpr std::size_t people = 4;

}  // namespace

RandomTeam::RandomTeam(std::uint64_t seed) : workspace(seed), random_(seed * 77 + 1) {
    std::vector<Person> persons{workspace.founder};
    while (persons.size() < people) persons.push_back(workspace.join(Role::editor));
    for (const Person& person : persons)
        laptops.push_back(std::make_unique<Laptop>(workspace, person));
    for (int i = 0; i < 12; ++i) items.push_back(random_item(workspace));
}

void RandomTeam::step() {
    Laptop& laptop = *laptops[random_.below(laptops.size())];
    laptop.clock_ms += static_cast<std::int64_t>(random_.below(5000)) - 2000;
    switch (random_.below(6)) {
        case 0:
            return deliver(laptop);
        case 1:
            laptop.seal();
            return;
        default:
            if (may_write(laptop)) write(laptop);
    }
}

bool RandomTeam::may_write(Laptop& laptop) {
    const RosterView& roster = laptop.replica.roster();
    return roster.may_write(laptop.person.id(), roster.head()) == WriteRight::everything;
}

void RandomTeam::settle() {
    for (auto& laptop : laptops) laptop->seal();
    for (int round = 0; round < 2; ++round)
        for (auto& to : laptops)
            for (auto& from : laptops)
                if (to != from) to->pull_from(*from);
}

// In a text as it is shown, or as it was at some edit: a form that was held open.
void RandomTeam::write_text(Laptop& laptop) {
    const merge::Cell cell{any_item(), notes, ""};
    replica::TextView view = laptop.read().text(cell);
    std::size_t length = view.document.length();
    if (random_.below(3) == 0 && view.newest.value != 0) {
        const replica::TextHistoryView history = laptop.read().text_history(cell);
        const auto at = static_cast<text::EditNumber>(random_.below(history.edits.size()));
        const text::TextGraph& graph = history.document.graph();
        length = text::count_scalars(*text::text_at(graph, {graph.id_of(at)}));
        view.over = {history.edits[at]};
    }
    const auto position = static_cast<std::uint32_t>(random_.below(length + 1));
    const auto removed =
        static_cast<std::uint32_t>(std::min<std::size_t>(random_.below(4), length - position));
    const std::string word = std::string(1 + random_.below(3), "abcdef"[random_.below(6)]);
    replica::LocalEdit edit;
    edit.item = cell.item;
    edit.field = notes;
    edit.value = "p" + text::encode_patches({{position, removed, word}});
    edit.over = view.over;
    laptop.commit({edit});
}

void RandomTeam::write(Laptop& laptop) {
    if (random_.below(4) == 0) return write_text(laptop);
    std::vector<replica::LocalEdit> edits;
    for (std::uint64_t i = 0, count = 1 + random_.below(3); i < count; ++i) {
        replica::LocalEdit edit = any_edit();
        if (edit.field != votes) {
            edit.over = laptop.shown({edit.item, edit.field, edit.element});
            if (random_.below(4) == 0 && !edit.over.empty()) edit.over.pop_back();
        }
        edits.push_back(std::move(edit));
    }
    laptop.commit(edits);
}

replica::LocalEdit RandomTeam::any_edit() {
    replica::LocalEdit edit;
    edit.item = any_item();
    const auto key = static_cast<std::uint8_t>(1 + random_.below(5));
    switch (random_.below(9)) {
        case 0:
        case 1:
            edit.field = merge::field_place;
            edit.value = place_value(any_parent(), key, 1 + key);
            break;
        case 2:
            edit.field = merge::field_order;
            edit.value =
                merge::OrderValue{
                    .parent = any_parent(),
                    .key = *merge::OrderKey::from_bytes(std::string(1, static_cast<char>(key)))}
                    .to_value()
                    .canonical();
            break;
        case 3:
            edit.field = labels;
            edit.element = random_.below(2) == 0 ? "tred" : "tblue";
            edit.value = random_.below(3) == 0 ? "b0" : "b1";
            break;
        case 4:
            edit.field = votes;
            edit.value = "i" + std::to_string(random_.below(9));
            break;
        case 5:
            link(edit);
            break;
        case 6:
            edit.field = colour;
            edit.value = random_.below(4) == 0 ? "n" : "tblue";
            break;
        default:
            edit.field = title;
            edit.value = "t" + std::to_string(random_.below(4));
    }
    return edit;
}

ItemId RandomTeam::any_parent() {
    const std::uint64_t choice = random_.below(8);
    if (choice == 0) return merge::trash_item();
    return choice < 3 ? merge::root_item() : any_item();
}

void RandomTeam::link(replica::LocalEdit& edit) {
    merge::LiveValue value;
    value.live = random_.below(3) != 0;
    value.from = any_item();
    value.type = 1;
    value.to = any_item();
    edit.item = merge::link_item(workspace.view.workspace(), value.from, value.type, value.to);
    edit.field = merge::field_live;
    edit.value = value.to_value().canonical();
}

// Some of what another laptop has, in any order; the rest comes another time.
void RandomTeam::deliver(Laptop& to) {
    Laptop& from = *laptops[random_.below(laptops.size())];
    std::vector<Envelope> envelopes = from.replica.lacking(to.replica.frontier(), SIZE_MAX);
    for (std::size_t i = envelopes.size(); i > 1; --i)
        std::swap(envelopes[i - 1], envelopes[random_.below(i)]);
    if (random_.below(2) == 0)
        envelopes.erase(envelopes.begin() + static_cast<std::ptrdiff_t>(envelopes.size() / 2),
                        envelopes.end());
    to.receive(envelopes);
}

}  // namespace cairn::test
