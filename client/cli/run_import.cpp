// import.
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/import_state.h"
#include "client/cli/shown_schedule.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/undo_commands.h"
#include "client/exchange/csv_import.h"
#include "client/exchange/gan.h"
#include "client/exchange/import_changes.h"
#include "client/exchange/import_format.h"
#include "client/exchange/import_json.h"
#include "client/exchange/imported_catalog.h"
#include "client/exchange/mspdi.h"
#include "client/exchange/tjp.h"
#include "client/plan/value_text.h"
#include "shared/base/hash.h"
#include "shared/platform/file.h"

namespace cairn::cli {
namespace {

using exchange::ImportedPlan;
using exchange::PlannedImport;
using nlohmann::json;

engine::EngineError wrong(const std::string& sentence) {
    return {engine::EngineFault::wrong_value, sentence};
}

// Rules as given; what holds no '=' names a file of them.
Result<std::string, engine::EngineError> map_text(const ImportArguments& arguments) {
    constexpr std::size_t bytes_max = 64 * 1024;
    std::string text;
    for (const std::string& given : arguments.map) {
        std::string rules = given;
        if (given.find('=') == std::string::npos) {
            const auto file = platform::read_file(given, bytes_max);
            if (!file) {
                return refuse(wrong(file.error().sentence +
                                    " --map takes rules, such as \"title=Summary,id=Key\", or a "
                                    "file of them."));
            }
            rules = text_of(*file);
        }
        text += (text.empty() ? "" : "\n") + rules;
    }
    return text;
}

Result<ImportedPlan, exchange::ImportError> read_table(std::string_view bytes,
                                                       const std::string& map) {
    const auto table = exchange::read_csv(bytes);
    if (!table) return refuse(table.error());
    const auto parsed =
        map.empty() ? exchange::guess_csv_map(*table) : exchange::parse_csv_map(map);
    if (!parsed) return refuse(parsed.error());
    return exchange::import_csv(*table, *parsed);
}

Result<ImportedPlan, engine::EngineError> read_plan(const ImportArguments& arguments,
                                                    std::string_view bytes,
                                                    const std::string& map) {
    using exchange::ImportFormat;
    const ImportFormat format = exchange::format_named(arguments.format)
                                    .value_or(exchange::guessed_format(arguments.file, bytes));
    auto plan = format == ImportFormat::mspdi  ? exchange::read_mspdi(bytes)
                : format == ImportFormat::gan  ? exchange::read_gan(bytes)
                : format == ImportFormat::json ? exchange::read_json(bytes)
                : format == ImportFormat::tjp  ? exchange::read_tjp(bytes)
                                               : read_table(bytes, map);
    if (!plan) return refuse(wrong(plan.error().message));
    return std::move(*plan);
}

Result<void, engine::EngineError> write_changes(Context& context,
                                                engine::Workspace& workspace,
                                                const PlannedImport& planned) {
    std::optional<replica::EditRow> mark;
    std::vector<ChangeId> parts;
    std::size_t written = 0;
    for (const exchange::ImportChange& change : planned.changes) {
        context.out.progress(
            fmt::format("Writing part {} of {} ...", ++written, planned.changes.size()));
        std::vector<replica::LocalEdit> edits;
        edits.reserve(change.size());
        for (const exchange::ImportEdit& edit : change) {
            replica::LocalEdit local;
            local.item = edit.cell.item;
            local.field = edit.cell.field;
            local.element = edit.cell.element;
            local.value = edit.value.canonical();
            for (const exchange::PastEdit past : edit.over) local.over.push_back({past.value});
            if (edit.follows)
                local.own_over.push_back(static_cast<std::uint32_t>(edits.size() - 1));
            edits.push_back(std::move(local));
        }
        if (mark && !edits.empty()) edits.front().over.push_back(*mark);
        const auto committed = workspace.commit(edits, context.now);
        if (!committed) return refuse(committed.error());
        if (planned.is_marked) mark = committed->edit(0);
        parts.push_back(committed->change);
        engine::note_action(workspace, parts);
    }
    return {};
}

json notes_json(const exchange::NoteList& list) {
    json notes = json::array();
    for (const exchange::ImportNote& note : list.notes())
        notes.push_back({{"where", note.where}, {"what", note.what}});
    return notes;
}

using Elsewhere = std::vector<exchange::DateElsewhere>;

json elsewhere_json(const Elsewhere& elsewhere) {
    json list = json::array();
    for (const exchange::DateElsewhere& one : elsewhere) {
        list.push_back({{"item", to_base32(one.move.item.view())},
                        {"title", one.title},
                        {"start", moment_json(one.move.start_before)},
                        {"finish", moment_json(one.move.finish_before)},
                        {"start_by_schedule", moment_json(one.move.start)},
                        {"finish_by_schedule", moment_json(one.move.finish)}});
    }
    return list;
}

void show_elsewhere(Context& context, const Elsewhere& elsewhere) {
    constexpr std::size_t shown_max = 10;
    if (elsewhere.empty()) return;
    context.out.note(
        fmt::format("Dates that the schedule would put elsewhere; they stay as in the file: {}.",
                    elsewhere.size()));
    for (std::size_t i = 0; i < elsewhere.size() && i < shown_max; ++i) {
        const schedule::Move& move = elsewhere[i].move;
        const auto text = [](std::optional<schedule::Minute> moment) {
            return moment ? plan::to_iso(plan::LocalMinute{*moment}) : std::string();
        };
        context.out.note(fmt::format("  {}: {}..{}, by the schedule {}..{}",
                                     printable(elsewhere[i].title),
                                     text(move.start_before),
                                     text(move.finish_before),
                                     text(move.start),
                                     text(move.finish)));
    }
    if (elsewhere.size() > shown_max)
        context.out.note("  and others; `cairn schedule` lists them once they are here.");
}

json changes_json(const exchange::ImportDifference& d) {
    json list = json::array();
    for (const exchange::FieldDifference& one : d.changed) {
        const plan::FieldSpec* field = plan::find_field(one.cell.field);
        list.push_back(
            {{"item", to_base32(one.cell.item.view())},
             {"title", one.row.title},
             {"field",
              field == nullptr ? "#" + std::to_string(one.cell.field) : std::string(field->name)},
             {"element", one.cell.element},
             {"before", one.before},
             {"after", one.after.canonical()}});
    }
    return list;
}

json report_json(const ImportArguments& arguments,
                 const ImportedPlan& plan,
                 const PlannedImport& planned,
                 std::size_t already_here,
                 const Elsewhere& elsewhere) {
    const json dropped = notes_json(plan.report.dropped);
    const exchange::ImportDifference& d = planned.difference;
    return {{"title", plan.title},
            {"format", plan.format},
            {"dry_run", arguments.dry_run},
            {"read", plan.report.read},
            {"left_out", plan.report.left_out},
            {"dropped", dropped},
            {"dropped_count", plan.report.dropped.count()},
            {"warnings", notes_json(plan.report.warnings)},
            {"warnings_count", plan.report.warnings.count()},
            {"added", d.added.size()},
            {"changed", d.changed.size()},
            {"changes", changes_json(d)},
            {"already_here", already_here},
            {"moved", d.moved.size()},
            {"links_added", d.links_added},
            {"links_changed", d.links_changed},
            {"links_removed", d.links_removed},
            {"in_trash", d.in_trash.size()},
            {"gone", d.gone.size()},
            {"elsewhere", elsewhere_json(elsewhere)}};
}

void show_counts(Context& context,
                 const char* what,
                 const std::map<std::string, std::size_t>& counts) {
    std::string list;
    for (const auto& [name, count] : counts) {
        if (count == 0) continue;
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, printable(name));
    }
    if (!list.empty()) context.out.note(fmt::format("{}: {}.", what, list));
}

// What was noted for one reason again and again is said once.
void show_notes(Context& context, const char* what, const exchange::NoteList& list) {
    constexpr std::size_t shown_max = 10;
    struct Reason {
        std::string first_where;
        std::size_t times = 0;
    };
    std::vector<std::string> order;
    std::map<std::string, Reason> reasons;
    for (const exchange::ImportNote& note : list.notes()) {
        Reason& reason = reasons[note.what];
        if (reason.times++ == 0) {
            reason.first_where = note.where;
            order.push_back(note.what);
        }
    }
    if (list.count() > 0) context.out.note(fmt::format("{}: {}.", what, list.count()));
    for (std::size_t i = 0; i < order.size() && i < shown_max; ++i) {
        const Reason& reason = reasons[order[i]];
        const std::string again =
            reason.times > 1 ? fmt::format(" (and {} more)", reason.times - 1) : "";
        context.out.note(
            fmt::format("  {}{}: {}", printable(reason.first_where), again, printable(order[i])));
    }
    if (order.size() > shown_max) context.out.note("  and others; --json lists them.");
}

// Of a cell as people read it; a text only by how long it is.
std::string cell_text(const plan::FieldSpec& field,
                      const std::string& canonical,
                      const plan::TextContext& names) {
    const auto value = merge::Value::shown(canonical);
    if (!value || value->is_unset()) return "nothing";
    constexpr std::size_t shown_max = 60;
    const std::string text = plan::print_value(field, *value, names);
    if (text.size() <= shown_max) return "'" + printable(text) + "'";
    return fmt::format("{} bytes", text.size());
}

void show_changes(Context& context,
                  const exchange::ImportDifference& d,
                  const plan::TextContext& names) {
    constexpr std::size_t shown_max = 20;
    std::size_t shown = 0;
    for (const exchange::FieldDifference& one : d.changed) {
        const plan::FieldSpec* field = plan::find_field(one.cell.field);
        if (field == nullptr || ++shown > shown_max) continue;
        const std::string what =
            one.cell.element.empty()
                ? fmt::format("{} -> {}",
                              cell_text(*field, one.before, names),
                              cell_text(*field, one.after.canonical(), names))
                : fmt::format("{} {}",
                              one.after == merge::Value::boolean(true) ? "with" : "without",
                              cell_text(*field, one.cell.element, names));
        context.out.note(fmt::format("  {}: {} {}", printable(one.row.title), field->name, what));
    }
    for (const exchange::RowDifference& row : d.moved) {
        if (++shown > shown_max) break;
        context.out.note(fmt::format("  {}: moved", printable(row.title)));
    }
    if (shown > shown_max) context.out.note("  and others; --json lists them.");
}

void show_difference(Context& context, const exchange::ImportDifference& d) {
    std::string done;
    const auto say = [&](std::size_t count, const char* what) {
        if (count > 0) done += fmt::format("{}{} {}", done.empty() ? "" : ", ", count, what);
    };
    say(d.added.size(), "new");
    say(d.changed.size(), "fields changed");
    say(d.moved.size(), "moved");
    say(d.links_added, "links made");
    say(d.links_changed, "links changed");
    say(d.links_removed, "links removed");
    if (!done.empty()) context.out.note(done + ".");
    if (!d.in_trash.empty()) {
        context.out.note(fmt::format(
            "{} of the file's rows are in the trash here; they stay there.", d.in_trash.size()));
    }
    if (!d.gone.empty()) {
        context.out.note(fmt::format(
            "{} imported before are no longer in the file; they are left alone.", d.gone.size()));
    }
}

void show_report(Context& context, const ImportedPlan& plan, const PlannedImport& planned) {
    show_counts(context, "Read", plan.report.read);
    show_counts(context, "Left out, since Cairn has no place for it", plan.report.left_out);
    show_notes(context, "Dropped, since it was wrong", plan.report.dropped);
    show_notes(context, "Read otherwise than it stands, or doubtful", plan.report.warnings);
    show_difference(context, planned.difference);
}

// A plan of Cairn's own was scheduled here, or wherever it comes from.
Elsewhere elsewhere_of(Context& context,
                       engine::Workspace& workspace,
                       const ImportedPlan& plan,
                       const exchange::ImportTarget& target) {
    if (exchange::keeps_ids(plan)) return {};
    return exchange::dates_elsewhere(
        plan,
        [&](const exchange::RowKey& key) { return exchange::item_of_row(target, key); },
        engine::text_context(workspace, context.now).today);
}

Exit import_into(Context& context,
                 engine::Workspace& workspace,
                 const ImportArguments& arguments,
                 std::string_view bytes) {
    const std::string file = std::filesystem::path(arguments.file).filename().string();
    const std::string name = arguments.source.empty() ? file : arguments.source;
    const auto source = known_source(workspace, name);
    auto given = map_text(arguments);
    if (!given) return fail(context, given.error());
    std::string map = std::move(*given);
    if (map.empty() && source) {
        if (const auto cell = workspace.read().cell({*source, plan::field::column_map, {}});
            cell && cell->value.size() > 1) {
            map = cell->value.substr(1);
        }
    }
    context.out.progress("Reading " + file + " ...");
    const auto plan = read_plan(arguments, bytes, map);
    if (!plan) return fail(context, plan.error());
    const auto under = engine::find_parent(workspace, arguments.under);
    if (!under) return fail(context, under.error());
    if (const auto trashed = engine::in_the_trash(workspace, *under))
        return fail(context, *trashed);
    exchange::ImportTarget target;
    target.workspace = workspace.id();
    target.source = source.value_or(workspace.random().make<ItemId>());
    target.under = *under;
    target.file = name;
    target.digest = to_hex(Hasher("cairn/1 imported file").add(bytes_of(bytes)).finish());
    target.column_map = map;
    target.already_here = people_here(workspace, target, *plan);
    context.out.progress("Comparing with the plan ...");
    const PlannedImport planned =
        exchange::plan_changes(*plan,
                               target,
                               exchange::keeps_ids(*plan) ? shown_state(workspace, target, *plan)
                                                          : state_of(workspace, source));
    if (!arguments.dry_run) {
        const auto written = write_changes(context, workspace, planned);
        context.out.progress("");
        if (!written) return fail(context, written.error());
    }
    const Elsewhere elsewhere = elsewhere_of(context, workspace, *plan, target);
    context.out.object(
        report_json(arguments, *plan, planned, target.already_here.size(), elsewhere));
    show_report(context, *plan, planned);
    if (!target.already_here.empty())
        context.out.note(
            fmt::format("{} of the file's people and teams are here already by that "
                        "name or address: theirs is the item that is used.",
                        target.already_here.size()));
    if (arguments.dry_run)
        show_changes(context, planned.difference, engine::text_context(workspace, context.now));
    show_elsewhere(context, elsewhere);
    if (plan->rows.empty())
        context.out.note("There is nothing in the file to read.");
    else if (arguments.dry_run)
        context.out.note("Nothing was changed: this was a dry run.");
    else if (planned.changes.empty())
        context.out.note("Nothing to do: all of it is here already.");
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const ImportArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto bytes = platform::read_file(arguments.file, exchange::ImportLimits().bytes_max);
        if (!bytes) return fail(context, {engine::EngineFault::disk, bytes.error().sentence});
        return import_into(context, workspace, arguments, text_of(*bytes));
    });
}

}  // namespace cairn::cli
