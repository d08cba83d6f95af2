"""The program that bench/metadata times. A line on its input is "ROW DIRECTORY"; its answer is the time of one operation in nanoseconds, or "failed: why".

"material DIRECTORY" makes, on the bare file system, what the rows need; "prepare DIRECTORY MATERIAL" puts it into a place.
"""

import io
import os
import random
import shutil
import subprocess
import sys
import tarfile
import time

FILES = 2000
CREATED = 500
OPENED = 1000
WORDS = "return static final class if else while private public int void null this new // throws import for string".split()
ENVIRONMENT = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1", LC_ALL="C", GIT_TERMINAL_PROMPT="0")


def run(*command, codes=(0,)):
    done = subprocess.run(command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode not in codes:
        raise OSError("%s: %s" % (" ".join(command), done.stdout.decode(errors="replace").strip()))
    return done.stdout


def timed(work, operations=1):
    begun = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - begun) // operations


def cold(what, *tools):
    """Twice: what the upper file system lets go of is free below only then. The programs themselves are warm."""
    os.sync()
    for _ in range(2):
        with open("/proc/sys/vm/drop_caches", "w") as switch:
            switch.write(what)
        time.sleep(0.05)
    for tool in tools:
        run(tool, "--version")


def material(at):
    """A tree of sources as a tar: 2,400 files in 160 folders, 3 KB in the median, 16 MB together. Always the same."""
    dice = random.Random(4)
    text = " ".join(dice.choices(WORDS, k=60000)).replace("// ", "\n").encode()
    folders = ["tree"]
    for i in range(160):
        folders.append("%s/module%d" % (dice.choice(folders[:40]), i))
    with tarfile.open(at + "/tree.tar", "w") as tar:
        for folder in folders:
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode, entry.mtime = tarfile.DIRTYPE, 0o755, 1700000000
            tar.addfile(entry)
        for i in range(2400):
            entry = tarfile.TarInfo("%s/Source%d.java" % (dice.choice(folders), i))
            entry.size, entry.mtime = min(200000, int(dice.lognormvariate(8.0, 1.3))), 1700000000
            begin = dice.randrange(len(text) - entry.size)
            tar.addfile(entry, io.BytesIO(text[begin : begin + entry.size]))
    run("tar", "-xf", at + "/tree.tar", "-C", at)
    git = ("git", "-C", at + "/tree", "-c", "user.name=bench", "-c", "user.email=bench@localhost")
    run(*git, "init", "-q")
    run(*git, "add", ".")
    run(*git, "commit", "-q", "-m", "sources")
    run(*git, "gc", "-q")


def prepare(at, source):
    os.mkdir(at + "/many")
    for i in range(FILES):
        with open("%s/many/%d" % (at, i), "wb") as file:
            file.write(b"x" * 4096)
    run("tar", "-xf", source + "/tree.tar", "-C", at)
    run("git", "clone", "-q", "--bare", source + "/tree", at + "/origin.git")
    run("git", "clone", "-q", "--no-hardlinks", at + "/origin.git", at + "/status")
    # An index of the same second as the files makes git read them each time, and where that is so is chance.
    time.sleep(1.1)
    run("git", "-C", at + "/status", "update-index", "--refresh", "--force-write-index")
    os.sync()


def names(at, count):
    order = ["%s/many/%d" % (at, i) for i in range(FILES)]
    random.Random(5).shuffle(order)
    return order[:count]


def create(at):
    folder = at + "/created"
    os.mkdir(folder)
    paths = ["%s/%d" % (folder, i) for i in range(CREATED)]

    def work():
        for path in paths:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))

    nanos = timed(work, CREATED)
    shutil.rmtree(folder)
    return nanos


def stat_cold(at):
    paths = names(at, OPENED)
    cold("2")

    def work():
        for path in paths:
            os.stat(path)

    return timed(work, OPENED)


def readdir(at):
    def work():
        for _ in range(20):
            if len(os.listdir(at + "/many")) != FILES:
                raise OSError("readdir: not all names in " + at)

    return timed(work, 20)


def open_read_close(at):
    return open_each(names(at, OPENED))


def open_read_close_cold(at):
    paths = names(at, OPENED)
    cold("3")
    return open_each(paths)


def open_each(paths):
    def work():
        for path in paths:
            file = os.open(path, os.O_RDONLY)
            if len(os.read(file, 4096)) != 4096:
                raise OSError("short read of " + path)
            os.close(file)

    return timed(work, OPENED)


def untar(at):
    folder = at + "/untar"
    os.mkdir(folder)
    nanos = timed(lambda: run("tar", "-xf", os.path.dirname(at) + "/material/tree.tar", "-C", folder))
    shutil.rmtree(folder)
    return nanos


def find_cold(at):
    cold("2", "find")
    return timed(lambda: run("find", at + "/tree", "-size", "+1G"))


def grep_cold(at):
    cold("3", "grep")
    return timed(lambda: run("grep", "-rF", "no such words", at + "/tree", codes=(1,)))


def git_clone(at):
    folder = at + "/clone"
    nanos = timed(lambda: run("git", "clone", "-q", "--no-hardlinks", at + "/origin.git", folder))
    shutil.rmtree(folder)
    return nanos


def git_status(at):
    def work():
        if run("git", "-C", at + "/status", "--no-optional-locks", "status", "--porcelain"):
            raise OSError("git status: not clean in " + at)

    return timed(work)


def main():
    rows = dict((row.__name__, row) for row in (create, stat_cold, readdir, open_read_close, open_read_close_cold, untar, find_cold, grep_cold, git_clone, git_status, material, prepare))
    for line in sys.stdin:
        row, *arguments = line.split()
        try:
            print(rows[row](*arguments) or 0, flush=True)
        except OSError as failure:
            print("failed:", str(failure).replace("\n", " "), flush=True)


main()
