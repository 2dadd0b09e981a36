#include "client/keys/six_words.h"

#include <sodium.h>

#include "client/keys/word_list.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"

namespace cairn::keys {

Result<SixWords, KeyError> six_words(const Hash32& compared) {
    constexpr std::size_t memory_bytes = 256UL * 1024UL * 1024UL;
    constexpr unsigned passes = 3;
    const auto salt = Hasher(domain::six_words).finish();
    std::array<std::uint8_t, 16> slow{};
    const int done = crypto_pwhash(slow.data(),
                                   slow.size(),
                                   text_of(compared.view()).data(),
                                   compared.view().size(),
                                   salt.data(),
                                   passes,
                                   memory_bytes,
                                   crypto_pwhash_ALG_ARGON2ID13);
    if (done != 0) {
        return refuse(KeyError{KeyFault::no_memory,
                               "There is not enough memory for the six words: they take 256 MiB. "
                               "Close other programs and try again."});
    }
    constexpr unsigned bits_of_a_word = 11;
    SixWords words;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    auto byte = slow.begin();
    for (std::string& next : words) {
        for (; bits < bits_of_a_word; bits += 8) buffer = (buffer << 8U) | *byte++;
        bits -= bits_of_a_word;
        next = word((buffer >> bits) & (word_count - 1));
    }
    return words;
}

std::string to_string(const SixWords& words) {
    std::string text;
    for (const std::string& next : words) text += (text.empty() ? "" : " ") + next;
    return text;
}

}  // namespace cairn::keys
