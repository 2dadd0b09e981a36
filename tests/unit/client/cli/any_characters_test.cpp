// Titles, texts and labels of characters that nobody has assigned, that turn the direction of
// writing, or that have no shape of their own.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

constexpr const char* override_right_to_left = "\xE2\x80\xAE";
constexpr const char* isolate = "\xE2\x81\xA6";
constexpr const char* unassigned = "\xCD\xB8";            // U+0378
constexpr const char* noncharacter = "\xF4\x8F\xBF\xBF";  // U+10FFFF
constexpr const char* private_use = "\xEE\x80\x80";       // U+E000
constexpr const char* decomposed = "e\xCC\x81";           // é as two
constexpr const char* hebrew = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D";
constexpr const char* replaced = "\xEF\xBF\xBD";

std::string all_of_them() {
    return std::string("a") + override_right_to_left + "b" + isolate + "c" + unassigned + "d" +
           noncharacter + "e" + private_use + "f" + decomposed + "g" + hebrew + "h";
}

class AnyCharacters : public testing::Test {
protected:
    AnyCharacters() { cairn({"init", "Apollo", "--owner", "Lead", "-q"}); }

    CommandLine cairn;
};

TEST_F(AnyCharacters, InATitleStayAsTheyAre) {
    const std::string id = cairn.make({all_of_them()});
    EXPECT_EQ(cairn({"show", id, "--json"}).json()["title"], all_of_them());
    EXPECT_EQ(cairn({"show", all_of_them(), "--json"}).json()["id"], id) << "found by it";
    EXPECT_EQ(cairn({"ls", "--json", "--kind", "task"}).lines()[0]["title"], all_of_them());
}

TEST_F(AnyCharacters, OnATerminalTurnNothingRound) {
    cairn.make({all_of_them(), "--set", "notes=" + all_of_them()});
    for (const auto& words : std::vector<std::vector<std::string>>{{"ls"},
                                                                   {"tree"},
                                                                   {"show", all_of_them()},
                                                                   {"log"},
                                                                   {"blame", all_of_them()},
                                                                   {"diff", "--since", "yesterday"},
                                                                   {"search", "a"},
                                                                   {"conflicts", all_of_them()},
                                                                   {"ls", "--as-of", "tomorrow"}}) {
        const Answer answer = cairn(words);
        for (const char* turning : {override_right_to_left, isolate})
            EXPECT_EQ((answer.out + answer.errors).find(turning), std::string::npos) << words[0];
    }
    EXPECT_NE(
        cairn({"ls"}).out.find(std::string("a") + replaced + "b" + replaced + "c" + unassigned),
        std::string::npos)
        << "all others are shown";
}

TEST_F(AnyCharacters, InATextAreEditedOneByOne) {
    const std::string id = cairn.make({"Beta", "--set", "notes=" + all_of_them()});
    cairn.editor = [&](const std::filesystem::path& file) {
        std::ostringstream text;
        text << std::ifstream(file).rdbuf();
        std::string typed = text.str();
        EXPECT_EQ(typed, all_of_them() + "\n");
        typed.insert(typed.find(noncharacter), unassigned);
        typed.erase(typed.find("\xCC\x81"), 2);
        std::ofstream(file) << typed;
        return 0;
    };
    EXPECT_EQ(cairn({"edit", "Beta", "--json"}).json()["changed"], true);
    std::string expected = all_of_them();
    expected.insert(expected.find(noncharacter), unassigned);
    expected.erase(expected.find("\xCC\x81"), 2);
    EXPECT_EQ(cairn.fields(id)["notes"], expected);
    std::string joined;
    for (const json& run : cairn({"blame", "Beta", "--json"}).lines())
        joined += run["text"].get<std::string>();
    EXPECT_EQ(joined, expected);
    cairn({"undo"});
    EXPECT_EQ(cairn.fields(id)["notes"], all_of_them());
}

TEST_F(AnyCharacters, OfALabelAreOneWhicheverWayTheyAreWritten) {
    const std::string id = cairn.make({"Beta"});
    cairn({"add", "Beta", "labels", std::string("caf") + decomposed});
    EXPECT_EQ(cairn.fields(id)["labels"], json::array({"caf\xC3\xA9"}));
    EXPECT_EQ(cairn({"rm", "Beta", "labels", "caf\xC3\xA9"}).exit, Exit::ok);
    EXPECT_TRUE(cairn.fields(id).value("labels", json::array()).empty());
}

TEST_F(AnyCharacters, ThatNobodyAssignedAreNoLabel) {
    const std::string id = cairn.make({"Beta"});
    const Answer answer = cairn({"add", "Beta", "labels", unassigned, "--json"});
    EXPECT_EQ(answer.json()["error"]["code"], "wrong_value")
        << "this version could not show it: it would be parked";
    EXPECT_TRUE(cairn.fields(id).value("labels", json::array()).empty());
}

TEST_F(AnyCharacters, ThatAreNoneAreRefused) {
    cairn.make({"Beta"});
    for (const char* bytes :
         {"caf\xE9", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC0\xAF", "\xE2\x80"})
        for (const char* field : {"title=", "notes=", "owner="})
            EXPECT_EQ(cairn({"set", "Beta", std::string(field) + bytes, "--json"})
                          .json()["error"]["code"],
                      "wrong_value")
                << field;
}

}  // namespace
}  // namespace cairn::cli
