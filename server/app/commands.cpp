#include "server/app/commands.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/admin/backup.h"
#include "server/admin/check.h"
#include "server/store/sqlite_store.h"
#include "shared/base/utf8.h"
#include "shared/platform/file.h"
#include "shared/platform/system.h"
#include "shared/roster/invite_line.h"

namespace cairn::server {
namespace {

using nlohmann::json;

constexpr std::size_t config_bytes_max = 1024 * 1024;

Exit refused(const Context& context, const std::string& sentence) {
    if (context.json) context.say(json{{"error", {{"message", sentence}}}}.dump());
    context.complain(sentence);
    return Exit::refused;
}

std::string id_text(const WorkspaceId& id) { return to_base32(id.view()); }

sqlite::OpenOptions mode(sqlite::Mode mode) {
    sqlite::OpenOptions options;
    options.mode = mode;
    return options;
}

std::string ticket_line(const Config& config,
                        const ServerSecrets& secrets,
                        const TicketSecret& secret) {
    return encode_line(TicketLine{.server = {.sign = secrets.id(),
                                             .channel = secrets.channel_key(),
                                             .host = config.host,
                                             .port = config.port},
                                  .secret = secret});
}

Ticket add_ticket(const Context& context, const std::string& label) {
    SqliteStore store(
        context.folder.store_file().string(), context.random, mode(sqlite::Mode::create));
    TicketSecret secret;
    context.random.fill(secret.writable());
    store.commit({AddTicket{.secret = secret, .label = label, .made = context.now}});
    const auto tickets = store.tickets();
    const auto made = std::find_if(tickets.begin(), tickets.end(), [&](const Ticket& ticket) {
        return ticket.secret == secret;
    });
    return *made;
}

// The store as it is, not to be changed; missing before the first run after a loss.
std::unique_ptr<SqliteStore> open_to_read(const Context& context) {
    return std::make_unique<SqliteStore>(
        context.folder.store_file().string(), context.random, mode(sqlite::Mode::read_only));
}

std::string name_of_state(const Ticket& ticket) {
    return ticket.used_by ? "used by " + short_name(*ticket.used_by) : "open";
}

// A label stands on an operator's terminal as text: control characters, in ASCII or beyond it, and
// bytes that are not UTF-8 become question marks.
std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_sequence_length(text, at);
        const std::string_view one = text.substr(at, std::max<std::size_t>(length, 1));
        const bool ascii_control = one.size() == 1 && (one[0] < ' ' || one[0] == '\x7f');
        const bool control = one.size() == 2 && one[0] == '\xC2' && one[1] < '\xA0';
        out += length == 0 || ascii_control || control ? std::string_view("?") : one;
        at += one.size();
    }
    return out;
}

Exit list_tickets(const Context& context) {
    json list = json::array();
    for (const Ticket& ticket : open_to_read(context)->tickets()) {
        json one = {{"number", ticket.number.value},
                    {"label", ticket.label},
                    {"made_ms", ticket.made.ms},
                    {"used_by", nullptr}};
        if (ticket.used_by) one["used_by"] = id_text(*ticket.used_by);
        list.push_back(one);
        if (!context.json)
            context.say(fmt::format("{:>4}  {}  {:<24} {}",
                                    ticket.number.value,
                                    platform::local_date(ticket.made),
                                    name_of_state(ticket),
                                    printable(ticket.label)));
    }
    if (context.json)
        context.say(list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    if (!context.json && list.empty()) context.say("No tickets. Make one: cairn-server ticket");
    return Exit::ok;
}

Exit close_ticket(const Context& context, TicketNumber number) {
    SqliteStore store(
        context.folder.store_file().string(), context.random, mode(sqlite::Mode::existing));
    const auto tickets = store.tickets();
    const bool is_there = std::any_of(tickets.begin(), tickets.end(), [&](const Ticket& ticket) {
        return ticket.number == number;
    });
    if (!is_there)
        return refused(
            context,
            fmt::format("There is no ticket {}. See cairn-server ticket --list.", number.value));
    store.commit({CloseTicket{.number = number}});
    if (context.json) context.say(json{{"closed", number.value}}.dump());
    return Exit::ok;
}

json as_json(const WorkspaceSummary& summary) {
    return {{"id", id_text(summary.id)},
            {"envelopes", summary.envelopes},
            {"envelope_bytes", summary.envelope_bytes},
            {"records", summary.records},
            {"members", summary.members},
            {"devices", summary.devices},
            {"settled", summary.settled},
            {"damaged", summary.damaged}};
}

std::uint64_t file_bytes(const std::filesystem::path& path) {
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(path, missing);
    return missing ? 0 : bytes;
}

}  // namespace

