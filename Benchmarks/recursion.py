"""What citing every answer of a recursion costs: plain and with --cite, as whole processes, on facts that each have a source and
most a confidence.

    recursion.py SUITE DATA SCRATCH [WORKLOAD …]      DATA as gen.py of the suite writes it; stores are made in SCRATCH

Prints processor seconds, the least of BENCH_RUNS (3), and the peak of memory in MiB. Answers must be the same but for the columns
of --cite. `40` are forty sources and mixed confidences, so that most answers have a list of sources of their own; `3` are three
sources without.
"""
import hashlib
import os
import subprocess
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ZHOL = os.environ.get("ZHOL", os.path.join(HERE, "..", ".build", "release", "zhol"))
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
suite, data, scratch = sys.argv[1:4]
sys.path.insert(0, suite)
import programs  # noqa: E402

chosen = sys.argv[4:] or ["tc_rand", "sg", "andersen", "cspa"]


def run(command):
    output = os.path.join(scratch, "answers.tsv")
    with open(output, "wb") as target:
        process = subprocess.Popen(command, stdout=target)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    assert status == 0, command
    return output, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def load(workload, sources):
    store = os.path.join(scratch, f"cited-{workload}-{sources}.zhol")
    if os.path.exists(store):
        return store
    facts = os.path.join(scratch, "facts.dl")
    with open(facts, "w") as target:
        for relation in programs.WORKLOADS[workload]["edb"]:
            for line in open(os.path.join(data, workload, relation + ".tsv")):
                first, second = line.split()[:2]
                mark = zlib.crc32(f"{relation}{first},{second}".encode())
                words = ["", ", confidence: low", ", confidence: medium", ", confidence: high"][mark % 4]
                target.write(f"{relation}(n{first}, n{second}) {{source: s{mark // 7 % sources}"
                             f"{words if sources > 3 else ''}}}.\n")
    subprocess.run([ZHOL, "load", "--quiet", "--db", store, facts], check=True)
    os.remove(facts)
    return store


def first_columns(path):
    """How many rows there are, and a digest of their first two columns: a child begins with the peak of its parent, so rows
    are not kept here."""
    count, digest = 0, hashlib.sha256()
    with open(path, "rb") as lines:
        for line in lines:
            count += 1
            digest.update(b"\t".join(line.rstrip(b"\n").split(b"\t")[:2]) + b"\n")
    return count, digest.hexdigest()


print(f"{'workload':10} {'sources':>7} {'answers':>9} {'plain s':>8} {'MiB':>5} {'--cite s':>9} {'MiB':>5} {'ratio':>6}")
for workload in chosen:
    query = os.path.join(scratch, workload + ".dl")
    with open(query, "w") as target:
        target.write("\n".join(programs.WORKLOADS[workload]["rules"]))
        target.write(f"\n?- {programs.WORKLOADS[workload]['out'][0]}(X, Y).\n")
    for sources in (40, 3):
        command = [ZHOL, "run", "--db", load(workload, sources), query, "--format", "tsv", "--no-header", "--quiet"]
        found, rows = [], []
        for options in ([], ["--cite"]):
            runs = [run(command + options) for _ in range(RUNS)]
            found.append(min((time, peak) for _, time, peak in runs))
            rows.append(first_columns(runs[0][0]))
        assert rows[0] == rows[1], workload
        (plain, small), (cited, large) = found
        print(f"{workload:10} {sources:7} {rows[0][0]:9} {plain:8.2f} {small:5.0f} {cited:9.2f} {large:5.0f} "
              f"{cited / plain:6.2f}", flush=True)
