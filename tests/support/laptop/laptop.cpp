#include "tests/support/laptop/laptop.h"

#include <stdexcept>

#include <unistd.h>

#include "client/merge/place.h"
#include "client/merge/text/edit_codec.h"
#include "client/seal/seal.h"

namespace cairn::test {
namespace {

using merge::Fold;
using merge::ValueType;

merge::Schema make_schema(bool with_newer) {
    merge::Schema schema;
    schema.fields[title] = {.fold = Fold::reg, .types = {ValueType::text}};
    schema.fields[status] = {.fold = Fold::reg, .types = {ValueType::choice}, .choices_max = 3};
    schema.fields[colour] = {.fold = Fold::quiet, .types = {ValueType::text}};
    schema.fields[span] = {.fold = Fold::composite,
                           .types = {ValueType::composite},
                           .parts = {ValueType::date, ValueType::date}};
    schema.fields[labels] = {.fold = Fold::set, .types = {ValueType::text}};
    schema.fields[votes] = {.fold = Fold::counter, .types = {ValueType::integer}};
    if (!with_newer) return schema;
    schema.fields[newer] = {.fold = Fold::reg, .types = {ValueType::integer}};
    schema.fields[notes] = {.fold = Fold::text, .types = {ValueType::patches}};
    return schema;
}

replica::Replica make_replica(SmallWorkspace& workspace,
                              const Person& person,
                              const merge::Schema& schema,
                              const std::string& path) {
    replica::ReplicaOptions options;
    options.path = path;
    options.device = person.id();
    options.schema = &schema;
    auto made = replica::Replica::create(options, stored(workspace.records), workspace.random);
    if (!made) throw std::runtime_error(made.error().sentence);
    return std::move(*made);
}

merge::OrderKey key_of(std::uint8_t byte) {
    return *merge::OrderKey::from_bytes(std::string(1, static_cast<char>(byte)));
}

}  // namespace

const merge::Schema& test_schema() {
    static const merge::Schema schema = make_schema(true);
    return schema;
}

const merge::Schema& old_schema() {
    static const merge::Schema schema = make_schema(false);
    return schema;
}

replica::Opened RingOpener::open(const Envelope& envelope) {
    const EpochKey* key = keys_->key(envelope.header().epoch);
    if (key == nullptr) return replica::MissingKey{};
    auto run = cairn::open(envelope, *key);
    if (!run) return replica::Unopenable{run.error().sentence};
    return std::move(*run);
}

std::optional<Envelope> RingSealer::seal(const Run& run, const replica::SealSlot& slot) {
    const EpochEntry* epoch = roster_->current_epoch();
    const EpochKey* key = epoch == nullptr ? nullptr : person_->keys.key(epoch->id);
    if (key == nullptr) return std::nullopt;
    return cairn::seal(run,
                       {.workspace = slot.workspace,
                        .number = slot.number,
                        .previous = slot.previous,
                        .epoch = epoch->id,
                        .roster_head = slot.roster_head},
                       *key,
                       person_->device,
                       *random_);
}

std::vector<replica::StoredRecord> stored(const std::vector<Bytes>& records) {
    std::vector<replica::StoredRecord> all;
    for (const Bytes& record : records)
        all.push_back({.bytes = record, .receipt = {}, .incarnation = {}});
    return all;
}

Laptop::Laptop(SmallWorkspace& in,
               const Person& who,
               const merge::Schema& schema,
               const std::string& path)
    : workspace(&in), person(who), replica(make_replica(in, who, schema, path)) {}

Laptop::Laptop(SmallWorkspace& in, const Person& who, replica::Replica opened)
    : workspace(&in), person(who), replica(std::move(opened)) {}

std::vector<replica::EditRow> Laptop::shown(const merge::Cell& cell) {
    const auto view = read().cell(cell);
    return view ? view->heads : std::vector<replica::EditRow>();
}

replica::Committed Laptop::commit(const std::vector<replica::LocalEdit>& edits) {
    const auto committed = replica.commit(edits, {++clock_ms});
    if (!committed) throw std::runtime_error(committed.error().sentence);
    return *committed;
}

std::string place_value(const ItemId& parent, std::uint8_t key, std::uint32_t kind) {
    return merge::PlaceValue{.kind = kind, .parent = parent, .key = key_of(key)}
        .to_value()
        .canonical();
}

replica::Committed Laptop::create(const ItemId& item, const ItemId& parent, std::uint8_t key) {
    return commit({{.item = item,
                    .field = merge::field_place,
                    .element = {},
                    .value = place_value(parent, key, 1),
                    .over = {},
                    .own_over = {}}});
}

replica::Committed Laptop::move(const ItemId& item, const ItemId& parent, std::uint8_t key) {
    return set(item, merge::field_place, place_value(parent, key, 1));
}

replica::Committed Laptop::set(const ItemId& item,
                               merge::FieldNumber field,
                               const std::string& value,
                               const std::string& element) {
    return commit(
        {{.item = item,
          .field = field,
          .element = element,
          .value = value,
          .over = field == votes ? std::vector<replica::EditRow>() : shown({item, field, element}),
          .own_over = {}}});
}

replica::Committed Laptop::type(const ItemId& item,
                                merge::FieldNumber field,
                                std::uint32_t position,
                                std::uint32_t removed,
                                const std::string& inserted) {
    replica::TextView view = read().text({item, field, {}});
    const auto typed = view.document.edit(position, removed, inserted);
    if (!typed) throw std::runtime_error(std::string(text::describe(typed.error())));
    std::vector<replica::LocalEdit> edits;
    for (const text::Patches& patches : view.document.pending()) {
        replica::LocalEdit edit;
        edit.item = item;
        edit.field = field;
        edit.value = "p" + text::encode_patches(patches);
        if (edits.empty())
            edit.over = view.over;
        else
            edit.own_over.push_back(static_cast<std::uint32_t>(edits.size() - 1));
        edits.push_back(std::move(edit));
    }
    return commit(edits);
}

std::string Laptop::value(const ItemId& item,
                          merge::FieldNumber field,
                          const std::string& element) {
    const auto view = read().cell({item, field, element});
    return view ? view->value : "nothing";
}

std::size_t Laptop::seal() {
    RingSealer sealer(person, replica.roster(), workspace->random);
    return replica.seal_pending(sealer).sealed;
}

void Laptop::adopt() {
    RingOpener opener(person.keys);
    const auto adopted = replica.adopt_records(stored(workspace->records), opener);
    if (!adopted) throw std::runtime_error(adopted.error().sentence);
    const std::vector<EpochId> missing = person.keys.missing(replica.roster());
    person.keys.learn(replica.roster(), person.device);
    replica.keys_arrived(missing, opener);
}

replica::ReceiveReport Laptop::receive(const std::vector<Envelope>& envelopes) {
    std::vector<replica::Arrival> arrivals;
    for (const Envelope& envelope : envelopes) arrivals.push_back({envelope, std::nullopt});
    RingOpener opener(person.keys);
    return replica.receive(arrivals, std::nullopt, opener);
}

replica::ReceiveReport Laptop::pull_from(Laptop& other) {
    return receive(other.replica.lacking(replica.frontier(), SIZE_MAX));
}

ItemId random_item(SmallWorkspace& workspace) { return workspace.random.make<ItemId>(); }

void sync(Laptop& a, Laptop& b) {
    a.seal();
    b.seal();
    b.pull_from(a);
    a.pull_from(b);
}

}  // namespace cairn::test
