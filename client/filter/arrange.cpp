#include "client/filter/arrange.h"

#include <algorithm>
#include <numeric>

#include "client/filter/fold_case.h"
#include "client/filter/interval.h"
#include "client/filter/near_name.h"
#include "client/plan/value_text.h"

namespace cairn::filter {
namespace {

using outline::Outline;
using outline::Place;

// The value of a field, of a part, or of a custom field; empty for all else.
std::string_view canonical_of(const Aspect& aspect, const Outline& outline, Place place) {
    const outline::Item& item = outline.at(place);
    switch (aspect.of) {
        case Aspect::Of::field:
            return outline::value_of(item.cells, aspect.field->number);
        case Aspect::Of::part:
            return outline::part_of(item.cells, aspect.field->number, aspect.part);
        case Aspect::Of::custom:
            for (const outline::LinkEnd& end : outline.ends(place))
                if (end.link->type == plan::link::custom && !end.is_reversed &&
                    end.link->to == aspect.custom)
                    return outline::value_of(end.link->cells, plan::field::custom_value);
            return {};
        default:
            return {};
    }
}

std::string shown_set(const outline::Item& item,
                      const plan::FieldSpec& field,
                      const plan::TextContext& text) {
    std::vector<std::string> words;
    for (const std::string_view element : outline::elements_of(item.cells, field.number)) {
        const auto value = merge::Value::parse(element);
        if (value) words.push_back(plan::print_value(field, *value, text));
    }
    std::sort(words.begin(), words.end());
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

Result<Aspect, FilterError> aspect_of(std::string_view name,
                                      std::size_t column,
                                      const Vocabulary& vocabulary) {
    Aspect aspect;
    aspect.name = name;
    const std::string typed = plan::lower_case(name);
    if (typed == "id" || typed == "kind" || typed == "parent") {
        aspect.of = typed == "id"     ? Aspect::Of::id
                    : typed == "kind" ? Aspect::Of::kind
                                      : Aspect::Of::parent;
        return aspect;
    }
    if (const auto named = plan::find_field(typed)) {
        aspect.field = named->field;
        aspect.of = named->part ? Aspect::Of::part : Aspect::Of::field;
        aspect.part = named->part.value_or(0);
        return aspect;
    }
    const auto custom = vocabulary.find_custom ? vocabulary.find_custom(name) : std::nullopt;
    if (custom) {
        aspect.of = Aspect::Of::custom;
        aspect.field = plan::find_field(plan::field::custom_value);
        aspect.custom = custom->item;
        return aspect;
    }
    std::vector<std::string_view> names{"id", "kind", "parent"};
    for (const plan::FieldSpec& field : plan::fields()) names.push_back(field.name);
    const std::string_view near = nearest(typed, names);
    std::string message = "there is no field '" + std::string(name) + "'";
    if (!near.empty()) message += "; did you mean '" + std::string(near) + "'?";
    return refuse(FilterError{column, message});
}

// What an item is sorted by.
struct SortValue {
    bool is_empty = true;
    std::optional<Interval> number;
    std::string text;
};

SortValue sort_value(const Aspect& aspect,
                     const Outline& outline,
                     Place place,
                     const plan::TextContext& text) {
    SortValue value;
    const std::string_view canonical = canonical_of(aspect, outline, place);
    value.number = interval_of(canonical);
    if (!value.number) value.text = fold_case(shown(aspect, outline, place, text));
    value.is_empty = !value.number && value.text.empty();
    return value;
}

// Below zero: a comes first.
int compare(const SortValue& a, const SortValue& b, bool descending) {
    if (a.is_empty || b.is_empty)
        return static_cast<int>(a.is_empty) - static_cast<int>(b.is_empty);
    int order = 0;
    if (a.number && b.number) {
        order = a.number->first < b.number->first ? -1 : a.number->first > b.number->first;
    } else {
        order = a.text.compare(b.text);
    }
    return descending ? -order : order;
}

}  // namespace

Result<std::vector<Aspect>, FilterError> parse_aspects(std::string_view text,
                                                       const Vocabulary& vocabulary) {
    if (text.size() > filter_bytes_max)
        return refuse(FilterError{
            1, "a list of fields has at most " + std::to_string(filter_bytes_max) + " bytes"});
    std::vector<Aspect> aspects;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        const std::string_view name = plan::trimmed(text.substr(at, comma - at));
        if (!name.empty()) {
            auto aspect = aspect_of(name, at + 1, vocabulary);
            if (!aspect) return refuse(aspect.error());
            aspects.push_back(std::move(*aspect));
        }
        at = comma + 1;
    }
    if (aspects.size() > aspects_max)
        return refuse(
            FilterError{1, "at most " + std::to_string(aspects_max) + " fields may be listed"});
    return aspects;
}

Result<std::vector<SortKey>, FilterError> parse_sort(std::string_view text,
                                                     const Vocabulary& vocabulary) {
    std::string plain(text);
    std::vector<bool> descending;
    bool begins = true;
    for (char& c : plain) {
        if (begins && c != ' ') {
            descending.push_back(c == '-');
            if (c == '-') c = ' ';
            begins = false;
        }
        if (c == ',') begins = true;
    }
    auto aspects = parse_aspects(plain, vocabulary);
    if (!aspects) return refuse(aspects.error());
    std::vector<SortKey> keys;
    for (std::size_t i = 0; i < aspects->size(); ++i)
        keys.push_back({std::move((*aspects)[i]), i < descending.size() && descending[i]});
    return keys;
}

std::string shown(const Aspect& aspect,
                  const Outline& outline,
                  Place place,
                  const plan::TextContext& text) {
    const outline::Item& item = outline.at(place);
    if (aspect.of == Aspect::Of::id) return to_base32(item.id.view());
    if (aspect.of == Aspect::Of::kind) {
        const plan::KindSpec* kind = plan::find_kind(item.kind);
        return kind == nullptr ? "kind-" + std::to_string(item.kind) : std::string(kind->name);
    }
    if (aspect.of == Aspect::Of::parent)
        return item.parent == outline::no_place ? "" : outline::title_of(outline.at(item.parent));
    if (aspect.of == Aspect::Of::field && aspect.field->fold == merge::Fold::set)
        return shown_set(item, *aspect.field, text);
    if (aspect.of == Aspect::Of::part) {
        const auto whole = merge::Value::shown(outline::value_of(item.cells, aspect.field->number));
        return whole ? plan::print_part(*aspect.field, aspect.part, *whole, text) : "";
    }
    const auto value = merge::Value::shown(canonical_of(aspect, outline, place));
    return value ? plan::print_value(*aspect.field, *value, text) : "";
}

void sort(std::vector<Place>& places,
          const std::vector<SortKey>& keys,
          const Outline& outline,
          const plan::TextContext& text) {
    if (keys.empty()) return;
    std::vector<std::vector<SortValue>> values(places.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        for (const SortKey& key : keys)
            values[i].push_back(sort_value(key.aspect, outline, places[i], text));
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        for (std::size_t k = 0; k < keys.size(); ++k) {
            const int less = compare(values[a][k], values[b][k], keys[k].descending);
            if (less != 0) return less < 0;
        }
        return false;
    });
    std::vector<Place> sorted;
    for (const std::size_t i : order) sorted.push_back(places[i]);
    places = std::move(sorted);
}

bool looks_at_links(std::span<const Aspect> aspects) {
    return std::any_of(aspects.begin(), aspects.end(), [](const Aspect& aspect) {
        return aspect.of == Aspect::Of::custom;
    });
}

}  // namespace cairn::filter
