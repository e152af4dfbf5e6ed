"""The same programs with the literals of every body in other orders: does the writing decide the time?

    permutations.py SUITE DATA KGSTORE [ORDERS]

For each recursive workload (CPU seconds of the whole process, the best of three) and each graph query (milliseconds, warm)
prints the least and the greatest over the orders, and their ratio. Answers are checked to be the same.
"""
import os
import random
import re
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ZHOL = os.environ.get("ZHOL", os.path.join(HERE, "..", ".build", "release", "zhol"))
BENCH = os.path.join(HERE, "..", ".build", "release", "query-benchmark")
suite, data, store = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
orders = int(sys.argv[4]) if len(sys.argv) > 4 else 6
os.environ["BENCH_SUITE"] = suite
sys.path[:0] = [suite, HERE]
import adapter  # noqa: E402
import programs  # noqa: E402


def literals(body):
    """The parts between commas outside of parentheses, braces and quotes."""
    parts, depth, quoted, last = [], 0, False, 0
    for place, character in enumerate(body):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "({[":
            depth += 1
        elif not quoted and character in ")}]":
            depth -= 1
        elif not quoted and not depth and character == ",":
            parts.append(body[last:place].strip())
            last = place + 1
    return parts + [body[last:].strip()]


def permuted(body, order):
    """Order 0 is as written, 1 is backwards, the others are random."""
    parts = literals(body)
    if order == 1:
        parts.reverse()
    elif order:
        random.Random(f"{order} {body}").shuffle(parts)
    return ", ".join(parts)


def rule(text, order):
    if ":-" not in text:
        return text
    head, body = text.rstrip().rstrip(".").split(":-", 1)
    return f"{head}:- {permuted(body, order)}."


def cpu(text, folder):
    with tempfile.NamedTemporaryFile("w", suffix=".dl") as file:
        file.write(text)
        file.flush()
        best = None
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([ZHOL, "run", file.name, "--facts", folder, "--format", "markdown", "--quiet"],
                                  capture_output=True, text=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            best = spent if best is None else min(best, spent)
    return best, done.stdout


def show(name, times):
    each = " ".join(format(time, ".3f") for time in times)
    print(f"{name:14}{min(times):10.3f}{max(times):10.3f}{max(times) / min(times):8.2f}   {each}")


print(f"\n{orders} orders of every body   least  greatest   ratio   each")
for name, workload in programs.WORKLOADS.items():
    rules = adapter.OWN_RULES.get(name) or workload["rules"]
    arity = {"dist": 2, "comp": 2} if name in adapter.OWN_RULES else programs.arities(workload)
    inputs = "".join(f"declare {r}({', '.join(['int'] * n)}).\ninput {r}(\"{r}.tsv\").\n"
                     for r, n in workload["edb"].items())
    count = "".join(f"?- N = count {{ {r}({', '.join('V%d' % i for i in range(arity[r]))}) }}.\n" for r in workload["out"])
    times, answers = [], set()
    for order in range(orders):
        spent, output = cpu(inputs + "\n".join(rule(r, order) for r in rules) + "\n" + count, os.path.join(data, name))
        times.append(spent)
        answers.add(output)
    assert len(answers) == 1, name
    show(name, times)

folder = os.path.join(HERE, "graph")
with tempfile.TemporaryDirectory() as scratch:
    for name in sorted(os.listdir(folder)):
        head, body = re.fullmatch(r"(.*?\?-)(.*)", open(os.path.join(folder, name)).read(), re.S).groups()
        body, rest = re.fullmatch(r"(.*?)(\s+select\s.*|\.\s*)", body, re.S).groups()
        times, answers = [], set()
        for order in range(orders):
            path = os.path.join(scratch, name)
            with open(path, "w") as file:
                file.write(f"{head} {permuted(body, order)}{rest}")
            line = subprocess.run([BENCH, store, "30", path], capture_output=True, text=True, check=True).stdout
            _, rows, _, warm = line.rstrip().split("\t")
            times.append(float(warm))
            answers.add(rows)
        assert len(answers) == 1, name
        show(name[:-3], times)
