#include "shared/platform/file.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temporary_folder.h"

namespace cairn::platform {
namespace {

class File : public testing::Test {
protected:
    test::TemporaryFolder temporary_;
    const std::filesystem::path& folder_ = temporary_.path();
};

TEST_F(File, KeepsSecretsFromOtherUsersFromTheFirstByte) {
    const auto path = folder_ / "key";
    ASSERT_TRUE(write_file(path, bytes_of("secret"), Privacy::owner_only));
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST_F(File, MakesAPrivateFileButLeavesOneThatIsThere) {
    const auto path = folder_ / "plan";
    ASSERT_TRUE(make_private_file(path));
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    ASSERT_TRUE(write_file(path, bytes_of("kept"), Privacy::owner_only));
    ASSERT_TRUE(make_private_file(path));
    EXPECT_EQ(text_of(*read_file(path, 100)), "kept");
    EXPECT_FALSE(make_private_file(folder_ / "missing" / "plan"));
}

TEST_F(File, ReplacesAFileWholeAndLeavesNothingBeside) {
    const auto path = folder_ / "file";
    ASSERT_TRUE(write_file(path, bytes_of("one"), Privacy::shared));
    ASSERT_TRUE(write_file(path, bytes_of("second"), Privacy::shared));
    const auto read = read_file(path, 100);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(text_of(*read), "second");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(File, RemovesWhatACrashLeftBesideAndNothingElse) {
    const auto make = [this](const char* name) {
        std::ofstream(folder_ / name) << "half";
        return folder_ / name;
    };
    const auto left = make(".cairn-new-4194304-0");
    const auto in_use = make(".cairn-new-4194304-1");
    const std::vector others{make(".cairn-new-1"),
                             make(".cairn-new--1"),
                             make(".cairn-new-1-x"),
                             make("a.cairn-new-1-1")};
    const auto folder = folder_ / ".cairn-new-1-2";
    std::filesystem::create_directory(folder);
    {
        const auto writer = FileLock::try_take(in_use);
        ASSERT_TRUE(writer);
        ASSERT_TRUE(write_file(folder_ / "plan", bytes_of("kept"), Privacy::shared));
        EXPECT_FALSE(std::filesystem::exists(left));
        EXPECT_TRUE(std::filesystem::exists(in_use));
    }
    ASSERT_TRUE(write_file(folder_ / "plan", bytes_of("kept"), Privacy::shared));
    EXPECT_FALSE(std::filesystem::exists(in_use));
    for (const auto& other : others) EXPECT_TRUE(std::filesystem::exists(other)) << other;
    EXPECT_TRUE(std::filesystem::exists(folder));
}

TEST_F(File, WritersOfOneFolderLeaveEachOtherAlone) {
    std::vector<std::thread> writers;
    for (int w = 0; w < 4; ++w) {
        writers.emplace_back([this, w] {
            const auto path = folder_ / ("plan" + std::to_string(w));
            for (int i = 0; i < 50; ++i) {
                const auto written = write_file(path, bytes_of("kept"), Privacy::shared);
                if (!written) ADD_FAILURE() << written.error().sentence;
            }
        });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 4);
}

TEST_F(File, LeavesAFileOfASimilarNameAlone) {
    ASSERT_TRUE(write_file(folder_ / "plan.new", bytes_of("mine"), Privacy::shared));
    ASSERT_TRUE(write_file(folder_ / "plan", bytes_of("other"), Privacy::shared));
    EXPECT_EQ(text_of(read_file(folder_ / "plan.new", 100).value_or(Bytes{})), "mine");
}

TEST_F(File, RefusesMoreThanTheLimit) {
    const auto path = folder_ / "large";
    ASSERT_TRUE(write_file(path, Bytes(5000), Privacy::shared));
    EXPECT_FALSE(read_file(path, 4999).has_value());
    EXPECT_TRUE(read_file(path, 5000).has_value());
}

TEST_F(File, SaysThatAFileIsMissing) {
    const auto read = read_file(folder_ / "none", 10);
    ASSERT_FALSE(read.has_value());
    EXPECT_TRUE(read.error().missing);
}

TEST_F(File, LocksOnce) {
    const auto path = folder_ / "lock";
    auto first = FileLock::try_take(path);
    ASSERT_TRUE(first.has_value());
    EXPECT_FALSE(FileLock::try_take(path).has_value());
    first.reset();
    EXPECT_TRUE(FileLock::try_take(path).has_value());
}

}  // namespace
}  // namespace cairn::platform
