#!/usr/bin/env python3
"""zhol in the form that a peer benchmark asks for.

    adapter.py rec WORKLOAD DIR            a recursive workload over the TSV files of DIR
    adapter.py load KGDIR STORE            loads KGDIR/kg.nt

Prints one line `BENCH {json}`. Environment: ZHOL (the executable), BENCH_SUITE (the folder with programs.py).
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ZHOL = os.environ.get("ZHOL", os.path.join(HERE, "..", ".build", "release", "zhol"))
sys.path.insert(0, os.environ.get("BENCH_SUITE", os.path.join(HERE, "..", "..", "shared", "bench")))

# Aggregates within a recursion, which the neutral programs leave to each adapter.
OWN_RULES = {
    "sssp": ["dist(0, 0).", "dist(Y, min(D)) :- dist(X, D0), edge(X, Y, W), D = D0 + W."],
    "cc": ["node(X) :- edge(X, _).", "node(X) :- edge(_, X).", "comp(X, min(C)) :- node(X), C = X.",
           "comp(Y, min(C)) :- comp(X, C), edge(X, Y).", "comp(Y, min(C)) :- comp(X, C), edge(Y, X)."],
}


def run(program, folder):
    """Runs a program; its output, wall and CPU seconds, and peak memory in bytes."""
    with tempfile.NamedTemporaryFile("w", suffix=".dl") as file:
        file.write(program)
        file.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        done = subprocess.run([ZHOL, "run", file.name, "--facts", folder, "--format", "markdown", "--quiet"],
                              capture_output=True, text=True, cwd=folder)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, wall, cpu


def recursive(name, folder):
    import programs
    workload = programs.WORKLOADS[name]
    rules = OWN_RULES.get(name) or workload["rules"]
    arity = {"dist": 2, "comp": 2} if name in OWN_RULES else programs.arities(workload)
    inputs = "".join(f"declare {r}({', '.join(['int'] * n)}).\ninput {r}(\"{r}.tsv\").\n"
                     for r, n in workload["edb"].items())
    count = lambda r, n: f"?- N = count {{ {r}({', '.join('V%d' % i for i in range(n))}) }}.\n"
    only_load = inputs + "".join(count(r, n) for r, n in workload["edb"].items())
    _, wall, cpu = run(only_load, folder)
    text, whole_wall, whole_cpu = run(
        inputs + "\n".join(rules) + "\n" + "".join(count(r, arity[r]) for r in workload["out"]), folder)
    numbers = [int(line.strip("| ")) for line in text.splitlines() if line.strip("| ").isdigit()]
    return {"load": [wall, cpu], "whole": [whole_wall, whole_cpu],
            "eval": [round(whole_wall - wall, 4), round(whole_cpu - cpu, 4)],
            "card": dict(zip(workload["out"], numbers))}


def load(folder, store):
    for path in (store, store + "-lock"):
        if os.path.exists(path):
            os.remove(path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([ZHOL, "load", "--db", store, "--quiet", os.path.join(folder, "kg.nt")], check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"load": [wall, cpu], "bytes": os.stat(store).st_blocks * 512}


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["rec"]:
        result = recursive(words[1], os.path.abspath(words[2]))
    elif words[:1] == ["load"]:
        result = load(words[1], words[2])
    else:
        raise SystemExit(__doc__)
    print("BENCH " + json.dumps(result))
