#pragma once
// Cap'n Proto in and out of bytes, for the codecs of this folder only: one segment, unpacked, with
// its segment table; every limit checked before memory is taken (schema/PROTOCOL.md section 12).
#include <cstdint>
#include <string>
#include <string_view>

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/wire/fault.h"
#include "shared/wire/limits.h"

namespace cairn::capnp_io {

// Thrown by the readers below and by a codec's own checks; decode_flat turns it, and every
// kj::Exception, into the WireError it returns. It never leaves this folder.
struct Refusal {
    WireError error;
};
[[noreturn]] void refuse_input(WireFault fault, std::string_view sentence);

// `what` names the part in the sentence: "the list of tips".
void require_at_most(std::size_t count, std::size_t count_max, std::string_view what);

inline ByteView view_of(capnp::Data::Reader data) { return {data.begin(), data.size()}; }
inline Bytes bytes_of(capnp::Data::Reader data) { return {data.begin(), data.end()}; }
std::string string_of(capnp::Text::Reader text, std::size_t bytes_max, std::string_view what);

// A Data field that must have exactly the length of its id, key or signature.
template <class Id>
Id id_of(capnp::Data::Reader data, std::string_view what) {
    const auto id = Id::from(view_of(data));
    if (!id) refuse_input(WireFault::malformed, std::string(what) + " has the wrong length");
    return *id;
}
inline capnp::Data::Reader data_of(ByteView bytes) { return {bytes.data(), bytes.size()}; }

// A list with its length checked. A list of empty elements costs no bytes on the wire, so a length
// is never bounded by the size of what was received: name the limit.
template <class List>
List list_of(List list, std::size_t count_max, std::string_view what) {
    require_at_most(list.size(), count_max, what);
    return list;
}

// The message as one segment after its 8-byte table.
Bytes flat_bytes(capnp::MessageBuilder& message);

// fill(Root::Builder) sets the fields. `words_hint`: roughly how large the message will be.
template <class Root, class Fill>
Bytes encode_flat(std::size_t words_hint, Fill fill) {
    capnp::MallocMessageBuilder message(static_cast<unsigned>(words_hint + 64));
    fill(message.initRoot<Root>());
    return flat_bytes(message);
}

// A received message: aligned, of one segment that ends where the bytes end.
class FlatMessage {
public:
    FlatMessage(ByteView bytes, std::size_t bytes_max);  // throws Refusal
    template <class Root>
    typename Root::Reader root() {
        return reader_.getRoot<Root>();
    }

private:
    kj::Array<capnp::word> words_;
    capnp::FlatArrayMessageReader reader_;
};

WireError error_of(const kj::Exception& exception);

// read(Root::Reader) gives the T, or throws Refusal. What the reader points to dies with the call.
template <class T, class Root, class Read>
Result<T, WireError> decode_flat(ByteView bytes, std::size_t bytes_max, Read read) {
    try {
        FlatMessage message(bytes, bytes_max);
        return read(message.template root<Root>());
    } catch (const Refusal& refusal) {
        return refuse(refusal.error);
    } catch (const kj::Exception& exception) {
        return refuse(error_of(exception));
    }
}

}  // namespace cairn::capnp_io
