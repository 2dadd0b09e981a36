#include "client/engine/custom_fields.h"

#include <algorithm>

#include "client/engine/lookup.h"
#include "client/merge/derived_id.h"
#include "client/plan/catalog.h"
#include "client/plan/value_text.h"

namespace cairn::engine {
namespace {

// The field of the catalog that reads a type as people type it; in the order of the choices of
// `type`. Text and choices stay as they are typed.
const plan::FieldSpec* reader_of(std::optional<plan::ChoiceNumber> type) {
    constexpr plan::FieldNumber like[] = {plan::field::reference,
                                          plan::field::custom_value,
                                          plan::field::as_of,
                                          plan::field::inactive,
                                          plan::field::budget,
                                          plan::field::reference,
                                          plan::field::chosen};
    if (!type || *type < 1 || *type > std::size(like))
        return plan::find_field(plan::field::custom_value);
    return plan::find_field(like[*type - 1]);
}

std::vector<std::string> choices_of(Workspace& workspace, const ItemId& field) {
    std::vector<std::string> choices;
    for (const replica::CellView& cell : workspace.read().cells(field))
        if (cell.field == plan::field::field_choices && cell.value == "b1")
            choices.push_back(cell.element.substr(1));
    return choices;
}

Result<merge::Value, EngineError> value_of(Workspace& workspace,
                                           const ItemId& field,
                                           const std::string& typed,
                                           const plan::TextContext& context) {
    constexpr plan::ChoiceNumber integer = 2;
    const auto wrong = [&](const std::string& why) {
        return EngineError{
            EngineFault::wrong_value,
            "The field '" + title_of(workspace, field) + "' does not take this: " + why};
    };
    const auto cell = workspace.read().cell({field, plan::field::field_type, {}});
    const auto held = cell ? merge::Value::parse(cell->value) : std::nullopt;
    const auto type = held ? held->as_choice() : std::nullopt;
    const auto value = plan::parse_value(*reader_of(type), typed, context);
    if (!value) return refuse(wrong(value.error().message));
    if (type == integer && !value->as_integer() && !value->is_unset())
        return refuse(wrong("'" + typed + "' is not a whole number"));
    const std::vector<std::string> choices = choices_of(workspace, field);
    if (choices.empty() || value->is_unset()) return *value;
    std::string list;
    for (const std::string& choice : choices) {
        if (plan::lower_case(choice) == plan::lower_case(typed))
            return merge::Value::text(choice).value_or(*value);
        list += (list.empty() ? "" : ", ") + choice;
    }
    return refuse(wrong("'" + typed + "' is none of: " + list));
}

}  // namespace

Result<void, EngineError> assign_custom(ChangeBuilder& change,
                                        const ItemId& item,
                                        const ItemId& field,
                                        const std::string& typed,
                                        const plan::TextContext& context) {
    Workspace& workspace = change.workspace();
    const auto value = value_of(workspace, field, typed, context);
    if (!value) return refuse(value.error());
    bool is_linked = false;
    for (const replica::LinkView& link : workspace.read().links_from(item))
        is_linked = is_linked || (link.type == plan::link::custom && link.to == field);
    if (!is_linked) change.link(item, plan::link::custom, field, true);
    change.write(merge::link_item(workspace.id(), item, plan::link::custom, field),
                 plan::field::custom_value,
                 *value);
    return {};
}

}  // namespace cairn::engine
