"""Proves that the include check of tools/cmake refuses what it should."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).parents[2] / "tools/cmake/include_check.py"
RULES = """target shared_log
folder shared/log
use shared/base
use shared/wire
external sodium\\.h|sodium/.*
ban chrono
ban thread
"""


def check(line):
    """The complaint about one line in a file of shared/log, or an empty string."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in ("shared/log", "shared/base", "client/seal"):
            (root / name).mkdir(parents=True)
        source = root / "shared/log/a.cpp"
        source.write_text(line + "\n", encoding="utf-8")
        (root / "rules").write_text(f"{RULES}file {source}\n", encoding="utf-8")
        done = subprocess.run([sys.executable, CHECK, root, root / "rules"], check=False,
                              capture_output=True, text=True)
        assert (done.returncode != 0) == bool(done.stderr), done
        return done.stderr


class IncludeCheck(unittest.TestCase):
    def test_refuses_what_the_lists_do_not_name(self):
        for line, part in (
                ('#include "client/seal/seal.h"', "client/seal is not listed after USES"),
                ('#include "shared/roster/view.h"', "shared/roster is not listed after USES"),
                ('#include "chain.h"', "does not start at the root"),
                ('#include "../base/bytes.h"', "does not start at the root"),
                ('#include "sodium.h"', "does not start at the root"),
                ("#include <sqlite3.h>", "belongs to no library"),
                ("  #  include <boost/asio/read.hpp>", "belongs to no library"),
                ("#include <unistd.h>", "belongs to no library"),
                ("#include <chrono>", "outside world"),
                ("#include <thread>", "outside world")):
            with self.subTest(line):
                self.assertIn(part, check(line))

    def test_names_file_and_line(self):
        self.assertIn("shared/log/a.cpp:2: error: shared_log:", check("\n#include <chrono>"))

    def test_leaves_listed_headers_alone(self):
        for line in ('#include "shared/log/chain.h"', '#include "shared/base/bytes.h"',
                     '#include "schema/server_0001_sql.h"', "#include <sodium.h>",
                     "#include <sodium/utils.h>", "#include <vector>", "#include <cstdint>",
                     "// #include <chrono>"):
            with self.subTest(line):
                self.assertEqual("", check(line))


if __name__ == "__main__":
    unittest.main()
