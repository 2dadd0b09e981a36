#include "client/engine/own_inbox.h"

#include <algorithm>
#include <map>
#include <set>

#include "client/engine/inbox.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

constexpr const char* note_seen = "inbox seen";
constexpr const char* note_shown = "inbox shown";
// What is looked at of a long absence: the newest.
constexpr std::size_t changes_max = 10'000;
constexpr std::size_t edits_of_change_max = 10'000;

replica::ChangeRow mark(Workspace& workspace, const char* note) {
    const auto kept = workspace.replica().note(note);
    if (!kept) return {};
    ByteReader reader(*kept);
    return {reader.u64()};
}

void set_mark(Workspace& workspace, const char* note, replica::ChangeRow upto) {
    if (upto <= mark(workspace, note)) return;
    ByteWriter writer;
    writer.u64(upto.value);
    workspace.replica().save_note(note, writer.bytes());
}

class Gathering {
public:
    Gathering(Workspace& workspace, const MemberId& me)
        : workspace_(workspace), me_(me), person_(workspace.person_of(me)) {}

    OwnInbox all() {
        add_conflicts();
        const replica::ChangeRow seen = mark(workspace_, note_seen);
        auto changes = workspace_.read().newest_changes(changes_max + 1);
        inbox_.upto = changes.empty() ? seen : changes.front().row;
        std::erase_if(changes, [&](const auto& change) { return change.row <= seen; });
        inbox_.cut = changes.size() > changes_max;
        std::reverse(changes.begin(), changes.end());
        for (const replica::ChangeView& change : changes)
            if (!is_mine(change.device)) add_change(change);
        for (const ItemId& comment : comments_) add_comment(comment);
        finish(changed_, inbox_.changed);
        add_taken();
        return std::move(inbox_);
    }

private:
    [[nodiscard]] bool is_mine(const DeviceId& device) {
        const DeviceEntry* entry = workspace_.roster().device(device);
        return entry != nullptr && entry->member == me_;
    }

    [[nodiscard]] bool owned_by_me(const ItemId& item) {
        const auto [held, missing] = owned_.try_emplace(item, false);
        if (missing) {
            const auto cell = workspace_.read().cell({item, plan::field::owner, {}});
            held->second = cell && cell->value == merge::Value::item(person_).canonical();
        }
        return held->second;
    }

    void add_conflicts() {
        for (replica::ConflictView& conflict : inbox(workspace_)) {
            const bool written = std::any_of(
                conflict.candidates.begin(), conflict.candidates.end(), [this](const auto& head) {
                    return is_mine(head.device);
                });
            if (!written && !owned_by_me(subject_of(workspace_, conflict.item))) continue;
            (is_to_decide(conflict) ? inbox_.conflicts : inbox_.notices)
                .push_back(std::move(conflict));
        }
    }

    void add_change(const replica::ChangeView& change) {
        for (replica::HistoryEntry& edit :
             workspace_.read().edits_of(change.row, edits_of_change_max)) {
            if (edit.status != replica::EditStatus::valid) continue;
            if (is_comment(edit.item)) {
                const bool said = edit.field == plan::field::comment_text ||
                                  edit.field == plan::field::comment_mentions;
                if (said) comments_.insert(edit.item);
            } else if (owned_by_me(edit.item) || took_from_me(edit)) {
                changed_[edit.item].push_back(std::move(edit));
            }
        }
    }

    [[nodiscard]] bool took_from_me(const replica::HistoryEntry& edit) {
        if (edit.field != plan::field::owner) return false;
        const std::string me = merge::Value::item(person_).canonical();
        return std::any_of(edit.over.begin(), edit.over.end(), [&](const replica::EditRow over) {
            return workspace_.read().edit(over).value == me;
        });
    }

    [[nodiscard]] bool is_comment(const ItemId& item) {
        const auto [held, missing] = is_comment_.try_emplace(item, false);
        if (missing) held->second = engine::is_comment(workspace_, item);
        return held->second;
    }

    void add_comment(const ItemId& item) {
        auto view = find_comment(workspace_, item);
        if (!view || view->closed || view->author == me_) return;
        const auto& people = view->mentions;
        if (std::find(people.begin(), people.end(), person_) != people.end()) {
            inbox_.mentions.push_back(std::move(*view));
        } else if (owned_by_me(subject_of(workspace_, item)) || answers_me(view->on)) {
            inbox_.comments.push_back(std::move(*view));
        }
    }

    [[nodiscard]] bool answers_me(const ItemId& on) {
        const auto answered = find_comment(workspace_, on);
        return answered && answered->author == me_;
    }

    void add_taken() {
        std::map<ItemId, std::vector<replica::HistoryEntry>> taken;
        auto edits = workspace_.read().void_by_right(changes_max);
        std::reverse(edits.begin(), edits.end());
        for (replica::HistoryEntry& edit : edits)
            if (is_mine(edit.device)) taken[edit.item].push_back(std::move(edit));
        finish(taken, inbox_.taken);
    }

    static void finish(std::map<ItemId, std::vector<replica::HistoryEntry>>& changed,
                       std::vector<ChangedItem>& into) {
        for (auto& [item, edits] : changed) {
            std::map<merge::Cell, replica::EditRow> last;
            for (const auto& edit : edits) last[{edit.item, edit.field, edit.element}] = edit.edit;
            std::erase_if(edits, [&](const auto& edit) {
                return last[{edit.item, edit.field, edit.element}] != edit.edit;
            });
            into.push_back({item, std::move(edits)});
        }
        std::sort(into.begin(), into.end(), [](const auto& a, const auto& b) {
            return a.edits.back().edit < b.edits.back().edit;
        });
    }

    Workspace& workspace_;
    MemberId me_;
    ItemId person_;
    OwnInbox inbox_;
    std::map<ItemId, bool> owned_;
    std::map<ItemId, bool> is_comment_;
    std::set<ItemId> comments_;
    std::map<ItemId, std::vector<replica::HistoryEntry>> changed_;
};

}  // namespace

Result<OwnInbox, EngineError> own_inbox(Workspace& workspace) {
    const auto me = workspace.me();
    if (!me) return refuse(workspace.no_keys());
    return Gathering(workspace, *me).all();
}

void mark_shown(Workspace& workspace, const OwnInbox& inbox) {
    set_mark(workspace, note_shown, inbox.upto);
}

Result<std::size_t, EngineError> mark_seen(Workspace& workspace) {
    const auto before = own_inbox(workspace);
    if (!before) return refuse(before.error());
    set_mark(workspace, note_seen, mark(workspace, note_shown));
    const auto after = own_inbox(workspace);
    if (!after) return refuse(after.error());
    return before->size() - std::min(before->size(), after->size());
}

}  // namespace cairn::engine
