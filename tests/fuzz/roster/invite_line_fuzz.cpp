// Whatever somebody pastes where an invite, a ticket, a server line or a recovery kit belongs: it
// is refused with a sentence, or says the same when written out again. The input is also taken as a
// line's content under the right checksum, which no fuzzer would guess.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/roster/invite_line.h"
#include "shared/roster/recovery_line.h"
#include "shared/roster/server_line.h"

namespace {

template <class Parsed, class Parse>
void check(const Parsed& parsed, Parse parse) {
    if (parsed ? parse(cairn::encode_line(*parsed)) != *parsed : parsed.error().sentence.empty())
        std::abort();
}

void parse_each(std::string_view text) {
    check(cairn::parse_invite_line(text), cairn::parse_invite_line);
    check(cairn::parse_ticket_line(text), cairn::parse_ticket_line);
    check(cairn::parse_server_line(text), cairn::parse_server_line);
    check(cairn::parse_recovery_line(text), cairn::parse_recovery_line);
    check(cairn::parse_kit(text), cairn::parse_kit);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    cairn::Bytes content(data, data + size);
    parse_each(cairn::text_of(content));

    const auto hash = cairn::Hasher(cairn::domain::link_checksum).add(content).finish();
    cairn::append(content, cairn::ByteView(hash).first(4));
    const std::string digits = cairn::to_base32(content);
    parse_each("cairn-invite:" + digits);
    parse_each("cairn-ticket:" + digits);
    parse_each("cairn-server:" + digits);
    parse_each("cairn-recovery:" + digits);
    return 0;
}
