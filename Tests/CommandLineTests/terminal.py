"""Drives a program in a real pseudo-terminal: reads steps from standard input and says what failed.

A step is a line:
    send TEXT     types a text (\\r, \\t, \\x03 … are escapes)
    expect TEXT   waits until the program has written the text, behind what was expected before
    prompt        waits for the prompt, and for the editor to have the terminal
    absent TEXT   the text is not in what came since the last `expect`
    running       waits until the program has taken the line and runs it: the terminal then echoes by itself again
    size R C      gives the terminal R rows and C columns; as the first step, before the program starts
    end CODE      waits until the program ends with the code

Every wait is for a state, and only gives up after a minute.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 60
steps = sys.stdin.read().splitlines()
rows, columns = 40, 120
seen = ""
pid, terminal = 0, -1


def resize(rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def read(seconds):
    """Takes what the program writes within a time; false at the end of its output."""
    global seen
    ready, _, _ = select.select([terminal], [], [], seconds)
    if not ready:
        return True
    try:
        data = os.read(terminal, 65536)
    except OSError:
        return False
    seen += data.decode("utf-8", "replace")
    return bool(data)


def wait(condition, what):
    deadline = time.time() + PATIENCE
    while not condition():
        if time.time() > deadline:
            raise SystemExit(f"did not see {what} in {seen!r}")
        if not read(0.02) and not condition():
            raise SystemExit(f"ended without {what}: {seen!r}")


def is_cooked():
    return bool(termios.tcgetattr(terminal)[3] & termios.ICANON)


def run(step):
    global seen
    kind, _, text = step.partition(" ")
    if kind == "send":
        os.write(terminal, text.encode("utf-8").decode("unicode_escape").encode("latin-1"))
    elif kind == "expect":
        wait(lambda: text in seen, repr(text))
        seen = seen[seen.index(text) + len(text):]
    elif kind == "prompt":
        run("expect zhol> ")
        wait(lambda: not is_cooked(), "the editor")
    elif kind == "absent":
        if text in seen:
            raise SystemExit(f"saw {text!r} in {seen!r}")
    elif kind == "running":
        wait(is_cooked, "a line that runs")
    elif kind == "size":
        resize(*map(int, text.split()))
    elif kind == "end":
        deadline = time.time() + PATIENCE
        while time.time() < deadline:
            read(0.02)
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                raise SystemExit(0 if code == int(text) else f"ended with {code}: {seen!r}")
        raise SystemExit("did not end")
    else:
        raise SystemExit(f"there is no step {step!r}")


go, ready = os.pipe()
pid, terminal = pty.fork()
if pid == 0:
    # The size is set before the program looks at it.
    os.read(go, 1)
    os.execv(sys.argv[1], sys.argv[1:])
resize(rows, columns)
while steps and steps[0].startswith("size "):
    run(steps.pop(0))
os.write(ready, b"!")
try:
    for step in steps:
        run(step)
finally:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
