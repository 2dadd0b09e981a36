#include "client/plan/span_text.h"

namespace cairn::plan {
namespace {

using merge::Value;

// The words of the text, where a time of day stays with the date before it.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(" \t", at)) != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
        words.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

class SpanReader {
public:
    SpanReader(const FieldSpec& field, const TextContext& context)
        : field_(field), context_(context), parts_(field.parts.size()) {}

    Result<Value, TextError> read(std::string_view text) {
        const std::vector<std::string> words = words_of(text);
        for (at_ = 0; at_ < words.size(); ++at_) {
            if (!read_word(words)) return refuse(error_);
        }
        return from_parts(parts_);
    }

private:
    bool read_word(const std::vector<std::string>& words) {
        const std::string& word = words[at_];
        if (word.find("..") != std::string::npos) return read_range(word);
        if (const Choice* mode = find_choice(field_.parts[part::mode].choices, word)) {
            parts_[part::mode] = Value::choice(mode->number);
            return true;
        }
        if (const Choice* kind = find_choice(field_.parts[part::constraint].choices, word)) {
            parts_[part::constraint] = Value::choice(kind->number);
            return at_ + 1 >= words.size() || read_constraint_date(kind->number, words[at_ + 1]);
        }
        return read_duration(word);
    }

    bool read_range(const std::string& word) {
        const std::size_t dots = word.find("..");
        return set_minute(part::start, word.substr(0, dots), context_.units.day_start) &&
               set_minute(part::finish, word.substr(dots + 2), context_.units.day_finish);
    }

    bool read_constraint_date(ChoiceNumber kind, const std::string& word) {
        if (!parse_minute(word, context_.today, 0)) return true;  // a constraint without a date
        ++at_;
        return set_minute(part::constraint_date, word, usual_clock(kind));
    }

    [[nodiscard]] int usual_clock(ChoiceNumber kind) const {
        const bool at_finish = kind == constraint::must_finish_on ||
                               kind == constraint::finish_no_earlier ||
                               kind == constraint::finish_no_later;
        return at_finish ? context_.units.day_finish : context_.units.day_start;
    }

    bool set_minute(std::size_t part, std::string_view text, int usual_clock) {
        if (text.empty()) return true;
        const auto minute = parse_minute(text, context_.today, usual_clock);
        if (!minute) {
            error_ = minute.error();
            return false;
        }
        parts_[part] = *Value::minute(to_iso(*minute));
        return true;
    }

    bool read_duration(std::string word) {
        const bool estimated = !word.empty() && word.back() == '?';
        if (estimated) word.pop_back();
        const auto duration = parse_duration(word, context_.units);
        if (!duration) {
            error_ = TextError{"'" + word +
                               "' fits no part of a span: write '2027-03-01..2027-03-05 5d'"};
            return false;
        }
        parts_[part::duration] = Value::integer(duration->amount);
        parts_[part::duration_shown_in] = Value::choice(duration->shown_in);
        if (estimated) parts_[part::estimated] = Value::boolean(true);
        return true;
    }

    const FieldSpec& field_;
    const TextContext& context_;
    std::vector<Value> parts_;
    std::size_t at_ = 0;
    TextError error_;
};

void add_word(std::string& out, const std::string& word) {
    if (word.empty()) return;
    if (!out.empty()) out += ' ';
    out += word;
}

}  // namespace

std::string print_minute(const Value& value, int usual_clock) {
    const auto minute = minute_from_iso(value.payload());
    if (!minute) return std::string(value.payload());
    return minute->minute_of_day() == usual_clock ? to_iso(minute->date()) : to_iso(*minute);
}

Result<Value, TextError> parse_span(const FieldSpec& field,
                                    std::string_view text,
                                    const TextContext& context) {
    return SpanReader(field, context).read(text);
}

std::string print_span(const FieldSpec& field, const Value& value, const TextContext& context) {
    const std::vector<Value> parts = parts_of(field, value);
    std::string out;
    for (const std::size_t shown : {part::start, part::finish}) {
        if (!parts[shown].is_unset()) out += print_part(field, shown, value, context);
        if (shown == part::start) out += "..";
    }
    if (out == "..") out.clear();
    if (!parts[part::duration].is_unset()) {
        const bool estimated = parts[part::estimated].as_boolean().value_or(false);
        add_word(out, print_part(field, part::duration, value, context) + (estimated ? "?" : ""));
    }
    add_word(out, print_part(field, part::constraint, value, context));
    if (!parts[part::constraint].is_unset()) {
        add_word(out, print_part(field, part::constraint_date, value, context));
    }
    add_word(out, print_part(field, part::mode, value, context));
    return out;
}

}  // namespace cairn::plan
