#pragma once
// The current text of a field while it is edited: chunks of UTF-8 with their counts, and a finger
// where the last edit was. One edit near the finger costs one chunk; a jump costs a look at the
// counts in between.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::text {

// Positions and counts are in Unicode scalar values and lie inside the text.
class TextBuffer {
public:
    TextBuffer() = default;
    explicit TextBuffer(std::string_view text);  // is_plain

    [[nodiscard]] std::uint32_t length() const { return length_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    // `scalars` is the length of `text`.
    void insert(std::uint32_t position, std::string_view text, std::uint32_t scalars);
    void remove(std::uint32_t position, std::uint32_t count);
    [[nodiscard]] std::string text() const;

private:
    struct Chunk {
        std::string bytes;
        std::uint32_t scalars = 0;
    };

    [[nodiscard]] std::uint32_t move_finger(std::uint32_t position);
    void insert_small(std::uint32_t position, std::string_view text, std::uint32_t scalars);
    void split(std::size_t chunk);
    void tidy(std::size_t chunk);

    std::vector<Chunk> chunks_;
    std::size_t finger_ = 0;          // chunk
    std::uint32_t finger_start_ = 0;  // position of its first scalar value
    std::uint32_t length_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace cairn::text
