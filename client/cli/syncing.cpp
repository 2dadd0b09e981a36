#include "client/cli/syncing.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/terminal_text.h"
#include "shared/platform/file.h"

namespace cairn::cli {

std::string refusal_of(const engine::SyncReport& report) {
    if (report.envelopes_refused == 0) return "";
    std::string text = "The server refused " + counted(report.envelopes_refused, "envelope") + ":";
    for (const std::string& why : report.refusals) text += " " + printable(why);
    return text + " What was refused is kept here and offered again by the next sync.";
}

namespace {

std::string watching_sentence(const engine::SyncReport& report) {
    const std::string refusal = refusal_of(report);
    return refusal.empty() ? "Up to date, and watching; Ctrl-C ends it."
                           : refusal + " Watching; Ctrl-C ends it.";
}

}  // namespace

engine::SyncOptions sync_options(Context& context, bool watch, std::uint32_t timeout_s) {
    engine::SyncOptions options;
    options.watch = watch;
    options.timeout_ms = std::int64_t{timeout_s} * 1000;
    options.tell = [&context, watch](const engine::SyncNews& news) {
        switch (news.moment) {
            case engine::SyncMoment::connecting:
                context.out.progress("Connecting ...");
                break;
            case engine::SyncMoment::connected:
                context.out.progress("Connected.");
                break;
            case engine::SyncMoment::progress:
                context.out.progress(fmt::format("{} received, {} sent",
                                                 counted(news.report->changes_received, "change"),
                                                 counted(news.report->envelopes_sent, "envelope")));
                break;
            case engine::SyncMoment::live:
                context.out.progress(watch ? watching_sentence(*news.report) : "");
                break;
            case engine::SyncMoment::waiting:
                context.out.progress(news.sentence);
                break;
        }
    };
    return options;
}

Result<engine::SyncReport, engine::EngineError> sync_now(Context& context,
                                                         engine::Workspace& workspace,
                                                         const std::string& name,
                                                         engine::SyncOptions options) {
    const std::filesystem::path file = context.home.watch_lock_of(name);
    const auto lock = platform::FileLock::try_take(file);
    if (workspace.device() == nullptr) return engine::run_sync(workspace, std::move(options));
    if (!lock && !std::filesystem::is_regular_file(file)) {
        return refuse(engine::EngineError{
            engine::EngineFault::disk,
            "The file '" + file.string() +
                "' cannot be made: is its folder missing, or may it not be written to?"});
    }
    if (!lock) {
        return refuse(engine::EngineError{
            engine::EngineFault::busy,
            "Another process watches the server for this workspace: it sends and "
            "receives by itself. Stop it to sync by hand."});
    }
    return engine::run_sync(workspace, std::move(options));
}

nlohmann::json report_json(const engine::SyncReport& report) {
    return {{"changes_received", report.changes_received},
            {"edits_received", report.edits_received},
            {"envelopes_received", report.envelopes_received},
            {"envelopes_sent", report.envelopes_sent},
            {"envelopes_refused", report.envelopes_refused},
            {"bytes_sent", report.bytes_sent},
            {"records_received", report.records_received},
            {"records_sent", report.records_sent},
            {"parked", report.parked},
            {"void", report.invalid},
            {"withheld", report.withheld},
            {"key_missing", report.key_missing},
            {"warnings", report.warnings},
            {"refusals", report.refusals}};
}

void show_report(Context& context, const engine::SyncReport& report) {
    const std::string refusal = refusal_of(report);
    context.out.note(fmt::format("{}: {} received, {} sent.",
                                 refusal.empty() ? "Synced" : "Not all was sent",
                                 counted(report.changes_received, "change"),
                                 counted(report.envelopes_sent, "envelope")));
    if (!refusal.empty() && !context.out.json()) context.out.error(refusal);
    for (const std::string& warning : report.warnings)
        context.out.note("Note: " + printable(warning));
    note_arrivals(context, report.withheld, report.own_branch);
    if (report.key_missing) {
        context.out.note(
            "Own changes wait for the key of the workspace: a member who is online hands it over.");
    }
    constexpr std::int64_t clock_tolerated_ms = 60'000;
    if (std::abs(report.clock_ahead_ms) > clock_tolerated_ms) {
        context.out.note(
            fmt::format("This laptop's clock is {} s away from the server's: set it right.",
                        report.clock_ahead_ms / 1000));
    }
}

}  // namespace cairn::cli
