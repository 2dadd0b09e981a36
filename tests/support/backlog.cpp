#include "tests/support/backlog.h"

#include <array>
#include <map>
#include <string>
#include <utility>

#include "shared/base/random.h"
#include "shared/wire/run_builder.h"

namespace cairn::test {
namespace {

constexpr std::uint32_t fields = 12;
constexpr std::size_t import_change_edits = 100;
constexpr std::size_t import_run_edits = 8000;

constexpr std::array words{
    "api",     "audit",    "backend", "beta",     "billing",  "budget",  "build",   "capacity",
    "catalog", "cleanup",  "client",  "cluster",  "contract", "cutover", "design",  "draft",
    "export",  "failover", "feature", "freeze",   "gateway",  "import",  "index",   "install",
    "launch",  "legal",    "load",    "metrics",  "migrate",  "mobile",  "network", "partner",
    "pilot",   "plan",     "pricing", "privacy",  "quota",    "release", "report",  "review",
    "rollout", "schema",   "search",  "secure",   "server",   "signing", "storage", "support",
    "test",    "tooling",  "traffic", "training", "upgrade",  "vendor",  "verify",  "window"};

class Backlog {
public:
    explicit Backlog(const BacklogShape& shape)
        : shape_(shape), random_(shape.seed), sitting_(random_.make<SittingId>()) {
        for (std::size_t i = 0; i < shape.items; ++i) items_.push_back(random_.make<ItemId>());
        for (std::size_t i = 0; i < shape.people; ++i) people_.push_back(random_.make<ItemId>());
        import_tip_ = random_.make<EnvelopeHash>();
    }

    std::vector<Run> make() {
        std::vector<Run> runs;
        RunBuilder builder(random_.make<ChangeId>());
        for (std::size_t i = 0; i < shape_.edits; ++i) {
            if (builder.bytes_estimate() >= shape_.run_bytes_typical) {
                runs.push_back(builder.take());
                builder = RunBuilder(random_.make<ChangeId>());
            }
            add_edit(builder, runs.size(), i);
        }
        runs.push_back(builder.take());
        return runs;
    }

private:
    struct Place {  // of an edit of the backlog
        std::size_t run = 0;
        std::size_t change = 0;
    };

    void add_edit(RunBuilder& builder, std::size_t run, std::size_t index) {
        const std::size_t item = random_.below(items_.size());
        const auto field = static_cast<std::uint32_t>(random_.below(fields));
        wall_ms_ += static_cast<std::int64_t>(random_.below(120'000));
        const std::size_t change = builder.change_count();
        builder.begin_change(sitting_, index, WallTime{wall_ms_}, {});
        const RunReference over = last_edit(builder, item, field, run, change);
        builder.add_edit(items_[item], field + 10, "", value_of(field), {&over, 1});
        last_[{item, field}] = {run, change};
    }

    RunReference last_edit(RunBuilder& builder,
                           std::size_t item,
                           std::uint32_t field,
                           std::size_t run,
                           std::size_t change) {
        const auto at = last_.find({item, field});
        if (at == last_.end()) return imported(builder, item * fields + field);
        const Place& place = at->second;
        if (place.run == run)
            return {RunReference::Where::back, static_cast<std::uint32_t>(change - place.change)};
        return {RunReference::Where::entry,
                builder.own_entry({place.run + 1}),
                static_cast<std::uint32_t>(place.change)};
    }

    RunReference imported(RunBuilder& builder, std::size_t edit) const {
        const std::size_t in_run = edit % import_run_edits;
        return {RunReference::Where::entry,
                builder.entry(import_tip_, {edit / import_run_edits + 1}),
                static_cast<std::uint32_t>(in_run / import_change_edits),
                static_cast<std::uint32_t>(in_run % import_change_edits)};
    }

    std::string phrase(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += (i > 0 ? " " : "") + std::string(words[random_.below(words.size())]);
        return text;
    }

    std::string number(std::uint64_t bound) { return std::to_string(random_.below(bound)); }

    std::string date() {
        const std::uint64_t month = 1 + random_.below(12);
        const std::uint64_t day = 1 + random_.below(28);
        const auto two = [](std::uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        return "d202" + std::to_string(6 + random_.below(3)) + "-" + two(month) + "-" + two(day);
    }

    // Title, note, status, priority, health, start, finish, due, estimate, progress, budget, owner.
    std::string value_of(std::uint32_t field) {
        switch (field) {
            case 0:
                return "t" + phrase(3 + random_.below(3));
            case 1:
                return "t" + phrase(6);
            case 2:
            case 3:
            case 4:
                return "e" + std::to_string(1 + random_.below(5));
            case 5:
            case 6:
            case 7:
                return date();
            case 8:
                return "i" + number(200);
            case 9:
                return "i" + number(101);
            case 10:
                return "$" + number(100'000) + "00:EUR";
            default:
                return "r" + to_base32(people_[random_.below(people_.size())].view());
        }
    }

    BacklogShape shape_;
    SeededRandom random_;
    SittingId sitting_;
    std::vector<ItemId> items_;
    std::vector<ItemId> people_;
    EnvelopeHash import_tip_;
    std::int64_t wall_ms_ = 1'790'000'000'000;
    std::map<std::pair<std::size_t, std::uint32_t>, Place> last_;
};

}  // namespace

std::vector<Run> make_backlog(const BacklogShape& shape) { return Backlog(shape).make(); }

}  // namespace cairn::test
