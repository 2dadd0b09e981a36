#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "schema/run.capnp.h"
#include "shared/base/byte_io.h"
#include "shared/wire/capnp_io.h"
#include "shared/wire/run.h"
#include "shared/wire/run_builder.h"
#include "tests/support/random_run.h"

namespace cairn {
namespace {

using Out = schema::Run::Builder;
using Tamper = std::function<void(Out)>;

// Two changes, three edits, one reference of each kind, one dep, one set element.
Run small_run() {
    RunBuilder builder{ChangeId{{1}}};
    const EnvelopeHash tip{{2}};
    builder.begin_change(SittingId{{3}}, 5, WallTime{1000}, {&tip, 1});
    builder.add_edit(ItemId{{4}}, 10, "", "tTitle", {});
    const RunReference own{RunReference::Where::this_change, 0, 0, 0};
    builder.add_edit(ItemId{{4}}, 12, "red", "b1", {&own, 1});
    builder.begin_change(SittingId{{3}}, 6, WallTime{2000}, {});
    const RunReference over[] = {{RunReference::Where::back, 1, 0, 1},
                                 {RunReference::Where::entry, builder.entry(tip, {3}), 7, 9}};
    builder.add_edit(ItemId{{5}}, 10, "", "tOther", over);
    return builder.take();
}

Bytes tampered(const Tamper& tamper) {
    const Bytes bytes = encode_run(small_run());
    capnp_io::FlatMessage message(bytes, bytes.size());
    capnp::MallocMessageBuilder copy;
    copy.setRoot(message.root<schema::Run>());
    tamper(copy.getRoot<schema::Run>());
    return capnp_io::flat_bytes(copy);
}

std::string fault_of(const Bytes& bytes) {
    const auto run = decode_run(bytes);
    if (run) return "none";
    constexpr const char* names[] = {
        "none", "too_long", "truncated", "malformed", "out_of_range", "unknown"};
    return names[static_cast<std::size_t>(run.error().fault)];
}

std::string fault_after(const Tamper& tamper) { return fault_of(tampered(tamper)); }

capnp::Data::Reader blob(const Bytes& bytes) { return capnp_io::data_of(bytes); }

Bytes numbers(std::initializer_list<std::uint64_t> values) {
    ByteWriter out;
    for (const std::uint64_t value : values) out.varint(value);
    return out.take();
}

struct Column {
    const char* name;
    std::function<capnp::Data::Builder(Out)> get;
    std::function<void(Out, capnp::Data::Reader)> set;
};

#define CAIRN_TEST_COLUMN(Name)                                                              \
    Column {                                                                                 \
#Name, [](Out out) { return out.get##Name(); },                                      \
                                                     [](Out out,                             \
                                                        capnp::Data::Reader                  \
                                                            value) { out.set##Name(value); } \
    }

std::vector<Column> varint_columns() {
    return {CAIRN_TEST_COLUMN(FieldNumbers),
            CAIRN_TEST_COLUMN(EntryTip),
            CAIRN_TEST_COLUMN(EntryNumber),
            CAIRN_TEST_COLUMN(ChangeSitting),
            CAIRN_TEST_COLUMN(ChangeCounter),
            CAIRN_TEST_COLUMN(ChangeWall),
            CAIRN_TEST_COLUMN(ChangeDeps),
            CAIRN_TEST_COLUMN(Deps),
            CAIRN_TEST_COLUMN(ChangeEdits),
            CAIRN_TEST_COLUMN(EditItem),
            CAIRN_TEST_COLUMN(EditField),
            CAIRN_TEST_COLUMN(EditOvers),
            CAIRN_TEST_COLUMN(ElementLength),
            CAIRN_TEST_COLUMN(ValueLength),
            CAIRN_TEST_COLUMN(OverWhere),
            CAIRN_TEST_COLUMN(OverChange),
            CAIRN_TEST_COLUMN(OverEdit)};
}

// Puts `bytes` in place of a column's first value.
std::string fault_with_first(const Column& column, const Bytes& first) {
    return fault_after([&](Out out) {
        const auto old = column.get(out);
        Bytes value = first;
        std::size_t at = 0;
        while (old[at] >= 128) ++at;
        value.insert(value.end(), old.begin() + at + 1, old.end());
        column.set(out, blob(value));
    });
}

TEST(HostileRun, IsAcceptedAsLongAsNothingIsTamperedWith) {
    EXPECT_EQ(fault_after([](Out) {}), "none");
}

TEST(HostileRun, IsRefusedWhereverItIsCutOff) {
    const Bytes bytes = encode_run(small_run());
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_NE(fault_of({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)}),
                  "none");
}

TEST(HostileRun, IsRefusedWithBytesBehindIt) {
    Bytes bytes = encode_run(small_run());
    bytes.resize(bytes.size() + 8);
    EXPECT_EQ(fault_of(bytes), "truncated");
}

TEST(HostileRun, IsRefusedInSeveralSegments) {
    Bytes bytes = encode_run(small_run());
    bytes[0] = 1;
    EXPECT_EQ(fault_of(bytes), "malformed");
}

TEST(HostileRun, NeverCrashesWithAFlippedBit) {
    SeededRandom random(4);
    const Bytes bytes = encode_run(test::random_run(random));
    std::size_t refused = 0;
    for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 29) {
        Bytes flipped = bytes;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        if (fault_of(flipped) != "none") ++refused;
    }
    EXPECT_GT(refused, 100U);
}

TEST(HostileRun, IsRefusedIfAColumnIsTooLongOrTooShort) {
    for (const Column& column : varint_columns()) {
        SCOPED_TRACE(column.name);
        EXPECT_NE(fault_after([&](Out out) {
                      const auto old = column.get(out);
                      Bytes longer(old.begin(), old.end());
                      longer.push_back(0);
                      column.set(out, blob(longer));
                  }),
                  "none");
        EXPECT_NE(fault_after([&](Out out) {
                      const auto old = column.get(out);
                      column.set(out, blob({old.begin(), old.end() - 1}));
                  }),
                  "none");
    }
}

TEST(HostileRun, IsRefusedIfANumberIsNotInItsShortestForm) {
    const Bytes forms[] = {{0x80, 0x00},
                           {0xFF, 0xFF, 0x00},
                           {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02},
                           {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01}};
    for (const Column& column : varint_columns()) {
        SCOPED_TRACE(column.name);
        for (const Bytes& form : forms) EXPECT_EQ(fault_with_first(column, form), "malformed");
    }
}

TEST(HostileRun, IsRefusedIfAnIndexPointsNowhere) {
    const std::uint64_t far[] = {std::uint64_t{1} << 20U, UINT32_MAX, UINT64_MAX};
    for (const Column& column : varint_columns()) {
        SCOPED_TRACE(column.name);
        const std::string name = column.name;
        // Clocks, counters, numbers of entries and changes elsewhere may be anything.
        if (name == "ChangeWall" || name == "ChangeCounter" || name == "EntryNumber" ||
            name == "OverChange" || name == "FieldNumbers")
            continue;
        for (const std::uint64_t value : far)
            EXPECT_EQ(fault_with_first(column, numbers({value})), "out_of_range");
    }
}

TEST(HostileRun, IsRefusedIfACountLies) {
    for (const std::uint32_t count : {0U, 1U, 3U, 1000U, 1U << 20U}) {
        SCOPED_TRACE(count);
        EXPECT_NE(fault_after([&](Out out) { out.setChangeCount(count); }), "none");
    }
    for (const std::uint32_t count : {0U, 2U, 4U, 1000U, 1U << 20U}) {
        SCOPED_TRACE(count);
        EXPECT_NE(fault_after([&](Out out) { out.setEditCount(count); }), "none");
    }
    EXPECT_EQ(fault_after([](Out out) { out.setChangeCount(UINT32_MAX); }), "too_long");
}

TEST(HostileRun, IsRefusedBeyondItsLimits) {
    EXPECT_EQ(fault_after([](Out out) { out.setTips(blob(Bytes(32 * (limits::tips_max + 1)))); }),
              "too_long");
    EXPECT_EQ(
        fault_after([](Out out) { out.setSittings(blob(Bytes(16 * (limits::sittings_max + 1)))); }),
        "too_long");
    EXPECT_EQ(fault_after([](Out out) {
                  out.setEntryTip(blob(Bytes(limits::entries_max + 1)));
                  out.setEntryNumber(blob(Bytes(limits::entries_max + 1, 2)));
              }),
              "too_long");
    EXPECT_EQ(fault_of(Bytes(limits::run_bytes_max + 8)), "too_long");
}

TEST(HostileRun, IsRefusedIfATextIsTooLong) {
    const auto with_lengths = [](std::uint64_t element, std::uint64_t value) {
        return fault_after([&](Out out) {
            out.setElementLength(blob(numbers({element, 0, 0})));
            out.setElements(blob(Bytes(element)));
            out.setValueLength(blob(numbers({value, 0, 0})));
            out.setValues(blob(Bytes(value)));
        });
    };
    EXPECT_EQ(with_lengths(limits::element_bytes_max, limits::value_bytes_max), "none");
    EXPECT_EQ(with_lengths(limits::element_bytes_max + 1, 1), "out_of_range");
    EXPECT_EQ(with_lengths(1, limits::value_bytes_max + 1), "out_of_range");
}

TEST(HostileRun, IsRefusedIfAFixedPartHasAnotherLength) {
    EXPECT_EQ(fault_after([](Out out) { out.setPredecessor(blob(Bytes(31))); }), "malformed");
    EXPECT_EQ(fault_after([](Out out) { out.setCheckpoint(blob(Bytes(159))); }), "truncated");
    EXPECT_EQ(fault_after([](Out out) { out.setCheckpoint(blob(Bytes(161))); }), "truncated");
    EXPECT_EQ(fault_after([](Out out) { out.setTips(blob(Bytes(33))); }), "truncated");
    EXPECT_EQ(fault_after([](Out out) { out.setItems(blob(Bytes(31))); }), "truncated");
}

TEST(HostileRun, IsRefusedIfFieldsAreNotAscending) {
    EXPECT_EQ(fault_after([](Out out) {
                  out.setFieldNumbers(blob(numbers({12, 10})));
              }),
              "malformed");
    EXPECT_EQ(fault_after([](Out out) {
                  out.setFieldNumbers(blob(numbers({10, 10})));
              }),
              "malformed");
}

TEST(HostileRun, IsRefusedIfAnEntryHasTheNumberZero) {
    EXPECT_EQ(fault_after([](Out out) { out.setEntryNumber(blob(numbers({0}))); }), "out_of_range");
}

TEST(HostileRun, IsRefusedIfAnEditReplacesItselfOrALaterOne) {
    for (const std::uint64_t edit : {1U, 2U})
        EXPECT_EQ(fault_after([&](Out out) {
                      out.setOverEdit(blob(numbers({edit, 1, 9})));
                  }),
                  "out_of_range");
}

}  // namespace
}  // namespace cairn
