#include <algorithm>

#include <fmt/format.h>

#include "client/exchange/export_table.h"
#include "client/exchange/web_text.h"
#include "client/exchange/zip_output.h"
#include "client/plan/civil.h"

namespace cairn::exchange {
namespace {

using merge::ValueType;

constexpr const char* head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr const char* types =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>)"
    R"(<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>)"
    R"(<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>)";
constexpr const char* relations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
constexpr const char* book_relations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>)";
// 0 usual, 1 the header, 2 a date, 3 a date with a time.
constexpr const char* styles =
    R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)"
    R"(<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>)"
    R"(<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>)"
    R"(<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>)"
    R"(<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>)"
    R"(<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>)"
    R"(<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>)"
    R"(<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>)"
    R"(<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>)"
    R"(<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>)";

// A, B, .. Z, AA ..
std::string column_name(std::size_t column) {
    std::string name;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return name;
}

// Days since 1899-12-30, which spreadsheets count from 1900-03-01 on without a fault.
std::optional<double> day_number(const merge::Value& value) {
    constexpr std::int64_t day_of_1970 = 25'569;
    constexpr std::int64_t first_sound = 61;
    const bool is_date = value.type() == ValueType::date;
    const auto minute = is_date ? plan::minute_from_iso(std::string(value.payload()) + "T00:00")
                                : plan::minute_from_iso(value.payload());
    if (!minute) return std::nullopt;
    const double number =
        static_cast<double>(day_of_1970) + static_cast<double>(minute->minutes) / 1440.0;
    if (number < static_cast<double>(first_sound)) return std::nullopt;
    return number;
}

class Sheet {
public:
    explicit Sheet(const ExportedTable& table) : table_(table) {}

    std::string write() {
        const std::size_t rows = std::min<std::size_t>(table_.rows.size(), rows_max - 1);
        const std::string last = column_name(table_.header.size() - 1) + std::to_string(rows + 1);
        out_ = std::string(head) +
               R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)"
               R"(<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" )"
               R"(activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>)";
        columns();
        out_ += "<sheetData>";
        open_row(1);
        for (std::size_t i = 0; i < table_.header.size(); ++i) text(1, i, table_.header[i], 1);
        out_ += "</row>";
        for (std::size_t i = 0; i < rows; ++i) {
            open_row(i + 2);
            for (std::size_t j = 0; j < table_.rows[i].size(); ++j)
                cell(i + 2, j, table_.rows[i][j]);
            out_ += "</row>";
        }
        return out_ + "</sheetData><autoFilter ref=\"A1:" + last + "\"/></worksheet>";
    }

private:
    static constexpr std::size_t rows_max = 1'048'576;
    static constexpr std::size_t characters_max = 32'767;

    // As wide as what is in them, within reason.
    void columns() {
        constexpr std::size_t narrowest = 8;
        constexpr std::size_t widest = 50;
        out_ += "<cols>";
        for (std::size_t i = 0; i < table_.header.size(); ++i) {
            std::size_t width = std::max(narrowest, table_.header[i].size() + 2);
            for (const auto& row : table_.rows) width = std::max(width, row[i].text.size() + 1);
            out_ += fmt::format("<col min=\"{0}\" max=\"{0}\" width=\"{1}\" customWidth=\"1\"/>",
                                i + 1,
                                std::min(width, widest));
        }
        out_ += "</cols>";
    }

    void open_row(std::size_t row) { out_ += fmt::format("<row r=\"{}\">", row); }

    void cell(std::size_t row, std::size_t column, const TableCell& cell) {
        const bool is_day =
            cell.value.type() == ValueType::date || cell.value.type() == ValueType::minute;
        const auto day = is_day ? day_number(cell.value) : std::nullopt;
        if (day) {
            const int style = cell.value.type() == ValueType::date ? 2 : 3;
            number(row, column, fmt::format("{:.10g}", *day), style);
        } else if (cell.value.type() == ValueType::integer) {
            number(row, column, std::to_string(cell.value.as_integer().value_or(0)), 0);
        } else if (!cell.text.empty()) {
            text(row, column, cell.text, 0);
        }
    }

    void number(std::size_t row, std::size_t column, const std::string& digits, int style) {
        out_ += fmt::format(
            "<c r=\"{}{}\" s=\"{}\"><v>{}</v></c>", column_name(column), row, style, digits);
    }

    void text(std::size_t row, std::size_t column, const std::string& words, int style) {
        out_ += fmt::format(
            "<c r=\"{}{}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            column_name(column),
            row,
            style,
            xml_escaped(shortened(words, characters_max)));
    }

    const ExportedTable& table_;
    std::string out_;
};

// At most 31 characters, without those that name cells and files.
std::string sheet_name(const std::string& title) {
    std::string name;
    for (const char c : title)
        name += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
    name = shortened(name, 30);
    return name.find_first_not_of(' ') == std::string::npos ? "Plan" : xml_escaped(name);
}

}  // namespace

std::string write_xlsx(const ExportedTable& table, const std::string& title) {
    ZipOutput zip;
    zip.add("[Content_Types].xml", std::string(head) + types);
    zip.add("_rels/.rels", std::string(head) + relations);
    zip.add("xl/workbook.xml",
            std::string(head) +
                R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" )"
                R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">)"
                "<sheets><sheet name=\"" +
                sheet_name(title) + R"(" sheetId="1" r:id="rId1"/></sheets></workbook>)");
    zip.add("xl/_rels/workbook.xml.rels", std::string(head) + book_relations);
    zip.add("xl/styles.xml", std::string(head) + styles);
    zip.add("xl/worksheets/sheet1.xml", Sheet(table).write());
    return zip.take();
}

}  // namespace cairn::exchange
