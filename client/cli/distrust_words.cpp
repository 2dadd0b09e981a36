#include "client/cli/distrust_words.h"

#include <nlohmann/json.hpp>

#include "client/cli/terminal_text.h"

namespace cairn::cli {

using nlohmann::json;

std::string words_for(engine::Workspace& workspace, const engine::Suspicion& suspicion) {
    return std::string(engine::name_of(suspicion.code)) + ": " +
           printable(engine::describe(workspace, suspicion));
}

json distrust_json(engine::Workspace& workspace, const std::vector<engine::Suspicion>& suspicions) {
    json all = json::array();
    for (const engine::Suspicion& one : suspicions) {
        const json device = one.device ? json(to_base32(one.device->view())) : json(nullptr);
        all.push_back({{"code", engine::name_of(one.code)},
                       {"device", device},
                       {"count", one.count},
                       {"message", engine::describe(workspace, one)}});
    }
    return all;
}

}  // namespace cairn::cli
