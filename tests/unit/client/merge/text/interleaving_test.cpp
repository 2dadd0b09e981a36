// Two people type a run of words at one place without seeing each other, forwards, backwards or
// from the middle. Afterwards each run stands together. An ordering known to interleave shows that
// the property can fail.
#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "client/merge/text/plain_text.h"
#include "client/merge/text/text_document.h"
#include "tests/support/text/histories.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {
namespace {

enum class Typing { forwards, backwards };

// One keystroke: where in the run typed so far, and what.
struct Stroke {
    std::uint32_t at = 0;
    char letter = ' ';
};

std::vector<Stroke> strokes_of(std::string_view run, Typing typing) {
    std::vector<Stroke> strokes;
    for (std::uint32_t i = 0; i < run.size(); ++i) {
        if (typing == Typing::forwards) strokes.push_back({i, run[i]});
        if (typing == Typing::backwards) strokes.push_back({0, run[run.size() - 1 - i]});
    }
    return strokes;
}

bool stand_together(std::string_view text, std::string_view run, std::string_view other) {
    return text.find(run) != std::string_view::npos && text.find(other) != std::string_view::npos;
}

// Every stroke an edit of its own, on top of the base text "()".
std::vector<TextEdit> typed(const TextEdit& base,
                            std::string_view author,
                            const std::vector<Stroke>& strokes) {
    std::vector<TextEdit> edits;
    std::vector<TextId> parents = {base.id};
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        const Stroke& stroke = strokes[i];
        edits.push_back(
            {ordered_id(author, i), parents, {{1 + stroke.at, 0, std::string(1, stroke.letter)}}});
        parents = {edits.back().id};
    }
    return edits;
}

std::string random_run(const Chance& chance, char first, char last) {
    std::string run;
    for (std::uint64_t n = 2 + chance(12); n > 0; --n)
        run += static_cast<char>(
            first + static_cast<char>(chance(static_cast<std::uint64_t>(last - first + 1))));
    return run;
}

// What the property must catch: each character has a place between those of its neighbours, as a
// fraction, and ties are broken by author (Logoot and its like).
class FractionText {
public:
    void type(const std::vector<Stroke>& strokes, int author) {
        std::vector<Place> own;
        for (const Stroke& stroke : strokes) {
            const double left = stroke.at == 0 ? 0.0 : std::get<0>(own[stroke.at - 1]);
            const double right = stroke.at == own.size() ? 1.0 : std::get<0>(own[stroke.at]);
            own.insert(own.begin() + stroke.at, {(left + right) / 2, author, stroke.letter});
        }
        places_.insert(places_.end(), own.begin(), own.end());
    }
    [[nodiscard]] std::string text() const {
        std::vector<Place> sorted = places_;
        std::sort(sorted.begin(), sorted.end());
        std::string text;
        for (const Place& place : sorted) text += std::get<2>(place);
        return text;
    }

private:
    using Place = std::tuple<double, int, char>;
    std::vector<Place> places_;
};

TEST(Interleaving, NeverHappensToTwoRunsTypedApart) {
    const TextEdit base{ordered_id("m", 0), {}, {{0, 0, "()"}}};
    const Chance chance = seeded_chance(11);
    for (int i = 0; i < 500; ++i) {
        const std::string run = random_run(chance, 'a', 'f');
        const std::string other = random_run(chance, 'u', 'z');
        const auto typing = chance(2) == 0 ? Typing::forwards : Typing::backwards;
        const auto other_typing = chance(2) == 0 ? Typing::forwards : Typing::backwards;
        const bool swaps = chance(2) == 0;
        const auto edits = typed(base, swaps ? "q" : "p", strokes_of(run, typing));
        const auto others = typed(base, swaps ? "p" : "q", strokes_of(other, other_typing));
        TextDocument document;
        PlainText plain;
        ASSERT_TRUE(document.receive(base).has_value());
        ASSERT_TRUE(plain.receive(base).has_value());
        for (const auto* side : {&edits, &others}) {
            for (const TextEdit& edit : *side) {
                ASSERT_TRUE(document.receive(edit).has_value());
                ASSERT_TRUE(plain.receive(edit).has_value());
            }
        }
        ASSERT_EQ(document.text(), plain.text());
        ASSERT_TRUE(stand_together(document.text(), run, other)) << document.text();
    }
}

TEST(Interleaving, IsCaughtInAnOrderByFractions) {
    FractionText text;
    text.type(strokes_of("alpha", Typing::forwards), 1);
    text.type(strokes_of("omega", Typing::forwards), 2);
    EXPECT_FALSE(stand_together(text.text(), "alpha", "omega")) << text.text();
}

}  // namespace
}  // namespace cairn::text
