"""Reads the summary llvm-cov exports, prints a line for each file and folder, and fails when a
folder's total is below what is promised: 95 % of the lines, 90 % of the branches.

Source of the format: https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-export
"""

import json
import os
import sys

PROMISED = {"lines": 95.0, "branches": 90.0}


def totals(files):
    return {what: (sum(f["summary"][what]["covered"] for f in files),
                   sum(f["summary"][what]["count"] for f in files)) for what in PROMISED}


def percent(covered, count):
    return 100.0 * covered / count if count else 100.0


def line(name, sums):
    cells = [f"{percent(*sums[what]):6.1f} % of {sums[what][1]:5} {what}" for what in PROMISED]
    return f"{name:<44}" + "  ".join(cells)


def main():
    root = os.getcwd() + os.sep
    files = json.load(sys.stdin)["data"][0]["files"]
    for file in files:
        file["name"] = file["filename"].removeprefix(root).removeprefix("./")
    below = []
    for folder in sys.argv[1:]:
        inside = [f for f in files if f["name"].startswith(folder.rstrip("/") + "/")]
        if not inside:
            below.append(f"{folder}: no source of it was measured")
            continue
        for file in sorted(inside, key=lambda f: f["name"]):
            print(line("  " + file["name"], totals([file])))
        print(line(folder, totals(inside)))
        for what, (covered, count) in totals(inside).items():
            if percent(covered, count) < PROMISED[what]:
                below.append(f"{folder}: {percent(covered, count):.1f} % of the {what} ran, "
                             f"{PROMISED[what]:.0f} % are promised")
    print(line("all", totals(files)))
    for sentence in below:
        print(sentence, file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
