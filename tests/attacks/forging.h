#pragma once
// Envelopes that no program of ours writes, by somebody with real keys.
#include <string>
#include <vector>

#include "client/merge/edit.h"
#include "client/seal/seal.h"
#include "shared/wire/run.h"
#include "tests/attacks/world.h"

namespace cairn::attacks {

struct ForgedEdit {
    ItemId item;
    merge::FieldNumber field = 0;
    std::string value;  // canonical, or not
    std::string element = {};
};

// What its author's next envelope could be, to be spoilt before it is sealed.
struct Forgery {
    SealRequest slot;
    Run run;
};

// One change with these edits, after all that the author has written. `wall` is what its clock
// claims.
Forgery next_of(World& world,
                Desk& author,
                const std::vector<ForgedEdit>& edits,
                WallTime wall = {1'800'000'500'000});
// A title "forged..." for an item.
Forgery forged_title(World& world, Desk& author, const ItemId& item);

// Under the key that the slot names.
Envelope sealed(World& world, Desk& author, const Forgery& forgery);
// Whatever plaintext, under the same key and with a valid signature.
Envelope sealed_plaintext(World& world, Desk& author, const SealRequest& slot, ByteView plaintext);
// Signed anew by a device, after somebody changed what lies before the signature.
Envelope signed_again(Bytes bytes, const DeviceSecrets& device);
Envelope with_header(const Envelope& envelope,
                     const EnvelopeHeader& header,
                     const DeviceSecrets& device);
Envelope parse(Bytes bytes);
// Its own newest one; it must have one.
Envelope newest_of(Desk& desk);
std::vector<Envelope> all_of(Desk& holder, const DeviceId& author);

// A field of a plan that takes any text.
inline constexpr merge::FieldNumber title_field = 10;

}  // namespace cairn::attacks
