// edit, blame.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/cli/text_file.h"
#include "client/engine/comment_commands.h"
#include "client/engine/lookup.h"
#include "client/engine/text_difference.h"
#include "client/engine/text_editing.h"
#include "client/engine/text_history.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using engine::EngineError;
using engine::EngineFault;

Result<merge::Cell, EngineError> find_text(engine::Workspace& workspace,
                                           const std::string& item,
                                           const std::string& field) {
    const auto found = engine::find_item(workspace, item);
    if (!found) return refuse(found.error());
    return engine::text_cell(workspace, *found, field);
}

Exit tell_saved(Context& context,
                engine::Workspace& workspace,
                const merge::Cell& cell,
                const std::optional<replica::Committed>& saved,
                bool merged) {
    nlohmann::json answer = {{"item", to_base32(cell.item.view())},
                             {"field", field_name(cell.field)},
                             {"changed", saved.has_value()},
                             {"merged", merged}};
    if (saved) answer["change"] = change_answer(context, saved->change);
    context.out.object(answer);
    const std::string name = fmt::format(
        "{} of \"{}\"", field_name(cell.field), printable(engine::title_of(workspace, cell.item)));
    if (!saved) {
        context.out.note("Nothing was changed in " + name + ".");
        return Exit::ok;
    }
    context.out.note("Saved " + name + ".");
    if (merged)
        context.out.note("Somebody else wrote there in the meantime: the text now holds both.");
    return Exit::ok;
}

// What the person made of the text, out of the editor and into the plan.
Exit take_over(Context& context,
               engine::Workspace& workspace,
               const merge::Cell& cell,
               engine::OpenText& text,
               const TextFile& file) {
    const std::string before = text.text();
    const auto typed = file.read(before.size() + engine::added_bytes_max + 1);
    if (!typed) return fail(context, file.kept(typed.error()));
    if (*typed == before) {
        file.remove();
        return tell_saved(context, workspace, cell, std::nullopt, false);
    }
    const auto replaced = text.replace(*typed);
    if (!replaced) return fail(context, file.kept(replaced.error()));
    const auto saved = text.save(context.editor.now());
    if (!saved) return fail(context, file.kept(saved.error()));
    file.remove();
    return tell_saved(context, workspace, cell, *saved, !text.refresh().empty());
}

// What a person is given to edit, and where it belongs.
struct Given {
    merge::Cell cell;
    std::string text;
};

Result<Given, EngineError> given(Context& context,
                                 engine::Workspace& workspace,
                                 const EditArguments& arguments) {
    const auto cell = find_text(workspace, arguments.item, arguments.field);
    if (!cell) return refuse(cell.error());
    const auto allowed = engine::check_no_words(workspace, cell->item, cell->field);
    if (!allowed) return refuse(allowed.error());
    if (workspace.device() == nullptr) return refuse(workspace.no_keys());
    if (!context.editor.run) {
        return refuse(EngineError{
            EngineFault::wrong_use,
            "There is no editor to open: neither $VISUAL nor $EDITOR names one, and this is no "
            "terminal. `cairn set ITEM " +
                field_name(cell->field) + "=TEXT` writes a text without one"});
    }
    return Given{*cell, engine::OpenText(workspace, *cell).text()};
}

TextFile file_for(Context& context, const merge::Cell& cell) {
    return {context,
            to_base32(cell.item.view()).substr(0, 8) + "-" + std::string(field_name(cell.field))};
}

// A draft is entered twice, to read and to write, since it keeps others from writing.
Exit edit_in_draft(Context& context, const EditArguments& arguments) {
    std::optional<Given> shown;
    const Exit exit =
        with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
            auto found = given(context, workspace, arguments);
            if (!found) return fail(context, found.error());
            shown = std::move(*found);
            return Exit::ok;
        });
    if (!shown) return exit;
    TextFile file = file_for(context, shown->cell);
    const auto edited = file.let_person_edit(shown->text);
    if (!edited) return fail(context, edited.error());
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        engine::OpenText text(workspace, shown->cell);
        if (text.text() == shown->text)
            return take_over(context, workspace, shown->cell, text, file);
        return fail(context,
                    file.kept({EngineFault::busy,
                               "The text was changed elsewhere while you edited it in the draft. "
                               "Edit it again."}));
    });
}

}  // namespace

Exit run(Context& context, const EditArguments& arguments) {
    if (!context.common.draft.empty()) return edit_in_draft(context, arguments);
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto shown = given(context, workspace, arguments);
        if (!shown) return fail(context, shown.error());
        engine::OpenText text(workspace, shown->cell);
        TextFile file = file_for(context, shown->cell);
        const auto edited = file.let_person_edit(text.text());
        if (!edited) return fail(context, edited.error());
        return take_over(context, workspace, shown->cell, text, file);
    });
}

Exit run(Context& context, const BlameArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto cell = find_text(workspace, arguments.item, arguments.field);
        if (!cell) return fail(context, cell.error());
        const std::vector<engine::WrittenRun> runs = engine::blame(workspace, *cell);
        for (const engine::WrittenRun& run : runs) {
            const std::string by = workspace.name_of(run.device);
            context.out.object({{"text", run.text},
                                {"by", by},
                                {"device", to_base32(run.device.view())},
                                {"time_ms", run.wall.ms},
                                {"change", to_base32(run.change.view())}});
            if (context.out.json()) continue;
            context.out.cut(fmt::format(
                "{}  {}  {}  {}",
                context.out.tone(Tone::warning, to_base32(run.change.view()).substr(0, 8)),
                platform::local_minute(run.wall),
                printable(by),
                printable(run.text)));
        }
        if (runs.empty()) context.out.note("Nothing is written there.");
        return Exit::ok;
    });
}

}  // namespace cairn::cli
