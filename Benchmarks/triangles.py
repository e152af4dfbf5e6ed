"""Triangles in a skewed graph of a million edges: zhol's intersections beside the binary joins of DuckDB, where there is one.

    triangles.py SCRATCH

Twelve hubs have 12,000 edges in and 12,000 out each, the other edges are random: joining two edges gives 1.7 thousand
million pairs, of which few close. Both count the same triangles; CPU seconds without reading the input.
"""
import os
import random
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ZHOL = os.environ.get("ZHOL", os.path.join(HERE, "..", ".build", "release", "zhol"))
path = os.path.join(sys.argv[1], "skewed.tsv")
if not os.path.exists(path):
    random.seed(7)
    nodes, edges = 200_000, set()
    for hub in range(12):
        while len(edges) < (hub + 1) * 24_000:
            other = random.randrange(nodes)
            edges.add((other, hub) if len(edges) % 2 else (hub, other))
    while len(edges) < 1_000_000:
        edges.add((random.randrange(nodes), random.randrange(nodes)))
    with open(path, "w") as file:
        file.writelines(f"{a}\t{b}\n" for a, b in sorted(edges))


def zhol(body):
    program = f'declare e(int, int).\ninput e("{path}").\n?- N = count {{ {body} }}.\n'
    with tempfile.NamedTemporaryFile("w", suffix=".dl") as file:
        file.write(program)
        file.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([ZHOL, "run", file.name, "--format", "tsv", "--no-header", "--quiet"],
                              capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int(done.stdout), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


_, reading = zhol("e(A, B)")
count, whole = zhol("e(A, B), e(B, C), e(C, A)")
print(f"\ntriangles of a skewed graph: {count}\n{'zhol':12} {whole - reading:8.2f} s CPU")
try:
    import duckdb
except ImportError:
    print("DuckDB is not there: set BENCH_PYTHON")
    sys.exit(0)
database = duckdb.connect()
database.execute("PRAGMA threads=1")
database.execute(f"CREATE TABLE e AS SELECT * FROM read_csv('{path}', delim='\t', header=false, "
                 "columns={'a': 'INTEGER', 'b': 'INTEGER'})")
before = resource.getrusage(resource.RUSAGE_SELF)
(other,), = database.execute("SELECT count(*) FROM e x JOIN e y ON x.b = y.a JOIN e z ON y.b = z.a AND z.b = x.a").fetchall()
after = resource.getrusage(resource.RUSAGE_SELF)
assert other == count, f"DuckDB counts {other}"
seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(f"{'DuckDB':12} {seconds:8.2f} s CPU, {seconds / max(whole - reading, 1e-3):.1f} times as much")
