#pragma once
// One person's copy of a small workspace, with real keys, sealing and rights.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "client/merge/schema.h"
#include "client/replica/replica.h"
#include "tests/support/small_workspace.h"
#include "tests/support/temporary_folder.h"

namespace cairn::test {

// Fields of the test's schema.
inline constexpr merge::FieldNumber title = 10;   // register: text
inline constexpr merge::FieldNumber status = 11;  // register: choice 1..3
inline constexpr merge::FieldNumber colour = 12;  // quiet
inline constexpr merge::FieldNumber span = 13;    // composite: two dates
inline constexpr merge::FieldNumber labels = 14;  // set
inline constexpr merge::FieldNumber votes = 15;   // counter
inline constexpr merge::FieldNumber newer = 16;   // unknown to old_schema
inline constexpr merge::FieldNumber notes = 17;   // text; unknown to old_schema
[[nodiscard]] const merge::Schema& test_schema();
[[nodiscard]] const merge::Schema& old_schema();

class RingOpener final : public replica::EnvelopeOpener {
public:
    explicit RingOpener(const KeyRing& keys) : keys_(&keys) {}
    replica::Opened open(const Envelope& envelope) override;

private:
    const KeyRing* keys_;
};

class RingSealer final : public replica::EnvelopeSealer {
public:
    RingSealer(const Person& person, const RosterView& roster, Random& random)
        : person_(&person), roster_(&roster), random_(&random) {}
    std::optional<Envelope> seal(const Run& run, const replica::SealSlot& slot) override;

private:
    const Person* person_;
    const RosterView* roster_;
    Random* random_;
};

[[nodiscard]] std::vector<replica::StoredRecord> stored(const std::vector<Bytes>& records);

class Laptop {
public:
    // In memory without a path.
    Laptop(SmallWorkspace& workspace,
           const Person& person,
           const merge::Schema& schema = test_schema(),
           const std::string& path = ":memory:");

    // A file that is there already.
    Laptop(SmallWorkspace& workspace, const Person& person, replica::Replica opened);

    [[nodiscard]] replica::Reader& read() { return replica.read(); }
    // The heads that are shown now, as a form would capture them.
    [[nodiscard]] std::vector<replica::EditRow> shown(const merge::Cell& cell);

    replica::Committed commit(const std::vector<replica::LocalEdit>& edits);
    replica::Committed create(const ItemId& item, const ItemId& parent, std::uint8_t key = 0x80);
    replica::Committed move(const ItemId& item, const ItemId& parent, std::uint8_t key = 0x80);
    // Over what is shown.
    replica::Committed set(const ItemId& item,
                           merge::FieldNumber field,
                           const std::string& value,
                           const std::string& element = {});
    [[nodiscard]] std::string value(const ItemId& item,
                                    merge::FieldNumber field,
                                    const std::string& element = {});

    std::size_t seal();
    // Takes in all records of the workspace, and the keys that they bring.
    void adopt();
    // Everything held here that the other lacks, in one page.
    replica::ReceiveReport pull_from(Laptop& other);
    replica::ReceiveReport receive(const std::vector<Envelope>& envelopes);
    // Types into a text as it is shown.
    replica::Committed type(const ItemId& item,
                            merge::FieldNumber field,
                            std::uint32_t position,
                            std::uint32_t removed,
                            const std::string& inserted);

    SmallWorkspace* workspace;
    Person person;
    std::int64_t clock_ms = 1'800'000'000'000;
    replica::Replica replica;
};

[[nodiscard]] ItemId random_item(SmallWorkspace& workspace);
[[nodiscard]] std::string place_value(const ItemId& parent, std::uint8_t key, std::uint32_t kind);

// Seals on both sides, then each takes what it lacks until neither does.
void sync(Laptop& a, Laptop& b);

}  // namespace cairn::test
