"""Times whole zhol processes on the seed graph with a warm cache; checks what they print before it counts."""
import os
import resource
import statistics
import subprocess
import sys
import time

zhol, store = sys.argv[1:3]
RUNS = 40
COMMANDS = {
    "version": (["--version"], "zhol "),
    "lookup": (["query", "--db", store, "owns(X, altyn_bank)"], "citic_bank"),
    "join": (["query", "--db", store, "project(P), financed_by(P, A), based_in(A, china), part_of(P, nurly_zhol)"],
             "khorgos_dry_port"),
    "flagship": (["run", "--db", store, "Queries/elite_projects.dl"], "kpi_complex"),
    "flagship --cite": (["run", "--db", store, "Queries/elite_projects.dl", "--cite"], "s_reuters_halyk2012"),
}


def once(arguments):
    start = time.perf_counter()
    pid = os.posix_spawn(zhol, [zhol] + arguments, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


print(f"{'command':18} {'median ms':>10} {'min ms':>8} {'cpu ms':>8} {'peak MiB':>9}")
for name, (arguments, expected) in COMMANDS.items():
    shown = subprocess.run([zhol] + arguments, capture_output=True, text=True, check=True).stdout
    assert expected in shown, f"{name} does not print {expected}"
    runs = [once(arguments) for _ in range(RUNS)]
    wall = [run[0] * 1000 for run in runs]
    cpu = statistics.median(run[1] * 1000 for run in runs)
    print(f"{name:18} {statistics.median(wall):10.1f} {min(wall):8.1f} {cpu:8.1f} {max(run[2] for run in runs) / 1024:9.1f}")
