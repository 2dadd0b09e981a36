#include "client/exchange/xml_input.h"

#include <algorithm>

#include "client/plan/text_input.h"

namespace cairn::exchange {
namespace {

std::string megabytes(std::size_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

Result<void, ImportError> check_bytes(std::string_view bytes, const ImportLimits& limits) {
    if (bytes.size() > limits.bytes_max) {
        return refuse(ImportError{ImportFault::too_large,
                                  "the file has " + megabytes(bytes.size()) + ", more than " +
                                      megabytes(limits.bytes_max)});
    }
    const auto tags = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '<'));
    if (tags > limits.xml_tags_max) {
        return refuse(ImportError{ImportFault::too_large,
                                  "the file has " + std::to_string(tags) + " tags, more than " +
                                      std::to_string(limits.xml_tags_max)});
    }
    const bool wide =
        bytes.size() >= 2 && (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF");
    const std::size_t nul = wide ? std::string_view::npos : bytes.find('\0');
    if (nul != std::string_view::npos) {
        return refuse(ImportError{ImportFault::malformed,
                                  "byte " + std::to_string(nul) + " is NUL: this is not XML"});
    }
    return {};
}

std::string line_of(std::string_view bytes, std::ptrdiff_t offset) {
    const auto end =
        std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, offset)), bytes.size());
    const auto lines =
        std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    return "line " + std::to_string(lines + 1);
}

// Iterative, as the parser is: nesting costs no stack.
class DepthCheck final : public pugi::xml_tree_walker {
public:
    explicit DepthCheck(std::size_t depth_max) : depth_max_(static_cast<int>(depth_max)) {}
    bool for_each(pugi::xml_node& node) override {
        doctype_ = doctype_ || node.type() == pugi::node_doctype;
        too_deep_ = too_deep_ || depth() >= depth_max_;
        return !doctype_ && !too_deep_;
    }
    [[nodiscard]] bool doctype() const { return doctype_; }
    [[nodiscard]] bool too_deep() const { return too_deep_; }

private:
    int depth_max_;
    bool doctype_ = false;
    bool too_deep_ = false;
};

}  // namespace

Result<void, ImportError> load_xml(std::string_view bytes,
                                   const ImportLimits& limits,
                                   pugi::xml_document& into) {
    if (auto sound = check_bytes(bytes, limits); !sound) return sound;
    const unsigned flags = pugi::parse_default | pugi::parse_doctype;
    const pugi::xml_parse_result parsed = into.load_buffer(bytes.data(), bytes.size(), flags);
    if (!parsed) {
        return refuse(ImportError{
            ImportFault::malformed,
            line_of(bytes, parsed.offset) + ": not well-formed XML: " + parsed.description()});
    }
    DepthCheck check(limits.xml_depth_max);
    into.traverse(check);
    if (check.doctype()) {
        return refuse(ImportError{ImportFault::forbidden,
                                  "the file declares a document type (DOCTYPE); plans need none, "
                                  "so it is refused"});
    }
    if (check.too_deep()) {
        return refuse(
            ImportError{ImportFault::too_large,
                        "elements are nested deeper than " + std::to_string(limits.xml_depth_max)});
    }
    return {};
}

std::string_view child_text(pugi::xml_node parent, const char* name) {
    return plan::trimmed(parent.child_value(name));
}

bool child_flag(pugi::xml_node parent, const char* name) {
    const std::string_view text = child_text(parent, name);
    return text == "1" || text == "true";
}

}  // namespace cairn::exchange
