#include "client/exchange/export_table.h"

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

}  // namespace

std::string write_csv(const ExportedPlan& plan,
                      const CsvStyle& style,
                      const plan::TextContext& context) {
    const ExportedTable table = table_of(plan, style.fields, context);
    CsvWriter writer(style);
    for (const std::string& name : table.header) writer.cell(name);
    writer.end_row();
    for (const auto& row : table.rows) {
        for (const TableCell& cell : row) writer.cell(cell.text);
        writer.end_row();
    }
    return writer.take();
}

}  // namespace cairn::exchange