Result<Config, ConfigError> load_config(const Context& context, std::vector<Setting> flags) {
    ConfigSources sources;
    sources.environment = context.environment;
    sources.flags = std::move(flags);
    sources.file = context.config.value_or(context.folder.config_file());
    const auto bytes = platform::read_file(*sources.file, config_bytes_max);
    // Without --config the file may be missing: everything has a default.
    if (!bytes && (context.config || !bytes.error().missing))
        return refuse(ConfigError{bytes.error().sentence});
    if (bytes) sources.file_text.assign(bytes->begin(), bytes->end());
    return read_config(sources);
}

Exit execute(const Context& context, const InitArguments& arguments) {
    if (!is_host(arguments.host) || arguments.port == 0) {
        context.complain(fmt::format(
            "--host `{}` --port {}: a host name or address without spaces, and a port from 1.",
            arguments.host,
            arguments.port));
        return Exit::wrong_use;
    }
    const auto secrets =
        context.folder.init(initial_config(arguments.host, arguments.port), context.random);
    if (!secrets) return refused(context, secrets.error().sentence);
    const auto config = load_config(context, {});
    if (!config) return refused(context, config.error().sentence);
    const Ticket ticket = add_ticket(context, "made by init");
    const std::string line = ticket_line(*config, *secrets, ticket.secret);
    if (context.json) {
        context.say(json{
            {"data", context.folder.path().string()},
            {"host", config->host},
            {"port", config->port},
            {"server", to_base32(secrets->id().view())},
            {"ticket",
             line}}.dump());
        return Exit::ok;
    }
    context.say("A server in " + context.folder.path().string() + ". Start it:");
    context.say("  cairn-server --data " + context.folder.path().string() + " run");
    context.say("This ticket brings one workspace here; give it to whoever starts one:");
    context.say("  cairn sync --server " + line);
    return Exit::ok;
}

Exit execute(const Context& context, const TicketArguments& arguments) {
    const auto secrets = context.folder.load_secrets();
    if (!secrets) return refused(context, secrets.error().sentence);
    if (arguments.list) return list_tickets(context);
    if (arguments.close) return close_ticket(context, {*arguments.close});
    const auto config = load_config(context, {});
    if (!config) return refused(context, config.error().sentence);
    if (config->host.empty())
        return refused(context,
                       "A ticket names the host that clients connect to: set `host` in " +
                           context.folder.config_file().string() + ".");
    const Ticket ticket = add_ticket(context, arguments.label);
    const std::string line = ticket_line(*config, *secrets, ticket.secret);
    if (context.json)
        context.say(json{{"number", ticket.number.value}, {"line", line}}.dump());
    else
        context.say(line);
    return Exit::ok;
}

Exit execute(const Context& context, const WorkspacesArguments&) {
    if (const auto secrets = context.folder.load_secrets(); !secrets)
        return refused(context, secrets.error().sentence);
    auto summaries = summarize(*open_to_read(context));
    std::stable_sort(summaries.begin(), summaries.end(), [](const auto& a, const auto& b) {
        return a.envelope_bytes > b.envelope_bytes;
    });
    if (context.json) {
        json list = json::array();
        for (const WorkspaceSummary& summary : summaries) list.push_back(as_json(summary));
        context.say(list.dump());
        return Exit::ok;
    }
    if (summaries.empty())
        context.say("No workspaces yet. Tickets bring them: cairn-server ticket");
    for (const WorkspaceSummary& summary : summaries)
        context.say(
            summary.damaged
                ? fmt::format("{}  damaged; see cairn-server check", short_name(summary.id))
                : fmt::format("{}  {:>9} KiB  {:>8} envelopes  {:>3} members  {:>3} devices{}",
                              short_name(summary.id),
                              (summary.envelope_bytes + 1023) / 1024,
                              summary.envelopes,
                              summary.members,
                              summary.devices,
                              summary.settled ? "" : "  waits for an owner or admin"));
    return Exit::ok;
}

