"""Recursive workloads beside peers: each in processes of its own, medians of three, every cardinality checked.

    compare.py SUITE DATA [PEER …]      peers by the names of the suite's run.py, as duckdb2, souffle-c, nemo
"""
import json
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
suite, data, peers = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
sys.path.insert(0, suite)
import programs  # noqa: E402
import run as harness  # noqa: E402

known = {}
for line in open(os.path.join(suite, "oracle.tsv")):
    fields = line.rstrip("\n").split("\t")
    if fields[0] == data[-1]:
        known[fields[1], fields[2]] = int(fields[3])


def once(command, environment):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env={**os.environ, **environment})
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    lines = [line for line in text.splitlines() if line.startswith("BENCH ")]
    if status or not lines:
        return None
    found = json.loads(lines[-1][6:])
    return None if "lacks" in found else {**found, "peak": usage.ru_maxrss // 1024, "wall": time.perf_counter() - start}


def measure(command, environment, workload):
    runs = []
    for _ in range(3):
        one = once(command, environment)
        if one is None:
            return None
        for relation, count in one["card"].items():
            assert count == known[workload, relation], f"{workload}: {relation} has {count} rows"
        runs.append(one["eval"][1])
    return statistics.median(runs)


print(f"\nrecursive workloads, evaluation, CPU seconds (median of 3)\n\n{'workload':11} {'zhol':>8}", end="")
for peer in peers:
    print(f" {peer:>12} {'ratio':>7}", end="")
print()
for workload in programs.WORKLOADS:
    folder = os.path.join(data, workload)
    own = measure([sys.executable, os.path.join(HERE, "adapter.py"), "rec", workload, folder], {}, workload)
    print(f"{workload:11} {'-' if own is None else format(own, '8.3f'):>8}", end="")
    for peer in peers:
        adapter, environment = harness.PEERS[peer]
        other = measure([sys.executable, os.path.join(suite, "peers", adapter), "rec", workload, folder],
                        {**environment, "OMP_NUM_THREADS": environment.get("BENCH_THREADS", "1")}, workload)
        if other is None or own is None:
            print(f" {'-':>12} {'':>7}", end="")
        else:
            print(f" {other:12.3f} {other / max(own, 0.001):6.1f}x", end="")
    print(flush=True)
