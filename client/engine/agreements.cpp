#include "client/engine/agreements.h"

#include <algorithm>

#include "client/engine/change_builder.h"
#include "client/engine/item_commands.h"
#include "client/engine/lookup.h"
#include "client/merge/derived_id.h"
#include "client/plan/catalog.h"

namespace cairn::engine {
namespace {

using merge::Value;

const plan::LinkSpec& depends() { return *plan::find_link(plan::link::depends); }

ItemId link_of(Workspace& workspace, const Dependency& dependency) {
    return merge::link_item(workspace.id(), dependency.item, plan::link::depends, dependency.other);
}

bool is_live(Workspace& workspace, const Dependency& dependency) {
    const auto links = workspace.read().links_from(dependency.item);
    return std::any_of(links.begin(), links.end(), [&](const replica::LinkView& link) {
        return link.type == plan::link::depends && link.to == dependency.other;
    });
}

Value field_of(Workspace& workspace, const ItemId& link, merge::FieldNumber field) {
    const auto cell = workspace.read().cell({link, field, {}});
    const auto value = cell ? Value::parse(cell->value) : std::nullopt;
    return value ? *value : Value();
}

std::optional<plan::Date> date_of(const Value& value) {
    return value.type() == merge::ValueType::date ? plan::date_from_iso(value.payload())
                                                  : std::nullopt;
}

std::string quoted_titles(Workspace& workspace, const Dependency& dependency) {
    return "\"" + title_of(workspace, dependency.item) + "\" does not depend on \"" +
           title_of(workspace, dependency.other) + "\"";
}

Result<void, EngineError> check_live(Workspace& workspace, const Dependency& dependency) {
    if (is_live(workspace, dependency)) return {};
    return refuse(
        EngineError{EngineFault::wrong_value,
                    quoted_titles(workspace, dependency) +
                        ", so there is nothing to promise or to agree on. Ask for it first: `cairn "
                        "ask " +
                        short_id(workspace, dependency.item) + " " +
                        short_id(workspace, dependency.other) + " DATE`."});
}

// One date of the link; what was agreed on another one is agreed no more.
Result<replica::Committed, EngineError> write_date(ChangeBuilder& change,
                                                   const Dependency& dependency,
                                                   plan::FieldNumber field,
                                                   const std::string& date,
                                                   WallTime now) {
    Workspace& workspace = change.workspace();
    const ItemId link = link_of(workspace, dependency);
    const plan::TextContext context = text_context(workspace, now);
    const plan::FieldSpec& spec = *plan::find_field(field);
    const Value before = field_of(workspace, link, field);
    const bool was_empty = change.empty();
    const auto done = assign(change,
                             {link, depends().fields, depends().name, nullptr},
                             {std::string(spec.name), date},
                             context);
    if (!done) return refuse(done.error());
    const auto after = Value::parse(change.edits().back().value);
    if (was_empty && after && *after == before) {
        return refuse(EngineError{EngineFault::nothing_to_do,
                                  "That date is " + std::string(spec.name) + " already."});
    }
    if (field_of(workspace, link, plan::field::agreed).as_boolean().value_or(false))
        change.write(link, plan::field::agreed, Value());
    return change.commit(now);
}

}  // namespace

Result<replica::Committed, EngineError> ask_for(Workspace& workspace,
                                                const Dependency& dependency,
                                                const std::string& date,
                                                WallTime now) {
    if (dependency.item == dependency.other) {
        return refuse(EngineError{EngineFault::wrong_value, "An item cannot wait for itself."});
    }
    ChangeBuilder change(workspace);
    if (!is_live(workspace, dependency))
        change.link(dependency.item, plan::link::depends, dependency.other, true);
    return write_date(change, dependency, plan::field::asked, date, now);
}

Result<replica::Committed, EngineError> promise(Workspace& workspace,
                                                const Dependency& dependency,
                                                const std::string& date,
                                                WallTime now) {
    const auto live = check_live(workspace, dependency);
    if (!live) return refuse(live.error());
    ChangeBuilder change(workspace);
    return write_date(change, dependency, plan::field::promised, date, now);
}

Result<replica::Committed, EngineError> agree(Workspace& workspace,
                                              const Dependency& dependency,
                                              WallTime now) {
    const auto live = check_live(workspace, dependency);
    if (!live) return refuse(live.error());
    const ItemId link = link_of(workspace, dependency);
    if (!date_of(field_of(workspace, link, plan::field::promised))) {
        return refuse(EngineError{
            EngineFault::wrong_value,
            "Nothing was promised yet, so there is nothing to agree on. `cairn promise " +
                short_id(workspace, dependency.item) + " " + short_id(workspace, dependency.other) +
                " DATE` promises a date."});
    }
    if (field_of(workspace, link, plan::field::agreed).as_boolean().value_or(false)) {
        return refuse(EngineError{EngineFault::nothing_to_do, "That is agreed already."});
    }
    ChangeBuilder change(workspace);
    change.write(link, plan::field::agreed, Value::boolean(true));
    return change.commit(now);
}

const char* name_of(AgreementState state) {
    switch (state) {
        case AgreementState::none:
            return "none";
        case AgreementState::done:
            return "done";
        case AgreementState::late:
            return "late";
        case AgreementState::agreed:
            return "agreed";
        case AgreementState::promised_late:
            return "promised-late";
        case AgreementState::promised:
            return "promised";
        case AgreementState::asked:
            return "asked";
    }
    return "none";
}

bool waits(AgreementState state) {
    return state == AgreementState::late || state == AgreementState::promised_late ||
           state == AgreementState::promised || state == AgreementState::asked;
}

namespace {

bool has_ended(const Scheduled& scheduled, const ItemId& item) {
    const auto record = scheduled.plan.rows.find(item);
    return record != scheduled.plan.rows.end() && record->second.has_ended;
}

AgreementState state_of(const Scheduled& scheduled, const Agreement& agreement) {
    if (!agreement.asked && !agreement.promised) return AgreementState::none;
    if (has_ended(scheduled, agreement.dependency.other)) return AgreementState::done;
    if (!agreement.promised) return AgreementState::asked;
    const auto last = plan::at_minute(*agreement.promised, 0).minutes + plan::minutes_a_day;
    if (agreement.expected && *agreement.expected > last) return AgreementState::late;
    if (agreement.agreed) return AgreementState::agreed;
    const bool is_later = agreement.asked && *agreement.promised > *agreement.asked;
    return is_later ? AgreementState::promised_late : AgreementState::promised;
}

plan::Date first_date(const Agreement& agreement) {
    return agreement.asked ? *agreement.asked : *agreement.promised;
}

}  // namespace

std::vector<Agreement> agreements(Workspace& workspace, const Scheduled& scheduled) {
    std::vector<Agreement> all;
    for (const replica::LinkView& link : workspace.read().links()) {
        if (link.type != plan::link::depends) continue;
        Agreement agreement;
        agreement.link = link.link;
        agreement.dependency = {link.from, link.to};
        for (const replica::CellView& cell : workspace.read().cells(link.link)) {
            const Value value = Value::parse(cell.value).value_or(Value());
            if (cell.field == plan::field::asked) agreement.asked = date_of(value);
            if (cell.field == plan::field::promised) agreement.promised = date_of(value);
            if (cell.field == plan::field::agreed)
                agreement.agreed = value.as_boolean().value_or(false);
        }
        if (!agreement.asked && !agreement.promised) continue;
        if (workspace.read().in_trash(link.from) || workspace.read().in_trash(link.to)) continue;
        if (const auto dates = scheduled.schedule.dates(link.to)) {
            agreement.expected = dates->early_finish;
            agreement.latest = dates->late_finish;
        }
        agreement.state = state_of(scheduled, agreement);
        all.push_back(std::move(agreement));
    }
    std::sort(all.begin(), all.end(), [](const Agreement& a, const Agreement& b) {
        return std::pair(first_date(a), a.link) < std::pair(first_date(b), b.link);
    });
    return all;
}

}  // namespace cairn::engine
