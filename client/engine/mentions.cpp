#include <algorithm>

#include "client/engine/comment_commands.h"
#include "client/engine/lookup.h"
#include "client/plan/catalog.h"

namespace cairn::engine {
namespace {

constexpr std::size_t id_characters_min = 4;

struct Person {
    std::string name;
    ItemId item;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Bytes of other letters than ASCII count as part of a word.
bool in_word(char c) {
    const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
    const bool digit = c >= '0' && c <= '9';
    return letter || digit || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool begins_with(std::string_view text, std::string_view start) {
    return text.size() >= start.size() &&
           std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) {
               return lower(a) == lower(b);
           });
}

std::vector<Person> people_of(Workspace& workspace) {
    std::vector<Person> people;
    for (const MemberEntry& member : workspace.roster().members()) {
        if (!member.active()) continue;
        people.push_back({workspace.name_of(member.id), workspace.person_of(member.id)});
    }
    workspace.read().each_item([&](const replica::ItemPlace& place, const auto&) {
        if (place.kind == plan::kind::person) people.push_back({"", place.id});
    });
    std::erase_if(people, [&](Person& person) {
        if (person.name.empty()) person.name = title_of(workspace, person.item);
        return workspace.read().in_trash(person.item);
    });
    return people;
}

std::string_view word_at(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && in_word(text[length])) ++length;
    return text.substr(0, length);
}

// The people whose whole name stands there, of those with the longest one.
std::vector<Person> named(const std::vector<Person>& people, std::string_view text) {
    std::vector<Person> found;
    for (const Person& person : people) {
        const std::size_t length = person.name.size();
        if (length == 0 || !begins_with(text, person.name)) continue;
        if (text.size() > length && in_word(text[length])) continue;
        if (!found.empty() && found.front().name.size() > length) continue;
        if (!found.empty() && found.front().name.size() < length) found.clear();
        found.push_back(person);
    }
    return found;
}

std::vector<Person> called(const std::vector<Person>& people, std::string_view word) {
    std::vector<Person> found;
    for (const Person& person : people) {
        const std::string_view first = word_at(person.name);
        const bool by_name = first.size() == word.size() && begins_with(first, word);
        const bool by_id =
            word.size() >= id_characters_min && begins_with(to_base32(person.item.view()), word);
        if (by_name || by_id) found.push_back(person);
    }
    return found;
}

void leave_one_of_each(std::vector<Person>& people) {
    std::sort(people.begin(), people.end(), [](const Person& a, const Person& b) {
        return a.item < b.item;
    });
    const auto same = [](const Person& a, const Person& b) { return a.item == b.item; };
    people.erase(std::unique(people.begin(), people.end(), same), people.end());
}

EngineError several(std::string_view word, const std::vector<Person>& people) {
    std::string list;
    for (const Person& person : people)
        list += (list.empty() ? "" : ", ") + person.name + " (" +
                to_base32(person.item.view()).substr(0, 8) + ")";
    return {EngineFault::ambiguous,
            "'@" + std::string(word) + "' could be " + list +
                ". Write the whole name, or @ and the id."};
}

}  // namespace

Result<Mentions, EngineError> mentions_in(Workspace& workspace, std::string_view text) {
    Mentions mentions;
    if (text.find('@') == std::string_view::npos) return mentions;
    const std::vector<Person> people = people_of(workspace);
    for (std::size_t at = text.find('@'); at != std::string_view::npos;
         at = text.find('@', at + 1)) {
        const std::string_view after = text.substr(at + 1);
        const std::string_view word = word_at(after);
        if (word.empty() || (at > 0 && in_word(text[at - 1]))) continue;
        std::vector<Person> meant = named(people, after);
        if (meant.empty()) meant = called(people, word);
        leave_one_of_each(meant);
        if (meant.size() > 1) return refuse(several(word, meant));
        if (meant.empty()) {
            mentions.unknown.emplace_back(word);
            continue;
        }
        const ItemId& person = meant.front().item;
        if (std::find(mentions.people.begin(), mentions.people.end(), person) ==
            mentions.people.end())
            mentions.people.push_back(person);
    }
    return mentions;
}

}  // namespace cairn::engine
