#include "client/engine/home.h"

#include <algorithm>
#include <cctype>

#include "shared/platform/file.h"

namespace cairn::engine {
namespace {

constexpr const char* extension = ".cairn";
constexpr const char* folder_choice = ".cairn-workspace";
constexpr std::size_t name_bytes_max = 64;

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

// The name in the nearest choice file, or nothing.
std::string chosen_by_folder(std::filesystem::path folder) {
    for (;;) {
        const auto file = platform::read_file(folder / folder_choice, 1024);
        if (file) {
            std::string name(text_of(*file));
            while (!name.empty() && std::isspace(static_cast<unsigned char>(name.back())) != 0)
                name.pop_back();
            return name;
        }
        if (!folder.has_parent_path() || folder == folder.parent_path()) return {};
        folder = folder.parent_path();
    }
}

EngineError disk(const platform::FileError& error) { return {EngineFault::disk, error.sentence}; }

}  // namespace

std::vector<std::string> Home::workspaces() const {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
        if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool Home::has(const std::string& name) const {
    std::error_code ignored;
    return std::filesystem::exists(file_of(name), ignored);
}

// A dangling link counts too: what cannot be told is left alone.
bool Home::has_keys(const std::string& name) const {
    std::error_code ignored;
    const auto status = std::filesystem::symlink_status(keys_of(name), ignored);
    return status.type() != std::filesystem::file_type::not_found;
}

std::filesystem::path Home::file_of(const std::string& name) const {
    return folder_ / (name + extension);
}

std::filesystem::path Home::keys_of(const std::string& name) const {
    return folder_ / "keys" / (name + ".key");
}

std::filesystem::path Home::watch_lock_of(const std::string& name) const {
    return folder_ / "keys" / (name + ".watch");
}

Result<void, EngineError> Home::check_name(const std::string& name) {
    const auto bad = [](unsigned char c) {
        return c < 0x20 || c == 0x7f || c == '/' || c == '\\' || c == ':';
    };
    if (!name.empty() && name.size() <= name_bytes_max && name.front() != '.' &&
        name.front() != '-' && std::none_of(name.begin(), name.end(), bad)) {
        return {};
    }
    return refuse(EngineError{
        EngineFault::wrong_value,
        "A workspace's name has 1 to 64 bytes, does not begin with '.' or '-', and holds no '/', "
        "'\\' or ':'. Choose another name."});
}

Result<std::string, EngineError> Home::choose(const std::string& asked,
                                              const std::string& from_environment,
                                              const std::filesystem::path& folder) const {
    const std::vector<std::string> known = workspaces();
    std::string name = asked.empty() ? from_environment : asked;
    if (name.empty()) name = chosen_by_folder(folder);
    if (name.empty() && known.size() == 1) return known.front();
    if (name.empty() && known.empty()) {
        return refuse(EngineError{
            EngineFault::no_workspace,
            "There is no workspace on this laptop yet. Start one with `cairn init NAME`, or join "
            "one with `cairn join LINE`."});
    }
    if (name.empty()) {
        return refuse(EngineError{EngineFault::no_workspace,
                                  "There are several workspaces (" + listed(known) +
                                      "). Name one with -w, or choose one for this folder with "
                                      "`cairn workspaces --here NAME`."});
    }
    if (check_name(name) && has(name)) return name;
    return refuse(
        EngineError{EngineFault::no_workspace,
                    "There is no workspace '" + name + "' on this laptop" +
                        (known.empty() ? std::string(". Start one with `cairn init NAME`.")
                                       : ". There is: " + listed(known) + ".")});
}

Result<void, EngineError> Home::bind_folder(const std::filesystem::path& folder,
                                            const std::string& name) {
    const auto written = platform::write_file(
        folder / folder_choice, bytes_of(name + "\n"), platform::Privacy::shared);
    if (!written) return refuse(disk(written.error()));
    return {};
}

}  // namespace cairn::engine
