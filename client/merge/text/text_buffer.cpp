#include "client/merge/text/text_buffer.h"

#include <algorithm>

#include "client/merge/text/scalars.h"
#include "shared/base/contract.h"

namespace cairn::text {
namespace {

constexpr std::size_t chunk_bytes_max = 2048;

// Bytes before the `scalars`-th scalar value of a chunk.
std::size_t offset_in(const std::string& bytes, std::uint32_t all, std::uint32_t scalars) {
    return bytes.size() == all ? scalars : bytes_of(bytes, scalars);
}

// As much of the text as half a chunk holds, in whole scalar values.
std::string_view first_piece(std::string_view text) {
    std::size_t cut = std::min(text.size(), chunk_bytes_max / 2);
    while (cut < text.size() && !begins_scalar(text[cut])) --cut;
    return text.substr(0, cut);
}

}  // namespace

TextBuffer::TextBuffer(std::string_view text) : bytes_(text.size()) {
    chunks_.reserve(text.size() / (chunk_bytes_max / 2) + 1);
    while (!text.empty()) {
        const std::string_view piece = first_piece(text);
        const auto scalars = static_cast<std::uint32_t>(count_scalars(piece));
        chunks_.push_back({std::string(piece), scalars});
        length_ += scalars;
        text.remove_prefix(piece.size());
    }
}

void TextBuffer::insert(std::uint32_t position, std::string_view text, std::uint32_t scalars) {
    CAIRN_ASSERT(position <= length_);
    while (text.size() > chunk_bytes_max / 2) {
        const std::string_view piece = first_piece(text);
        const auto here = static_cast<std::uint32_t>(count_scalars(piece));
        insert_small(position, piece, here);
        position += here;
        scalars -= here;
        text.remove_prefix(piece.size());
    }
    insert_small(position, text, scalars);
}

void TextBuffer::insert_small(std::uint32_t position,
                              std::string_view text,
                              std::uint32_t scalars) {
    if (text.empty()) return;
    if (chunks_.empty()) chunks_.emplace_back();
    std::uint32_t offset = move_finger(position);
    if (chunks_[finger_].bytes.size() + text.size() > chunk_bytes_max) {
        split(finger_);
        offset = move_finger(position);
    }
    Chunk& chunk = chunks_[finger_];
    chunk.bytes.insert(offset_in(chunk.bytes, chunk.scalars, offset), text);
    chunk.scalars += scalars;
    length_ += scalars;
    bytes_ += text.size();
}

void TextBuffer::remove(std::uint32_t position, std::uint32_t count) {
    CAIRN_ASSERT(position <= length_ && count <= length_ - position);
    while (count > 0) {
        std::uint32_t offset = move_finger(position);
        if (offset == chunks_[finger_].scalars) {
            finger_start_ += offset;
            ++finger_;
            offset = 0;
        }
        Chunk& chunk = chunks_[finger_];
        const std::uint32_t here = std::min(count, chunk.scalars - offset);
        const std::size_t from = offset_in(chunk.bytes, chunk.scalars, offset);
        const std::size_t to = offset_in(chunk.bytes, chunk.scalars, offset + here);
        chunk.bytes.erase(from, to - from);
        chunk.scalars -= here;
        length_ -= here;
        bytes_ -= to - from;
        count -= here;
        tidy(finger_);
    }
}

std::string TextBuffer::text() const {
    std::string text;
    text.reserve(bytes_);
    for (const Chunk& chunk : chunks_) text += chunk.bytes;
    return text;
}

// Puts the finger on the chunk that holds `position` or ends there; gives the offset inside.
std::uint32_t TextBuffer::move_finger(std::uint32_t position) {
    if (position < finger_start_ / 2) {
        finger_ = 0;
        finger_start_ = 0;
    }
    while (position < finger_start_) finger_start_ -= chunks_[--finger_].scalars;
    while (position - finger_start_ > chunks_[finger_].scalars)
        finger_start_ += chunks_[finger_++].scalars;
    return position - finger_start_;
}

void TextBuffer::split(std::size_t chunk) {
    const std::string_view bytes = chunks_[chunk].bytes;
    std::size_t cut = bytes.size() / 2;
    while (cut > 0 && !begins_scalar(bytes[cut])) --cut;
    Chunk right{std::string(bytes.substr(cut)), 0};
    right.scalars = static_cast<std::uint32_t>(count_scalars(right.bytes));
    chunks_[chunk].bytes.resize(cut);
    chunks_[chunk].scalars -= right.scalars;
    chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(chunk) + 1, std::move(right));
}

// Chunks that have become small join the next, so that their number follows the text.
void TextBuffer::tidy(std::size_t chunk) {
    if (chunk + 1 == chunks_.size()) {
        if (chunks_[chunk].scalars > 0) return;
        chunks_.pop_back();
        if (finger_ > 0) finger_start_ -= chunks_[--finger_].scalars;
        return;
    }
    Chunk& left = chunks_[chunk];
    Chunk& right = chunks_[chunk + 1];
    const bool is_empty = left.scalars == 0;
    if (!is_empty && left.bytes.size() + right.bytes.size() > chunk_bytes_max / 2) return;
    right.bytes.insert(0, left.bytes);
    right.scalars += left.scalars;
    chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(chunk));
}

}  // namespace cairn::text
