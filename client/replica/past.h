#pragma once
// The workspace as it was: what the changes of a cut show (DESIGN 3.4), the same as a replica that
// received only those. Of a late cut only what later edits touched is folded anew; an early one
// costs at most a pass over all edits.
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "client/replica/cut.h"
#include "client/replica/reader.h"

namespace cairn::replica {

// Sees one state of the file for as long as it lives: write nothing meanwhile through the same
// Database. The reader outlives it.
class Past {
public:
    Past(Reader& reader, const Cut& cut);
    Past(Past&&) noexcept;
    ~Past();

    // As those of Reader.
    [[nodiscard]] std::optional<ItemPlace> item(const ItemId& id);
    [[nodiscard]] std::vector<ItemPlace> children(const ItemId& parent);
    void each_item(const Reader::VisitItem& visit, std::span<const merge::FieldNumber> fields = {});
    [[nodiscard]] bool in_trash(const ItemId& id);
    [[nodiscard]] std::vector<CellView> cells(const ItemId& item);
    [[nodiscard]] std::optional<CellView> cell(const merge::Cell& cell);
    [[nodiscard]] std::vector<LinkView> links_from(const ItemId& item);
    [[nodiscard]] std::vector<LinkView> links_to(const ItemId& item);
    [[nodiscard]] std::vector<LinkView> links();
    void each_link(const Reader::VisitLink& visit);

    struct State;  // private to this folder

private:
    std::unique_ptr<State> state_;
};

}  // namespace cairn::replica
