"""Drives a program in a real pseudo-terminal: reads steps from standard input and says what failed.

A step is a line `send TEXT` (with \\r, \\t, \\x03 … as escapes), `expect TEXT` (within ten seconds) or `end CODE`.
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

steps = sys.stdin.read().splitlines()
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
seen = ""


def read(seconds):
    global seen
    ready, _, _ = select.select([terminal], [], [], seconds)
    if not ready:
        return False
    try:
        data = os.read(terminal, 65536)
    except OSError:
        return False
    seen += data.decode("utf-8", "replace")
    return bool(data)


for step in steps:
    kind, _, text = step.partition(" ")
    if kind == "send":
        os.write(terminal, text.encode("utf-8").decode("unicode_escape").encode("latin-1"))
    elif kind == "expect":
        deadline = time.time() + 10
        while text not in seen and time.time() < deadline:
            read(0.1)
        if text not in seen:
            sys.exit(f"did not see {text!r} in {seen!r}")
        seen = seen[seen.index(text) + len(text):]
    elif kind == "end":
        deadline = time.time() + 10
        while time.time() < deadline:
            read(0.05)
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                sys.exit(0 if code == int(text) else f"ended with {code}")
        sys.exit("did not end")
os.kill(pid, 9)
