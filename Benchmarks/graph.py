"""The twelve graph queries as whole processes on a store of a million triples; every answer is checked.

    graph.py KGDIR STORE ORACLE      loads KGDIR/kg.nt into STORE where it is missing
"""
import glob
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ZHOL = os.environ.get("ZHOL", os.path.join(HERE, "..", ".build", "release", "zhol"))
folder, store, oracle = sys.argv[1:4]
known = {}
for line in open(oracle):
    fields = line.split("\t")
    if fields[0] == "kg1m":
        known[fields[1]] = (int(fields[2]), fields[3])


def timed(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    assert status == 0, process.stderr.read()
    return text, time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


if not os.path.exists(store):
    _, wall, cpu, peak = timed([ZHOL, "load", "--db", store, "--quiet", os.path.join(folder, "kg.nt")])
    size = os.stat(store).st_blocks * 512
    print(f"\nload of kg.nt: {cpu:.2f} s CPU, {wall:.2f} s, {peak} MiB, {size / 1e6:.1f} MB on disk")
print(f"\n{'whole process, warm cache':26} {'rows':>6} {'median ms':>10} {'cpu ms':>8} {'MiB':>5}")
for path in sorted(glob.glob(os.path.join(HERE, "graph", "*.dl"))):
    name = os.path.basename(path)[:-3]
    runs = [timed([ZHOL, "run", "--db", store, path, "--format", "tsv", "--no-header", "--quiet"]) for _ in range(9)]
    rows = len(runs[0][0].splitlines())
    assert rows == known[name][0], f"{name}: {rows} rows, not {known[name][0]}"
    print(f"{name:26} {rows:6} {statistics.median(r[1] for r in runs) * 1000:10.1f} "
          f"{statistics.median(r[2] for r in runs) * 1000:8.1f} {max(r[3] for r in runs):5}", flush=True)
