#include "client/exchange/tjp_text.h"

#include <algorithm>
#include <map>

#include "client/merge/utf8.h"

namespace cairn::exchange::tjp {
namespace {

constexpr std::string_view cut_open = "-8<-";
constexpr std::string_view cut_close = "->8-";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

ImportError endless(const char* what) {
    return {ImportFault::malformed, std::string("the file ends within ") + what};
}

// Where the text that begins with a quote, or a cut mark, ends; npos: never.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    if (text.substr(at).starts_with(cut_open)) {
        const std::size_t close = text.find(cut_close, at + cut_open.size());
        return close == text.npos ? close : close + cut_close.size();
    }
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return text.npos;
}

bool begins_string(std::string_view rest) {
    return rest[0] == '"' || rest[0] == '\'' || rest.starts_with(cut_open);
}

// Replaces macros, drops comments.
class Expansion {
public:
    Expansion(const ImportLimits& limits, NoteList& warnings)
        : limits_(limits), warnings_(warnings) {}

    Result<void, ImportError> run(std::string_view text, int depth) {
        constexpr int depth_max = 16;
        // What comes to nothing is read all the same: comments, and macros that only define others.
        constexpr std::size_t readings_max = 4;
        read_ += text.size();
        if (depth > depth_max || read_ / readings_max > limits_.bytes_max)
            return refuse(too_much());
        for (std::size_t at = 0; at < text.size();) {
            if (out.size() > limits_.bytes_max) return refuse(too_much());
            const auto next = step(text, at, depth);
            if (!next) return refuse(next.error());
            at = *next;
        }
        return {};
    }
    std::string out;

private:
    using Next = Result<std::size_t, ImportError>;

    static ImportError too_much() {
        return {ImportFault::too_large, "macros within macros make more text than a plan has"};
    }

    Next step(std::string_view text, std::size_t at, int depth) {
        const std::string_view rest = text.substr(at);
        if (rest[0] == '#') return std::min(text.find('\n', at), text.size());
        if (rest.starts_with("/*")) {
            const std::size_t end = text.find("*/", at + 2);
            if (end == text.npos) return refuse(endless("a comment"));
            return end + 2;
        }
        if (rest.starts_with("${")) return use(text, at, depth);
        if (begins_string(rest)) return string(text, at, depth);
        const bool is_word = at == 0 || !is_name(text[at - 1]);
        if (is_word && rest.starts_with("macro") && rest.size() > 5 && is_space(rest[5]))
            return define(text, at + 5);
        out += rest[0];
        return at + 1;
    }

    // Macros count within quotes, too.
    Next string(std::string_view text, std::size_t at, int depth) {
        const std::size_t end = end_of_string(text, at);
        if (end == text.npos) return refuse(endless("a text"));
        const std::size_t mark = text[at] == '-' ? cut_open.size() : 1;
        out += text.substr(at, mark);
        for (std::size_t i = at + mark; i + mark < end;) {
            if (text.substr(i).starts_with("${") && mark == 1) {
                const auto next = use(text.substr(0, end), i, depth);
                if (!next) return next;
                i = *next;
            } else {
                out += text[i++];
            }
        }
        out += text.substr(end - mark, mark);
        return end;
    }

    // macro NAME [ BODY ]
    Next define(std::string_view text, std::size_t at) {
        const std::size_t open = text.find('[', at);
        if (open == text.npos) return refuse(endless("a macro"));
        std::string name(text.substr(at, open - at));
        name.erase(0, std::min(name.find_first_not_of(" \t\r\n"), name.size()));
        name.erase(name.find_last_not_of(" \t\r\n") + 1);
        int depth = 0;
        for (std::size_t i = open; i < text.size(); ++i) {
            if (text[i] == '[') ++depth;
            if (text[i] == ']' && --depth == 0) {
                macros_.insert_or_assign(name, std::string(text.substr(open + 1, i - open - 1)));
                return i + 1;
            }
        }
        return refuse(endless("a macro"));
    }

