#include "client/report/gather.h"

#include "client/engine/read_outline.h"
#include "client/replica/past.h"
#include "shared/platform/system.h"
#include "shared/sqlite/transaction.h"

namespace cairn::report {
namespace {

constexpr engine::OutlineWish whole{.fields = {}, .links = true, .link_fields = true};
constexpr std::size_t named_characters = 12;

plan::Date day_of(WallTime wall) {
    return plan::date_from_iso(platform::local_date(wall)).value_or(plan::Date{});
}

std::optional<ItemId> only_program(const outline::Outline& outline) {
    std::optional<ItemId> only;
    for (const outline::Item& item : outline.living()) {
        if (item.kind != plan::kind::program) continue;
        if (only) return std::nullopt;
        only = item.id;
    }
    return only;
}

std::string made_from(engine::Workspace& workspace, const replica::Cut& cut) {
    std::string names;
    for (const ChangeId& change : workspace.read().maxima(cut))
        names += (names.empty() ? "" : ", ") + to_base32(change.view()).substr(0, named_characters);
    return names.empty() ? "no change yet" : "changes up to " + names;
}

class Gathering {
public:
    Gathering(engine::Workspace& workspace, const Wish& wish)
        : workspace_(workspace), past_(workspace.read(), wish.as_of.cut) {
        replica::Past before(workspace.read(), wish.since.cut);
        evidence_.emplace(Evidence{.now = engine::read_outline(past_, whole),
                                   .before = engine::read_outline(before, whole),
                                   .today = day_of(wish.as_of.wall),
                                   .since = day_of(wish.since.wall),
                                   .as_of = plan::to_iso(day_of(wish.as_of.wall)),
                                   .looks_back = wish.looks_back});
    }

    Result<Evidence, engine::EngineError> run(const Wish& wish) {
        Evidence& evidence = *evidence_;
        evidence.program = wish.program;
        if (wish.program) {
            const outline::Item* program = evidence.now.item(*wish.program);
            if (program == nullptr || program->is_trashed)
                return refuse(engine::not_there_yet(workspace_, *wish.program, wish.as_of));
        } else {
            evidence.program = only_program(evidence.now);
            evidence.is_only_program = evidence.program.has_value();
        }
        std::vector<ItemId> parts;
        if (evidence.program && !evidence.is_only_program) parts.push_back(*evidence.program);
        evidence.changed = engine::what_changed(workspace_, wish.since.cut, wish.as_of.cut, parts);
        evidence.made_from = made_from(workspace_, wish.as_of.cut);
        name_authors();
        date_updates();
        read_approvals();
        return std::move(evidence);
    }

private:
    // As the plan called them then; who has no item of their own goes by the name in the roster.
    std::string author(const DeviceId& device) {
        const DeviceEntry* entry = workspace_.roster().device(device);
        const outline::Item* person =
            entry == nullptr ? nullptr : evidence_->now.item(workspace_.person_of(entry->member));
        return person == nullptr ? workspace_.name_of(device) : outline::title_of(*person);
    }

    void name_authors() {
        for (const DeviceId& device : evidence_->changed.by)
            evidence_->authors.emplace(device, author(device));
    }

    void date_updates() {
        for (const outline::Item& item : evidence_->now.living()) {
            if (item.kind != plan::kind::update) continue;
            const auto cell = past_.cell({item.id, plan::field::health, {}});
            if (!cell || cell->heads.empty()) continue;
            const WallTime wall = workspace_.read().edit(cell->heads.front()).wall;
            evidence_->update_days.emplace(item.id, day_of(wall));
        }
    }

    void read_approvals() {
        for (const outline::Item& item : evidence_->now.living()) {
            if (!engine::takes_approvals(item.kind)) continue;
            for (const engine::Approval& approval :
                 engine::approvals_of(workspace_, past_, item.id))
                evidence_->approvals[item.id].push_back(told(approval));
        }
    }

    ApprovalTold told(const engine::Approval& approval) {
        ApprovalTold told;
        told.person = approval.person;
        told.state = approval.state;
        told.is_recorded = approval.is_recorded;
        told.note = approval.note;
        if (approval.wall) told.on = day_of(*approval.wall);
        if (approval.device) told.written_by = author(*approval.device);
        for (const engine::LapsedPart& part : approval.lapsed)
            told.lapsed.push_back({part.item, part.field, author(part.device), day_of(part.wall)});
        return told;
    }

    engine::Workspace& workspace_;
    replica::Past past_;
    std::optional<Evidence> evidence_;
};

}  // namespace

Result<Evidence, engine::EngineError> gather(engine::Workspace& workspace, const Wish& wish) {
    const sqlite::Snapshot snapshot(workspace.replica().database());
    return Gathering(workspace, wish).run(wish);
}

}  // namespace cairn::report
