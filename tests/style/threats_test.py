#!/usr/bin/env python3
"""Every test that docs/THREATS.md names exists.

usage: threats_test.py ROOT
"""
import pathlib
import re
import sys

NAMED = re.compile(r"`([A-Z][A-Za-z0-9]*)\.([A-Z][A-Za-z0-9]*)`")
DEFINED = re.compile(r"\bTEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)")


def main():
    root = pathlib.Path(sys.argv[1])
    document = (root / "docs" / "THREATS.md").read_text(encoding="utf-8")
    defined = set()
    for path in (root / "tests").rglob("*.cpp"):
        defined.update(DEFINED.findall(path.read_text(encoding="utf-8")))
    named = NAMED.findall(document)
    missing = [f"{suite}.{name}" for suite, name in named if (suite, name) not in defined]
    promises = [line for line in document.splitlines()
                if line.startswith("| ") and "held by" not in line and not line.startswith("|---")]
    section = document.split("## Promises", 1)[1].split("## What is not", 1)[0]
    bare = [line for line in section.splitlines()
            if line in promises and not NAMED.search(line)]
    for name in missing:
        print(f"docs/THREATS.md names {name}, which is no test")
    for line in bare:
        print(f"docs/THREATS.md promises without a test: {line}")
    return 1 if missing or bare or not named else 0


if __name__ == "__main__":
    sys.exit(main())
