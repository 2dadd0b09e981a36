#include <cstddef>
#include <cstdint>

#include "client/exchange/csv_import.h"
#include "shared/base/bytes.h"
#include "tests/fuzz/exchange/imported_plan_checks.h"

// The input is a column map, a line with '%' alone, and a table; without that line, a table whose
// map is guessed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace cairn;
    using namespace cairn::exchange;
    const std::string_view input = text_of({data, size});
    const ImportLimits limits{.bytes_max = 1U << 20U, .rows_max = 500, .links_max = 500};
    const std::size_t cut = input.find("\n%\n");
    const auto table = read_csv(cut == input.npos ? input : input.substr(cut + 3), limits);
    if (!table) {
        CAIRN_ASSERT(merge::Value::text(table.error().message));
        return 0;
    }
    const Result<CsvMap, ImportError> map =
        cut == input.npos ? guess_csv_map(*table) : parse_csv_map(input.substr(0, cut));
    if (!map) return 0;
    static_cast<void>(preview(*table, *map));
    const auto plan = import_csv(*table, *map, limits);
    if (plan) check_plan(*plan);
    return 0;
}
