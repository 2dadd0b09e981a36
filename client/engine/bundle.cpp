#include "client/engine/bundle.h"

#include <algorithm>

#include "client/engine/server_contact.h"
#include "client/engine/sync_driver.h"
#include "shared/roster/server_statement.h"
#include "shared/sync/travelling.h"

namespace cairn::engine {
namespace {

constexpr std::size_t records_bytes_max = 128U * 1024U;  // of a piece: one record, or several
constexpr std::size_t page_bytes_max = 512U * 1024U;
constexpr std::size_t chunk_bytes = 4U * 1024U * 1024U;
constexpr std::size_t transaction_bytes = 2U * 1024U * 1024U;

class Writer {
public:
    explicit Writer(const BundleSink& sink) : sink_(sink) {}

    void begin(const WorkspaceId& workspace) { put(bundle_start(workspace)); }
    void piece(const BundlePiece& piece) { put(bundle_piece(piece)); }
    [[nodiscard]] bool wanted() const { return wanted_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

private:
    void put(const Bytes& bytes) {
        wanted_ = wanted_ && sink_(bytes);
        bytes_ += bytes.size();
    }

    const BundleSink& sink_;
    bool wanted_ = true;
    std::uint64_t bytes_ = 0;
};

std::size_t write_records(Workspace& workspace, Writer& writer) {
    const std::uint64_t length = workspace.roster().length().value;
    RecordIndex next;
    while (next.value < length && writer.wanted()) {
        RosterPage page{.from = next,
                        .records = records_from(workspace, next, records_bytes_max),
                        .length = {length}};
        next.value += page.records.size();
        writer.piece(page);
    }
    return next.value;
}

void write_envelopes(std::span<const Envelope> envelopes, Writer& writer) {
    Page page;
    page.fetched = true;
    std::size_t bytes = 0;
    const auto flush = [&] {
        if (!page.entries.empty() && writer.wanted()) writer.piece(page);
        page.entries.clear();
        bytes = 0;
    };
    for (const Envelope& envelope : envelopes)
        for (EnvelopePart& part : parts_of(envelope.bytes())) {
            bytes += part.data.size();
            if (bytes > page_bytes_max) flush();
            page.entries.push_back({.position = {}, .part = std::move(part), .held = {}});
        }
    flush();
}

}  // namespace

BundleWritten write_bundle(Workspace& workspace, const Frontier& known, const BundleSink& sink) {
    BundleWritten written;
    workspace.seal_pending();
    written.unsealed = workspace.read().counts().pending_changes;
    Writer writer(sink);
    writer.begin(workspace.id());
    written.records = write_records(workspace, writer);
    const Frontier held = workspace.replica().frontier();
    writer.piece(FrontierReply{.devices = travelling(held.tips()), .position = {}, .running = {}});
    Frontier theirs = known;
    while (writer.wanted()) {
        const std::vector<Envelope> some = workspace.replica().lacking(theirs, chunk_bytes);
        if (some.empty()) break;
        write_envelopes(some, writer);
        for (const Envelope& envelope : some) theirs.add(envelope.header(), envelope.hash());
        written.envelopes += some.size();
    }
    written.bytes = writer.bytes();
    return written;
}

Frontier known_to(Workspace& workspace, const MemberId& member) {
    const MemberEntry* entry = workspace.roster().member(member);
    if (entry == nullptr) return {};
    std::vector<DeviceId> devices = entry->devices;
    std::erase(devices, workspace.replica().device());
    return workspace.replica().known_to(devices);
}

Result<void, EngineError> BundleReader::begin() {
    const auto of = parser_.workspace();
    if (!of) {
        return refuse(
            EngineError{EngineFault::bad_file,
                        of.error().sentence + " Ask for a file made with `cairn bundle write`."});
    }
    if (!*of) return {};
    if (**of != workspace_.id()) {
        return refuse(
            EngineError{EngineFault::bad_file,
                        "The file is a bundle of another workspace. `cairn workspaces` lists "
                        "those of this laptop; choose one with -w."});
    }
    begun_ = true;
    return {};
}

Result<void, EngineError> BundleReader::feed(ByteView bytes) {
    if (lost_) return {};
    parser_.feed(bytes);
    if (!begun_) {
        auto done = begin();
        if (!done || !begun_) return done;
    }
    for (;;) {
        auto next = parser_.next();
        if (!next) {
            read_.warnings.push_back(next.error().sentence);
            ++read_.damaged;
            lost_ = true;
            return {};
        }
        if (!*next) return {};
        if (std::holds_alternative<BundleParser::Damaged>(**next)) {
            ++read_.damaged;
            continue;
        }
        sort(std::get<BundlePiece>(std::move(**next)));
    }
}

void BundleReader::take(BundlePiece piece) {
    by_pieces_ = true;
    sort(std::move(piece));
}

void BundleReader::sort(BundlePiece piece) {
    if (auto* records = std::get_if<RosterPage>(&piece))
        take(*records);
    else if (auto* tips = std::get_if<FrontierReply>(&piece))
        held_by_writer_ = std::move(tips->devices);
    else
        take(std::get<Page>(piece));
}

void BundleReader::take(const RosterPage& page) {
    if (records_stopped_) return;
    std::vector<replica::StoredRecord> fresh;
    for (std::size_t i = 0; i < page.records.size(); ++i) {
        const RecordIndex index{page.from.value + i};
        const std::uint64_t next = workspace_.roster().length().value + fresh.size();
        if (index.value > next) break;  // what is between may come in another bundle
        const auto fault = fault_of(page.records[i], index);
        if (fault) {
            stop_records(fault->sentence, fault->code);
            break;
        }
        if (index.value == next) fresh.push_back(from_wire(page.records[i]));
    }
    if (fresh.empty()) return;
    const RosterLength before = workspace_.roster().length();
    const auto adopted = workspace_.adopt_records(fresh);
    read_.records += workspace_.roster().length().value - before.value;
    if (adopted)
        note(*adopted);
    else
        stop_records(adopted.error().sentence, Distrust::roster_forked);
}

void BundleReader::stop_records(const std::string& why, std::optional<Distrust> code) {
    if (code) note_distrust(workspace_, {*code, {}, 1});
    read_.warnings.push_back(why);
    records_stopped_ = true;
}

// As of a page of the server: what is new needs its receipt (DESIGN 5).
std::optional<BundleReader::RecordFault> BundleReader::fault_of(const ReceiptedRecord& record,
                                                                RecordIndex index) {
    const auto read = read_record(record.record);
    if (!read)
        return RecordFault{"A membership record in it cannot be read: " + read.error().sentence,
                           std::nullopt};
    if (const auto held = workspace_.roster().record_hash(index)) {
        if (*held == read->hash) return std::nullopt;
        return RecordFault{"Its membership list and the one here part at record " +
                               std::to_string(index.value) +
                               ". Nothing of its list was taken: sync with the server, and compare "
                               "`cairn members` with whoever wrote the bundle.",
                           Distrust::roster_forked};
    }
    const auto server = server_of(workspace_);
    const RecordPlace place{.workspace = workspace_.id(), .index = index, .hash = read->hash};
    if (server && record.receipt && verify_receipt(server->sign, place, *record.receipt))
        return std::nullopt;
    // A list that was never on a server has no receipts, which accuses nobody.
    const bool forged = server && record.receipt;
    return RecordFault{"Membership record " + std::to_string(index.value) +
                           " in it has no valid receipt of this workspace's server, so it and "
                           "those after it were not taken. Sync with the server to have them.",
                       forged ? std::optional(Distrust::wrong_receipt) : std::nullopt};
}

void BundleReader::take(Page& page) {
    for (PageEntry& entry : page.entries) {
        if (entry.held) continue;
        // What comes before the first part of an envelope lost its end.
        if (assembler_.in_the_middle() && entry.part.offset == 0) {
            ++read_.damaged;
            assembler_ = PartAssembler();
        }
        const std::size_t bytes = entry.part.data.size();
        auto envelope = assembler_.add(std::move(entry.part));
        if (!envelope) {
            ++read_.damaged;
            assembler_ = PartAssembler();
            continue;
        }
        arrived_bytes_ += bytes;
        if (*envelope) arrivals_.push_back({std::move(**envelope), std::nullopt});
    }
    if (arrived_bytes_ >= transaction_bytes) store();
}

void BundleReader::store() {
    if (arrivals_.empty()) return;
    const replica::ReceiveReport got = workspace_.receive(arrivals_, std::nullopt);
    read_.envelopes += arrivals_.size();
    read_.known += got.known;
    read_.unproven += got.unproven + got.foreign;
    read_.withheld += got.withheld;
    note(got);
    arrivals_.clear();
    arrived_bytes_ = 0;
}

void BundleReader::note(const replica::ReceiveReport& got) {
    read_.applied += got.applied;
    read_.changes += got.changes;
    read_.edits += got.edits;
    read_.parked += got.parked;
    read_.invalid += got.invalid;
    read_.own_branch = read_.own_branch || got.own_branch;
}

BundleRead BundleReader::finish() {
    store();
    const bool file_cut = !by_pieces_ && parser_.in_the_middle();
    read_.cut_short = lost_ || file_cut || assembler_.in_the_middle();
    for (const DeviceTips& device : held_by_writer_)
        read_.absent += std::any_of(device.tips.begin(), device.tips.end(), [&](const Tip& tip) {
            return !workspace_.replica().holds(tip.hash);
        });
    return read_;
}

}  // namespace cairn::engine
