// The two walks of the graph: what lies between two versions, and an order for replaying.
#include <algorithm>

#include "client/merge/text/text_graph.h"

namespace cairn::text {
namespace {

enum Side : std::uint8_t { from = 1, to = 2, both = 3 };

// Edits yet to look at, newest first, and how many of them are not known to both sides.
class Frontline {
public:
    void add(EditNumber edit, std::uint8_t side) {
        waiting_.emplace_back(edit, side);
        std::push_heap(waiting_.begin(), waiting_.end());
        if (side != both) ++one_sided_;
    }
    [[nodiscard]] bool is_newer_than_all(EditNumber edit) const {
        return waiting_.empty() || waiting_.front().first < edit;
    }
    // False once all that is left lies in the past of both.
    bool take(EditNumber& edit, std::uint8_t& side) {
        if (one_sided_ == 0) return false;
        edit = waiting_.front().first;
        side = 0;
        while (!waiting_.empty() && waiting_.front().first == edit) {
            const std::uint8_t here = waiting_.front().second;
            if (here != both) --one_sided_;
            side = static_cast<std::uint8_t>(side | here);
            std::pop_heap(waiting_.begin(), waiting_.end());
            waiting_.pop_back();
        }
        return true;
    }

private:
    std::vector<std::pair<EditNumber, std::uint8_t>> waiting_;
    std::size_t one_sided_ = 0;
};

}  // namespace

TextGraph::Difference TextGraph::difference(const Version& from_version,
                                            const Version& to_version) const {
    Difference found;
    if (from_version == to_version) return found;
    Frontline front;
    for (const EditNumber edit : from_version) front.add(edit, from);
    for (const EditNumber edit : to_version) front.add(edit, to);
    EditNumber edit = 0;
    std::uint8_t side = 0;
    while (front.take(edit, side)) {
        std::span<const EditNumber> parents = parents_of(edit);
        if (side != both) {
            std::vector<EditNumber>& only = side == from ? found.only_from : found.only_to;
            only.push_back(edit);
            // Down a line of edits without asking the heap.
            while (parents.size() == 1 && front.is_newer_than_all(parents.front())) {
                only.push_back(parents.front());
                parents = parents_of(parents.front());
            }
        }
        for (const EditNumber parent : parents) front.add(parent, side);
    }
    std::reverse(found.only_from.begin(), found.only_from.end());
    std::reverse(found.only_to.begin(), found.only_to.end());
    return found;
}

std::vector<EditNumber> TextGraph::walk_order(EditNumber first) const {
    const std::size_t count = size() - first;
    std::vector<std::uint32_t> missing(count, 0);  // parents not walked yet
    std::vector<std::uint32_t> first_child(count + 1, 0);
    for (EditNumber edit = first; edit < size(); ++edit) {
        for (const EditNumber parent : parents_of(edit)) {
            if (parent < first) continue;
            ++missing[edit - first];
            ++first_child[parent - first + 1];
        }
    }
    for (std::size_t i = 0; i < count; ++i) first_child[i + 1] += first_child[i];
    std::vector<EditNumber> children(first_child[count]);
    std::vector<std::uint32_t> filled(first_child.begin(), first_child.end() - 1);
    for (EditNumber edit = first; edit < size(); ++edit)
        for (const EditNumber parent : parents_of(edit))
            if (parent >= first) children[filled[parent - first]++] = edit;

    std::vector<EditNumber> order;
    order.reserve(count);
    std::vector<EditNumber> ready;
    for (EditNumber edit = size(); edit-- > first;)
        if (missing[edit - first] == 0) ready.push_back(edit);
    while (!ready.empty()) {
        const EditNumber edit = ready.back();
        ready.pop_back();
        order.push_back(edit);
        for (std::uint32_t i = first_child[edit - first + 1]; i-- > first_child[edit - first];)
            if (--missing[children[i] - first] == 0) ready.push_back(children[i]);
    }
    return order;
}

}  // namespace cairn::text
