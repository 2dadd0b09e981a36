#include "client/exchange/import_json.h"

#include <charconv>
#include <set>

#include <nlohmann/json.hpp>

#include "client/exchange/export_plan.h"
#include "client/exchange/import_building.h"
#include "client/exchange/json_values.h"
#include "client/merge/schema.h"

namespace cairn::exchange {
namespace {

using merge::Value;
using nlohmann::json;

ImportError wrong(std::string message) { return {ImportFault::wrong_format, std::move(message)}; }

// Looks at the whole text once before anything is built: depth and number of values.
Result<void, ImportError> check_json(std::string_view bytes, const ImportLimits& limits) {
    constexpr std::size_t depth_max = 16;  // ours need six
    if (bytes.size() > limits.bytes_max) {
        return refuse(ImportError{
            ImportFault::too_large,
            "the file has more than " + std::to_string(limits.bytes_max >> 20U) + " MiB"});
    }
    std::size_t depth = 0;
    std::size_t values = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (in_text) {
            if (c == '\\') ++i;
            in_text = c != '"';
            continue;
        }
        in_text = c == '"';
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && depth > 0) --depth;
        if (c == ',') ++values;
        if (depth > depth_max) {
            return refuse(
                ImportError{ImportFault::too_large,
                            "values are nested deeper than " + std::to_string(depth_max)});
        }
        if (values > limits.xml_tags_max) {
            return refuse(ImportError{
                ImportFault::too_large,
                "the file has more than " + std::to_string(limits.xml_tags_max) + " values"});
        }
    }
    return {};
}

std::string text_at(const json& object, const char* name) {
    const auto at = object.find(name);
    return at == object.end() || !at->is_string() ? std::string() : at->get<std::string>();
}

const json& list_at(const json& object, const char* name) {
    static const json none = json::array();
    const auto at = object.find(name);
    return at == object.end() || !at->is_array() ? none : *at;
}

// A name of the catalog, or the number of what a later version knows.
template <class Spec>
std::optional<std::uint32_t> number_of(const json& object, const char* name, Spec find) {
    const auto at = object.find(name);
    if (at == object.end()) return std::nullopt;
    if (at->is_number_unsigned() && at->template get<std::uint64_t>() <= UINT32_MAX)
        return at->template get<std::uint32_t>();
    if (!at->is_string()) return std::nullopt;
    return find(at->template get_ref<const std::string&>());
}

std::optional<std::uint32_t> kind_named(const std::string& name) {
    const plan::KindSpec* kind = plan::find_kind(name);
    return kind == nullptr ? std::nullopt : std::optional(kind->number);
}

std::optional<std::uint32_t> link_named(const std::string& name) {
    const auto link = plan::find_link(name);
    return !link || link->reversed ? std::nullopt : std::optional(link->link->number);
}

class Reading {
public:
    Reading(const ImportLimits& limits, const json& root) : limits_(limits), root_(root) {}

    Result<ImportedPlan, ImportError> read() {
        plan_.format = "json";
        plan_.title = "Plan";
        for (const json& item : list_at(root_, "items")) {
            if (item.is_object()) ids_.insert(text_at(item, "id"));
        }
        for (const json& item : list_at(root_, "items")) {
            if (auto done = read_item(item); !done) return refuse(done.error());
        }
        for (const json& link : list_at(root_, "links")) {
            if (auto done = read_link(link); !done) return refuse(done.error());
        }
        finish_plan(plan_);
        return std::move(plan_);
    }

private:
    void drop(const std::string& where, const std::string& what) {
        plan_.report.dropped.add(where, what);
    }

    Done read_item(const json& item) {
        const std::string id = item.is_object() ? text_at(item, "id") : std::string();
        const std::string where = "item " + exchange::quoted(id);
        const auto kind = item.is_object() ? number_of(item, "kind", kind_named) : std::nullopt;
        const auto order =
            item.is_object() ? merge::OrderKey::from_hex(text_at(item, "order")) : std::nullopt;
        if (!merge::parse_item(id) || !kind || *kind == 0 || !order) {
            drop(where, "it lacks a sound id, kind or order");
            return {};
        }
        ImportedRow row;
        row.kind = *kind;
        row.key = {id};
        row.kept = KeptPlace{merge::root_item(), *order};
        if (!read_parent(item, row)) {
            drop(where, "its parent is no item");
            return {};
        }
        read_fields(item, where, row.fields, &row.elements);
        if (const auto fields = item.find("fields"); fields != item.end() && fields->is_object())
            row.title = text_at(*fields, "title");
        ++plan_.report.read["items"];
        return add_row(plan_, limits_, std::move(row));
    }

