#include "tests/support/random_run.h"

#include <algorithm>
#include <string>

#include "shared/wire/run_builder.h"

namespace cairn::test {
namespace {

// Mostly small, sometimes as large as 64 bits go.
std::uint64_t any_number(SeededRandom& random) {
    switch (random.below(4)) {
        case 0:
            return random.below(4);
        case 1:
            return random.below(1000);
        case 2:
            return random.below(std::uint64_t{1} << 40U);
        default:
            return random.below(UINT64_MAX);
    }
}

std::string any_text(SeededRandom& random, std::size_t bytes_max) {
    std::string text(random.below(4) == 0 ? random.below(bytes_max + 1) : random.below(8), '\0');
    for (char& c : text) c = static_cast<char>(random.below(256));
    return text;
}

template <class Id>
std::vector<Id> some_ids(SeededRandom& random, std::uint64_t count_max) {
    std::vector<Id> ids(1 + random.below(count_max));
    for (Id& id : ids) id = random.make<Id>();
    return ids;
}

class RunMaker {
public:
    explicit RunMaker(SeededRandom& random)
        : random_(random),
          builder_(random.make<ChangeId>()),
          tips_(some_ids<EnvelopeHash>(random, 6)),
          sittings_(some_ids<SittingId>(random, 3)),
          items_(some_ids<ItemId>(random, 40)) {}

    Run make() {
        if (random_.below(2) == 0) builder_.set_checkpoint(checkpoint());
        const std::uint64_t changes = random_.below(30);
        for (std::uint64_t i = 0; i < changes; ++i) add_change();
        return builder_.take();
    }

private:
    template <class T>
    const T& any_of(const std::vector<T>& all) {
        return all[random_.below(all.size())];
    }

    SeenCheckpoint checkpoint() {
        return {random_.make<Incarnation>(),
                {any_number(random_)},
                random_.make<Hash32>(),
                {any_number(random_)},
                random_.make<RecordHash>(),
                random_.make<Signature>()};
    }

    void add_change() {
        std::vector<EnvelopeHash> deps(random_.below(3));
        for (EnvelopeHash& dep : deps) dep = any_of(tips_);
        const auto wall = static_cast<std::int64_t>(any_number(random_));
        builder_.begin_change(any_of(sittings_), any_number(random_), WallTime{wall}, deps);
        const auto edits = static_cast<std::uint32_t>(random_.below(12));
        for (std::uint32_t i = 0; i < edits; ++i) add_edit(i);
        edits_of_change_.push_back(edits);
    }

    void add_edit(std::uint32_t index) {
        std::vector<RunReference> over;
        for (std::uint64_t n = random_.below(4); n > 0; --n) add_reference(over, index);
        const bool is_rare_field = random_.below(5) == 0;
        const std::uint64_t field = is_rare_field ? random_.below(UINT32_MAX) : random_.below(12);
        builder_.add_edit(any_of(items_),
                          static_cast<std::uint32_t>(field),
                          any_text(random_, 1024),
                          any_text(random_, 3000),
                          over);
    }

    void add_reference(std::vector<RunReference>& over, std::uint32_t index) {
        const auto number = [this](std::uint64_t bound) {
            return static_cast<std::uint32_t>(random_.below(bound));
        };
        switch (random_.below(4)) {
            case 0:
                if (index > 0)
                    over.push_back({RunReference::Where::this_change, 0, 0, number(index)});
                return;
            case 1: {
                if (edits_of_change_.empty()) return;
                const std::uint32_t back = 1 + number(edits_of_change_.size());
                const std::uint32_t edits = edits_of_change_[edits_of_change_.size() - back];
                if (edits > 0) over.push_back({RunReference::Where::back, back, 0, number(edits)});
                return;
            }
            default: {
                const EnvelopeNumber at{1 + random_.below(300)};
                const std::uint32_t entry = random_.below(2) == 0
                                                ? builder_.own_entry(at)
                                                : builder_.entry(any_of(tips_), at);
                over.push_back(
                    {RunReference::Where::entry, entry, number(UINT32_MAX), number(5000)});
            }
        }
    }

    SeededRandom& random_;
    RunBuilder builder_;
    std::vector<EnvelopeHash> tips_;
    std::vector<SittingId> sittings_;
    std::vector<ItemId> items_;
    std::vector<std::uint32_t> edits_of_change_;
};

bool same_change(const RunChange& a, const RunChange& b) {
    return a.sitting == b.sitting && a.counter == b.counter && a.wall == b.wall &&
           a.dep_first == b.dep_first && a.dep_count == b.dep_count &&
           a.edit_first == b.edit_first && a.edit_count == b.edit_count;
}

bool same_edit(const RunEdit& a, const RunEdit& b) {
    return a.item == b.item && a.field == b.field && a.element == b.element && a.value == b.value &&
           a.over_first == b.over_first && a.over_count == b.over_count;
}

}  // namespace

Run random_run(SeededRandom& random) { return RunMaker(random).make(); }

bool same_run(const Run& a, const Run& b) {
    return a.predecessor == b.predecessor && a.checkpoint == b.checkpoint && a.tips == b.tips &&
           a.entries == b.entries && a.sittings == b.sittings && a.items == b.items &&
           std::equal(a.changes.begin(),
                      a.changes.end(),
                      b.changes.begin(),
                      b.changes.end(),
                      same_change) &&
           a.dep_tips == b.dep_tips &&
           std::equal(a.edits.begin(), a.edits.end(), b.edits.begin(), b.edits.end(), same_edit) &&
           a.references == b.references;
}

}  // namespace cairn::test
