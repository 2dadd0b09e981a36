#include <map>
#include <set>

#include "client/exchange/export_plan.h"
#include "client/merge/schema.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace {

class CsvWriter {
public:
    explicit CsvWriter(const CsvStyle& style) : style_(style) {
        if (style.byte_order_mark) out_ += "\xEF\xBB\xBF";
    }

    void cell(std::string text) {
        if (!first_) out_ += style_.delimiter;
        first_ = false;
        const bool formula =
            !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
        if (formula && style_.guard_formulas) text.insert(0, "'");
        if (text.find_first_of(std::string("\"\r\n") + style_.delimiter) == std::string::npos) {
            out_ += text;
            return;
        }
        out_ += '"';
        for (const char c : text) {
            if (c == '"') out_ += '"';
            out_ += c;
        }
        out_ += '"';
    }

    void end_row() {
        out_ += "\r\n";
        first_ = true;
    }

    std::string take() { return std::move(out_); }

private:
    const CsvStyle& style_;
    std::string out_;
    bool first_ = true;
};

std::string id_text(const ItemId& id) { return to_base32(id.view()); }

std::vector<plan::FieldNumber> columns_of(const ExportedPlan& plan, const CsvStyle& style) {
    if (!style.fields.empty()) return style.fields;
    std::set<plan::FieldNumber> used;
    for (const ExportedItem& item : plan.items) {
        for (const ExportedField& field : item.fields) {
            if (plan::find_field(field.field) != nullptr) used.insert(field.field);
        }
    }
    used.erase(plan::field::title);  // has a column of its own
    return {used.begin(), used.end()};
}

std::string field_text(const ExportedItem& item,
                       const plan::FieldSpec& spec,
                       const plan::TextContext& context) {
    std::string text;
    for (const ExportedField& field : item.fields) {
        if (field.field != spec.number) continue;
        if (spec.fold != merge::Fold::set) return plan::print_value(spec, field.value, context);
        const auto element = merge::Value::parse(field.element);
        if (!element) continue;
        text += (text.empty() ? "" : ";") + plan::print_value(spec, *element, context);
    }
    return text;
}

// As import_csv reads predecessors: ID, or "ID SS+2d".
std::string link_text(const ExportedLink& link, const plan::TextContext& context) {
    std::string text = id_text(link.to);
    if (link.type != plan::link::depends) return text;
    std::string type = "fs";
    std::string lag;
    for (const ExportedField& field : link.fields) {
        const plan::FieldSpec* spec = plan::find_field(field.field);
        if (field.field == plan::field::dependency) {
            type = plan::print_value(*spec, field.value, context);
        }
        if (field.field == plan::field::lag) lag = plan::print_value(*spec, field.value, context);
    }
    if (!lag.empty() && lag[0] != '-') lag.insert(0, "+");
    return type == "fs" && lag.empty() ? text : text + " " + type + lag;
}

using LinkTexts = std::map<plan::LinkNumber, std::map<ItemId, std::string>>;

LinkTexts gather_links(const ExportedPlan& plan, const plan::TextContext& context) {
    LinkTexts texts;
    for (const ExportedLink& link : plan.links) {
        if (plan::find_link(link.type) == nullptr) continue;
        std::string& cell = texts[link.type][link.from];
        cell += (cell.empty() ? "" : ";") + link_text(link, context);
    }
    return texts;
}

std::string kind_text(plan::KindNumber number) {
    const plan::KindSpec* kind = plan::find_kind(number);
    return kind == nullptr ? std::to_string(number) : std::string(kind->name);
}

std::string parent_text(const ItemId& parent) {
    if (parent == merge::root_item()) return "";
    return parent == merge::trash_item() ? "trash" : id_text(parent);
}

}  // namespace

std::string write_csv(const ExportedPlan& plan,
                      const CsvStyle& style,
                      const plan::TextContext& context) {
    const std::vector<plan::FieldNumber> columns = columns_of(plan, style);
    const LinkTexts links = gather_links(plan, context);
    CsvWriter writer(style);
    for (const char* name : {"id", "kind", "parent", "title"}) writer.cell(name);
    for (const plan::FieldNumber number : columns) {
        const plan::FieldSpec* spec = plan::find_field(number);
        writer.cell(spec == nullptr ? std::to_string(number) : std::string(spec->name));
    }
    for (const auto& [type, texts] : links) writer.cell(std::string(plan::find_link(type)->name));
    writer.end_row();
    for (const ExportedItem& item : plan.items) {
        writer.cell(id_text(item.id));
        writer.cell(kind_text(item.kind));
        writer.cell(parent_text(item.parent));
        writer.cell(field_text(item, *plan::find_field(plan::field::title), context));
        for (const plan::FieldNumber number : columns) {
            const plan::FieldSpec* spec = plan::find_field(number);
            writer.cell(spec == nullptr ? "" : field_text(item, *spec, context));
        }
        for (const auto& [type, texts] : links) {
            const auto text = texts.find(item.id);
            writer.cell(text == texts.end() ? "" : text->second);
        }
        writer.end_row();
    }
    return writer.take();
}

}  // namespace cairn::exchange
