// Many random operations over five replicas that are apart most of the time: equal everywhere, once
// in one long text, of which the plain version judges the beginning for its cost, and once in many
// short texts, which it judges whole. CAIRN_TEXT_OPERATIONS=1000000 runs the long form, CAIRN_SEED
// another seed.
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "client/merge/text/compare.h"
#include "client/merge/text/graph_codec.h"
#include "client/merge/text/plain_text.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {
namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
    const char* set = std::getenv(variable);
    return set == nullptr ? otherwise : std::stoull(set);
}

constexpr std::uint64_t plain_edits_max = 1'500;

TEST(Convergence, OfFiveReplicasThatAreOftenApart) {
    const std::uint64_t operations = number_in("CAIRN_TEXT_OPERATIONS", 20'000);
    const std::uint64_t seed = number_in("CAIRN_SEED", 1);
    RecordProperty("seed", std::to_string(seed));
    SCOPED_TRACE("seed " + std::to_string(seed));
    Replicas replicas(5, seeded_chance(seed));
    PlainText plain;
    std::size_t judged = 0;
    for (std::uint64_t i = 0; i < operations; ++i) {
        replicas.step();
        if (i % 5'000 != 4'999) continue;
        replicas.sync_all();
        const std::string text = replicas.documents()[0].text();
        for (const TextDocument& document : replicas.documents()) ASSERT_EQ(document.text(), text);
        if (replicas.edits().size() > plain_edits_max && judged > 0) continue;
        for (; judged < replicas.edits().size() && judged < plain_edits_max; ++judged)
            ASSERT_TRUE(plain.receive(replicas.edits()[judged]).has_value());
    }
    replicas.sync_all();
    const TextGraph& graph = replicas.documents()[0].graph();
    for (; judged < replicas.edits().size() && judged < plain_edits_max; ++judged)
        ASSERT_TRUE(plain.receive(replicas.edits()[judged]).has_value());
    // What the plain version was given is the past of what it now takes for heads.
    TextDocument start;
    for (std::size_t i = 0; i < judged; ++i)
        ASSERT_TRUE(start.receive(replicas.edits()[i]).has_value());
    EXPECT_EQ(start.text(), plain.text());
    EXPECT_EQ(text_at(graph, start.heads()), plain.text());
    const auto read = decode_document(encode_graph(graph));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->text(), replicas.documents()[0].text());
}

constexpr std::uint64_t short_text_operations = 500;

TEST(Convergence, OfManyShortTextsToWhatThePlainVersionHas) {
    const std::uint64_t texts = number_in("CAIRN_TEXT_OPERATIONS", 20'000) / short_text_operations;
    const std::uint64_t first_seed = number_in("CAIRN_SEED", 1);
    RecordProperty("first seed", std::to_string(first_seed));
    for (std::uint64_t seed = first_seed; seed < first_seed + texts; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Replicas replicas(5, seeded_chance(seed));
        for (std::uint64_t i = 0; i < short_text_operations; ++i) replicas.step();
        replicas.sync_all();
        PlainText plain;
        for (const TextEdit& edit : replicas.edits()) ASSERT_TRUE(plain.receive(edit).has_value());
        for (const TextDocument& document : replicas.documents())
            ASSERT_EQ(document.text(), plain.text());
    }
}

}  // namespace
}  // namespace cairn::text
