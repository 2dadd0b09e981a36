#include "client/merge/edit.h"

#include "client/merge/identity.h"

namespace cairn::merge {

ChangeId identity_of(const Change& change) {
    const ChangeHeader header{
        change.device, change.sitting, change.counter, change.wall, change.predecessor};
    IdentityHasher hasher(header, change.deps, change.edits.size());
    for (const Edit& edit : change.edits)
        hasher.edit(edit.cell.item, edit.cell.field, edit.cell.element, edit.value, edit.over);
    return hasher.finish();
}

}  // namespace cairn::merge
