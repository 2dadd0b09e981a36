#include "client/engine/approvals.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "client/engine/change_builder.h"
#include "client/engine/lookup.h"
#include "client/merge/derived_id.h"
#include "client/plan/catalog.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"

namespace cairn::engine {
namespace {

using merge::FieldNumber;
using namespace plan;

// What an approver says yes to. Not who owns it, when it is due, or that it was decided: these are
// written after the approval, and because of it.
constexpr FieldNumber of_decision[] = {
    field::title, field::notes, field::question, field::chosen, field::why, field::door};
constexpr FieldNumber of_option[] = {
    field::title, field::notes, field::pros, field::cons, field::estimate, field::budget};
constexpr FieldNumber of_gate[] = {
    field::title, field::notes, field::rollback, field::exit_criteria};
constexpr FieldNumber of_check[] = {
    field::title, field::notes, field::status, field::evidence, field::area, field::required_by};
constexpr FieldNumber of_design[] = {field::title, field::notes, field::problem};

std::span<const FieldNumber> approved_fields(std::uint32_t kind) {
    switch (kind) {
        case kind::decision:
            return of_decision;
        case kind::option:
            return of_option;
        case kind::gate:
            return of_gate;
        case kind::check:
            return of_check;
        case kind::design_note:
            return of_design;
        default:
            return {};
    }
}

struct ApprovedCell {
    ItemId item;
    FieldNumber field = 0;
    std::vector<replica::EditRow> heads;
};
// What an approval is given to, by item and field.
struct Approved {
    std::set<ItemId> items;
    std::vector<ApprovedCell> cells;
};

// From a Reader or a Past: the record, what is below it, and the checks that it requires.
template <class Source>
class Collecting {
public:
    explicit Collecting(Source& source) : source_(source) {}

    Approved run(const ItemId& record) {
        add(record);
        for (const replica::LinkView& link : source_.links_from(record))
            if (link.type == link::requires_check && !source_.in_trash(link.to)) add(link.to);
        std::sort(approved_.cells.begin(), approved_.cells.end(), [](const auto& a, const auto& b) {
            return std::tie(a.item, a.field) < std::tie(b.item, b.field);
        });
        return std::move(approved_);
    }

private:
    void add(const ItemId& item) {
        const auto place = source_.item(item);
        const auto fields = place ? approved_fields(place->kind) : std::span<const FieldNumber>();
        if (fields.empty() || !approved_.items.insert(item).second) return;
        for (replica::CellView& cell : source_.cells(item))
            if (std::find(fields.begin(), fields.end(), cell.field) != fields.end())
                approved_.cells.push_back({item, cell.field, std::move(cell.heads)});
        for (const replica::ItemPlace& child : source_.children(item)) add(child.id);
    }

    Source& source_;
    Approved approved_;
};

// Alike in every file: edits go by their ids, not by this file's numbers.
std::string digest_of(replica::Reader& reader, const Approved& approved) {
    Hasher hasher(domain::approved_heads);
    hasher.add_u64(approved.items.size());
    for (const ItemId& item : approved.items) hasher.add(item);
    for (const ApprovedCell& cell : approved.cells) {
        std::vector<merge::EditId> heads;
        for (const replica::EditRow row : cell.heads) heads.push_back(reader.edit_id(row));
        std::sort(heads.begin(), heads.end());
        hasher.add(cell.item).add_u64(cell.field).add_u64(heads.size());
        for (const merge::EditId& head : heads) hasher.add(head.change).add_u64(head.index);
    }
    return to_base32(hasher.finish_as<Hash32>().view());
}

std::optional<MemberId> member_of(Workspace& workspace, const ItemId& person) {
    for (const MemberEntry& member : workspace.roster().members())
        if (workspace.person_of(member.id) == person) return member.id;
    return std::nullopt;
}

template <class Source>
class Judging {
public:
    Judging(Workspace& workspace, Source& source, const ItemId& record)
        : workspace_(workspace), source_(source), record_(record) {}

    std::vector<Approval> run() {
        approved_ = Collecting(source_).run(record_);
        digest_ = digest_of(workspace_.read(), approved_);
        std::vector<Approval> all;
        for (const replica::LinkView& link : source_.links_from(record_))
            if (link.type == link::approver) all.push_back(judge(link));
        add_asked(all);
        std::sort(all.begin(), all.end(), [](const Approval& a, const Approval& b) {
            return a.person < b.person;
        });
        return all;
    }

private:
    // Who is named in the record's own field, and has not answered yet.
    void add_asked(std::vector<Approval>& all) {
        const auto cell = source_.cell({record_, field::approver, {}});
        const auto value = cell ? merge::Value::parse(cell->value) : std::nullopt;
        const auto person = value ? value->as_item() : std::nullopt;
        if (!person) return;
        for (const Approval& approval : all)
            if (approval.person == *person) return;
        all.push_back({.person = *person});
    }

    Approval judge(const replica::LinkView& link) {
        Approval approval{.person = link.to};
        const auto cell = source_.cell({link.link, field::approved_heads, {}});
        if (!cell || cell->value == "n" || cell->heads.empty()) return approval;
        if (const auto note = source_.cell({link.link, field::link_note, {}}))
            if (note->value.front() == 't') approval.note = note->value.substr(1);
        const replica::HistoryEntry edit = workspace_.read().edit(cell->heads.front());
        approval.wall = edit.wall;
        approval.device = edit.device;
        const DeviceEntry* device = workspace_.roster().device(edit.device);
        const bool is_own = device != nullptr && workspace_.person_of(device->member) == link.to;
        approval.is_recorded = !is_own;
        approval.state = !is_own && member_of(workspace_, link.to) ? ApprovalState::foreign
                         : cell->value == "t" + digest_            ? ApprovalState::given
                                                                   : ApprovalState::lapsed;
        if (approval.state == ApprovalState::lapsed) find_lapsed(edit, approval.lapsed);
        return approval;
    }

