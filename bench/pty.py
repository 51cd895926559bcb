"""Runs programs on a bare pseudo-terminal, or on none, and tells what each took.

One request a line, as JSON: argv, cwd, env, terminal (bool), steps ([{shows, wait, type}]), until (a pattern, or null
for its end). One answer a line: wall and cpu in ms, rss in KiB, code, and `since`: ms since the last step's keys.
CPU and memory are those that the system itself counted for the program and the children it waited for.
"""
import fcntl, json, os, re, select, signal, struct, sys, tempfile, termios, time

LIMIT = 30.0


def start(job):
    """Forks, for both kinds alike. Returns the process and the side of the terminal that is read."""
    # A secret isn't printed to where it is lost, so what is printed goes to a file and not to /dev/null.
    printed = tempfile.TemporaryFile()
    ours, theirs = os.openpty() if job["terminal"] else (None, os.dup(printed.fileno()))
    if ours is not None:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if ours is not None:
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
        for stream in (0, 1, 2):
            os.dup2(theirs, stream)
        os.closerange(3, 64)
        os.chdir(job["cwd"])
        try:
            os.execvpe(job["argv"][0], job["argv"], job["env"])
        finally:
            os._exit(127)
    os.close(theirs)
    return began, pid, ours


def wait_for(pattern, terminal, seen, deadline):
    """Reads until the pattern is in what was printed; a null one waits for the end."""
    while pattern is None or not re.search(pattern, seen):
        left = deadline - time.perf_counter()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            raise TimeoutError(f"{pattern} never came: {seen[-600:]}")
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            chunk = b""
        if not chunk:
            if pattern is None:
                return seen
            raise EOFError(f"ended before {pattern}: {seen[-600:]}")
        seen += chunk.decode("utf8", "replace")
    return seen


def measure(job):
    began, pid, terminal = start(job)
    typed = began
    try:
        if terminal is not None:
            seen, deadline = "", began + LIMIT
            for step in job["steps"]:
                seen = wait_for(step["shows"], terminal, seen, deadline)
                time.sleep(step["wait"] / 1000)
                seen, typed = "", time.perf_counter()
                os.write(terminal, step["type"].encode())
            wait_for(job["until"], terminal, seen, deadline)
            done = time.perf_counter()
            if job["until"] is not None:
                os.killpg(pid, signal.SIGKILL)
    except BaseException:
        os.killpg(pid, signal.SIGKILL)
        os.wait4(pid, 0)
        raise
    finally:
        if terminal is not None and job["until"] is not None:
            os.close(terminal)
    _, status, used = os.wait4(pid, 0)
    if terminal is None or job["until"] is None:
        done = time.perf_counter()
        if terminal is not None:
            os.close(terminal)
    return {
        "wall": (done - began) * 1000,
        "since": (done - typed) * 1000,
        "cpu": (used.ru_utime + used.ru_stime) * 1000,
        "rss": used.ru_maxrss,
        "code": 0 if job["until"] is not None else os.waitstatus_to_exitcode(status),
    }


for line in sys.stdin:
    try:
        answer = measure(json.loads(line))
    except Exception as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
