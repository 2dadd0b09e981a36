#include "client/report/report.h"

#include "client/report/sections.h"

namespace cairn::report {
namespace {

struct KindName {
    Kind kind;
    std::string_view name;   // as typed
    std::string_view title;  // after the program's name
};
constexpr KindName names[] = {{Kind::weekly, "weekly", "weekly report"},
                              {Kind::program, "program", "the whole program"},
                              {Kind::launch, "launch", "launch readiness"},
                              {Kind::coe, "coe", "corrections of error"},
                              {Kind::decisions, "decisions", "decision log"}};

const KindName& names_of(Kind kind) {
    for (const KindName& each : names)
        if (each.kind == kind) return each;
    return names[0];
}

class Writer {
public:
    Writer(Document& document, const Insight& insight) : document_(document), insight_(insight) {}

    // Without blocks: not at all.
    void add(const char* title, Blocks blocks) {
        if (!blocks.empty()) document_.sections.push_back({title, std::move(blocks)});
    }
    void add(std::vector<Section> sections) {
        for (Section& section : sections) document_.sections.push_back(std::move(section));
    }
    void add_front() {
        Blocks front = standing(insight_);
        front.push_back(figures(insight_));
        add("", std::move(front));
    }

    void weekly() {
        constexpr std::size_t top_risks = 8;
        add_front();
        add("Asks of the workstreams", asks(insight_));
        add("Decisions due", decisions_due(insight_));
        add(("What changed since " + insight_.evidence.looks_back).c_str(), changes(insight_));
        add("Milestones ahead", milestones(insight_, false));
        add("Critical path", critical_path(insight_));
        add("Issues and blockers", blockers(insight_));
        add("Top risks", risks(insight_, top_risks));
        add("Dependencies waiting", dependencies(insight_));
        add("Workstreams", workstreams(insight_));
        add("Looking ahead", lookout(insight_));
    }

    void program() {
        constexpr std::size_t all_risks = 50;
        add_front();
        if (insight_.top != outline::no_place) {
            const std::string notes = text_in(insight_.at(insight_.top), plan::field::notes);
            if (!notes.empty()) add("What it is", {Paragraph{notes}});
        }
        add("Goals", goals(insight_));
        add("Workstreams", workstreams(insight_));
        add("Milestones", milestones(insight_, true));
        add("Critical path", critical_path(insight_));
        add("Issues and blockers", blockers(insight_));
        add("Risks", risks(insight_, all_risks));
        add("Dependencies waiting", dependencies(insight_));
        add(open_and_made_decisions(insight_));
        add("Looking ahead", lookout(insight_));
    }

private:
    Document& document_;
    const Insight& insight_;
};

}  // namespace

std::string_view name_of(Kind kind) { return names_of(kind).name; }

std::optional<Kind> find_kind(std::string_view name) {
    for (const KindName& each : names)
        if (each.name == name) return each.kind;
    return std::nullopt;
}

Document write(Kind kind, const Evidence& evidence) {
    const Insight insight(evidence);
    const std::string of =
        insight.top == outline::no_place ? "All programs" : insight.title(insight.top);
    Document document{of + ": " + std::string(names_of(kind).title),
                      "As of " + evidence.as_of,
                      {},
                      "Written by Cairn from the plan as of " + evidence.as_of + " (" +
                          evidence.made_from + ")."};
    Writer writer(document, insight);
    switch (kind) {
        case Kind::weekly:
            document.subtitle += ", since " + evidence.looks_back;
            writer.weekly();
            break;
        case Kind::program:
            writer.program();
            break;
        case Kind::launch:
            writer.add(launches(insight));
            break;
        case Kind::coe:
            writer.add(corrections(insight));
            break;
        case Kind::decisions:
            writer.add(open_and_made_decisions(insight));
            break;
    }
    return document;
}

}  // namespace cairn::report
