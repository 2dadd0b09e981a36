"""Passes bench lines on, with what other systems were measured at where they do the same work.

The figures come from the peers' own benches, which lie outside the tree (docs/BENCH.md): they were
measured earlier, on a machine of the same kind, so they are orders of magnitude, not a race.
"""
import json
import os
import pathlib
import sys

# Workload: (file, field, which lines, factor to the workload's unit).
SAME_WORK = {
    "write_single_edits": ("w3.jsonl", "ops_s", {"n": 100_000, "items": 10_000}, 1),
    "receive_20000_single_edits": ("w4.jsonl", "ops_s", {"items": 10_000}, 1),
    "sealed_bytes_of_backlog": ("w4.jsonl", "bytes_per_edit", {"items": 10_000}, 1),
    "wire_bytes_of_backlog": ("w4.jsonl", "bytes_per_edit", {"items": 10_000}, 1),
    "bytes_on_disk": ("w3.jsonl", "saved_bytes", {"n": 100_000, "items": 10_000}, 1),
    "open_and_list": ("w3.jsonl", ("open_s", "walk_s"), {"n": 100_000, "items": 10_000}, 1000),
    "text_type_paper": ("w1.jsonl", "seconds", {"trace": "automerge-paper"}, 1000),
    "text_saved_paper": ("w1.jsonl", "saved_bytes", {"trace": "automerge-paper"}, 1),
    "text_receive_friends": ("w2.jsonl", "seconds", {"trace": "friendsforever", "mode": "stream"}, 1000),
    "server_edit_to_screen_p50": ("w5.jsonl", "live_p50_ms", {}, 1),
    "server_edit_to_screen_p99": ("w5.jsonl", "live_p99_ms", {}, 1),
    "server_bytes_per_idle_client": ("w6.jsonl", "server_kb_per_client", {"clients": 1000}, 1000),
}


def results_folder():
    root = pathlib.Path(__file__).resolve().parent.parent
    shared = os.environ.get("CAIRN_SHARED") or root.parent / "shared"
    return pathlib.Path(shared) / "bench" / "results"


def peers_of(workload, folder):
    if workload not in SAME_WORK:
        return {}
    name, fields, which, factor = SAME_WORK[workload]
    fields = (fields,) if isinstance(fields, str) else fields
    found = {}
    for line in (folder / name).read_text().splitlines():
        run = json.loads(line)
        if any(run.get(key) != value for key, value in which.items()):
            continue
        if any(run.get(field) is None for field in fields):
            continue
        value = sum(run[field] for field in fields) * factor
        if value > 0:  # 0: the peer encodes nothing here
            found.setdefault(run["peer"], round(value, 2))
    return found


def main():
    folder = results_folder()
    there = folder.is_dir()
    if not there:
        print(f"tools/bench: no figures of peers: {folder.name} is not there", file=sys.stderr)
    for text in sys.stdin:
        line = json.loads(text)
        peers = peers_of(line["workload"], folder) if there else {}
        if peers:
            line["peers"] = peers
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
