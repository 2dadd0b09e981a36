#pragma once
// Several people who write one text, each on a replica of their own, and send each other what they
// have whenever chance says so. Chance is an argument: a seeded generator, or a fuzzer's bytes.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "client/merge/text/text_document.h"

namespace cairn::text {

// Uniform below its bound, which is above 0.
using Chance = std::function<std::uint64_t(std::uint64_t)>;
[[nodiscard]] Chance seeded_chance(std::uint64_t seed);

class Replicas {
public:
    Replicas(std::size_t count, Chance chance);

    // One replica types or deletes a little, as one edit; now and then it goes on where it was.
    void write();
    // One replica gets all that another has.
    void sync();
    void sync_all();
    // Both, in a mix that leaves replicas apart for some time.
    void step();

    [[nodiscard]] const std::vector<TextDocument>& documents() const { return documents_; }
    // Every edit written, parents first.
    [[nodiscard]] const std::vector<TextEdit>& edits() const { return edits_; }
    // The texts at each replica as its patches made them from "": what an editor would show.
    // Empty strings unless kept.
    void keep_shown() { shown_.resize(documents_.size()); }
    [[nodiscard]] const std::vector<std::string>& shown() const { return shown_; }

private:
    void type(std::size_t replica);
    void deliver(std::size_t from, std::size_t to);
    void record(std::size_t replica);
    [[nodiscard]] std::string some_text();

    Chance chance_;
    std::vector<TextDocument> documents_;
    std::vector<TextEdit> edits_;
    std::vector<std::vector<std::size_t>> known_;  // edits_ numbers by replica, in order of arrival
    std::vector<std::vector<std::size_t>> seen_;   // how much of another's list a replica has taken
    std::vector<std::uint32_t> cursor_;
    std::vector<std::string> shown_;
};

}  // namespace cairn::text
