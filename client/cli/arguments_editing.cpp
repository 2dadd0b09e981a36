#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"
#include "client/plan/catalog.h"

namespace cairn::cli {
namespace {

std::string kind_names() {
    std::string list;
    for (const plan::KindSpec& kind : plan::kinds())
        list += (list.empty() ? "" : ", ") + std::string(kind.name);
    return list;
}

std::string link_names() {
    std::string list;
    for (const plan::LinkSpec& link : plan::links())
        list += (list.empty() ? "" : ", ") + std::string(link.name) + " (or from the other end " +
                std::string(link.reverse) + ")";
    return list;
}

constexpr const char* assignment_help = "FIELD=VALUE; dates read 2027-03-01, fri, +2w";

}  // namespace

void add_editing_commands(Builder& b) {
    b.command<NewArguments>(
        "new",
        "Add an item",
        "  cairn new \"My first 90 days\" --template onboarding\n"
        "  cairn new \"Beta launch\" --kind milestone --set "
        "finish=2027-03-01\n  cairn new \"Write FAQ\" --under Beta",
        [](CLI::App& s, NewArguments& a) {
            s.add_option("title", a.title, "its title")->required();
            s.add_option("-k,--kind", a.kind, "its kind (default: task): " + kind_names());
            s.add_option("--template",
                         a.from_template,
                         "begin with several items; `cairn templates` lists them all")
                ->excludes("--kind");
            s.add_option("--under", a.under, "its parent (default: top level)");
            one_each(s.add_option("--set", a.assignments, assignment_help));
        });
    b.command<SetArguments>(
        "set",
        "Set fields of an item, or of all that a filter takes, in one change",
        "  cairn set Beta finish=+2w owner=\"Release lead\"\n  cairn set 4k7 title=\"Beta, take "
        "two\"\n  cairn set --where \"kind:task owner:none under:Beta\" owner=me --dry-run",
        [](CLI::App& s, SetArguments& a) {
            s.add_option("item", a.item, std::string(item_help) + "; not with --where")->required();
            s.add_option("assignments", a.assignments, assignment_help);
            s.add_option("--where", a.where, "all items that this filter takes (docs/FILTERS.md)");
            s.add_flag("--dry-run", a.dry_run, "show what would change, and change nothing");
        });
    b.command<EditArguments>(
        "edit",
        "Edit a text of an item in your editor ($VISUAL, $EDITOR); others may write at the same "
        "time",
        "  cairn edit Beta\n  cairn edit \"Which database?\" why",
        [](CLI::App& s, EditArguments& a) {
            s.add_option("item", a.item, item_help)->required();
            s.add_option("field", a.field, "a text of it (default: notes)");
        });
    b.command<UnsetArguments>("unset",
                              "Empty fields of an item",
                              "  cairn unset Beta owner",
                              [](CLI::App& s, UnsetArguments& a) {
                                  s.add_option("item", a.item, item_help)->required();
                                  s.add_option("fields", a.fields, "fields to empty")->required();
                              });
    const auto elements = [](CLI::App& s, ElementsArguments& a) {
        s.add_option("item", a.item, item_help)->required();
        s.add_option("field", a.field, "a field that is a set, such as labels")->required();
        s.add_option("elements", a.elements, "elements")->required();
    };
    b.command<ElementsArguments>(
        "add", "Add elements to a set field", "  cairn add Beta labels launch urgent", elements);
    ElementsArguments absent;
    absent.present = false;
    b.command<ElementsArguments>("rm",
                                 "Remove elements from a set field",
                                 "  cairn rm Beta labels urgent",
                                 elements,
                                 absent);
    const auto link = [](CLI::App& s, LinkArguments& a) {
        s.add_option("from", a.from, item_help)->required();
        s.add_option("type", a.type, link_names())->required();
        s.add_option("to", a.to, item_help)->required();
    };
    b.command<LinkArguments>("link",
                             "Link two items",
                             "  cairn link \"Launch\" depends \"Beta\" --set lag=2d",
                             [link](CLI::App& s, LinkArguments& a) {
                                 link(s, a);
                                 one_each(s.add_option("--set", a.assignments, assignment_help));
                             });
    LinkArguments gone;
    gone.live = false;
    b.command<LinkArguments>(
        "unlink", "Remove a link", "  cairn unlink Launch depends Beta", link, gone);
    b.command<MoveArguments>("mv",
                             "Move items in the outline",
                             "  cairn mv 4k7 9xq --under Beta\n  cairn mv 4k7 --before 9xq",
                             [](CLI::App& s, MoveArguments& a) {
                                 s.add_option("items", a.items, item_help)->required();
                                 auto* group = s.add_option_group("where");
                                 group->add_option("--under", a.under, "new parent");
                                 group->add_option("--before", a.before, "sibling to stand before");
                                 group->add_option("--after", a.after, "sibling to stand after");
                                 group->add_flag("--top", a.top, "to the top level");
                                 group->require_option(1);
                             });
    b.command<TrashArguments>("trash",
                              "Move items to the trash",
                              "  cairn trash 4k7",
                              [](CLI::App& s, TrashArguments& a) {
                                  s.add_option("items", a.items, item_help)->required();
                              });
    b.command<RestoreArguments>("restore",
                                "Bring items back from the trash",
                                "  cairn restore 4k7",
                                [](CLI::App& s, RestoreArguments& a) {
                                    s.add_option("items", a.items, item_help)->required();
                                });
    b.command<UndoArguments>(
        "undo",
        "Undo an own change, by default the last one that is not undone",
        "  cairn undo\n  cairn undo 8f3k2m\n  cairn undo 8f3k2m --only Beta",
        [](CLI::App& s, UndoArguments& a) {
            s.add_option("change", a.change, "start of a change's id, from `cairn log`");
            one_each(s.add_option(
                "--only", a.only, "of a change of many items, only what it did to this one"));
        });
    b.command<RedoArguments>(
        "redo",
        "Redo what was undone last, step by step; a new change ends that",
        "  cairn undo\n  cairn redo\n  cairn redo 8f3k2m",
        [](CLI::App& s, RedoArguments& a) {
            s.add_option("change", a.change, "start of the id of a change that was undone");
        });
    b.command<ResolveArguments>(
        "resolve",
        "Decide a conflict that `cairn conflicts` has listed; it clears for everybody",
        "  cairn conflicts Beta\n  cairn resolve Beta finish --pick 2\n  cairn resolve Beta finish "
        "2027-03-08",
        [](CLI::App& s, ResolveArguments& a) {
            s.add_option("item", a.item, item_help)->required();
            s.add_option("field", a.field, "the field in conflict")->required();
            auto* value = s.add_option("value", a.value, "the value to keep");
            s.add_option(
                 "--pick", a.pick, "number of the candidate to keep, from `cairn conflicts`")
                ->excludes(value);
        });
}

}  // namespace cairn::cli
