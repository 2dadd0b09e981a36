#pragma once
// What every imported plan promises, whatever the file was (client/exchange/imported_plan.h).
#include <set>
#include <string>

#include "client/exchange/imported_plan.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "shared/base/contract.h"

namespace cairn::exchange {

// What a later version of Cairn wrote waits for it: only files of our own hold such things.
inline bool is_sound(const merge::Schema& schema, const merge::EditForm& form, bool may_wait) {
    const merge::Verdict verdict = merge::judge_form(schema, {}, form);
    return verdict == merge::Verdict::valid || (may_wait && verdict == merge::Verdict::parked);
}

inline void check_fields(const merge::Schema& schema,
                         const std::vector<ImportedField>& fields,
                         const std::set<std::string>& keys,
                         bool may_wait) {
    for (const ImportedField& field : fields) {
        if (const auto* key = std::get_if<RowKey>(&field.value)) {
            CAIRN_ASSERT(keys.contains(key->text));
            continue;
        }
        merge::EditForm form;
        form.field = field.field;
        const merge::Value& value = std::get<merge::Value>(field.value);
        const plan::FieldSpec* spec = plan::find_field(field.field);
        CAIRN_ASSERT(spec != nullptr || may_wait);
        if (spec != nullptr && spec->fold == merge::Fold::text) {
            CAIRN_ASSERT(value.type() == merge::ValueType::text);
            continue;
        }
        form.value = value.canonical();
        CAIRN_ASSERT(is_sound(schema, form, may_wait));
    }
}

inline void check_plan(const ImportedPlan& plan) {
    const merge::Schema schema = plan::to_schema();
    const bool may_wait = plan.format == "json";
    std::set<std::string> keys;
    for (const ImportedRow& row : plan.rows) {
        CAIRN_ASSERT(row.parent.text.empty() || keys.contains(row.parent.text));
        CAIRN_ASSERT(keys.insert(row.key.text).second);
        CAIRN_ASSERT(may_wait || plan::find_kind(row.kind) != nullptr);
        CAIRN_ASSERT(row.kept || (!row.title.empty() && merge::Value::text(row.title)));
        for (const ImportedElement& element : row.elements) {
            merge::EditForm form;
            form.field = element.field;
            form.element = element.element;
            form.value = "b1";
            CAIRN_ASSERT(merge::judge_form(schema, {}, form) != merge::Verdict::void_by_form);
        }
    }
    for (const ImportedRow& row : plan.rows) check_fields(schema, row.fields, keys, may_wait);
    for (const ImportedLink& link : plan.links) {
        CAIRN_ASSERT(keys.contains(link.from.text) && keys.contains(link.to.text));
        CAIRN_ASSERT(link.from != link.to);
        CAIRN_ASSERT(may_wait || plan::find_link(link.type) != nullptr);
        check_fields(schema, link.fields, keys, may_wait);
    }
    for (const NoteList* list : {&plan.report.dropped, &plan.report.warnings}) {
        for (const ImportNote& note : list->notes()) {
            CAIRN_ASSERT(merge::Value::text(note.where + note.what));
        }
    }
}

}  // namespace cairn::exchange