    // The heads that the approval's author had not seen.
    void find_lapsed(const replica::HistoryEntry& given, std::vector<LapsedPart>& parts) {
        replica::Reader& reader = workspace_.read();
        const auto at = reader.find_change(given.change);
        for (const ApprovedCell& cell : approved_.cells) {
            for (const replica::EditRow row : cell.heads) {
                const replica::HistoryEntry edit = reader.edit(row);
                const auto change = reader.find_change(edit.change);
                if (!at || !change || *change == *at || reader.is_before(*change, *at)) continue;
                parts.push_back({cell.item, cell.field, edit.device, edit.wall});
            }
        }
        std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
            return a.wall.ms > b.wall.ms;
        });
    }

    Workspace& workspace_;
    Source& source_;
    ItemId record_;
    Approved approved_;
    std::string digest_;
};

EngineError wrong(EngineFault fault, std::string sentence) { return {fault, std::move(sentence)}; }

// Nobody can say yes to two answers at once.
std::optional<EngineError> in_conflict(Workspace& workspace, const Approved& approved) {
    for (const replica::ConflictView& conflict : workspace.read().conflicts()) {
        for (const ApprovedCell& cell : approved.cells) {
            if (cell.item != conflict.item || cell.field != conflict.field) continue;
            return wrong(EngineFault::wrong_value,
                         "'" + title_of(workspace, cell.item) + "' has a conflict in '" +
                             std::string(find_field(cell.field)->name) +
                             "'. Decide it first: `cairn conflicts` shows it.");
        }
    }
    return std::nullopt;
}

Result<ItemId, EngineError> giver(Workspace& workspace, const ApprovalWish& wish) {
    const auto me = workspace.me();
    if (!me) return refuse(workspace.no_keys());
    const ItemId own = workspace.person_of(*me);
    const ItemId person = wish.person.value_or(own);
    if (person != own && member_of(workspace, person))
        return refuse(wrong(EngineFault::wrong_value,
                            "'" + title_of(workspace, person) +
                                "' is a member and approves on an own device. Only approvals of "
                                "people who are not members are recorded by others."));
    const auto place = workspace.read().item(person);
    if (!place || place->kind != kind::person)
        return refuse(wrong(EngineFault::wrong_value,
                            "'" + title_of(workspace, person) + "' is not a person."));
    return person;
}

Result<ItemId, EngineError> approvable(Workspace& workspace, const ItemId& item) {
    const auto place = workspace.read().item(item);
    if (!place || !takes_approvals(place->kind))
        return refuse(wrong(EngineFault::wrong_value,
                            "'" + title_of(workspace, item) +
                                "' takes no approvals: decisions, gates and design notes do."));
    return item;
}

}  // namespace

bool takes_approvals(std::uint32_t kind) {
    return kind == kind::decision || kind == kind::gate || kind == kind::design_note;
}

std::vector<Approval> approvals_of(Workspace& workspace, const ItemId& item) {
    return Judging(workspace, workspace.read(), item).run();
}

std::vector<Approval> approvals_of(Workspace& workspace, replica::Past& past, const ItemId& item) {
    return Judging(workspace, past, item).run();
}

Result<replica::Committed, EngineError> approve(Workspace& workspace,
                                                const ApprovalWish& wish,
                                                WallTime now) {
    const auto item = approvable(workspace, wish.item);
    if (!item) return refuse(item.error());
    const auto person = giver(workspace, wish);
    if (!person) return refuse(person.error());
    const Approved approved = Collecting(workspace.read()).run(*item);
    if (auto error = in_conflict(workspace, approved)) return refuse(std::move(*error));
    bool is_linked = false;
    for (const replica::LinkView& link : workspace.read().links_from(*item))
        is_linked = is_linked || (link.type == link::approver && link.to == *person);
    for (const Approval& approval : approvals_of(workspace, *item))
        if (approval.person == *person && approval.state == ApprovalState::given &&
            wish.note.empty())
            return refuse(
                wrong(EngineFault::nothing_to_do,
                      "'" + title_of(workspace, *item) + "' is approved as it stands already."));
    const ItemId id = merge::link_item(workspace.id(), *item, link::approver, *person);
    const auto note = merge::Value::text(wish.note);
    if (!note) return refuse(wrong(EngineFault::wrong_value, "The note is not text."));
    ChangeBuilder change(workspace);
    if (!is_linked) change.link(*item, link::approver, *person, true);
    change.write(
        id, field::approved_heads, *merge::Value::text(digest_of(workspace.read(), approved)));
    if (!wish.note.empty()) change.write(id, field::link_note, *note);
    return change.commit(now);
}

Result<replica::Committed, EngineError> withdraw_approval(Workspace& workspace,
                                                          const ApprovalWish& wish,
                                                          WallTime now) {
    const auto item = approvable(workspace, wish.item);
    if (!item) return refuse(item.error());
    const auto person = giver(workspace, wish);
    if (!person) return refuse(person.error());
    for (const Approval& approval : approvals_of(workspace, *item)) {
        if (approval.person != *person || approval.state == ApprovalState::waiting) continue;
        ChangeBuilder change(workspace);
        change.write(merge::link_item(workspace.id(), *item, link::approver, *person),
                     field::approved_heads,
                     merge::Value());
        return change.commit(now);
    }
    return refuse(wrong(EngineFault::nothing_to_do,
                        "'" + title_of(workspace, *item) +
                            "' has no such approval. `cairn approvals` lists them."));
}

}  // namespace cairn::engine
