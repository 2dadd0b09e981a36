// edit and blame, and texts in the answers of other commands.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

std::string read(const std::filesystem::path& file) {
    std::ostringstream all;
    all << std::ifstream(file).rdbuf();
    return all.str();
}

class Texts : public testing::Test {
protected:
    Texts() {
        cairn({"init", "Apollo", "--owner", "Lead", "-q"});
        id = cairn.make({"Beta", "--set", "notes=We launch in March."});
    }
    // An editor that leaves this in the file.
    void types(const std::string& text) {
        cairn.editor = [text](const std::filesystem::path& file) {
            std::ofstream(file) << text;
            return 0;
        };
    }
    std::string notes() { return cairn.fields(id).value("notes", ""); }
    std::vector<std::filesystem::path> kept() {
        std::vector<std::filesystem::path> files;
        const auto folder = cairn.home() / "edits";
        if (!std::filesystem::exists(folder)) return files;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            files.push_back(entry.path());
        return files;
    }

    CommandLine cairn;
    std::string id;
};

TEST_F(Texts, EditSavesWhatTheEditorLeaves) {
    std::string shown;
    cairn.editor = [&](const std::filesystem::path& file) {
        shown = read(file);
        const auto mode = std::filesystem::status(file).permissions();
        EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        std::ofstream(file) << "We launch in April.\nPerhaps.\n";
        return 0;
    };
    const Answer answer = cairn({"edit", "Beta", "--json"});
    EXPECT_EQ(answer.exit, Exit::ok);
    EXPECT_EQ(shown, "We launch in March.\n");
    EXPECT_EQ(answer.json()["changed"], true);
    EXPECT_EQ(answer.json()["merged"], false);
    EXPECT_EQ(notes(), "We launch in April.\nPerhaps.") << "the editor's last line end is its own";
    EXPECT_TRUE(kept().empty());
}

TEST_F(Texts, EditOfNothingSaysSo) {
    types("We launch in March.\n");
    const Answer answer = cairn({"edit", "Beta"});
    EXPECT_EQ(answer.exit, Exit::ok);
    EXPECT_NE((answer.out + answer.errors).find("Nothing was changed"), std::string::npos);
    EXPECT_EQ(cairn({"log", "Beta", "--json"}).lines().size(), 1U);
    EXPECT_TRUE(kept().empty());
}

TEST_F(Texts, EditMergesWithWhatOthersWroteMeanwhile) {
    cairn.editor = [&](const std::filesystem::path& file) {
        const auto editing = std::exchange(cairn.editor, nullptr);
        EXPECT_EQ(cairn({"set", "Beta", "notes=Maybe we launch in March."}).exit, Exit::ok);
        cairn.editor = editing;
        std::ofstream(file) << "We launch in April.";
        return 0;
    };
    const Answer answer = cairn({"edit", "Beta", "--json"});
    EXPECT_EQ(answer.json()["merged"], true);
    EXPECT_EQ(notes(), "Maybe we launch in April.");
}

TEST_F(Texts, EditKeepsWhatWasTypedWhenItCannotBeSaved) {
    types("caf\xE9");
    const Answer latin = cairn({"edit", "Beta"});
    EXPECT_EQ(latin.exit, Exit::refused);
    ASSERT_EQ(kept().size(), 1U);
    EXPECT_NE(latin.errors.find(kept()[0].string()), std::string::npos);
    EXPECT_EQ(read(kept()[0]), "caf\xE9");
    EXPECT_EQ(notes(), "We launch in March.");

    cairn.editor = [](const std::filesystem::path& file) {
        std::filesystem::resize_file(file, 100'000'000);
        return 0;
    };
    const Answer huge = cairn({"edit", "Beta"});
    EXPECT_EQ(huge.exit, Exit::refused);
    EXPECT_EQ(kept().size(), 2U);
    EXPECT_EQ(notes(), "We launch in March.");
}

TEST_F(Texts, EditSavesNothingWhenTheEditorFails) {
    cairn.editor = [](const std::filesystem::path& file) {
        std::ofstream(file) << "half a thought";
        return 1;
    };
    EXPECT_EQ(cairn({"edit", "Beta"}).exit, Exit::refused);
    EXPECT_EQ(notes(), "We launch in March.");
    ASSERT_EQ(kept().size(), 1U);
    EXPECT_EQ(read(kept()[0]), "half a thought");
}

TEST_F(Texts, EditSaysWhatToDoWithoutAnEditor) {
    const Answer answer = cairn({"edit", "Beta"});
    EXPECT_EQ(answer.exit, Exit::wrong_use);
    EXPECT_NE(answer.errors.find("$EDITOR"), std::string::npos);
    EXPECT_NE(answer.errors.find("cairn set"), std::string::npos);
    types("x");
    EXPECT_NE(cairn({"edit", "Beta", "due"}).errors.find("Its texts are: notes"),
              std::string::npos);
}

TEST_F(Texts, BlameTellsWhoWroteWhat) {
    cairn({"set", "Beta", "notes=We certainly launch in March."});
    const auto runs = cairn({"blame", "Beta", "--json"}).lines();
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs[1]["text"], "certainly ");
    EXPECT_EQ(runs[1]["by"], "Lead");
    EXPECT_NE(runs[0]["change"], runs[1]["change"]);
    EXPECT_EQ(runs[0]["change"], runs[2]["change"]);
    EXPECT_NE(cairn({"blame", "Beta"}).out.find("certainly"), std::string::npos);
    EXPECT_EQ(cairn({"blame", "Beta", "owner"}).exit, Exit::refused);
}

TEST_F(Texts, LogTellsThemInWords) {
    cairn({"set", "Beta", "notes=We certainly launch in May."});
    const Answer log = cairn({"log", "Beta"});
    EXPECT_NE(log.out.find("notes: +2 words, -3 characters: certainly ... y"), std::string::npos)
        << log.out;
    const auto edits = cairn({"log", "Beta", "--json"}).lines()[0]["edits"];
    EXPECT_EQ(edits[0]["value"][0]["inserted"], "certainly ");
}

TEST_F(Texts, QueryExportAndShowGiveTheWholeText) {
    const std::string chapter(100'000, 'x');
    cairn.editor = [&](const std::filesystem::path& file) {
        std::ofstream(file) << chapter;
        return 0;
    };
    ASSERT_EQ(cairn({"edit", "Beta"}).exit, Exit::ok);
    EXPECT_TRUE(notes() == chapter);
    const auto rows =
        cairn({"query", "SELECT value FROM fields WHERE field = 'notes'", "--json"}).lines();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_TRUE(rows[0]["value"] == chapter);
    EXPECT_TRUE(cairn({"export"}).out.find(chapter) != std::string::npos);
    EXPECT_TRUE(cairn({"export", "--format", "csv"}).out.find(chapter) != std::string::npos);
    EXPECT_TRUE(cairn({"show", "Beta"}).out.find(chapter) != std::string::npos);
}

}  // namespace
}  // namespace cairn::cli
