// edit, blame.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/text_difference.h"
#include "client/engine/text_editing.h"
#include "client/engine/text_history.h"
#include "shared/platform/file.h"
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

// A text as a file while it is edited: private, and gone once what was typed is safe.
class TextFile {
public:
    TextFile(Context& context, const merge::Cell& cell)
        : folder_(context.home.folder() / "edits"),
          path_(folder_ /
                fmt::format("{}-{}-{}.md",
                            to_base32(cell.item.view()).substr(0, 8),
                            field_name(cell.field),
                            to_base32(context.random.make<SittingId>().view()).substr(0, 6))) {}

    Result<void, EngineError> write(const std::string& text) {
        added_line_end_ = text.empty() || text.back() != '\n';
        const std::string lines = added_line_end_ && !text.empty() ? text + "\n" : text;
        auto made = platform::make_private_folder(folder_);
        if (made)
            made = platform::write_file(path_, bytes_of(lines), platform::Privacy::owner_only);
        if (!made) return refuse(EngineError{EngineFault::disk, made.error().sentence});
        return {};
    }
    // Without the line end that editors, and `write`, put behind the last line.
    Result<std::string, EngineError> read(std::size_t bytes_max) const {
        const auto bytes = platform::read_file(path_, bytes_max);
        if (!bytes) return refuse(EngineError{EngineFault::too_large, bytes.error().sentence});
        std::string text(bytes->begin(), bytes->end());
        if (added_line_end_ && !text.empty() && text.back() == '\n') text.pop_back();
        return text;
    }
    void remove() const {
        std::error_code left_behind;
        std::filesystem::remove(path_, left_behind);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path folder_;
    std::filesystem::path path_;
    bool added_line_end_ = false;
};

EngineError kept(const EngineError& error, const TextFile& file) {
    return {error.fault, error.sentence + " What you typed is kept in " + file.path().string()};
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
    if (saved) answer["change"] = to_base32(saved->change.view());
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
    if (!typed) return fail(context, kept(typed.error(), file));
    if (*typed == before) {
        file.remove();
        return tell_saved(context, workspace, cell, std::nullopt, false);
    }
    const auto replaced = text.replace(*typed);
    if (!replaced) return fail(context, kept(replaced.error(), file));
    const auto saved = text.save(context.editor.now());
    if (!saved) return fail(context, kept(saved.error(), file));
    file.remove();
    return tell_saved(context, workspace, cell, *saved, !text.refresh().empty());
}

}  // namespace

Exit run(Context& context, const EditArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto cell = find_text(workspace, arguments.item, arguments.field);
        if (!cell) return fail(context, cell.error());
        if (workspace.device() == nullptr) return fail(context, workspace.no_keys());
        if (!context.editor.run) {
            return fail(context,
                        {EngineFault::wrong_use,
                         "There is no editor to open: neither $VISUAL nor $EDITOR names one, and "
                         "this is no terminal. `cairn set ITEM " +
                             field_name(cell->field) + "=TEXT` writes a text without one"});
        }
        engine::OpenText text(workspace, *cell);
        TextFile file(context, *cell);
        const auto written = file.write(text.text());
        if (!written) return fail(context, written.error());
        const int code = context.editor.run(file.path());
        if (code != 0) {
            return fail(
                context,
                kept({EngineFault::stopped,
                      fmt::format("The editor ended with code {}, so nothing was saved.", code)},
                     file));
        }
        return take_over(context, workspace, *cell, text, file);
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
