#pragma once
// A list of items: chosen by a filter, with columns, order and groups. ls and view show it.
#include "client/cli/context.h"

namespace cairn::replica {
class Past;
}

namespace cairn::cli {

// Empty text is no wish.
struct Chosen {
    std::optional<std::uint32_t> kind;
    std::optional<ItemId> top;      // only what is below; the trash is one, too
    std::size_t limit = 0;          // 0: all
    replica::Past* past = nullptr;  // as it was
    std::string nothing;            // said where there are no items at all, or none like that
};

Exit show_list(Context& context,
               engine::Workspace& workspace,
               const ListWish& wish,
               const Chosen& chosen);

// Of a view, by its name or the start of its id.
[[nodiscard]] Result<ListWish, engine::EngineError> kept_wish(engine::Workspace& workspace,
                                                              const std::string& view);

// The words of a filter as one text: so it may be typed with or without quotes around all.
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

}  // namespace cairn::cli
