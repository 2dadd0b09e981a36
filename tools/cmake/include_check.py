#!/usr/bin/env python3
"""Reads the #include lines of one target and refuses what its list does not name.

usage: include_check.py ROOT RULES

RULES is written by CairnTargets.cmake, one rule a line:
    target NAME        for messages
    folder PATH        the target's own folder
    use PATH           a folder whose headers it may include
    external PATTERN   third-party headers it may include
    ban HEADER         standard headers it may not include
    file PATH          what to read
"""
import collections
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")')
SQL_HEADER = re.compile(r"schema/[a-z0-9_]+_sql\.h")


def read_rules(path):
    rules = collections.defaultdict(list)
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(" ")
        if key:
            rules[key].append(value)
    return rules


def fault_of_angled(header, rules):
    if header in rules["ban"]:
        return f"<{header}> lets the outside world in; take it as an argument, or list it in ALLOW"
    standard = "." not in header and "/" not in header
    if standard or any(re.fullmatch(pattern, header) for pattern in rules["external"]):
        return None
    return f"<{header}> belongs to no library listed after EXTERNAL"


def fault_of_quoted(header, rules, root):
    folder = header.rpartition("/")[0]
    if SQL_HEADER.fullmatch(header) or folder in rules["folder"] + rules["use"]:
        return None
    if not folder or header.startswith(".") or not (root / header.split("/")[0]).is_dir():
        return f'"{header}" does not start at the root of the tree'
    return f'"{header}": {folder} is not listed after USES'


def main():
    root = pathlib.Path(sys.argv[1])
    rules = read_rules(sys.argv[2])
    faults = 0
    for name in rules["file"]:
        text = pathlib.Path(name).read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), start=1):
            match = INCLUDE.match(line)
            if not match:
                continue
            angled, quoted = match.groups()
            fault = fault_of_angled(angled, rules) if angled else fault_of_quoted(quoted, rules, root)
            if fault:
                faults += 1
                print(f"{name}:{number}: error: {rules['target'][0]}: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
