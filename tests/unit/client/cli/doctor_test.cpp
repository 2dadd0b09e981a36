// What is said of a damaged file and of missing keys: all of it, in words for people.
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "client/engine/distrust.h"
#include "shared/sqlite/database.h"
#include "tests/support/documents/json_document.h"
#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

class Doctor : public testing::Test {
protected:
    Doctor() {
        cairn({"init", "Apollo", "--owner", "Lead", "-q"});
        cairn.make({"Beta"});
    }
    [[nodiscard]] std::string path() const { return (cairn.home() / "Apollo.cairn").string(); }
    [[nodiscard]] sqlite::Database open() const {
        return {path(), {.mode = sqlite::Mode::existing, .vfs = {}}};
    }
    // Writes over the page that a table begins with.
    void spoil(const std::string& table) {
        std::int64_t page = 0;
        std::int64_t bytes = 0;
        {
            sqlite::Database file = open();
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            page = file.integer("SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'");
            bytes = file.integer("PRAGMA page_size");
        }
        std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp((page - 1) * bytes);
        file << std::string(static_cast<std::size_t>(bytes), '\x5A');
    }
    std::set<int> codes() {
        const Answer answer = cairn({"doctor", "--json"});
        EXPECT_EQ(answer.exit, Exit::refused);
        std::set<int> found;
        const nlohmann::json object = answer.json();
        for (const auto& finding : object.at("findings"))
            found.insert(finding.at("code").get<int>());
        return found;
    }
    static void expect_for_people(const std::string& text) {
        for (const char* raw :
             {"SELECT", "UPDATE", "btree", "Tree", "disk image", "no such table", "malformed"})
            EXPECT_EQ(text.find(raw), std::string::npos) << text;
    }
    CommandLine cairn;
};

TEST_F(Doctor, KeepsToldDistrustUntilItWasSeen) {
    {
        engine::Workspace here = cairn.open("Apollo");
        engine::note_distrust(here, {engine::Distrust::other_order, std::nullopt});
        engine::note_distrust(here, {engine::Distrust::other_order, std::nullopt});
    }
    const auto documented = test::documented_keys("docs/JSON.md");
    for (const std::string command : {"status", "doctor"}) {
        const Answer answer = cairn({command, "--json"});
        EXPECT_EQ(answer.exit, Exit::needs_person) << command;
        const nlohmann::json distrust = answer.json().at("distrust");
        ASSERT_EQ(distrust.size(), 1U) << command;
        EXPECT_EQ(distrust[0]["code"], "other_order");
        EXPECT_EQ(distrust[0]["count"], 2);
        EXPECT_TRUE(distrust[0]["device"].is_null()) << "it is the server's";
        test::Keys keys;
        test::keys_of(distrust[0], "distrust[]", keys);
        for (const std::string& key : keys)
            EXPECT_TRUE(documented.at(command).contains(key)) << command << ": " << key;
        EXPECT_NE(cairn({command}).out.find("other_order: "), std::string::npos) << command;
    }
    EXPECT_EQ(cairn({"doctor", "--seen"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"status"}).exit, Exit::ok);
    EXPECT_TRUE(cairn({"status", "--json"}).json().at("distrust").empty());
}

TEST_F(Doctor, GoesThroughEveryCheckWhateverTheOnesBeforeFound) {
    open().execute(
        "UPDATE record SET bytes = substr(bytes, 1, length(bytes) - 64) || zeroblob(64) "
        "WHERE id = 1; UPDATE own SET changes = 99");
    spoil("edit");
    EXPECT_EQ(codes(), (std::set<int>{1, 5, 9}));
    const Answer answer = cairn({"doctor"});
    expect_for_people(answer.out);
    EXPECT_NE(answer.out.find("D01"), std::string::npos) << answer.out;
    EXPECT_NE(answer.out.find("join again or bring back a backup"), std::string::npos);
    EXPECT_EQ(answer.out.find("All is well"), std::string::npos);
}

TEST_F(Doctor, OpensAFileWhoseListOfMembersIsDamaged) {
    open().execute("UPDATE record SET bytes = zeroblob(length(bytes)) WHERE id = 1");
    EXPECT_EQ(codes(), (std::set<int>{5, 9}));
    expect_for_people(cairn({"doctor"}).out);
}

TEST_F(Doctor, NamesOnlyTheFirstOfManyTroublesOfOneKind) {
    for (int i = 0; i < 15; ++i) cairn.make({"Task " + std::to_string(i)});
    open().execute("UPDATE edit SET value = 'tforged' WHERE field = 10");
    const std::string text = cairn({"doctor"}).out;
    EXPECT_NE(text.find(" more of this kind (D02)"), std::string::npos) << text;
}

TEST_F(Doctor, DoesNotCallAPlanWellWhoseKeysAreGone) {
    std::filesystem::remove_all(cairn.home() / "keys");
    EXPECT_EQ(codes(), std::set<int>{10});
    const std::string text = cairn({"doctor"}).out;
    EXPECT_EQ(text.find("All is well"), std::string::npos) << text;
    EXPECT_NE(text.find("Put the key file back"), std::string::npos) << text;
    EXPECT_NE(text.find("The file itself is sound"), std::string::npos) << text;
}

TEST_F(Doctor, SeesTheKeysOfAnotherWorkspace) {
    cairn({"init", "Gemini", "--owner", "Lead", "-q"});
    std::filesystem::path keys;
    for (const auto& entry : std::filesystem::directory_iterator(cairn.home() / "keys"))
        if (entry.path().filename().string().rfind("Gemini", 0) == 0) keys = entry.path();
    ASSERT_FALSE(keys.empty());
    std::filesystem::copy_file(keys,
                               keys.parent_path() / ("Apollo" + keys.extension().string()),
                               std::filesystem::copy_options::overwrite_existing);
    const Answer answer = cairn({"doctor", "-w", "Apollo", "--json"});
    ASSERT_EQ(answer.json().at("findings").size(), 1U) << answer.out;
    EXPECT_EQ(answer.json().at("findings")[0].at("code"), 10);
}

TEST_F(Doctor, EveryCommandSaysOfADamagedFileWhatToDo) {
    spoil("edit");
    const Answer answer = cairn({"log"});
    EXPECT_EQ(answer.exit, Exit::refused);
    expect_for_people(answer.errors);
    EXPECT_NE(answer.errors.find(path() + " is damaged"), std::string::npos) << answer.errors;
    EXPECT_NE(answer.errors.find("cairn doctor"), std::string::npos) << answer.errors;
}

TEST_F(Doctor, EveryCommandSaysOfAFileWithoutItsTablesWhatToDo) {
    open().execute("DROP TABLE edit");
    const Answer answer = cairn({"log"});
    EXPECT_EQ(answer.exit, Exit::refused);
    expect_for_people(answer.errors);
    EXPECT_NE(answer.errors.find("is not as Cairn left it"), std::string::npos) << answer.errors;
    const Answer examined = cairn({"doctor"});
    EXPECT_EQ(examined.exit, Exit::refused);
    expect_for_people(examined.out + examined.errors);
}

}  // namespace
}  // namespace cairn::cli
