#include "shared/log/link.h"

#include <gtest/gtest.h>

namespace cairn {
namespace {

EnvelopeHeader numbered(std::uint64_t number) {
    EnvelopeHeader header;
    header.workspace = WorkspaceId{{1}};
    header.device = DeviceId{{2}};
    header.number = {number};
    if (number > 1) header.previous = EnvelopeHash{{3}};
    return header;
}

TEST(JudgeLink, AcceptsTheFirstEnvelopeAndEveryNext) {
    const EnvelopeHeader first = numbered(1);
    EXPECT_EQ(judge_link(nullptr, first), LinkVerdict::sound);
    EXPECT_EQ(judge_link(&first, numbered(2)), LinkVerdict::sound);
}

TEST(JudgeLink, VoidsANumberThatDoesNotFollow) {
    const EnvelopeHeader fifth = numbered(5);
    for (const std::uint64_t number : {2U, 4U, 5U, 7U})
        EXPECT_EQ(judge_link(&fifth, numbered(number)), LinkVerdict::wrong_number) << number;
}

TEST(JudgeLink, VoidsANumberOfZero) {
    EXPECT_EQ(judge_link(nullptr, numbered(0)), LinkVerdict::wrong_number);
    const EnvelopeHeader last = numbered(UINT64_MAX);
    EnvelopeHeader wrapped = numbered(0);
    wrapped.previous = EnvelopeHash{{3}};
    EXPECT_EQ(judge_link(&last, wrapped), LinkVerdict::wrong_number);
}

TEST(JudgeLink, VoidsAFirstEnvelopeThatHasOneBeforeIt) {
    const EnvelopeHeader other = numbered(1);
    EnvelopeHeader header = numbered(1);
    header.previous = EnvelopeHash{{3}};
    EXPECT_EQ(judge_link(&other, header), LinkVerdict::wrong_start);
}

TEST(JudgeLink, VoidsALaterEnvelopeThatHasNoneBeforeIt) {
    EnvelopeHeader header = numbered(2);
    header.previous = {};
    EXPECT_EQ(judge_link(nullptr, header), LinkVerdict::wrong_start);
}

TEST(JudgeLink, VoidsAnEnvelopeOnAnotherDevicesChain) {
    EnvelopeHeader other = numbered(1);
    other.device = DeviceId{{9}};
    EXPECT_EQ(judge_link(&other, numbered(2)), LinkVerdict::wrong_chain);
    other = numbered(1);
    other.workspace = WorkspaceId{{9}};
    EXPECT_EQ(judge_link(&other, numbered(2)), LinkVerdict::wrong_chain);
}

TEST(JudgeLink, LetsAChainGoOnInALaterVersion) {
    const EnvelopeHeader first = numbered(1);
    EnvelopeHeader later = numbered(2);
    later.version = 2;
    EXPECT_EQ(judge_link(&first, later), LinkVerdict::sound);
    EXPECT_FALSE(can_open(later));
    EXPECT_TRUE(can_open(first));
}

}  // namespace
}  // namespace cairn
