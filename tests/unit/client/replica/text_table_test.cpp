// One text field of a workspace file against the plain version of the merge: edits over any earlier
// version, in any grouping into transactions, with some that do not fit and some whose author may
// not write.
#include <gtest/gtest.h>

#include "client/merge/text/edit_codec.h"
#include "client/merge/text/plain_text.h"
#include "client/replica/doctor.h"
#include "client/replica/replica_state.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::test {
namespace {

using replica::EditStatus;
using replica::Row;

class TextField {
public:
    explicit TextField(std::uint64_t seed)
        : random_(seed),
          tables_(replica::open_workspace_database(memory(), sqlite::Mode::create), test_schema()),
          reader_(tables_.db, test_schema()) {}

    // Some edits, in one transaction.
    void page() {
        replica::WriteScope scope(tables_);
        for (std::uint64_t n = 1 + random_.below(6); n > 0; --n) write();
        scope.commit();
    }
    [[nodiscard]] std::string shown() {
        const auto cell = reader_.cell({item_, notes, ""});
        if (!cell || cell->value == "n") return "";
        return cell->value.substr(1);
    }
    [[nodiscard]] std::string plain() const { return plain_.text(); }
    // What reading gives besides the row: to be edited, and with all of its history.
    void expect_readable() {
        EXPECT_EQ(reader_.text({item_, notes, ""}).document.text(), plain());
        const replica::TextHistoryView history = reader_.text_history({item_, notes, ""});
        EXPECT_EQ(history.document.text(), plain());
        EXPECT_EQ(history.edits.size(), history.document.graph().size());
    }
    // Types into what is shown, as a person does.
    void type_over_what_is_shown() {
        replica::TextView view = reader_.text({item_, notes, ""});
        const auto length = view.document.length();
        const auto position = static_cast<std::uint32_t>(random_.below(length + 1));
        const auto removed = static_cast<std::uint32_t>(random_.below(length - position + 1));
        ASSERT_TRUE(view.document.edit(position, removed, "typed"));
        const std::string wanted = view.document.text();
        replica::WriteScope scope(tables_);
        std::vector<Row> over;
        for (const replica::EditRow row : view.over) over.push_back(static_cast<Row>(row.value));
        for (const text::Patches& patches : view.document.pending()) {
            ASSERT_EQ(append(patches, over, true), EditStatus::valid);
            over.assign(1, edits_.back().row);
        }
        scope.commit();
        EXPECT_EQ(shown(), wanted);
    }

    std::map<EditStatus, int> seen;

private:
    struct Known {
        Row row = 0;
        text::TextId id;
        EditStatus status = EditStatus::valid;
    };

    static replica::ReplicaOptions memory() {
        replica::ReplicaOptions options;
        options.path = ":memory:";
        return options;
    }

    void write() {
        std::vector<Row> over;
        if (random_.below(3) != 0) {
            for (const replica::EditRow head : heads())
                over.push_back(static_cast<Row>(head.value));
        } else {
            for (std::uint64_t n = random_.below(3); n > 0 && !edits_.empty(); --n) {
                const std::size_t back = std::min<std::size_t>(edits_.size(), 12);
                over.push_back(edits_[edits_.size() - 1 - random_.below(back)].row);
            }
        }
        text::Patches patches;
        for (std::uint64_t n = 1 + random_.below(3); n > 0; --n) {
            const auto at = static_cast<std::uint32_t>(random_.below(12));
            const std::string word = random_.below(2) == 0 ? "ab" : "\xC3\xA4\xE2\x82\xAC";
            if (random_.below(3) == 0)
                patches.push_back({at, static_cast<std::uint32_t>(1 + random_.below(3)), {}});
            else
                patches.push_back({at, 0, word});
        }
        append(patches, over, random_.below(40) != 0);
    }

    [[nodiscard]] std::vector<replica::EditRow> heads() {
        std::vector<replica::EditRow> found;
        for (const Known& known : edits_)
            if (tables_.cells.is_head(key_, known.row))
                found.push_back({static_cast<std::uint64_t>(known.row)});
        return found;
    }

    EditStatus append(const text::Patches& patches, const std::vector<Row>& over, bool permitted) {
        const std::string value = "p" + text::encode_patches(patches);
        replica::ChangeDraft draft;
        draft.device = tables_.devices.row_of(DeviceId{});
        draft.sitting = tables_.sittings.row_of(SittingId{});
        draft.predecessor = tables_.own.state.last_change;
        draft.local = true;
        draft.header.counter = ++counter_;
        if (draft.predecessor != 0)
            draft.header.predecessor = tables_.graph.change(draft.predecessor).identity;
        draft.right.right = permitted ? WriteRight::everything : WriteRight::comments;
        key_.item = tables_.items.row_of(item_);
        draft.edits.push_back({.id = item_,
                               .item = key_.item,
                               .field = notes,
                               .element = "",
                               .value = value,
                               .over_first = 0,
                               .over_count = over.size()});
        text::TextEdit edit{{}, {}, patches};
        for (const Row row : over) {
            const text::TextId id = known(row).id;
            edit.parents.push_back(id);
            draft.over.push_back({.name = merge::EditId{id.change, id.index},
                                  .change = tables_.graph.change_of(row),
                                  .edit = row});
        }
        const replica::WrittenChange written = tables_.writer.write(draft);
        tables_.own.state.last_change = written.row;
        edit.id = {written.id, 0};
        EditStatus expected = permitted ? EditStatus::valid : EditStatus::void_right;
        if (!plain_.receive(edit))
            expected = EditStatus::void_text;
        else if (!permitted)
            plain_.set_void(edit.id, true);
        const EditStatus status = tables_.edits.get(written.row + 1).status;
        EXPECT_EQ(status, expected);
        ++seen[status];
        edits_.push_back({written.row + 1, edit.id, status});
        return status;
    }
    [[nodiscard]] const Known& known(Row row) const {
        return *std::find_if(
            edits_.begin(), edits_.end(), [&](const Known& edit) { return edit.row == row; });
    }

    SeededRandom random_;
    replica::Tables tables_;
    replica::Reader reader_;
    text::PlainText plain_;
    ItemId item_ = SeededRandom(1).make<ItemId>();
    replica::CellKey key_{0, notes, ""};
    std::uint64_t counter_ = 0;
    std::vector<Known> edits_;
};

TEST(TextTable, AgreesWithThePlainVersionWhateverIsConcurrentOrVoid) {
    std::map<EditStatus, int> seen;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        TextField field(seed);
        for (int page = 0; page < 12; ++page) {
            field.page();
            ASSERT_EQ(field.shown(), field.plain()) << "page " << page;
            field.type_over_what_is_shown();
            ASSERT_EQ(field.shown(), field.plain()) << "page " << page;
        }
        field.expect_readable();
        for (const auto& [status, count] : field.seen) seen[status] += count;
        ASSERT_FALSE(testing::Test::HasFailure());
    }
    EXPECT_GT(seen[EditStatus::valid], 1000);
    EXPECT_GT(seen[EditStatus::void_text], 100);
    EXPECT_GT(seen[EditStatus::void_right], 30);
}

}  // namespace
}  // namespace cairn::test
