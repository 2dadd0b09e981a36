#include "client/merge/value.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "client/merge/composite.h"
#include "client/merge/utf8.h"

namespace cairn::merge {
namespace {

const std::string item_text = "r0123456789abcdefghjkmnpqrg";

TEST(Value, TakesEachCanonicalForm) {
    const std::vector<std::string> canonical{"n",
                                             "t",
                                             "tplan",
                                             "t\xC3\xA9",
                                             "i0",
                                             "i-1",
                                             "i9223372036854775807",
                                             "i-9223372036854775808",
                                             "b0",
                                             "b1",
                                             "d0001-01-01",
                                             "d9999-12-31",
                                             "d2024-02-29",
                                             "d2000-02-29",
                                             "m0",
                                             "m-5",
                                             "M2027-03-01T09:30",
                                             "M2027-03-01T23:59",
                                             "e0",
                                             "e4294967295",
                                             "$0:EUR",
                                             "$-1250:USD",
                                             "c",
                                             "c1:n",
                                             "c2:i14:tabc",
                                             item_text};
    for (const std::string& text : canonical) {
        EXPECT_TRUE(is_canonical(text)) << text;
        const auto value = Value::parse(text);
        ASSERT_TRUE(value.has_value()) << text;
        EXPECT_EQ(value->canonical(), text);
    }
}

TEST(Value, RefusesWhatHasAnotherSpellingOrNone) {
    const std::vector<std::string> refused{"",
                                           "x",
                                           "nn",
                                           "i",
                                           "i-",
                                           "i-0",
                                           "i00",
                                           "i01",
                                           "i+1",
                                           "i 1",
                                           "i1 ",
                                           "i9223372036854775808",
                                           "i-9223372036854775809",
                                           "b",
                                           "b2",
                                           "b01",
                                           "d2023-02-29",
                                           "d1900-02-29",
                                           "d0000-01-01",
                                           "d2027-13-01",
                                           "d2027-00-01",
                                           "d2027-01-00",
                                           "d2027-04-31",
                                           "d2027-1-01",
                                           "d2027/01/01",
                                           "d2027-01-011",
                                           "M2027-03-01T24:00",
                                           "M2027-03-01T09:60",
                                           "M2027-03-01 09:30",
                                           "M2027-03-01T09:3",
                                           "m",
                                           "m1.5",
                                           "e-1",
                                           "e01",
                                           "e4294967296",
                                           "$:EUR",
                                           "$1:eur",
                                           "$1:EU",
                                           "$1EUR",
                                           "$01:EUR",
                                           "c:",
                                           "c0:",
                                           "c1:",
                                           "c01:n",
                                           "c2:n",
                                           "c1:nx",
                                           "c1:c",
                                           "c3:c1:n",
                                           "c99999999999999999999:n",
                                           "r",
                                           "r0123456789abcdefghjkmnpqr",
                                           "R0123456789abcdefghjkmnpqrg",
                                           "r0123456789ABCDEFGHJKMNPQRG",
                                           "r0123456789abcdefghjkmnpqri",
                                           "r0123456789abcdefghjkmnpqr1"};
    for (const std::string& text : refused) {
        EXPECT_FALSE(is_canonical(text)) << text;
        EXPECT_FALSE(Value::parse(text).has_value()) << text;
    }
}

TEST(Value, RefusesTextThatIsNotUtf8) {
    using namespace std::string_literals;
    for (const std::string& text : {"a\0b"s,
                                    "\x80"s,
                                    "\xC0\x80"s,
                                    "\xC1\xBF"s,
                                    "\xE0\x80\x80"s,
                                    "\xED\xA0\x80"s,
                                    "\xF0\x80\x80\x80"s,
                                    "\xF4\x90\x80\x80"s,
                                    "\xF5\x80\x80\x80"s,
                                    "\xE2\x82"s,
                                    "\xFF"s}) {
        EXPECT_FALSE(Value::text(text).has_value());
        EXPECT_FALSE(is_canonical("t" + text));
    }
    EXPECT_TRUE(Value::text("\xF4\x8F\xBF\xBF \xED\x9F\xBF \xEE\x80\x80"s).has_value());
}

TEST(Value, HoldsAtMost64KibWithItsType) {
    EXPECT_TRUE(Value::text(std::string(value_bytes_max - 1, 'x')).has_value());
    EXPECT_FALSE(Value::text(std::string(value_bytes_max, 'x')).has_value());
    EXPECT_FALSE(is_canonical(std::string(value_bytes_max + 1, 't')));
    const std::vector<Value> parts(2, *Value::text(std::string(40'000, 'x')));
    EXPECT_FALSE(Value::composite(parts).has_value());
}

TEST(Value, GivesBackWhatItWasMadeFrom) {
    EXPECT_EQ(Value::integer(-42).as_integer(), -42);
    EXPECT_EQ(Value::moment(1'800'000'000'000).as_integer(), 1'800'000'000'000);
    EXPECT_EQ(Value::boolean(true).as_boolean(), true);
    EXPECT_EQ(Value::boolean(false).as_boolean(), false);
    EXPECT_EQ(Value::choice(7).as_choice(), 7U);
    EXPECT_EQ(Value::money(-5, "CHF")->canonical(), "$-5:CHF");
    EXPECT_EQ(Value::date("2027-03-01")->payload(), "2027-03-01");
    ItemId id;
    for (std::size_t i = 0; i < ItemId::size; ++i) id.bytes[i] = static_cast<std::uint8_t>(251 * i);
    EXPECT_EQ(Value::item(id).as_item(), id);
    EXPECT_TRUE(is_canonical(Value::item(id).canonical()));
    EXPECT_FALSE(Value::integer(1).as_choice().has_value());
    EXPECT_FALSE(Value().as_item().has_value());
}

TEST(Value, KeepsThePartsOfAComposite) {
    const std::vector<Value> parts{Value(), *Value::text("a:b 3:x"), Value::integer(5)};
    const auto whole = Value::composite(parts);
    ASSERT_TRUE(whole.has_value());
    EXPECT_EQ(whole->canonical(), "c1:n8:ta:b 3:x2:i5");
    EXPECT_EQ(whole->parts(), parts);
    EXPECT_FALSE(Value::composite({*whole}).has_value()) << "composites do not nest";
}

TEST(Utf8, TellsWhatIsInNormalFormC) {
    EXPECT_EQ(is_nfc("plain"), Nfc::yes);
    EXPECT_EQ(is_nfc("caf\xC3\xA9"), Nfc::yes);
    EXPECT_EQ(is_nfc("cafe\xCC\x81"), Nfc::no);
    EXPECT_EQ(is_nfc("\xE2\x84\xAB"), Nfc::no) << "ANGSTROM SIGN becomes A WITH RING";
    EXPECT_EQ(is_nfc("\xCD\xB8"), Nfc::unknown) << "U+0378 is not assigned";
    EXPECT_EQ(to_nfc("cafe\xCC\x81"), "caf\xC3\xA9");
    EXPECT_FALSE(to_nfc("\xFF").has_value());
}

}  // namespace
}  // namespace cairn::merge
