// report: what the plan says, written for those who do not read plans.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/document_json.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/marks.h"
#include "client/report/gather.h"
#include "client/report/report.h"
#include "shared/platform/file.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

constexpr int usual_days = 7;
constexpr std::size_t id_characters = 8;

plan::Date day_of(WallTime wall) {
    return plan::date_from_iso(platform::local_date(wall)).value_or(plan::Date{});
}

// A report that was written to a file is a mark of its day: writing it again on that day takes its
// place, so that the next report looks back past all of them. (Decision 117)
std::string notes_start(const ReportArguments& arguments) { return arguments.kind + " report "; }

std::string note_of(const ReportArguments& arguments,
                    plan::Date day,
                    const std::optional<ItemId>& program) {
    return notes_start(arguments) + plan::to_iso(day) + " of " +
           (program ? to_base32(program->view()).substr(0, id_characters) : "everything");
}

// The newest of an earlier day than the report's own.
std::optional<engine::Mark> last_report(engine::Workspace& workspace,
                                        const ReportArguments& arguments,
                                        plan::Date day,
                                        const std::optional<ItemId>& program) {
    std::optional<engine::Mark> last;
    std::optional<plan::Date> last_day;
    for (engine::Mark& mark : engine::all_marks(workspace)) {
        const std::string start = notes_start(arguments);
        constexpr std::size_t iso_characters = 10;
        if (!mark.name.starts_with(start)) continue;
        const auto of = plan::date_from_iso(
            std::string_view(mark.name).substr(start.size()).substr(0, iso_characters));
        if (!of || *of >= day || (last_day && *of <= *last_day)) continue;
        if (mark.name != note_of(arguments, *of, program)) continue;
        last_day = of;
        last = std::move(mark);
    }
    return last;
}

struct Since {
    engine::Moment moment;
    std::string spoken;
};

Result<Since, engine::EngineError> usual_since(Context& context,
                                               engine::Workspace& workspace,
                                               plan::Date day,
                                               const char* why) {
    const std::string iso = plan::to_iso(plan::add_days(day, 1 - usual_days).value_or(day));
    auto moment = engine::find_moment(workspace, iso, engine::DayMeans::start, context.now);
    if (!moment) return refuse(moment.error());
    return Since{std::move(*moment), iso + why};
}

Result<Since, engine::EngineError> find_since(Context& context,
                                              engine::Workspace& workspace,
                                              const ReportArguments& arguments,
                                              plan::Date day,
                                              const std::optional<ItemId>& program) {
    if (arguments.since.empty()) return usual_since(context, workspace, day, "");
    if (arguments.since == "last") {
        const auto last = last_report(workspace, arguments, day, program);
        if (!last)
            return usual_since(context, workspace, day, " (no earlier report was made here)");
        auto moment =
            engine::find_moment(workspace, last->name, engine::DayMeans::end, context.now);
        if (!moment) return refuse(moment.error());
        return Since{std::move(*moment), "the report of " + plan::to_iso(day_of(last->put))};
    }
    auto moment =
        engine::find_moment(workspace, arguments.since, engine::DayMeans::start, context.now);
    if (!moment) return refuse(moment.error());
    return Since{*moment,
                 moment->what == engine::Moment::What::time ? moment->spoken
                                                            : plan::to_iso(day_of(moment->wall))};
}

Result<engine::Moment, engine::EngineError> find_as_of(Context& context,
                                                       engine::Workspace& workspace,
                                                       const ReportArguments& arguments) {
    if (arguments.as_of.empty()) return engine::present_moment(workspace, context.now);
    return engine::find_moment(workspace, arguments.as_of, engine::DayMeans::end, context.now);
}

Result<report::Wish, engine::EngineError> understand(Context& context,
                                                     engine::Workspace& workspace,
                                                     const ReportArguments& arguments) {
    auto as_of = find_as_of(context, workspace, arguments);
    if (!as_of) return refuse(as_of.error());
    std::optional<ItemId> program;
    if (!arguments.program.empty()) {
        const auto found = engine::find_item_as_of(workspace, arguments.program, *as_of);
        if (!found) return refuse(found.error());
        program = *found;
    }
    auto since = find_since(context, workspace, arguments, day_of(as_of->wall), program);
    if (!since) return refuse(since.error());
    if (as_of->wall < since->moment.wall)
        return refuse(engine::EngineError{engine::EngineFault::wrong_value,
                                          "--as-of " + as_of->spoken + " is before --since " +
                                              since->moment.spoken + ". Exchange them."});
    return report::Wish{
        std::move(*as_of), std::move(since->moment), std::move(since->spoken), program};
}

std::string format_of(const ReportArguments& arguments) {
    if (!arguments.format.empty()) return arguments.format;
    const std::string_view file = arguments.file;
    return file.ends_with(".html") || file.ends_with(".htm") ? "html" : "md";
}

json document_json(const ReportArguments& arguments,
                   const report::Evidence& evidence,
                   const report::Document& document) {
    return {{"report", arguments.kind},
            {"title", document.title},
            {"program", evidence.program ? json(to_base32(evidence.program->view())) : json()},
            {"as_of", evidence.as_of},
            {"since", evidence.looks_back},
            {"made_from", evidence.made_from},
            {"sections", sections_json(document)}};
}

Exit write_file(Context& context,
                engine::Workspace& workspace,
                const ReportArguments& arguments,
                const report::Wish& wish,
                const report::Document& document) {
    if (const auto kept = is_to_be_kept(context, arguments.file)) return fail(context, *kept);
    const std::string format = format_of(arguments);
    const std::string text =
        format == "html" ? report::to_html(document) : report::to_markdown(document);
    const auto written =
        platform::write_file(arguments.file, bytes_of(text), platform::Privacy::shared);
    if (!written) return fail(context, {engine::EngineFault::disk, written.error().sentence});
    const auto noted = engine::put_mark(workspace,
                                        note_of(arguments, day_of(wish.as_of.wall), wish.program),
                                        wish.as_of.cut,
                                        wish.as_of.wall);
    if (!noted) return fail(context, noted.error());
    context.out.object({{"file", arguments.file}, {"format", format}, {"report", arguments.kind}});
    context.out.note(
        fmt::format("Wrote {} to {}.", printable(document.title), printable(arguments.file)));
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const ReportArguments& arguments) {
    if (!arguments.file.empty() && !context.common.draft.empty())
        return wrong_use(context,
                         "A report in a file is noted as made, and a draft is not the plan. Leave "
                         "out -o or --draft.");
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto wish = understand(context, workspace, arguments);
        if (!wish) return fail(context, wish.error());
        const auto evidence = report::gather(workspace, *wish);
        if (!evidence) return fail(context, evidence.error());
        const report::Document document =
            report::write(*report::find_kind(arguments.kind), *evidence);
        if (!arguments.file.empty())
            return write_file(context, workspace, arguments, *wish, document);
        if (context.out.json())
            context.out.object(document_json(arguments, *evidence, document));
        else
            context.out.raw(format_of(arguments) == "html" ? report::to_html(document)
                                                           : report::to_markdown(document));
        return Exit::ok;
    });
}

}  // namespace cairn::cli
