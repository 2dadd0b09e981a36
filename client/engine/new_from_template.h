#pragma once
// Several items at once, from a template of the program's or of the workspace's own (an item of
// kind `template`, whose `body` is the text).
#include "client/engine/item_commands.h"
#include "client/plan/template_text.h"

namespace cairn::engine {

struct TemplateWish {
    std::string name;  // of a template of the workspace, or else a built-in one
    std::string title;
    ItemId parent;
    std::vector<Assignment> assignments;  // for the first item, besides what the template says
};
struct MadeFromTemplate {
    std::vector<ItemId> items;  // the first stands above the others
    replica::Committed committed;
};
// One change. Refused whole where a line cannot be made.
Result<MadeFromTemplate, EngineError> new_from_template(Workspace& workspace,
                                                        const TemplateWish& wish,
                                                        WallTime now);

struct KnownTemplate {
    std::string name;
    std::string help;
    std::optional<ItemId> item;  // of the workspace's own
};
std::vector<KnownTemplate> known_templates(Workspace& workspace);

}  // namespace cairn::engine
