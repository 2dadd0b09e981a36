#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "client/replica/reader_state.h"

namespace cairn::replica {
namespace {

using Arrows = std::map<Row, std::vector<Row>>;

// Strongly connected components (Tarjan, 1972), without recursion: plans may be deep.
class Components {
public:
    explicit Components(const Arrows& arrows) : arrows_(arrows) {
        for (const auto& [start, targets] : arrows_)
            if (!nodes_[start].index) visit(start);
    }
    [[nodiscard]] const std::vector<std::vector<Row>>& circles() const { return circles_; }

private:
    struct Node {
        std::optional<std::size_t> index;
        std::size_t low = 0;
        bool open = false;
        std::size_t next = 0;  // of its arrows
    };

    void enter(Row row) {
        nodes_[row] = {.index = count_, .low = count_, .open = true, .next = 0};
        ++count_;
        open_.push_back(row);
        path_.push_back(row);
    }
    void visit(Row start) {
        enter(start);
        while (!path_.empty()) {
            const Row row = path_.back();
            Node& node = nodes_[row];
            const auto targets = arrows_.find(row);
            if (targets == arrows_.end() || node.next == targets->second.size()) {
                leave(row, node);
                continue;
            }
            const Row target = targets->second[node.next++];
            Node& other = nodes_[target];
            if (!other.index)
                enter(target);
            else if (other.open)
                node.low = std::min(node.low, *other.index);
        }
    }
    void leave(Row row, Node& node) {
        path_.pop_back();
        if (!path_.empty()) {
            Node& above = nodes_[path_.back()];
            above.low = std::min(above.low, node.low);
        }
        if (node.low != *node.index) return;
        std::vector<Row> component;
        Row last = 0;
        do {
            last = open_.back();
            open_.pop_back();
            nodes_[last].open = false;
            component.push_back(last);
        } while (last != row);
        if (component.size() > 1 || points_to_itself(row)) circles_.push_back(component);
    }
    [[nodiscard]] bool points_to_itself(Row row) const {
        const auto targets = arrows_.find(row);
        return targets != arrows_.end() &&
               std::find(targets->second.begin(), targets->second.end(), row) !=
                   targets->second.end();
    }

    const Arrows& arrows_;
    std::map<Row, Node> nodes_;
    std::vector<Row> open_;
    std::vector<Row> path_;
    std::vector<std::vector<Row>> circles_;
    std::size_t count_ = 0;
};

}  // namespace

// One for each set of items that links of one type join into circles.
void Conflicts::link_circles() {
    std::map<std::int64_t, Arrows> by_type;
    sqlite::Statement select(state_.db, "SELECT type, source, target FROM link WHERE live");
    for (sqlite::Rows rows = select.query(); rows.next();)
        by_type[rows.integer(0)][rows.integer(1)].push_back(rows.integer(2));
    for (const auto& [type, arrows] : by_type) {
        const Components components(arrows);
        for (const std::vector<Row>& circle : components.circles()) {
            ConflictView view;
            view.kind = ConflictKind::link_circle;
            for (const Row row : circle) view.others.push_back(state_.item_id(row));
            std::sort(view.others.begin(), view.others.end());
            view.item = view.others.front();
            view.field = merge::field_live;
            found_.push_back(std::move(view));
        }
    }
}

}  // namespace cairn::replica
