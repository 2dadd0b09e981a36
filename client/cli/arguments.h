#pragma once
// The command line as values. CLI11 stays behind this header: it is slow to compile and only
// arguments*.cpp need it.
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cairn::cli {

// Exit codes, the same for every command (README).
enum class Exit : int {
    ok = 0,
    refused = 1,       // understood, and not done: the message says why and what to do
    wrong_use = 2,     // the command line is wrong
    needs_person = 3,  // a conflict or parked data needs a person: done all the same, but for
                       // decisions about conflicts that were not shown as they stand
    no_network = 4,    // a network was needed and none was there
};

struct Common {
    std::string workspace;  // -w; empty: environment, folder, or the only one
    bool json = false;
    bool quiet = false;
    std::string draft;  // --draft: read and write it instead of the plan
};

struct InitArguments {
    std::string name;
    std::string owner;
    std::string server;  // a ticket line, or empty
};
struct WorkspacesArguments {
    std::string here;  // name to bind to the current folder, or empty
};
struct ImportArguments {
    std::string file;
    std::string format;            // as --help lists them, or empty: by content
    std::vector<std::string> map;  // rules, or names of files of them
    std::string under;
    std::string source;
    bool dry_run = false;
};
struct NewArguments {
    std::string title;
    std::string kind;  // empty: a task
    std::string from_template;
    std::string under;
    std::vector<std::string> assignments;  // FIELD=VALUE
};
struct TemplatesArguments {};
// Of a board of record (client/boards).
struct RecordsArguments {
    std::string board;                // its name: risks
    std::vector<std::string> filter;  // besides its own
    std::uint32_t limit = 0;
    bool all = false;  // what is settled, too
    bool check = false;
    bool map = false;
};
struct BoardArguments {
    std::vector<std::string> filter;
    std::string by = "state";
};
struct CutLineArguments {
    std::vector<std::string> filter;
    std::string capacity;  // a length of work
    std::string until;     // a day, or an item with one
};
struct RoadmapArguments {
    std::string item;  // empty: all
    bool tasks = false;
};
struct RadarArguments {
    enum class Action : std::uint8_t { list, mute, unmute, rules };
    Action action = Action::list;
    std::string program;
    std::string rule;
    std::string item;
    std::string until;
    std::uint32_t limit = 0;
};
struct ReportArguments {
    std::string kind;  // client/report/report.h
    std::string program;
    std::string since;
    std::string as_of;
    std::string format;  // md, html; empty: by the file's name, else md
    std::string file;    // empty: standard output
};
struct ApproveArguments {
    std::string item;
    std::string person;  // empty: me
    std::string note;
    bool withdraw = false;
};
struct ApprovalsArguments {
    std::string item;  // empty: all
};
struct ShowArguments {
    std::string item;
    std::optional<std::string> as_of;  // nothing: as it is
};
// How a list of items is chosen and shown (client/filter).
struct ListWish {
    std::string filter;
    std::string columns;  // empty: the usual ones
    std::string sort;     // empty: as in the outline
    std::string group;
};
struct LsArguments {
    ListWish wish;
    std::vector<std::string> filter;  // words of wish.filter
    std::string kind;
    std::string under;
    std::uint32_t limit = 0;  // 0: all
    bool links = false;
    std::optional<std::string> as_of;
};
struct ViewArguments {
    enum class Action : std::uint8_t { list, make, show, remove };
    Action action = Action::list;
    std::string name;
    ListWish wish;
    std::vector<std::string> filter;
    std::uint32_t limit = 0;
};
struct TreeArguments {
    std::string item;
    std::uint32_t depth = 0;  // 0: all
    bool comments = false;
    std::optional<std::string> as_of;
};
struct SetArguments {
    std::string item;
    std::vector<std::string> assignments;
    std::optional<std::string> where;  // a filter; then `item` is an assignment, too
    bool dry_run = false;
};
struct EditArguments {
    std::string item;
    std::string field = "notes";
};
struct BlameArguments {
    std::string item;
    std::string field = "notes";
};
struct UnsetArguments {
    std::string item;
    std::vector<std::string> fields;
};
struct ElementsArguments {
    bool present = true;  // add, or rm
    std::string item;
    std::string field;
    std::vector<std::string> elements;
};
struct LinkArguments {
    bool live = true;  // link, or unlink
    std::string from;
    std::string type;
    std::string to;
    std::vector<std::string> assignments;
};
struct MoveArguments {
    std::vector<std::string> items;
    std::string under;
    std::string before;
    std::string after;
    bool top = false;
};
struct TrashArguments {
    std::vector<std::string> items;
};
struct RestoreArguments {
    std::vector<std::string> items;
};
struct SearchArguments {
    std::vector<std::string> words;
    std::uint32_t limit = 50;
};
struct LogArguments {
    std::string item;
    std::string field;
    std::uint32_t limit = 20;
};
struct DiffArguments {
    std::vector<std::string> items;  // none: all
    std::string since;
    std::string until;                // empty: now
    std::optional<std::string> mark;  // the name to give to the later moment
};
struct MarksArguments {
    std::optional<std::string> remove;
};
struct UndoArguments {
    std::string change;             // empty: the last own change that is not undone
    std::vector<std::string> only;  // items
};
struct RedoArguments {
    std::string change;  // empty: the last undo that was not redone
};
struct CommentArguments {
    enum class Action : std::uint8_t { say, edit, remove, resolve, reopen };
    Action action = Action::say;
    std::string item;
    std::string text;  // empty or -: standard input
};
struct InboxArguments {
    bool done = false;
};
struct DraftArguments {
    enum class Action : std::uint8_t { list, begin, show, publish, drop, restore, rename };
    Action action = Action::list;
    std::string name;
    std::string other;  // rename: the new name
};
struct ConflictsArguments {
    std::string item;
};
struct ResolveArguments {
    std::string item;
    std::string field;
    std::string value;       // empty with pick
    std::uint32_t pick = 0;  // candidate number from 1
};
struct ScheduleArguments {
    bool preview = false;
    bool apply = false;
};
struct CriticalArguments {
    std::string to;     // an item; empty: the whole plan
    std::string slack;  // a length of working time, or days; empty: none
};
struct WhyArguments {
    std::string item;
};
struct BaselineArguments {
    enum class Action : std::uint8_t { list, take, compare };
    Action action = Action::list;
    std::string name;
    std::string of;  // take: an item; empty: everything
};
struct AgreementArguments {
    enum class Action : std::uint8_t { ask, promise, agree };
    Action action = Action::ask;
    std::string item;
    std::string other;
    std::string date;  // ask, promise
};
struct AgreementsArguments {
    std::string item;  // one end; empty: all
    bool waiting = false;
};
struct StatusArguments {};
struct SyncArguments {
    bool watch = false;
    std::string server;  // a ticket line for a workspace that has no server yet
    std::uint32_t timeout_s = 30;
};
struct InviteArguments {
    enum class Action : std::uint8_t { open, list, close };
    Action action = Action::open;
    std::string role = "editor";
    std::uint32_t uses = 1;
    std::string expires = "+7d";
    bool unattended = false;
    bool own_device = false;
    bool qr = false;
    std::string invite;  // close: its id
};
struct JoinArguments {
    std::string line;
    std::string name;       // the person's
    std::string workspace;  // local name of the workspace
};
struct BundleArguments {
    enum class Action : std::uint8_t { write, read };
    Action action = Action::write;
    std::string file;
    std::string member;  // write: whom it is for, without what they are known to have; empty: all
};
struct MembersArguments {
    enum class Action : std::uint8_t { list, role, remove, keep, withdraw };
    Action action = Action::list;
    bool all = false;  // list: those who were removed, too
    std::string who;   // name, or start of the id
    std::string role;
    bool cut = false;           // though the server may hold more of their work
    std::uint64_t request = 0;  // withdraw
};
struct QueryArguments {
    std::string sql;
};
struct ExportArguments {
    std::string format = "json";
    std::string file;  // empty: standard output
    std::string under;
    std::string where;  // only what a filter finds
    std::string view;   // the same, by its name; its columns, too
    std::string page;   // SVG only: a4, a3, letter; empty: as large as it needs
    // CSV only.
    std::vector<std::string> fields;  // columns; none: every field in use
    std::string delimiter = ",";      // one character, or "tab"
    bool byte_order_mark = false;
    bool guard_formulas = false;
};
struct DoctorArguments {
    bool hash_only = false;
    bool seen = false;
};
struct DeviceArguments {
    enum class Action : std::uint8_t { show, list, add, revoke, lock, unlock };
    Action action = Action::show;
    std::string expires = "+7d";  // add
    bool unattended = false;
    bool qr = false;
    std::string device;             // revoke: start of its id
    std::vector<std::string> keep;  // of those that came through it
    bool cut = false;
    bool keyring = false;  // lock
};
struct RotateArguments {};
struct ServerArguments {
    enum class Action : std::uint8_t { show, line, use, move };
    Action action = Action::show;
    std::string text;  // the line, or HOST:PORT
    bool qr = false;
};
struct VerifyArguments {
    std::string member;
    bool same = false;
    bool forget = false;
};
struct RecoveryArguments {
    enum class Action : std::uint8_t { list, make };
    Action action = Action::list;
};
struct RecoverArguments {
    std::string file;       // empty: standard input
    std::string workspace;  // its name here
};
struct LanArguments {
    std::vector<std::string> addresses;  // none: wait for others
    std::uint16_t port = 7448;
    std::uint32_t timeout_s = 10;
};

using Command = std::variant<InitArguments,
                             WorkspacesArguments,
                             ImportArguments,
                             NewArguments,
                             ShowArguments,
                             LsArguments,
                             ViewArguments,
                             TemplatesArguments,
                             RecordsArguments,
                             BoardArguments,
                             RoadmapArguments,
                             RadarArguments,
                             CutLineArguments,
                             ReportArguments,
                             ApproveArguments,
                             ApprovalsArguments,
                             TreeArguments,
                             SetArguments,
                             EditArguments,
                             BlameArguments,
                             UnsetArguments,
                             ElementsArguments,
                             LinkArguments,
                             MoveArguments,
                             TrashArguments,
                             RestoreArguments,
                             SearchArguments,
                             LogArguments,
                             DiffArguments,
                             MarksArguments,
                             UndoArguments,
                             RedoArguments,
                             DraftArguments,
                             CommentArguments,
                             InboxArguments,
                             ConflictsArguments,
                             ResolveArguments,
                             ScheduleArguments,
                             CriticalArguments,
                             WhyArguments,
                             BaselineArguments,
                             AgreementArguments,
                             AgreementsArguments,
                             StatusArguments,
                             SyncArguments,
                             InviteArguments,
                             JoinArguments,
                             BundleArguments,
                             ServerArguments,
                             MembersArguments,
                             QueryArguments,
                             ExportArguments,
                             DoctorArguments,
                             DeviceArguments,
                             RotateArguments,
                             VerifyArguments,
                             RecoveryArguments,
                             RecoverArguments,
                             LanArguments>;

struct Invocation {
    Common common;
    Command command;
};

// Nothing left to run: help or the version was printed, or the command line was wrong and the
// reason printed.
struct Answered {
    Exit exit = Exit::ok;
};

std::variant<Invocation, Answered> parse_arguments(int argc,
                                                   const char* const* argv,
                                                   std::ostream& out,
                                                   std::ostream& errors);

}  // namespace cairn::cli
