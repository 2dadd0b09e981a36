#pragma once
// Fields of a team's own: items of kind `field`. The value of one sits on a link `has` from the
// item to the field (decision 070).
#include <string>

#include "client/engine/change_builder.h"
#include "client/plan/text_input.h"

namespace cairn::engine {

// Writes what a person typed for a custom field of an item; nothing typed empties it. Refused if it
// is not of the field's type or not among its choices.
Result<void, EngineError> assign_custom(ChangeBuilder& change,
                                        const ItemId& item,
                                        const ItemId& field,
                                        const std::string& typed,
                                        const plan::TextContext& context);

}  // namespace cairn::engine
