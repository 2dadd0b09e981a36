#pragma once
// What a program writes, kept in a temporary file until somebody asks.
#include <cstdio>
#include <string>

namespace cairn::test {

class Capture {
public:
    Capture() : file_(std::tmpfile()) {}
    ~Capture() { std::fclose(file_); }
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    [[nodiscard]] std::FILE* file() { return file_; }
    [[nodiscard]] std::string text() {
        std::fflush(file_);
        std::rewind(file_);
        std::string all;
        for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_))
            all.push_back(static_cast<char>(c));
        return all;
    }

private:
    std::FILE* file_;
};

}  // namespace cairn::test
