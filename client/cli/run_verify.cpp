// verify: six words that two people compare.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/verification.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

void show_standing(Context& context,
                   const std::string& who,
                   const engine::Verification& verification) {
    switch (verification.trust) {
        case engine::Trust::unverified:
            break;
        case engine::Trust::verified:
            context.out.note(
                fmt::format("You noted on {} that they were the same, and {}'s "
                            "laptops are those of then.",
                            platform::local_date(*verification.at),
                            who));
            return;
        case engine::Trust::changed:
            context.out.note(context.out.tone(
                Tone::warning,
                fmt::format("You noted on {} that they were the same; since then {}'s laptops have "
                            "changed. Ask why, and compare again.",
                            platform::local_date(*verification.at),
                            who)));
    }
    context.out.note(fmt::format(
        "Call {}, and read these words to each other: `cairn verify` shows them the same ones. Are "
        "they the same? `cairn verify {} --same` notes it. If not, do not work here: somebody "
        "stands between you.",
        who,
        who));
}

Exit show(Context& context, engine::Workspace& workspace, const MemberId& member) {
    const auto words = engine::words_with(workspace, member);
    if (!words) return fail(context, words.error());
    const auto verification = engine::verification_of(workspace, member);
    const std::string name = workspace.name_of(member);
    context.out.object(
        {{"member", to_base32(member.view())},
         {"name", name},
         {"words", *words},
         {"trust", engine::name_of(verification.trust)},
         {"verified_ms", verification.at ? json(verification.at->ms) : json(nullptr)}});
    context.out.line(context.out.tone(Tone::strong, keys::to_string(*words)));
    show_standing(context, printable(name), verification);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const VerifyArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto member = engine::find_member(workspace, arguments.member);
        if (!member) return fail(context, member.error());
        if (arguments.forget) engine::forget_verified(workspace, *member);
        if (arguments.same) {
            // What cannot be compared cannot have been the same.
            const auto words = engine::words_with(workspace, *member);
            if (!words) return fail(context, words.error());
            engine::note_verified(workspace, *member, context.now);
        }
        return show(context, workspace, *member);
    });
}

}  // namespace cairn::cli
