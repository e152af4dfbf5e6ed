"""The twelve graph queries as whole processes, plain and with --cite, on a store where nobody is named and on one in which
each triple has a source and most have a confidence.

    cite.py KGDIR STORE [SCRATCH]      loads KGDIR/kg.nt into STORE where it is missing, and with evidence into SCRATCH

Prints processor milliseconds, the least of nine runs, and millions of instructions: by perf where the machine counts them,
with BENCH_CALLGRIND=1 by valgrind, else none. The answers of both must be the same but for the columns of --cite.
"""
import glob
import os
import re
import resource
import subprocess
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ZHOL = os.environ.get("ZHOL", os.path.join(HERE, "..", ".build", "release", "zhol"))
RUNS = int(os.environ.get("BENCH_RUNS", "9"))
folder, store = sys.argv[1:3]
scratch = sys.argv[3] if len(sys.argv) > 3 else os.path.dirname(store)
triples = os.path.join(folder, "kg.nt")


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def load(path, source):
    if not os.path.exists(path):
        run([ZHOL, "load", "--db", path, "--quiet", source])


def instructions(command):
    """Millions of instructions; None where nothing counts them."""
    if os.environ.get("BENCH_CALLGRIND"):
        output = os.path.join(scratch, "callgrind.out")
        done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}"] + command,
                              capture_output=True, text=True)
        # A store may be mapped larger than valgrind allows: then there is no count.
        found = None if done.returncode else re.search(r"Collected : (\d+)", done.stderr)
        return int(found.group(1)) / 1e6 if found else None
    try:
        done = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u"] + command, capture_output=True, text=True)
    except FileNotFoundError:
        return None
    found = re.search(r"^(\d+),", done.stderr, re.M)
    return int(found.group(1)) / 1e6 if found else None


def with_evidence(target):
    """The triples as facts: one of 40 sources each, and a confidence for three of four."""
    words = ["", ", confidence: low", ", confidence: medium", ", confidence: high"]
    with open(triples) as lines, open(target, "w") as facts:
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            value = rest.rstrip()[:-1].rstrip()
            mark = zlib.crc32((subject + predicate).encode())
            evidence = f"{{source: s{mark % 40}{words[mark % 4]}}}"
            if predicate.endswith("#type>"):
                facts.write(f"{value}({subject}) {evidence}.\n")
            else:
                facts.write(f"{predicate}({subject}, {value}) {evidence}.\n")


load(store, triples)
cited = os.path.join(scratch, "cited.zhol")
if not os.path.exists(cited):
    facts = os.path.join(scratch, "cited.dl")
    with_evidence(facts)
    load(cited, facts)
    os.remove(facts)


def shown(number):
    return f"{number:9.1f}" if number is not None else "        -"


for title, path in [("nobody is named", store), ("each triple has a source", cited)]:
    print(f"\n{title:26} {'plain ms':>9} {'--cite':>9} {'ratio':>6} {'plain M':>9} {'--cite':>9} {'ratio':>6}")
    for file in sorted(glob.glob(os.path.join(HERE, "graph", "*.dl"))):
        plain = [ZHOL, "run", "--db", path, file, "--format", "tsv", "--no-header", "--quiet"]
        times, counts, rows = [], [], []
        for command in (plain, plain + ["--cite"]):
            runs = [run(command) for _ in range(RUNS)]
            times.append(min(time for _, time in runs))
            rows.append(runs[0][0].splitlines())
            counts.append(instructions(command))
        assert len(rows[0]) == len(rows[1]), f"{file}: {len(rows[0])} rows, and {len(rows[1])} with --cite"
        assert all(one == other or other.startswith(one + "\t") for one, other in zip(*rows)), file
        ratio = f"{counts[1] / counts[0]:6.2f}" if counts[0] and counts[1] else "     -"
        print(f"{os.path.basename(file)[:-3]:26} {times[0]:9.1f} {times[1]:9.1f} {times[1] / times[0]:6.2f} "
              f"{shown(counts[0])} {shown(counts[1])} {ratio}", flush=True)
