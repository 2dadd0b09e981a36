#pragma once
// Order keys for the rows of an import, within import_changes; nothing outside of it includes this.
#include <map>
#include <optional>
#include <vector>

#include "client/exchange/import_changes.h"

namespace cairn::exchange {

// Gives new and moved rows keys in the file's order: after the row before them where that stands
// under the same parent, else at the end.
class PlaceKeys {
public:
    explicit PlaceKeys(const WorkspaceState& state) : state_(state) {}
    // The row stands under `parent` already: the next new one follows it.
    void saw(const ItemId& parent, const merge::OrderKey& key) {
        after_.insert_or_assign(parent, key);
    }
    // A run of `count` rows in a row under one parent; ascending.
    std::vector<merge::OrderKey> take(const ItemId& parent, std::size_t count);

private:
    std::vector<merge::OrderKey>& keys_of(const ItemId& parent);

    const WorkspaceState& state_;
    std::map<ItemId, std::vector<merge::OrderKey>> keys_;
    std::map<ItemId, merge::OrderKey> after_;
};

}  // namespace cairn::exchange