    // ${NAME "ARGUMENT" ...}
    Next use(std::string_view text, std::size_t at, int depth) {
        constexpr std::size_t uses_max = 100'000;
        if (++uses_ > uses_max) return refuse(too_much());
        std::size_t i = at + 2;
        while (i < text.size() && (is_name(text[i]) || text[i] == '?')) ++i;
        const std::string name(text.substr(at + 2, i - at - 2));
        std::vector<std::string> arguments;
        while (i < text.size() && text[i] != '}') {
            if (text[i] != '"') {
                ++i;
                continue;
            }
            const std::size_t end = end_of_string(text, i);
            if (end == text.npos) return refuse(endless("the arguments of a macro"));
            arguments.emplace_back(text.substr(i + 1, end - i - 2));
            i = end;
        }
        if (i >= text.size()) return refuse(endless("the use of a macro"));
        if (name == "projectstart" || name == "projectend" || name == "now" || name == "today") {
            out += "${" + name + "}";
            return i + 1;
        }
        const auto macro = macros_.find(name.starts_with('?') ? name.substr(1) : name);
        if (macro == macros_.end()) {
            if (!name.starts_with('?'))
                warnings_.add("macro " + quoted(name), "there is none; nothing stands for it");
            return i + 1;
        }
        const auto done = run(with(macro->second, arguments), depth + 1);
        if (!done) return refuse(done.error());
        return i + 1;
    }

    // ${1} is the first argument; in time that grows as the text does.
    static std::string with(const std::string& body, const std::vector<std::string>& arguments) {
        constexpr std::size_t name_bytes = 4;  // ${1}
        std::string text;
        for (std::size_t at = 0; at < body.size();) {
            const std::size_t number =
                at + name_bytes <= body.size() && body.compare(at, 2, "${") == 0 &&
                        body[at + 3] == '}' && body[at + 2] >= '1' && body[at + 2] <= '9'
                    ? static_cast<std::size_t>(body[at + 2] - '0')
                    : 0;
            if (number == 0 || number > arguments.size()) {
                text += body[at++];
            } else {
                text += arguments[number - 1];
                at += name_bytes;
            }
        }
        return text;
    }

    const ImportLimits& limits_;
    NoteList& warnings_;
    std::map<std::string, std::string> macros_;
    std::size_t uses_ = 0;
    std::size_t read_ = 0;  // bytes, those of macros as often as they are used
};

std::string content_of(std::string_view string) {
    const std::size_t mark = string[0] == '-' ? cut_open.size() : 1;
    std::string text;
    for (std::size_t i = mark; i + mark < string.size(); ++i) {
        const bool escapes = mark == 1 && string[i] == '\\' && i + mark + 1 < string.size();
        if (escapes) ++i;
        text += string[i];
    }
    return text;
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
    if (text.substr(at).starts_with("${")) return std::min(text.find('}', at), text.size() - 1) + 1;
    const auto is_part = [](char c) {
        return is_name(c) || c == '.' || c == ':' || c == '-' || c == '+' || c == '@' || c == '%' ||
               (static_cast<unsigned char>(c) & 0x80U) != 0;
    };
    std::size_t end = at;
    while (end < text.size() && is_part(text[end])) ++end;
    return std::max(end, at + 1);
}

}  // namespace

Result<std::vector<Token>, ImportError> tokens_of(std::string_view bytes,
                                                  const ImportLimits& limits,
                                                  NoteList& warnings) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.size() > limits.bytes_max)
        return refuse(ImportError{ImportFault::too_large, "the file is too large"});
    if (!merge::is_text(bytes))
        return refuse(ImportError{ImportFault::wrong_encoding, "the file is not text in UTF-8"});
    Expansion expansion(limits, warnings);
    if (const auto done = expansion.run(bytes, 0); !done) return refuse(done.error());
    const std::string_view text = expansion.out;
    std::vector<Token> tokens;
    bool begins_line = true;
    for (std::size_t at = 0; at < text.size();) {
        if (is_space(text[at])) {
            begins_line = begins_line || text[at] == '\n';
            ++at;
            continue;
        }
        const bool is_string = begins_string(text.substr(at));
        const std::size_t end = is_string ? end_of_string(text, at) : end_of_word(text, at);
        if (end == text.npos) return refuse(endless("a text"));
        const std::string_view part = text.substr(at, end - at);
        const bool is_mark = part.size() == 1 && !is_name(part[0]) && part[0] != '-';
        tokens.push_back({is_string ? Token::Kind::text
                          : is_mark ? Token::Kind::mark
                                    : Token::Kind::word,
                          is_string ? content_of(part) : std::string(part),
                          begins_line});
        begins_line = false;
        at = end;
        if (tokens.size() > limits.xml_tags_max)
            return refuse(ImportError{ImportFault::too_large, "the file has too many words"});
    }
    tokens.push_back({Token::Kind::end, "", true});
    return tokens;
}

}  // namespace cairn::exchange::tjp
