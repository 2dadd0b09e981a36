#pragma once
// Items, values and changes as text and as JSON (docs/JSON.md).
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "client/engine/workspace.h"
#include "client/plan/catalog.h"

namespace cairn::replica {
class Past;
}

namespace cairn::cli {

// The shortest unique starts of all ids, from one pass.
class ShortIds {
public:
    explicit ShortIds(std::vector<ItemId> items);
    [[nodiscard]] std::string of(const ItemId& item) const;

private:
    std::unordered_map<ItemId, std::size_t> lengths_;
};

// One item with shown cells, as each_item gives them.
struct ItemRow {
    replica::ItemPlace place;
    std::vector<replica::CellView> cells;
    std::string called = {};  // where it has no title of its own
};

// "comment on Beta": what a comment is called, now or as it was.
[[nodiscard]] std::string comment_title(engine::Workspace& workspace,
                                        replica::Reader& now,
                                        const ItemId& comment);
[[nodiscard]] std::string comment_title(engine::Workspace& workspace,
                                        replica::Past& then,
                                        const ItemId& comment);

[[nodiscard]] std::string kind_name(std::uint32_t kind);
[[nodiscard]] std::string field_name(merge::FieldNumber field);
[[nodiscard]] std::string link_name(std::uint32_t type);
// The canonical value as people read it.
enum class Lines : std::uint8_t { joined, kept };
[[nodiscard]] std::string shown_value(merge::FieldNumber field,
                                      std::string_view canonical,
                                      const plan::TextContext& context,
                                      Lines lines = Lines::joined);
// One line on an edit: what of which item, and to which value.
[[nodiscard]] std::string edit_line(const replica::HistoryEntry& edit,
                                    const plan::TextContext& context);
[[nodiscard]] std::string shown_element(std::string_view element, const plan::TextContext& context);
[[nodiscard]] nlohmann::json value_json(merge::FieldNumber field, std::string_view canonical);
[[nodiscard]] nlohmann::json element_json(std::string_view element);
// {id, kind, title, parent, fields}
[[nodiscard]] nlohmann::json item_json(const ItemRow& row);
// {from, type, to, fields}; `cells` are the link's own.
[[nodiscard]] nlohmann::json link_json(const replica::LinkView& link,
                                       std::vector<replica::CellView> cells);
// null at the top level, "trash" in the trash.
[[nodiscard]] nlohmann::json parent_json(const ItemId& parent);
[[nodiscard]] std::string title_of(const ItemRow& row);
// "untitled task" without a title.
[[nodiscard]] std::string title_or_kind(std::string_view title, std::uint32_t kind);
[[nodiscard]] const replica::CellView* find_cell(const ItemRow& row, merge::FieldNumber field);

// Names items by their titles as they were.
[[nodiscard]] plan::TextContext past_text_context(engine::Workspace& workspace,
                                                  replica::Past& past,
                                                  WallTime now);

// All items, by id; one pass over the file.
class Items {
public:
    // With the cells of `fields`, the title among them; of all fields if none is named.
    explicit Items(engine::Workspace& workspace, std::span<const merge::FieldNumber> fields = {});
    // As they were; short ids are as unique as they are now.
    Items(engine::Workspace& workspace,
          replica::Past& past,
          std::span<const merge::FieldNumber> fields = {});

    [[nodiscard]] const std::vector<ItemRow>& rows() const { return rows_; }
    [[nodiscard]] const ItemRow* find(const ItemId& id) const;
    // Children in order, as indexes into rows().
    [[nodiscard]] const std::vector<std::size_t>& children(const ItemId& parent) const;
    // Outline order from `top` (not itself), trash left out unless `top` is in it.
    void walk(const ItemId& top, const std::function<void(const ItemRow&, int depth)>& visit) const;
    [[nodiscard]] const ShortIds& short_ids() const { return short_ids_; }
    // Names items by title without asking the file again.
    [[nodiscard]] plan::TextContext text_context(plan::TextContext base) const;

private:
    using ChildrenOf = std::function<std::vector<replica::ItemPlace>(const ItemId& parent)>;
    Items(std::vector<ItemRow> rows, std::vector<ItemId> others, const ChildrenOf& in_order);

    std::vector<ItemRow> rows_;
    std::unordered_map<ItemId, std::size_t> index_;
    std::unordered_map<ItemId, std::vector<std::size_t>> children_;
    ShortIds short_ids_;
};

}  // namespace cairn::cli
