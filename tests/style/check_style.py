#!/usr/bin/env python3
"""Holds every file of the tree against rules.py.

usage: check_style.py ROOT
"""
import os
import pathlib
import sys

from rules import RULES

SKIPPED_FOLDERS = {".git", "build", ".cache", "corpus", "golden", "data", "__pycache__"}
READ_SUFFIXES = {".h", ".cpp", ".py", ".sh", ".cmake", ".txt", ".md", ".json", ".sql", ".capnp",
                 ".toml", ".service", ""}
# These hold the forbidden forms as examples.
SPEAKING_OF_FAULTS = {"tests/style/rules.py", "tests/style/style_test.py"}


def files_of(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
        for name in sorted(names):
            path = pathlib.Path(folder, name)
            if path.suffix in READ_SUFFIXES and not path.is_symlink():
                yield path


def main():
    root = pathlib.Path(sys.argv[1])
    faults = 0
    for path in files_of(root):
        name = path.relative_to(root).as_posix()
        if name in SPEAKING_OF_FAULTS:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for rule in RULES:
            for line, complaint in rule(name, text):
                faults += 1
                print(f"{name}:{line}: {complaint} [{rule.__name__}]")
    print(f"{faults} faults of style")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
