#include "client/plan/catalog.h"

#include <algorithm>
#include <map>
#include <string>

namespace cairn::plan {
namespace {

std::string folded(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '_' || c == ' ') {
            out += '-';
        } else {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return out;
}

template <class Spec>
const Spec* by_number(std::span<const Spec> specs, std::uint32_t number) {
    const auto at = std::find_if(
        specs.begin(), specs.end(), [&](const Spec& spec) { return spec.number == number; });
    return at == specs.end() ? nullptr : &*at;
}

std::map<FieldNumber, const FieldSpec*> index_of_fields() {
    std::map<FieldNumber, const FieldSpec*> index;
    for (const FieldSpec& spec : fields()) index.emplace(spec.number, &spec);
    return index;
}

// Parts that can be typed for themselves: those of spans and states. Others (`amount`) would say
// nothing alone.
bool part_has_a_name(const FieldSpec& spec) {
    return spec.shape == Shape::span || spec.shape == Shape::status || spec.number == field::week;
}

std::map<std::string, NamedField> index_of_names() {
    std::map<std::string, NamedField> index;
    for (const FieldSpec& spec : fields()) {
        index.emplace(spec.name, NamedField{&spec, std::nullopt});
    }
    for (const FieldSpec& spec : fields()) {
        if (!part_has_a_name(spec)) continue;
        for (std::size_t i = 0; i < spec.parts.size(); ++i) {
            index.emplace(spec.parts[i].name, NamedField{&spec, i});
        }
    }
    return index;
}

template <class Numbers>
bool holds(const Numbers& numbers, FieldNumber field) {
    return std::find(numbers.begin(), numbers.end(), field) != numbers.end();
}

std::uint32_t greatest_choice(const FieldSpec& spec) {
    std::size_t greatest = spec.choices.size();
    for (const PartSpec& part : spec.parts) greatest = std::max(greatest, part.choices.size());
    return static_cast<std::uint32_t>(greatest);
}

merge::FieldRule rule_of(const FieldSpec& spec) {
    merge::FieldRule rule;
    rule.fold = spec.fold;
    if (spec.fold == merge::Fold::text)
        rule.types = {merge::ValueType::patches};
    else
        rule.types.assign(spec.types.begin(), spec.types.end());
    for (const PartSpec& part : spec.parts) rule.parts.push_back(part.type);
    rule.choices_max = greatest_choice(spec);
    return rule;
}

}  // namespace

const KindSpec* find_kind(KindNumber number) { return by_number(kinds(), number); }
const LinkSpec* find_link(LinkNumber number) { return by_number(links(), number); }

const FieldSpec* find_field(FieldNumber number) {
    static const auto index = index_of_fields();
    const auto at = index.find(number);
    return at == index.end() ? nullptr : at->second;
}

const KindSpec* find_kind(std::string_view name) {
    const std::string wanted = folded(name);
    for (const KindSpec& spec : kinds()) {
        if (spec.name == wanted || spec.plural == wanted) return &spec;
    }
    return nullptr;
}

std::optional<NamedField> find_field(std::string_view name) {
    static const auto index = index_of_names();
    const auto at = index.find(folded(name));
    if (at == index.end()) return std::nullopt;
    return at->second;
}

std::optional<NamedLink> find_link(std::string_view name) {
    const std::string wanted = folded(name);
    for (const LinkSpec& spec : links()) {
        if (spec.name == wanted) return NamedLink{&spec, false};
        if (spec.reverse == wanted) return NamedLink{&spec, true};
    }
    return std::nullopt;
}

const Choice* find_choice(std::span<const Choice> choices, ChoiceNumber number) {
    return by_number(choices, number);
}

const Choice* find_choice(std::span<const Choice> choices, std::string_view name) {
    const std::string wanted = folded(name);
    for (const Choice& choice : choices) {
        if (choice.name == wanted) return &choice;
    }
    return nullptr;
}

bool carries(const KindSpec& kind, FieldNumber field) { return holds(kind.fields, field); }
bool carries(const LinkSpec& link, FieldNumber field) { return holds(link.fields, field); }

Phase phase_of(ChoiceNumber state) {
    switch (state) {
        case state::in_progress:
        case state::blocked:
        case state::in_review:
        case state::occurred:
            return Phase::active;
        case state::done:
        case state::closed:
        case state::decided:
        case state::mitigated:
        case state::approved:
        case state::passed:
        case state::waived:
        case state::kept:
        case state::answered:
        case state::published:
        case state::deprecated:
            return Phase::finished;
        case state::dropped:
        case state::rejected:
        case state::superseded:
        case state::failed:
        case state::withdrawn:
            return Phase::abandoned;
        default:
            return Phase::waiting;
    }
}

merge::Schema to_schema() {
    merge::Schema schema;
    for (const FieldSpec& spec : fields()) schema.fields.emplace(spec.number, rule_of(spec));
    return schema;
}

}  // namespace cairn::plan
