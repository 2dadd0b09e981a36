#pragma once
// Comments as text and as JSON (docs/JSON.md).
#include <cstddef>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "client/cli/context.h"
#include "client/engine/comment_commands.h"

namespace cairn::cli {

// A name, whatever the id tells.
[[nodiscard]] std::string author_of(engine::Workspace& workspace,
                                    const engine::CommentView& comment);
// {id, on, by, time_ms, text, resolved, mentions}
[[nodiscard]] nlohmann::json comment_json(engine::Workspace& workspace,
                                          const engine::CommentView& comment);
// Answers further in than what they answer.
void show_comment(Context& context,
                  engine::Workspace& workspace,
                  const engine::CommentView& comment,
                  std::size_t indent);

}  // namespace cairn::cli
