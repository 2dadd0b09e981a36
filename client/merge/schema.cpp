#include "client/merge/schema.h"

#include <algorithm>
#include <charconv>

#include "client/merge/composite.h"
#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "client/merge/utf8.h"

namespace cairn::merge {
namespace {

Verdict worse(Verdict a, Verdict b) { return std::max(a, b); }

Verdict when(bool well_formed) { return well_formed ? Verdict::valid : Verdict::void_by_form; }

Verdict judge_choice(std::string_view canonical, std::uint32_t choices_max) {
    std::uint32_t number = 0;
    std::from_chars(canonical.data() + 1, canonical.data() + canonical.size(), number);
    return number >= 1 && number <= choices_max ? Verdict::valid : Verdict::parked;
}

// `canonical` against one allowed type or unset.
bool has_type(std::string_view canonical, ValueType type) {
    return canonical[0] == static_cast<char>(type);
}

Verdict judge_list(const FieldRule& rule, std::string_view canonical) {
    CompositeReader reader(canonical);
    for (const ValueType type : rule.parts) {
        const auto part = reader.next();
        if (!part) return Verdict::void_by_form;
        if (*part == "n") continue;
        if (!has_type(*part, type)) return Verdict::void_by_form;
        if (type == ValueType::choice && judge_choice(*part, rule.choices_max) != Verdict::valid)
            return Verdict::parked;
    }
    return when(rule.parts.empty() || reader.done());
}

Verdict judge_register(const FieldRule& rule, std::string_view canonical) {
    if (canonical == "n") return Verdict::valid;
    const bool allowed = std::any_of(rule.types.begin(), rule.types.end(), [&](ValueType type) {
        return has_type(canonical, type);
    });
    if (!allowed) return Verdict::void_by_form;
    if (has_type(canonical, ValueType::composite)) return judge_list(rule, canonical);
    if (has_type(canonical, ValueType::choice)) return judge_choice(canonical, rule.choices_max);
    return Verdict::valid;
}

// A value that is something: a type alone, such as the empty text, is no element.
Verdict judge_element(const FieldRule& rule, std::string_view element) {
    if (element.size() < 2 || element.size() > element_bytes_max || !is_canonical(element) ||
        has_type(element, ValueType::composite) || has_type(element, ValueType::patches))
        return Verdict::void_by_form;
    const Verdict typed = rule.types.empty() ? Verdict::valid : judge_register(rule, element);
    switch (is_nfc(element)) {
        case Nfc::yes:
            return typed;
        case Nfc::no:
            return Verdict::void_by_form;
        case Nfc::unknown:
            return worse(typed, Verdict::parked);
    }
    return Verdict::void_by_form;
}

Verdict judge_live(const WorkspaceId& workspace, const EditForm& edit) {
    const auto link = LiveValue::parse(edit.value);
    return when(link && edit.item == link_item(workspace, link->from, link->type, link->to));
}

Verdict judge_value(const FieldRule& rule, const WorkspaceId& workspace, const EditForm& edit) {
    switch (rule.fold) {
        case Fold::reg:
        case Fold::quiet:
        case Fold::composite:
            return judge_register(rule, edit.value);
        case Fold::set:
            return when(has_type(edit.value, ValueType::boolean));
        case Fold::counter:
            return when(has_type(edit.value, ValueType::integer) && edit.over_count == 0);
        case Fold::text:
            return when(has_type(edit.value, ValueType::patches));
        case Fold::place:
            return when(PlaceValue::parse(edit.value).has_value());
        case Fold::order:
            return when(OrderValue::parse(edit.value).has_value());
        case Fold::link_live:
            return judge_live(workspace, edit);
    }
    return Verdict::parked;
}

// Of a field that this version does not know: only what no version could mean is void.
Verdict judge_unknown(const EditForm& edit) {
    if (edit.value.empty() || edit.value.size() > value_bytes_max) return Verdict::void_by_form;
    const bool malformed = is_value_type(edit.value[0]) && !is_canonical(edit.value);
    return malformed ? Verdict::void_by_form : Verdict::parked;
}

}  // namespace

const FieldRule* Schema::rule(FieldNumber field) const {
    static const FieldRule place_rule{.fold = Fold::place, .types = {ValueType::composite}};
    static const FieldRule order_rule{.fold = Fold::order, .types = {ValueType::composite}};
    static const FieldRule live_rule{.fold = Fold::link_live, .types = {ValueType::composite}};
    if (field == field_place) return &place_rule;
    if (field == field_order) return &order_rule;
    if (field == field_live) return &live_rule;
    const auto found = fields.find(field);
    return found == fields.end() ? nullptr : &found->second;
}

ItemId root_item() { return {}; }

ItemId trash_item() {
    ItemId id;
    id.bytes.back() = 1;
    return id;
}

Verdict judge_form(const Schema& schema, const WorkspaceId& workspace, const EditForm& edit) {
    if (edit.over_count > overs_max || edit.element.size() > element_bytes_max)
        return Verdict::void_by_form;
    const FieldRule* rule = schema.rule(edit.field);
    if (rule == nullptr) return judge_unknown(edit);
    if (!is_canonical(edit.value)) return Verdict::void_by_form;
    const Verdict value = judge_value(*rule, workspace, edit);
    if (rule->fold == Fold::set) return worse(value, judge_element(*rule, edit.element));
    return edit.element.empty() ? value : Verdict::void_by_form;
}

}  // namespace cairn::merge
