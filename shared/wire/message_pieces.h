#pragma once
// Private to this folder: what messages of both directions are made of.
#include <vector>

#include "schema/message.capnp.h"
#include "shared/base/contract.h"
#include "shared/wire/capnp_io.h"
#include "shared/wire/message.h"

namespace cairn::message_pieces {

// Words that a list element takes with the blobs it points to, roughly: hints for one allocation.
inline constexpr std::size_t tip_words = 8;
inline constexpr std::size_t small_words = 64;
inline std::size_t words_of(std::size_t bytes) { return bytes / 8 + 8; }

void write(schema::Receipt::Builder out, const Receipt& receipt);
Receipt read_receipt(schema::Receipt::Reader in);

void write(schema::ReceiptedRecord::Builder out, const ReceiptedRecord& record);
ReceiptedRecord read_record(schema::ReceiptedRecord::Reader in);

void write(schema::Part::Builder out, const EnvelopePart& part);
EnvelopePart read_part(schema::Part::Reader in);  // within its total, and not empty

void write(capnp::List<schema::DeviceTips>::Builder out, const std::vector<DeviceTips>& devices);
std::vector<DeviceTips> read_tips(capnp::List<schema::DeviceTips>::Reader in);
std::size_t words_of(const std::vector<DeviceTips>& devices);

void write(schema::PresenceNote::Builder out, const PresenceNote& note);
PresenceNote read_presence(schema::PresenceNote::Reader in);

// One frame, within limits::frame_bytes_max: more is a bug of whoever made the message.
template <class Root, class Fill>
Bytes encode_frame(std::size_t words_hint, Fill fill) {
    Bytes frame = capnp_io::encode_flat<Root>(words_hint, fill);
    CAIRN_ASSERT(frame.size() <= limits::frame_bytes_max);
    return frame;
}

}  // namespace cairn::message_pieces
