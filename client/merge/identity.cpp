#include "client/merge/identity.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "shared/base/domain.h"

namespace cairn::merge {
namespace {

constexpr std::size_t varint_bytes_max = 10;

std::size_t write_varint(std::uint8_t* out, std::uint64_t value) {
    std::size_t length = 0;
    while (value >= 128) {
        out[length++] = static_cast<std::uint8_t>(value | 128U);
        value >>= 7U;
    }
    out[length++] = static_cast<std::uint8_t>(value);
    return length;
}

// A reference in its canonical bytes: the order of `over` is theirs, not that of the numbers.
struct EncodedReference {
    std::array<std::uint8_t, 1 + 32 + 2 * varint_bytes_max> bytes{};
    std::size_t length = 0;

    explicit EncodedReference(const Reference& reference) {
        if (const auto* edit = std::get_if<EditId>(&reference)) {
            begin(0);
            id(edit->change.view());
            varint(edit->index);
        } else if (const auto* lost = std::get_if<Unresolved>(&reference)) {
            begin(1);
            id(lost->envelope.view());
            varint(lost->change);
            varint(lost->edit);
        } else {
            begin(2);
            varint(std::get<OwnEdit>(reference).index);
        }
    }
    [[nodiscard]] ByteView view() const { return {bytes.data(), length}; }
    friend bool operator<(const EncodedReference& a, const EncodedReference& b) {
        return std::lexicographical_compare(
            a.bytes.begin(),
            a.bytes.begin() + static_cast<std::ptrdiff_t>(a.length),
            b.bytes.begin(),
            b.bytes.begin() + static_cast<std::ptrdiff_t>(b.length));
    }
    friend bool operator==(const EncodedReference& a, const EncodedReference& b) {
        return equal(a.view(), b.view());
    }

private:
    void begin(std::uint8_t form) { bytes[length++] = form; }
    void id(ByteView raw) {
        std::memcpy(bytes.data() + length, raw.data(), raw.size());
        length += raw.size();
    }
    void varint(std::uint64_t value) { length += write_varint(bytes.data() + length, value); }
};

template <class T>
void sort_without_repeats(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

IdentityHasher::IdentityHasher(const ChangeHeader& header,
                               std::span<const EnvelopeHash> deps,
                               std::size_t edits)
    : hasher_(domain::change_identity) {
    put(header.device.view());
    put(header.sitting.view());
    std::array<std::uint8_t, 16> numbers{};
    const auto wall = static_cast<std::uint64_t>(header.wall.ms);
    for (std::size_t i = 0; i < 8; ++i) {
        numbers[i] = static_cast<std::uint8_t>(header.counter >> (8 * i));
        numbers[8 + i] = static_cast<std::uint8_t>(wall >> (8 * i));
    }
    put(numbers);
    put(header.predecessor.view());
    put_deps(deps);
    put_varint(edits);
}

void IdentityHasher::edit(const ItemId& item,
                          FieldNumber field,
                          std::string_view element,
                          std::string_view value,
                          std::span<const Reference> over) {
    put(item.view());
    put_varint(field);
    put_sized(element);
    put_sized(value);
    put_over(over);
}

ChangeId IdentityHasher::finish() {
    hasher_.add({pending_.data(), pending_bytes_});
    pending_bytes_ = 0;
    return hasher_.finish_as<ChangeId>();
}

void IdentityHasher::put(ByteView bytes) {
    if (bytes.size() > pending_.size() - pending_bytes_) {
        hasher_.add({pending_.data(), pending_bytes_});
        pending_bytes_ = 0;
        if (bytes.size() > pending_.size()) {
            hasher_.add(bytes);
            return;
        }
    }
    if (bytes.empty()) return;
    std::memcpy(pending_.data() + pending_bytes_, bytes.data(), bytes.size());
    pending_bytes_ += bytes.size();
}

void IdentityHasher::put_varint(std::uint64_t value) {
    std::array<std::uint8_t, varint_bytes_max> raw{};
    put({raw.data(), write_varint(raw.data(), value)});
}

void IdentityHasher::put_sized(std::string_view text) {
    put_varint(text.size());
    put(bytes_of(text));
}

void IdentityHasher::put_deps(std::span<const EnvelopeHash> deps) {
    if (deps.size() <= 1) {
        put_varint(deps.size());
        for (const EnvelopeHash& dep : deps) put(dep.view());
        return;
    }
    std::vector<EnvelopeHash> ascending(deps.begin(), deps.end());
    sort_without_repeats(ascending);
    put_varint(ascending.size());
    for (const EnvelopeHash& dep : ascending) put(dep.view());
}

void IdentityHasher::put_over(std::span<const Reference> over) {
    if (over.size() <= 1) {
        put_varint(over.size());
        for (const Reference& reference : over) put(EncodedReference(reference).view());
        return;
    }
    std::vector<EncodedReference> ascending(over.begin(), over.end());
    sort_without_repeats(ascending);
    put_varint(ascending.size());
    for (const EncodedReference& reference : ascending) put(reference.view());
}

}  // namespace cairn::merge
