#include "client/engine/home.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace cairn::engine {
namespace {

class HomeFolder : public testing::Test {
protected:
    test::TemporaryFolder temporary;
    const std::filesystem::path& folder = temporary.path();
};

TEST_F(HomeFolder, RefusesNamesThatLeaveIt) {
    for (const char* name : {"", ".", "..", ".hidden", "a/b", "a\\b", "c:", "-w", "a\nb"})
        EXPECT_FALSE(Home::check_name(name)) << name;
    EXPECT_FALSE(Home::check_name(std::string(65, 'x')));
    for (const char* name : {"Apollo", "Apollo launch", "Größe 2"})
        EXPECT_TRUE(Home::check_name(name)) << name;
}

TEST_F(HomeFolder, ChoosesByTheNearestFolderAbove) {
    const Home home(folder / "home");
    std::filesystem::create_directories(folder / "home");
    std::filesystem::create_directories(folder / "work" / "deep");
    EXPECT_EQ(home.choose("", "", folder).error().fault, EngineFault::no_workspace);
    for (const char* name : {"Apollo", "Borealis"}) {
        std::FILE* file = std::fopen(home.file_of(name).c_str(), "w");
        std::fclose(file);
    }
    EXPECT_EQ(home.workspaces(), (std::vector<std::string>{"Apollo", "Borealis"}));
    EXPECT_FALSE(home.choose("", "", folder / "work"));
    ASSERT_TRUE(Home::bind_folder(folder / "work", "Borealis"));
    EXPECT_EQ(home.choose("", "", folder / "work" / "deep").value(), "Borealis");
    EXPECT_EQ(home.choose("", "Apollo", folder / "work").value(), "Apollo");
    EXPECT_EQ(home.choose("Apollo", "Borealis", folder / "work").value(), "Apollo");
    EXPECT_FALSE(home.choose("Nowhere", "", folder));
}

}  // namespace
}  // namespace cairn::engine
