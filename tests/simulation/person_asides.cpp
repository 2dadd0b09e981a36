// What people do beside the plan: drafts and comments.
#include "client/engine/comment_commands.h"
#include "client/engine/draft_session.h"
#include "client/engine/item_commands.h"
#include "client/engine/own_inbox.h"
#include "tests/simulation/person.h"

namespace cairn::simulation {

void Person::draft() {
    constexpr std::size_t drafts_max = 2;
    const std::vector<engine::Draft> all = engine::drafts(workspace());
    if (all.empty() || (all.size() < drafts_max && below(4) == 0)) {
        static_cast<void>(engine::new_draft(workspace(), words(), wall()));
        return;
    }
    const engine::Draft& one = all[below(all.size())];
    switch (below(8)) {
        case 0:
        case 1:
            return note(
                "publishes", engine::publish_draft(workspace(), one.name, wall()), Replaces::some);
        case 2:
            static_cast<void>(one.dropped ? engine::restore_draft(workspace(), one.name).has_value()
                                          : engine::drop_draft(workspace(), one.name).has_value());
            return;
        default:
            return edit_draft(one.name);
    }
}

// Seen with the draft, and by nobody else.
void Person::edit_draft(const std::string& name) {
    const Hash32 before = workspace().read().hashes().heads;
    {
        const auto session = engine::DraftSession::enter(workspace(), name, wall());
        if (!session) return;
        const auto item = any_item();
        const std::string title = words();
        if (item && below(3) != 0) {
            const std::vector<engine::Assignment> wish{{"title", title}, {"notes", words()}};
            const auto set = engine::set_fields(workspace(), *item, wish, wall());
            demand(!set || workspace().read().items_titled(title).size() > 0,
                   "an edit within a draft is not seen there");
        } else {
            static_cast<void>(
                engine::new_item(workspace(), {"task", title, any_parent(), {}}, wall()));
        }
        if (below(8) != 0) static_cast<void>((*session)->keep(wall()));
    }
    demand(workspace().read().hashes().heads == before, "a draft is seen from outside");
}

void Person::comment() {
    const auto item = any_item();
    if (!item) return;
    const auto comments = engine::comments_on(workspace(), *item);
    if (comments.empty() || below(3) != 0) {
        const ItemId on = comments.empty() ? *item : comments[below(comments.size())].comment;
        const auto said = engine::comment(workspace(), on, words(), wall());
        return said ? note("comments", said->committed) : note("comments", refuse(said.error()));
    }
    const engine::CommentView& one = comments[below(comments.size())];
    if (below(2) == 0)
        return note("closes a comment",
                    engine::close_comment(workspace(), one.comment, !one.closed, wall()));
    const auto said = engine::edit_comment(workspace(), one.comment, words(), wall());
    if (said) note("changes a comment", said->committed);
}

void Person::look_into_inbox() {
    const auto inbox = engine::own_inbox(workspace());
    if (!inbox) return;
    engine::mark_shown(workspace(), *inbox);
    if (below(2) == 0) static_cast<void>(engine::mark_seen(workspace()).has_value());
}

}  // namespace cairn::simulation
