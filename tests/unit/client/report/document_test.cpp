// The document as Markdown and as HTML.
#include "client/report/document.h"

#include <regex>

#include <gtest/gtest.h>

namespace cairn::report {
namespace {

constexpr const char* hostile =
    "<script>alert('x')</script> & \"q\" | *b* _i_ `c` [l](http://x) #h\n# h";

boards::TimelineRow row_of(const char* start, const char* finish) {
    boards::TimelineRow row;
    row.start = *plan::date_from_iso(start);
    row.finish = *plan::date_from_iso(finish);
    return row;
}

// One of each block, with one text everywhere.
Document document_of(const std::string& text) {
    TimelineBar bar{text, row_of("2027-01-04", "2027-03-05")};
    bar.row.is_milestone = true;
    bar.row.is_critical = true;
    bar.row.baseline_finish = plan::date_from_iso("2027-02-01");
    TimelineBar work{text, row_of("2027-01-04", "2027-03-05")};
    work.row.percent_done = 50;
    HeatMap map{text, text};
    map.counts[2][3] = 7;
    return {text,
            text,
            {{text,
              {Banner{Tone::bad, text, text, text},
               Heading{text},
               Paragraph{text, Tone::warning},
               Hint{"None is there. ", "cairn new TITLE", " makes one."},
               Facts{{{text, {text, Tone::bad}}}},
               Tiles{{{text, text, text, Tone::good}}},
               Table{{{text}, {text, true}}, {{{text, Tone::bad}, {text, Tone::plain, 40}}}},
               List{{{text, Tone::bad}}},
               Timeline{{bar, work}, *plan::date_from_iso("2027-01-15")},
               map}}},
            text};
}

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

TEST(Hints, ShowTheirCommandAsOneToCopy) {
    const Document document = document_of("plain");
    EXPECT_NE(to_markdown(document).find("None is there. `cairn new TITLE` makes one.\n\n"),
              std::string::npos);
    EXPECT_NE(to_html(document).find("None is there. <code>cairn new TITLE</code> makes one.</p>"),
              std::string::npos);
}

TEST(Html, EscapesWhateverPeopleWrite) {
    const std::string html = to_html(document_of(hostile));
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("alert('x')"), std::string::npos);
    EXPECT_NE(html.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot;"),
              std::string::npos);
    // The same page with a harmless text has as many tags: no text became one.
    const std::string harmless = to_html(document_of("plain\ntext"));
    EXPECT_EQ(count_of(html, "<"), count_of(harmless, "<"));
}

TEST(Html, LeavesOutWhatWouldDeceiveTheEye) {
    const std::string html =
        to_html(document_of("a\x01\x1b[31m\xE2\x80\xAE"
                            "b\xE2\x81\xA6"
                            "c"));
    EXPECT_EQ(html.find('\x01'), std::string::npos);
    EXPECT_EQ(html.find('\x1b'), std::string::npos);
    EXPECT_EQ(html.find("\xE2\x80\xAE"), std::string::npos);
    EXPECT_NE(html.find("a[31mbc"), std::string::npos);
}

TEST(Html, ReadsWithoutScriptAndWithoutTheNetwork) {
    const std::string html = to_html(document_of("Beta"));
    for (const char* outside : {"<script",
                                "<link",
                                "<img",
                                "<iframe",
                                "@import",
                                "url(",
                                "href=",
                                "src=",
                                "http:",
                                "https:",
                                " style="})
        EXPECT_EQ(html.find(outside), std::string::npos) << outside;
    EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
    EXPECT_NE(html.find("prefers-color-scheme: dark"), std::string::npos);
    EXPECT_NE(html.find("@media print"), std::string::npos);
    EXPECT_EQ(count_of(html, "<svg"), count_of(html, "</svg>"));
    EXPECT_EQ(count_of(html, "<svg"), 3U) << "timeline, map, a bar of percent";
    EXPECT_FALSE(std::regex_search(html, std::regex("<[a-z]+[^>]* on[a-z]+=")));
}

TEST(Markdown, KeepsWordsOfPeopleFromBeingMarkup) {
    const std::string text = to_markdown(document_of(hostile));
    // Within a fence of code nothing is markup, and nothing there can end it.
    const auto fence = text.find("```text");
    EXPECT_GT(text.find("<script>"), fence);
    EXPECT_EQ(text.find("<script>", text.find("```", fence + 3)), std::string::npos);
    EXPECT_EQ(count_of(text, "```"), 2U);
    EXPECT_NE(
        text.find("\\<script\\>alert('x')\\</script\\> \\& \"q\" \\| \\*b\\* \\_i\\_ \\`c\\`"),
        std::string::npos)
        << text;
    EXPECT_EQ(text.find("\n# h"), std::string::npos) << "a line that begins a heading";
    EXPECT_NE(to_markdown(document_of("snake_case 1.5")).find("snake_case 1.5"), std::string::npos);
    EXPECT_NE(to_markdown(document_of("1. one")).find("1\\. one"), std::string::npos);
}

TEST(Markdown, DrawsItsChartsWithLetters) {
    const std::string text = to_markdown(document_of("Beta"));
    EXPECT_NE(text.find("◆"), std::string::npos) << text;
    EXPECT_NE(text.find("| 3 | · | · | · | 7 | · |"), std::string::npos) << text;
}

}  // namespace
}  // namespace cairn::report
