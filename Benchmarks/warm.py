"""The twelve graph queries in one process each, on an open store: zhol beside SQLite and DuckDB, in one run.

    warm.py SUITE KGDIR STORE SCRATCH ORACLE [PEER …]

Loads the peers' stores into SCRATCH where they are missing. Prints the median of the runs after the first in
milliseconds, the ratio of the best peer to zhol, and the geometric mean of the ratios. Row counts are checked.
"""
import json
import math
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, "..", ".build", "release", "query-benchmark")
PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)
REPEATS = 30
suite, folder, store, scratch, oracle, *peers = sys.argv[1:]
size = os.environ.get("BENCH_GRAPH", "kg1m")
known = {}
for line in open(oracle):
    fields = line.split("\t")
    if fields[0] == size:
        known[fields[1]] = int(fields[2])

queries = sorted(f for f in os.listdir(os.path.join(HERE, "graph")) if f.endswith(".dl"))
times = {}
text = subprocess.run([BENCH, store, str(REPEATS)] + [os.path.join(HERE, "graph", q) for q in queries],
                      capture_output=True, text=True, check=True).stdout
for line in text.splitlines():
    name, rows, first, warm = line.split("\t")
    name = name[:-3]
    assert int(rows) == known[name], f"{name}: {rows} rows, not {known[name]}"
    times.setdefault(name, {})["zhol"] = float(warm)


def peer(name):
    engine = "duckdb" if name.startswith("duckdb") else name
    environment = dict(os.environ, SQL_ENGINE=engine, BENCH_THREADS="2" if name.endswith("2") else "1")
    adapter = os.path.join(suite, "peers", "sql.py")
    path = os.path.join(scratch, f"{size}.{engine}")
    if not os.path.exists(path):
        subprocess.run([PYTHON, adapter, "load", folder, path], env=environment, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run([PYTHON, adapter, "query", path, "all", str(REPEATS)], env=environment, check=True,
                          capture_output=True, text=True)
    for line in done.stdout.splitlines():
        if line.startswith("BENCH "):
            for query, result in json.loads(line[6:])["q"].items():
                if "warm" in result:
                    times[query][name] = result["warm"][0] * 1000


for name in peers:
    peer(name)
print(f"\n{'in one process, warm, ms':26}" + "".join(f"{p:>10}" for p in ["zhol"] + peers) + f"{'best/zhol':>11}")
ratios = []
for name in sorted(times):
    row = times[name]
    others = [row[p] for p in peers if p in row]
    ratio = min(others) / row["zhol"] if others else None
    if ratio:
        ratios.append(ratio)
    print(f"{name:26}" + "".join(f"{row[p]:10.3f}" if p in row else f"{'-':>10}" for p in ["zhol"] + peers)
          + (f"{ratio:11.2f}" if ratio else f"{'-':>11}"))
if ratios:
    print(f"{'geometric mean':26}" + " " * 10 * (len(peers) + 1)
          + f"{math.exp(sum(map(math.log, ratios)) / len(ratios)):11.2f}")
