#pragma once
// Puts a run together change by change: every sitting, item, tip and entry is listed once, texts
// are kept, and the size is known as it grows.
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "shared/wire/run.h"

namespace cairn {

class RunBuilder {
public:
    // `predecessor`: identity of the device's change before the run; zeros if there is none.
    explicit RunBuilder(const ChangeId& predecessor) { run_.predecessor = predecessor; }

    void set_checkpoint(const SeenCheckpoint& seen) { run_.checkpoint.assign(1, seen); }

    // The entry for `number` on the own chain, or on the branch that ends in `tip`: what
    // RunReference::at names.
    std::uint32_t own_entry(EnvelopeNumber number);
    std::uint32_t entry(const EnvelopeHash& tip, EnvelopeNumber number);

    void begin_change(const SittingId& sitting,
                      std::uint64_t counter,
                      WallTime wall,
                      std::span<const EnvelopeHash> deps);
    // Of the change begun last. Copies the texts.
    void add_edit(const ItemId& item,
                  std::uint32_t field,
                  std::string_view element,
                  std::string_view value,
                  std::span<const RunReference> over);

    [[nodiscard]] std::size_t change_count() const { return run_.changes.size(); }
    [[nodiscard]] std::size_t edit_count() const { return run_.edits.size(); }
    // Roughly what encode_run will give, before compression; to be held against
    // limits::run_bytes_typical.
    [[nodiscard]] std::size_t bytes_estimate() const { return bytes_; }

    // The builder is empty afterwards, without a predecessor.
    [[nodiscard]] Run take();

private:
    std::uint32_t tip_index(const EnvelopeHash& tip);
    std::uint32_t entry_of(std::uint32_t tip, EnvelopeNumber number);
    std::string_view keep(std::string_view text);

    Run run_;
    std::size_t bytes_ = 0;
    std::unordered_map<SittingId, std::uint32_t> sittings_;
    std::unordered_map<ItemId, std::uint32_t> items_;
    std::unordered_map<EnvelopeHash, std::uint32_t> tips_;
    std::map<std::pair<std::uint32_t, EnvelopeNumber>, std::uint32_t> entries_;
};

}  // namespace cairn
