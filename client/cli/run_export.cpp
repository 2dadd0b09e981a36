// export.
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/exported_plan.h"
#include "client/cli/listing.h"
#include "client/cli/roadmap_rows.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/read_outline.h"
#include "client/exchange/chart.h"
#include "client/exchange/export_gan.h"
#include "client/exchange/export_mspdi.h"
#include "client/exchange/export_table.h"
#include "client/exchange/export_texts.h"
#include "client/merge/schema.h"
#include "shared/platform/file.h"

namespace cairn::cli {
namespace {

using exchange::ExportedPlan;

engine::EngineError misused(const char* sentence) {
    return {engine::EngineFault::wrong_use, sentence};
}

// Programs that schedule are given who works, and when; a copy of all is given the trash.
Besides besides(const ExportArguments& arguments, const ItemId& top) {
    if (arguments.format == "mspdi" || arguments.format == "gan") return Besides::named;
    const bool all = top == merge::root_item();
    return all && arguments.format == "json" ? Besides::trash : Besides::nothing;
}

bool is_table(const ExportArguments& arguments) {
    return arguments.format == "csv" || arguments.format == "xlsx";
}

Result<exchange::CsvStyle, engine::EngineError> style_of(const ExportArguments& arguments) {
    exchange::CsvStyle style;
    const bool asks_csv =
        arguments.delimiter != "," || arguments.byte_order_mark || arguments.guard_formulas;
    if (asks_csv && arguments.format != "csv")
        return refuse(misused("--delimiter, --bom and --guard-formulas are for --format csv."));
    if (!arguments.fields.empty() && !is_table(arguments))
        return refuse(misused("--fields is for --format csv and xlsx."));
    if (!arguments.page.empty() && arguments.format != "svg")
        return refuse(misused("--page is for --format svg."));
    for (const std::string& name : arguments.fields) {
        const auto field = plan::find_field(name);
        if (!field) {
            return refuse(engine::EngineError{engine::EngineFault::no_field,
                                              "There is no field '" + name + "' to export."});
        }
        style.fields.push_back(field->field->number);
    }
    style.delimiter = arguments.delimiter == "tab" ? '\t' : arguments.delimiter.front();
    style.byte_order_mark = arguments.byte_order_mark;
    style.guard_formulas = arguments.guard_formulas;
    return style;
}

// The fields among a view's columns; its other columns stand in every table, or in none.
std::vector<plan::FieldNumber> fields_of(const std::string& columns) {
    std::vector<plan::FieldNumber> fields;
    std::string_view rest = columns;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        const auto named = plan::find_field(plan::trimmed(rest.substr(0, end)));
        if (named && !named->part && named->field->number != plan::field::title)
            fields.push_back(named->field->number);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return fields;
}

// Leaves what the filter finds, and the links between that.
Result<void, engine::EngineError> keep_found(Context& context,
                                             engine::Workspace& workspace,
                                             const std::string& text,
                                             ExportedPlan& plan) {
    const auto filter = engine::parse_filter(workspace, text, context.now);
    if (!filter) return refuse(filter.error());
    const outline::Outline outline = engine::read_outline(
        workspace, {.fields = {}, .links = true, .link_fields = filter->looks_at_links()});
    std::set<ItemId> found;
    for (outline::Place place = 0; place < outline.living().size(); ++place) {
        if (filter->matches(outline, place)) found.insert(outline.at(place).id);
    }
    std::erase_if(plan.items, [&](const auto& item) { return !found.contains(item.id); });
    std::erase_if(plan.links, [&](const auto& link) {
        return !found.contains(link.from) || !found.contains(link.to);
    });
    return {};
}

exchange::Chart chart_of(Context& context,
                         engine::Workspace& workspace,
                         const std::string& name,
                         const ExportedPlan& plan) {
    std::set<ItemId> within;
    for (const exchange::ExportedItem& item : plan.items) within.insert(item.id);
    const outline::Outline outline = read_for_roadmap(workspace);
    const plan::Date today = engine::text_context(workspace, context.now).today;
    exchange::Chart chart{name, today, {}};
    for (const RoadmapRow& row : roadmap_rows(outline, today, outline::no_place, true).rows) {
        const outline::Item& item = outline.at(row.place);
        if (within.contains(item.id))
            chart.rows.push_back({item.id, outline::title_of(item), row.row});
    }
    return chart;
}

struct Written {
    std::string text;
    std::size_t left_out = 0;  // items that the format has no place for
    std::size_t rounded = 0;   // values that it holds less exactly
};

Written written_chart(Context& context,
                      engine::Workspace& workspace,
                      const std::string& name,
                      const ExportArguments& arguments,
                      const ExportedPlan& plan) {
    const exchange::Chart chart = chart_of(context, workspace, name, plan);
    const auto page = exchange::page_named(arguments.page).value_or(exchange::Page::as_needed);
    return {arguments.format == "svg" ? exchange::write_svg(chart, page)
                                      : exchange::write_mermaid(chart),
            plan.items.size() - chart.rows.size(),
            0};
}

Written written(Context& context,
                engine::Workspace& workspace,
                const std::string& name,
                const ExportArguments& arguments,
                const exchange::CsvStyle& style,
                const ExportedPlan& plan) {
    const std::string& format = arguments.format;
    if (format == "json") return {exchange::write_json(plan), 0, 0};
    if (format == "svg" || format == "mermaid")
        return written_chart(context, workspace, name, arguments, plan);
    if (format == "gan") {
        exchange::WrittenGan gan = exchange::write_gan(plan, name);
        return {std::move(gan.text), gan.left_out, gan.rounded};
    }
    if (format == "mspdi") {
        exchange::WrittenMspdi mspdi = exchange::write_mspdi(plan, name);
        return {std::move(mspdi.text), mspdi.left_out, 0};
    }
    if (format == "ics") return {exchange::write_icalendar(plan, name, context.now).text, 0, 0};
    const plan::TextContext texts = engine::text_context(workspace, context.now);
    if (format == "markdown") return {exchange::write_markdown(plan, name, texts), 0, 0};
    if (format == "xlsx")
        return {exchange::write_xlsx(exchange::table_of(plan, style.fields, texts), name), 0, 0};
    return {exchange::write_csv(plan, style, texts), 0, 0};
}

void tell(Context& context,
          const ExportArguments& arguments,
          const ExportedPlan& plan,
          const Written& document) {
    context.out.object({{"file", arguments.file},
                        {"format", arguments.format},
                        {"items", plan.items.size()},
                        {"links", plan.links.size()},
                        {"left_out", document.left_out},
                        {"rounded", document.rounded}});
    context.out.note(fmt::format("Wrote {} and {} to {}.",
                                 counted(plan.items.size(), "item"),
                                 counted(plan.links.size(), "link"),
                                 printable(arguments.file)));
    if (document.left_out > 0) {
        context.out.note(fmt::format("Left out, since such a file has no place for it: {}.",
                                     counted(document.left_out, "item")));
    }
    if (document.rounded > 0) {
        context.out.note(
            fmt::format("Written less exactly, since such a file holds whole days and few "
                        "constraints: {}.",
                        counted(document.rounded, "value")));
    }
}

}  // namespace

Exit run(Context& context, const ExportArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        auto style = style_of(arguments);
        if (!style) return fail(context, style.error());
        const auto top = engine::find_parent(workspace, arguments.under);
        if (!top) return fail(context, top.error());
        ListWish wish;
        wish.filter = arguments.where;
        if (!arguments.view.empty()) {
            auto kept = kept_wish(workspace, arguments.view);
            if (!kept) return fail(context, kept.error());
            wish = std::move(*kept);
            if (style->fields.empty()) style->fields = fields_of(wish.columns);
        }
        ExportedPlan plan = exported(workspace, *top, besides(arguments, *top));
        if (!wish.filter.empty()) {
            const auto done = keep_found(context, workspace, wish.filter, plan);
            if (!done) return fail(context, done.error());
        }
        const Written document = written(context, workspace, name, arguments, *style, plan);
        if (arguments.file.empty()) {
            if (arguments.format == "xlsx")
                return fail(context, misused("XLSX is no text; name a file with -o."));
            context.out.raw(document.text);
            return Exit::ok;
        }
        if (const auto kept = is_to_be_kept(context, arguments.file)) return fail(context, *kept);
        const auto saved = platform::write_file(
            arguments.file, bytes_of(document.text), platform::Privacy::shared);
        if (!saved) return fail(context, {engine::EngineFault::disk, saved.error().sentence});
        tell(context, arguments, plan, document);
        return Exit::ok;
    });
}

}  // namespace cairn::cli