Exit execute(const Context& context, const CheckArguments&) {
    const auto secrets = context.folder.load_secrets();
    if (!secrets) return refused(context, secrets.error().sentence);
    const CheckReport report = check(*open_to_read(context), *secrets);
    if (context.json) {
        context.say(json{{"workspaces", report.workspaces},
                         {"records", report.records},
                         {"envelopes", report.envelopes},
                         {"faults", report.faults}}
                        .dump());
    } else {
        context.say(fmt::format("{} workspaces, {} membership records, {} envelopes: {}",
                                report.workspaces,
                                report.records,
                                report.envelopes,
                                report.faults.empty() ? "all in order" : "damaged"));
        for (const std::string& fault : report.faults) context.complain(fault);
    }
    return report.faults.empty() ? Exit::ok : Exit::refused;
}

Exit execute(const Context& context, const StatsArguments&) {
    if (const auto secrets = context.folder.load_secrets(); !secrets)
        return refused(context, secrets.error().sentence);
    const auto store = open_to_read(context);
    WorkspaceSummary total;
    const auto summaries = summarize(*store);
    for (const WorkspaceSummary& one : summaries) {
        total.envelopes += one.envelopes;
        total.envelope_bytes += one.envelope_bytes;
        total.records += one.records;
        total.members += one.members;
        total.devices += one.devices;
    }
    const auto tickets = store->tickets();
    const auto open = std::count_if(
        tickets.begin(), tickets.end(), [](const Ticket& one) { return !one.used_by; });
    const std::string file = context.folder.store_file().string();
    const std::vector<std::pair<const char*, std::uint64_t>> numbers{
        {"workspaces", summaries.size()},
        {"members", total.members},
        {"devices", total.devices},
        {"records", total.records},
        {"envelopes", total.envelopes},
        {"envelope_bytes", total.envelope_bytes},
        {"store_bytes", file_bytes(file) + file_bytes(file + "-wal")},
        {"tickets_open", static_cast<std::uint64_t>(open)}};
    json object;
    for (const auto& [name, value] : numbers) {
        object[name] = value;
        if (!context.json) context.say(fmt::format("{:<16}{:>14}", name, value));
    }
    if (context.json) context.say(object.dump());
    return Exit::ok;
}

Exit execute(const Context& context, const BackupArguments& arguments) {
    const auto done = back_up(context.folder, DataFolder(arguments.to));
    if (!done) return refused(context, done.error().sentence);
    if (context.json)
        context.say(json{{"backup", arguments.to.string()}}.dump());
    else
        context.say("Copied to " + arguments.to.string() + ".");
    return Exit::ok;
}

std::optional<platform::FileLock> lock_folder(const Context& context) {
    auto lock = platform::FileLock::try_take(context.folder.lock_file());
    if (!lock)
        context.complain("Another cairn-server runs on " + context.folder.path().string() +
                         ", or its run.lock cannot be written. Stop that one first, or use another "
                         "folder.");
    return lock;
}

Exit execute(const Context& context, const RestoredArguments&) {
    if (const auto secrets = context.folder.load_secrets(); !secrets)
        return refused(context, secrets.error().sentence);
    const auto lock = lock_folder(context);
    if (!lock) return Exit::refused;
    SqliteStore store(
        context.folder.store_file().string(), context.random, mode(sqlite::Mode::existing));
    store.renew(context.random.make<Incarnation>());
    if (context.json) context.say(json{{"restored", true}}.dump());
    return Exit::ok;
}

}  // namespace cairn::server
