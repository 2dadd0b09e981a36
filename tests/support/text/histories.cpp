#include "tests/support/text/histories.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <nlohmann/json.hpp>

namespace cairn::text {
namespace {

using nlohmann::json;

std::filesystem::path shared_data() {
    const char* set = std::getenv("CAIRN_SHARED");
    return set != nullptr ? std::filesystem::path(set) : std::filesystem::path("../shared");
}

struct Closed {
    void operator()(FILE* pipe) const { pclose(pipe); }
};

std::optional<json> read_gzip(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return std::nullopt;
    const std::string command = "gzip -dc '" + file.string() + "'";
    const std::unique_ptr<FILE, Closed> pipe(popen(command.c_str(), "r"));
    if (!pipe) return std::nullopt;
    std::string text;
    std::string block(1U << 16U, '\0');
    for (;;) {
        const std::size_t got = fread(block.data(), 1, block.size(), pipe.get());
        if (got == 0) break;
        text.append(block, 0, got);
    }
    return json::parse(text);
}

Patch to_patch(const json& triple) {
    return {triple[0].get<std::uint32_t>(),
            triple[1].get<std::uint32_t>(),
            triple[2].get<std::string>()};
}

}  // namespace

TextId ordered_id(std::string_view author, std::uint64_t sequence) {
    TextId id;
    for (std::size_t i = 0; i < author.size() && i < 16; ++i)
        id.change.bytes[i] = static_cast<std::uint8_t>(author[i]);
    for (std::size_t i = 0; i < 8; ++i)
        id.change.bytes[31 - i] = static_cast<std::uint8_t>(sequence >> (8 * i));
    return id;
}

std::optional<TextCase> load_trace(std::string_view name) {
    const auto data = read_gzip(shared_data() / "traces" / (std::string(name) + ".json.gz"));
    if (!data) return std::nullopt;
    TextCase loaded;
    loaded.end_text = (*data)["endContent"].get<std::string>();
    const json& txns = (*data)["txns"];
    const bool is_concurrent = data->value("kind", "") == "concurrent";
    for (std::size_t i = 0; i < txns.size(); ++i) {
        TextEdit edit;
        const auto author = is_concurrent ? txns[i]["agent"].get<unsigned>() : 0U;
        edit.id = ordered_id({reinterpret_cast<const char*>(&author), 1}, i);
        if (!is_concurrent && i > 0) edit.parents.push_back(loaded.edits[i - 1].id);
        if (is_concurrent)
            for (const json& parent : txns[i]["parents"])
                edit.parents.push_back(loaded.edits[parent.get<std::size_t>()].id);
        for (const json& patch : txns[i]["patches"]) edit.patches.push_back(to_patch(patch));
        loaded.edits.push_back(std::move(edit));
    }
    return loaded;
}

std::vector<TextCase> load_conformance() {
    std::vector<TextCase> cases;
    const auto data = read_gzip(shared_data() / "vectors/crdt/egwalker-conformance.json.gz");
    if (!data) return cases;
    for (const json& history : *data) {
        TextCase loaded;
        loaded.end_text = history["endContent"].get<std::string>();
        std::vector<TextId> by_version;  // a version is the last of a transaction's characters
        for (const json& txn : history["txns"]) {
            TextEdit edit;
            edit.id =
                ordered_id(txn["agent"].get<std::string>(), txn["seqStart"].get<std::uint64_t>());
            for (const json& parent : txn["parents"])
                edit.parents.push_back(by_version.at(parent.get<std::size_t>()));
            for (const json& patch : txn["ops"]) edit.patches.push_back(to_patch(patch));
            by_version.resize(txn["span"][1].get<std::size_t>(), edit.id);
            loaded.edits.push_back(std::move(edit));
        }
        cases.push_back(std::move(loaded));
    }
    return cases;
}

}  // namespace cairn::text
