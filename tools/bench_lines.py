"""Turns Google Benchmark's report on standard input into one JSON object a line and workload."""
import json
import sys

NS_PER = {"ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000}
# Told about every run and of no use to a reader; what is left beside these are counters.
NOISE = {"family_index", "per_family_instance_index", "run_name", "run_type", "repetitions",
         "repetition_index", "threads", "iterations", "name", "real_time", "cpu_time", "time_unit"}


def main():
    text = sys.stdin.read()
    if not text.strip():
        return
    for run in json.loads(text)["benchmarks"]:
        line = {"program": sys.argv[1], "workload": run["name"]}
        if "real_time" in run:
            scale = NS_PER[run["time_unit"]]
            line["wall_ns"] = round(run["real_time"] * scale, 1)
            line["cpu_ns"] = round(run["cpu_time"] * scale, 1)
            line["iterations"] = run["iterations"]
        line.update((key, value) for key, value in run.items() if key not in NOISE)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
