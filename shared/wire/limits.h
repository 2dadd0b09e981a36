#pragma once
// Every limit on hostile input, in one place (schema/PROTOCOL.md section 12). A limit is checked
// before memory is taken.
#include <cstddef>
#include <cstdint>

namespace cairn::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;

inline constexpr std::size_t noise_message_bytes_max = 65535;
inline constexpr std::size_t frame_bytes_max = 1 * mib;
inline constexpr std::size_t part_bytes_max = 256 * kib;
inline constexpr std::size_t sealed_bytes_max = 12 * mib;
inline constexpr std::size_t envelope_bytes_max = sealed_bytes_max + 294;  // header, C, signature
inline constexpr std::size_t run_bytes_max = 16 * mib;
inline constexpr std::size_t run_bytes_typical = 256 * kib;
inline constexpr std::size_t change_bytes_max = 8 * mib;
inline constexpr std::size_t tips_max = 4096;
inline constexpr std::size_t entries_max = 1 << 20;
inline constexpr std::size_t sittings_max = 65536;
inline constexpr std::size_t items_max = 1 << 20;
inline constexpr std::size_t changes_max = 1 << 20;
inline constexpr std::size_t edits_max = 1 << 20;
inline constexpr std::size_t references_max = 1 << 21;
inline constexpr std::size_t deps_max = 4096;
inline constexpr std::size_t overs_max = 1024;  // more voids the edit, not the run
inline constexpr std::size_t value_bytes_max = 64 * kib;
inline constexpr std::size_t element_bytes_max = 1 * kib;
inline constexpr std::size_t order_key_bytes_max = 64;
inline constexpr std::size_t record_bytes_max =
    768 * kib;  // with receipt and frame within frame_bytes_max
inline constexpr std::size_t records_max = 100'000;
inline constexpr std::size_t devices_max = 4096;
inline constexpr std::size_t devices_per_member_max = 16;
inline constexpr std::size_t members_max = 2048;
inline constexpr std::size_t invites_open_max = 1024;
inline constexpr std::size_t invite_uses_max = 1000;
inline constexpr std::size_t name_bytes_max = 256;
inline constexpr std::size_t pinned_tips_per_device_max = 64;  // in one record
inline constexpr std::size_t pins_of_a_cut_max = 256;  // of one device, raised ones included
inline constexpr std::size_t nesting_max = 16;
inline constexpr std::size_t traversal_words_per_word = 8;  // Cap'n Proto, for each word received
inline constexpr std::size_t traversal_words_min = 64 * kib;
inline constexpr std::size_t zstd_window_log_max = 23;
inline constexpr std::size_t parked_bytes_per_device_max = 64 * mib;
inline constexpr std::size_t unseen_bytes_max = 2 * mib;
inline constexpr std::size_t unacknowledged_bytes_max = 2 * mib;
inline constexpr std::size_t before_authentication_bytes_max = 4 * kib;
inline constexpr std::int64_t before_authentication_ms_max = 10'000;
inline constexpr std::size_t presence_bytes_max = 1 * kib;
inline constexpr std::size_t sentence_bytes_max = 1 * kib;
inline constexpr std::size_t page_entries_max = 8192;  // also: parts of a push, outcomes of one
inline constexpr std::size_t page_records_max = 4096;
inline constexpr std::size_t tips_per_device_max = 64;  // in one message
inline constexpr std::size_t tips_per_message_max = 8192;
inline constexpr std::int64_t ping_after_ms = 20'000;   // of silence
inline constexpr std::int64_t silence_ms_max = 60'000;  // then the other end counts as gone
// As good as a whole message for showing that the other end is there: over a silence_ms_max, 280
// bytes a second.
inline constexpr std::size_t moving_bytes_min = 16 * kib;
inline constexpr std::size_t line_characters_max = 1024;

}  // namespace cairn::limits
