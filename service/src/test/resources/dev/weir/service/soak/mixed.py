"""One of the programs of a mixed load on a directory; works in rounds until it is told to stop, and fails on anything that is not as it must be.

Usage: mixed.py KIND DIRECTORY NAME CONTROL. KIND is journal, names, data or locker; NAME is the file it works on. CONTROL is a folder elsewhere: while a file "pause" is in
it the program rests, with no file open, and says so by a file "pause.PID"; after its first round it makes "began.PID"; when a file "stop" is in it, it checks its work, prints its rounds and exits 0.
"""
import fcntl
import mmap
import os
import sys
import time

kind, directory, name, control = sys.argv[1:]
path = os.path.join(directory, name)
stop = os.path.join(control, "stop")
pause = os.path.join(control, "pause")
PATTERN = bytes(range(251)) * 300


def must(condition, what):
    if not condition:
        sys.exit("%s %s, round %d: %s" % (kind, name, rounds, what))


def journal():
    line = b"%08d\n" % rounds
    with open(path, "ab", buffering=0) as out:
        must(out.write(line) == len(line), "short write")
        if rounds % 50 == 0:
            os.fsync(out.fileno())
    with open(path, "rb") as back:
        back.seek(-len(line), os.SEEK_END)
        must(back.read() == line, "the last line is not what was written")


def names():
    made, renamed, folder, link = path + ".new", path + ".old", path + ".d", path + ".l"
    with open(made, "wb") as out:
        out.write(b"x" * 100)
    os.chmod(made, 0o600 + rounds % 8)
    os.utime(made, (rounds, rounds))
    os.rename(made, renamed)
    seen = os.stat(renamed)
    must(seen.st_size == 100 and seen.st_mode & 0o777 == 0o600 + rounds % 8, "wrong size or mode")
    must(seen.st_mtime == rounds, "wrong time")
    must(os.path.basename(renamed) in os.listdir(directory), "a renamed file is not listed")
    os.symlink("target", link)
    must(os.readlink(link) == "target", "wrong symbolic link")
    os.link(renamed, made)
    must(os.stat(made).st_nlink == 2, "wrong number of links")
    os.setxattr(made, "user.round", b"%d" % rounds)
    must(os.getxattr(renamed, "user.round") == b"%d" % rounds, "wrong attribute")
    os.mkdir(folder)
    os.rmdir(folder)
    for gone in (made, renamed, link):
        os.unlink(gone)
    must(not os.path.exists(renamed), "a removed file is there")


def data():
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if rounds == 1 or rounds % 20 == 0:
            os.ftruncate(file, 0)
            must(os.pwrite(file, PATTERN, 0) == len(PATTERN), "short write")
        at = rounds * 7919 % (len(PATTERN) - 5000)
        must(os.pread(file, 5000, at) == PATTERN[at:at + 5000], "read something else")
        must(os.pwrite(file, PATTERN[at:at + 100], at) == 100, "short write")
        must(os.fstat(file).st_size == len(PATTERN), "wrong size")
        if rounds % 10 == 0:
            with mmap.mmap(file, len(PATTERN), prot=mmap.PROT_READ) as mapped:
                must(mapped[:] == PATTERN, "mapped something else")
    finally:
        os.close(file)


def locker():
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX)
        fcntl.flock(file, fcntl.LOCK_EX)
        number = int(os.pread(file, 20, 0) or b"0")
        time.sleep(0.001)
        os.pwrite(file, b"%020d" % (number + 1), 0)
        fcntl.flock(file, fcntl.LOCK_UN)
        fcntl.lockf(file, fcntl.LOCK_UN)
    finally:
        os.close(file)


work = {"journal": journal, "names": names, "data": data, "locker": locker}[kind]
rounds = 0
while not os.path.exists(stop):
    if os.path.exists(pause):
        mark = "%s.%d" % (pause, os.getpid())
        open(mark, "w").close()
        while os.path.exists(pause) and not os.path.exists(stop):
            time.sleep(0.002)
        os.unlink(mark)
        continue
    rounds += 1
    work()
    if rounds == 1:
        open(os.path.join(control, "began.%d" % os.getpid()), "w").close()
if kind == "journal":
    with open(path, "rb") as back:
        numbers = [int(line) for line in back]
    must(numbers == list(range(1, rounds + 1)), "the journal is not in order")
print(rounds)
