// Hostile values and elements: the first two bytes choose the field and the length of the element,
// the rest is element and value.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "client/merge/value.h"

namespace {

using namespace cairn::merge;

void require(bool holds) {
    if (!holds) std::abort();
}

const Schema& schema() {
    static const Schema made = [] {
        Schema all;
        all.fields[10] = {.fold = Fold::reg,
                          .types = {ValueType::text,
                                    ValueType::integer,
                                    ValueType::date,
                                    ValueType::minute,
                                    ValueType::item,
                                    ValueType::money}};
        all.fields[11] = {
            .fold = Fold::quiet, .types = {ValueType::choice}, .parts = {}, .choices_max = 5};
        all.fields[12] = {.fold = Fold::composite,
                          .types = {ValueType::composite},
                          .parts = {ValueType::date, ValueType::choice},
                          .choices_max = 5};
        all.fields[13] = {.fold = Fold::set, .types = {ValueType::text}};
        all.fields[14] = {.fold = Fold::counter};
        all.fields[15] = {.fold = Fold::composite, .types = {ValueType::composite}};
        return all;
    }();
    return made;
}

// A value has one spelling: what was parsed writes itself back alike.
void check_value(std::string_view text) {
    const auto value = Value::parse(text);
    require(value.has_value() == is_canonical(text));
    if (!value) return;
    require(value->canonical() == text);
    if (value->type() == ValueType::composite)
        require(Value::composite(value->parts()).value() == *value);
    if (const auto number = value->as_integer())
        require(*value == Value::integer(*number) || *value == Value::moment(*number));
    if (const auto item = value->as_item()) require(*value == Value::item(*item));
    if (const auto choice = value->as_choice()) require(*value == Value::choice(*choice));
}

void check_structure(std::string_view text) {
    if (const auto place = PlaceValue::parse(text)) require(place->to_value().canonical() == text);
    if (const auto order = OrderValue::parse(text)) require(order->to_value().canonical() == text);
    if (const auto live = LiveValue::parse(text)) require(live->to_value().canonical() == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data + 2), size - 2);
    const std::string_view element = rest.substr(0, data[1]);
    const std::string_view value = rest.substr(element.size());
    check_value(value);
    check_structure(value);
    const FieldNumber field = data[0] % 20;
    const Verdict verdict = judge_form(schema(), {}, {{}, field, element, value, data[0] / 20U});
    if (verdict == Verdict::valid) require(is_canonical(value));
    return 0;
}
