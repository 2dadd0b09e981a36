#pragma once
// Runs written by hand, as no program of ours would write them, and what one laptop makes of them.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "client/replica/doctor.h"
#include "client/seal/seal.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::test {

using replica::EditStatus;
using replica::EnvelopeReason;
using replica::EnvelopeState;

// A run written by hand: one change of several edits, as no program of ours would write it.
struct HandmadeRun {
    Run run;
    explicit HandmadeRun(Random& random) {
        run.sittings.push_back(random.make<SittingId>());
        run.arena.emplace_back();
        run.arena.back().reserve(1 << 20);
    }
    std::string_view keep(const std::string& text) {
        std::vector<char>& block = run.arena.back();
        const std::size_t at = block.size();
        block.insert(block.end(), text.begin(), text.end());
        return {block.data() + at, text.size()};
    }
    HandmadeRun& change() {
        RunChange change;
        change.counter = run.changes.size();
        change.edit_first = static_cast<std::uint32_t>(run.edits.size());
        run.changes.push_back(change);
        return *this;
    }
    HandmadeRun& edit(const ItemId& item,
                      merge::FieldNumber field,
                      const std::string& value,
                      const std::vector<RunReference>& over = {}) {
        RunEdit edit;
        edit.item = static_cast<std::uint32_t>(run.items.size());
        run.items.push_back(item);
        edit.field = field;
        edit.value = keep(value);
        edit.element = keep("");
        edit.over_first = static_cast<std::uint32_t>(run.references.size());
        edit.over_count = static_cast<std::uint32_t>(over.size());
        run.references.insert(run.references.end(), over.begin(), over.end());
        run.edits.push_back(edit);
        ++run.changes.back().edit_count;
        return *this;
    }
};

class ReplicaVerdicts : public testing::Test {
protected:
    ReplicaVerdicts()
        : workspace(21),
          ben(workspace.join(Role::editor)),
          ada(workspace, workspace.founder),
          item(random_item(workspace)) {}

    struct Link {
        EnvelopeNumber number{1};
        EnvelopeHash previous;
    };
    Envelope seal(const cairn::Run& run, const Person& author, Link link) {
        const EpochEntry& epoch = *workspace.view.current_epoch();
        return cairn::seal(run,
                           {.workspace = workspace.view.workspace(),
                            .number = link.number,
                            .previous = link.previous,
                            .epoch = epoch.id,
                            .roster_head = workspace.view.head()},
                           *author.keys.key(epoch.id),
                           author.device,
                           workspace.random);
    }
    Envelope seal(const cairn::Run& run, const Person& author) { return seal(run, author, Link{}); }
    static Link after(const Envelope& envelope) {
        return {envelope.header().number.next(), envelope.hash()};
    }
    EditStatus status_of(std::size_t index) {
        const auto changes = ada.read().changes_since({0}, 100);
        std::vector<EditStatus> all;
        for (const auto& change : changes)
            for (const auto& edit : ada.read().edits_of(change.row)) all.push_back(edit.status);
        return all.at(index);
    }
    void expect_sound() {
        for (const replica::Finding& finding : replica::examine(ada.replica))
            ADD_FAILURE() << finding.sentence;
    }

    SmallWorkspace workspace;
    Person ben;
    Laptop ada;
    ItemId item;
};

}  // namespace cairn::test