    bool read_parent(const json& item, ImportedRow& row) const {
        const auto parent = item.find("parent");
        if (parent == item.end() || parent->is_null()) return true;
        const std::string text = text_at(item, "parent");
        if (text == "trash") {
            row.kept->parent = merge::trash_item();
            return true;
        }
        const auto id = merge::parse_item(text);
        if (!id) return false;
        if (ids_.contains(text)) row.parent = {text};
        row.kept->parent = *id;
        return true;
    }

    Done read_link(const json& link) {
        const auto type = link.is_object() ? number_of(link, "type", link_named) : std::nullopt;
        if (!type || *type == 0) {
            drop("a link", "its type is none");
            return {};
        }
        ImportedLink made;
        made.from = {text_at(link, "from")};
        made.type = *type;
        made.to = {text_at(link, "to")};
        const std::string where =
            "link from " + exchange::quoted(made.from.text) + " to " + exchange::quoted(made.to.text);
        read_fields(link, where, made.fields, nullptr);
        ++plan_.report.read["links"];
        return add_link(plan_, limits_, std::move(made));
    }

    // `elements`: nothing where there are no sets.
    void read_fields(const json& holder,
                     const std::string& where,
                     std::vector<ImportedField>& fields,
                     std::vector<ImportedElement>* elements) {
        const auto at = holder.find("fields");
        if (at == holder.end() || !at->is_object()) return;
        std::set<plan::FieldNumber> seen;
        for (const auto& [name, value] : at->items()) {
            if (name.starts_with('#')) {
                read_unknown(name, value, where, fields, elements);
                continue;
            }
            const auto named = plan::find_field(name);
            const bool is_new = named && !named->part && seen.insert(named->field->number).second;
            if (!is_new) {
                drop(where, "there is no field " + exchange::quoted(name));
            } else if (named->field->fold == merge::Fold::set) {
                read_set(*named->field, value, where, elements);
            } else if (const auto found = value_from_json(*named->field, value)) {
                add_value(fields, named->field->number, *found);
            } else {
                drop(where, "its " + exchange::quoted(name) + " is no value of that field");
            }
        }
    }

    void read_set(const plan::FieldSpec& field,
                  const json& value,
                  const std::string& where,
                  std::vector<ImportedElement>* elements) {
        if (!value.is_array() || elements == nullptr) {
            drop(where, "its " + exchange::quoted(field.name) + " is no list");
            return;
        }
        std::set<std::string> seen;
        for (const json& one : value) {
            auto element = element_from_json(field, one);
            if (!element)
                drop(where, "an element of its " + exchange::quoted(field.name));
            else if (seen.insert(*element).second)
                elements->push_back({field.number, std::move(*element)});
        }
    }

    // "#412": canonical text, or for a set an object of elements.
    void read_unknown(const std::string& name,
                      const json& value,
                      const std::string& where,
                      std::vector<ImportedField>& fields,
                      std::vector<ImportedElement>* elements) {
        plan::FieldNumber number = 0;
        const char* end = name.data() + name.size();
        const bool is_number = std::from_chars(name.data() + 1, end, number).ptr == end;
        const bool is_later =
            is_number && number > merge::field_live && plan::find_field(number) == nullptr;
        const auto found =
            is_later && value.is_string() ? Value::parse(value.get<std::string>()) : std::nullopt;
        if (found) {
            add_value(fields, number, *found);
        } else if (is_later && value.is_object() && elements != nullptr) {
            for (const auto& [element, is_in] : value.items()) {
                if (Value::parse(element)) elements->push_back({number, element});
            }
        } else {
            drop(where, "its " + exchange::quoted(name) + " cannot be read");
        }
    }

    const ImportLimits& limits_;
    const json& root_;
    std::set<std::string> ids_;
    ImportedPlan plan_;
};

Result<void, ImportError> check_version(const json& root) {
    const auto cairn = root.is_object() ? root.find("cairn") : root.end();
    if (!root.is_object() || cairn == root.end() || !cairn->is_object())
        return refuse(wrong("this JSON is no plan that Cairn wrote: it has no \"cairn\""));
    const auto version = cairn->find("version");
    if (version == cairn->end() || !version->is_number_unsigned())
        return refuse(wrong("\"cairn\" names no version"));
    if (version->get<std::uint64_t>() > json_version) {
        return refuse(wrong("the file is of version " + version->dump() +
                            ", which a later Cairn wrote; this one reads up to " +
                            std::to_string(json_version)));
    }
    return {};
}

}  // namespace

Result<ImportedPlan, ImportError> read_json(std::string_view bytes, const ImportLimits& limits) {
    if (auto sound = check_json(bytes, limits); !sound) return refuse(sound.error());
    json root;
    try {
        root = json::parse(bytes);
    } catch (const json::exception&) {
        // Where it went wrong; the library's sentence would repeat the file's bytes.
        return refuse(ImportError{ImportFault::malformed, "the file is not JSON in UTF-8"});
    }
    if (auto known = check_version(root); !known) return refuse(known.error());
    return Reading(limits, root).read();
}

}  // namespace cairn::exchange
