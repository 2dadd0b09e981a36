#include <map>

#include "client/exchange/export_reading.h"
#include "client/exchange/export_texts.h"
#include "client/plan/catalog.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace {

using merge::Value;

// What Markdown would take for markup stands for itself; one line.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\`*_{}[]<>#|~&").find(c) != std::string_view::npos) out += '\\';
        out += static_cast<unsigned char>(c) < 0x20U ? ' ' : c;
    }
    return out;
}

class MarkdownText {
public:
    MarkdownText(const ExportedPlan& plan, const plan::TextContext& context)
        : plan_(plan), context_(context), items_(items_by_id(plan)) {
        for (const ExportedLink& link : plan.links) {
            if (link.type == plan::link::depends) waits_for_[link.from].push_back(link.to);
        }
    }

    std::string write(const std::string& title) {
        out_ = "# " + escaped(title) + "\n";
        for (const ExportedItem& item : plan_.items) {
            if (is_furniture(item.kind)) continue;
            const auto above = depths_.find(item.parent);
            const std::size_t depth = above == depths_.end() ? 0 : above->second + 1;
            depths_.emplace(item.id, depth);
            write_item(item, depth);
        }
        return std::move(out_);
    }

private:
    // What a workspace is fitted out with, beside the plan.
    static bool is_furniture(plan::KindNumber kind) {
        return kind == plan::kind::comment || kind == plan::kind::calendar ||
               kind == plan::kind::baseline || kind == plan::kind::source ||
               kind == plan::kind::view || kind == plan::kind::field ||
               kind == plan::kind::item_template;
    }

    void write_item(const ExportedItem& item, std::size_t depth) {
        const std::string facts = facts_of(item);
        std::string margin;
        if (depth == 0) {
            out_ += "\n## " + name_of(item) + "\n\n";
            if (!facts.empty()) out_ += facts + "\n\n";
        } else {
            margin.assign((depth - 1) * 2, ' ');
            out_ += margin + "- " + box_of(item) + "**" + name_of(item) + "**" +
                    (facts.empty() ? "" : ": " + facts) + "\n";
            margin += "  ";
        }
        write_notes(item, margin);
    }

    void write_notes(const ExportedItem& item, const std::string& margin) {
        const Value value = value_of(item.fields, plan::field::notes);
        std::string_view notes = value.payload();
        if (notes.empty()) return;
        out_ += margin.empty() ? "" : "\n";
        while (!notes.empty()) {
            const std::size_t end = std::min(notes.find('\n'), notes.size());
            out_ += margin + "> " + std::string(notes.substr(0, end)) + "\n";
            notes.remove_prefix(std::min(end + 1, notes.size()));
        }
        out_ += "\n";
    }

    [[nodiscard]] std::string name_of(const ExportedItem& item) const {
        const std::string title = title_of(item);
        // Stars that stand after a space make nothing bold.
        if (const auto name = plan::trimmed(title); !name.empty()) return escaped(name);
        const plan::KindSpec* kind = plan::find_kind(item.kind);
        return "untitled " + (kind == nullptr ? std::string("item") : std::string(kind->name));
    }

    // A box to tick, for what can be finished.
    [[nodiscard]] static std::string box_of(const ExportedItem& item) {
        const plan::KindSpec* kind = plan::find_kind(item.kind);
        if (kind == nullptr || kind->states.empty()) return "";
        const Value status = value_of(item.fields, plan::field::status);
        const auto state = part_of(status, plan::part::state).as_choice().value_or(0);
        return plan::phase_of(state) == plan::Phase::finished ? "[x] " : "[ ] ";
    }

    [[nodiscard]] std::string facts_of(const ExportedItem& item) const {
        const plan::KindSpec* kind = plan::find_kind(item.kind);
        std::string facts = kind == nullptr ? "" : std::string(kind->name);
        const auto add = [&](const std::string& fact) {
            if (!fact.empty()) facts += (facts.empty() ? "" : ", ") + fact;
        };
        add(dates_of(item));
        for (const plan::FieldNumber number : {plan::field::status,
                                               plan::field::health,
                                               plan::field::owner,
                                               plan::field::due,
                                               plan::field::progress}) {
            const plan::FieldSpec& field = *plan::find_field(number);
            const std::string text =
                plan::print_value(field, value_of(item.fields, number), context_);
            if (text.empty()) continue;
            const bool tells = number == plan::field::status;
            add((tells ? "" : std::string(field.name) + " ") + escaped(text) +
                (number == plan::field::progress ? " %" : ""));
        }
        add(waiting(item));
        return facts;
    }

    [[nodiscard]] static std::string dates_of(const ExportedItem& item) {
        const Value span = value_of(item.fields, plan::field::span);
        const auto day = [&](std::size_t part) {
            return std::string(part_of(span, part).payload().substr(0, 10));
        };
        const std::string start = day(plan::part::start);
        const std::string finish = day(plan::part::finish);
        if (start == finish || finish.empty()) return start;
        return start.empty() ? "until " + finish : start + " to " + finish;
    }

    [[nodiscard]] std::string waiting(const ExportedItem& item) const {
        const auto found = waits_for_.find(item.id);
        if (found == waits_for_.end()) return "";
        std::string names;
        for (const ItemId& id : found->second) {
            const auto other = items_.find(id);
            if (other == items_.end()) continue;
            names += (names.empty() ? "after " : ", ") + name_of(*other->second);
        }
        return names;
    }

    const ExportedPlan& plan_;
    const plan::TextContext& context_;
    ItemsById items_;
    std::map<ItemId, std::vector<ItemId>> waits_for_;
    std::map<ItemId, std::size_t> depths_;
    std::string out_;
};

}  // namespace

std::string write_markdown(const ExportedPlan& plan,
                           const std::string& title,
                           const plan::TextContext& context) {
    return MarkdownText(plan, context).write(title);
}

}  // namespace cairn::exchange
