// Stands in for libFuzzer where there is none: runs a fuzz target over every file of its corpus.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return {text.begin(), text.end()};
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> folders(argv + 1, argv + argc);
    std::size_t files = 0;
    LLVMFuzzerTestOneInput(nullptr, 0);
    for (const auto& folder : folders) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.is_regular_file()) {
                std::cerr << entry.path().string() << '\n';  // the last one printed is the culprit
                const auto bytes = read_file(entry.path());
                LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
                ++files;
            }
        }
    }
    std::cout << "replayed " << files << " files\n";
    return files > 0 ? 0 : 1;
}
