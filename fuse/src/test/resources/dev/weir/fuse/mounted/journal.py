"""A program that keeps a journal: appends numbers, reads them back, makes, renames and removes files, until it is told to stop.

Usage: journal.py DIRECTORY NAME STOPFILE. Exits 0 and prints how many numbers it wrote, all of which it found again in order.
"""
import os
import sys

directory, name, stop = sys.argv[1:]
path = os.path.join(directory, name)
written = 0
with open(path, "ab", buffering=0) as journal:
    while not os.path.exists(stop):
        written += 1
        line = b"%08d\n" % written
        if journal.write(line) != len(line):
            sys.exit("short write at %d" % written)
        if written % 7 == 0:
            with open(path, "rb") as back:
                back.seek(-len(line), os.SEEK_END)
                found = back.read()
            if found != line:
                sys.exit("read %r where %r was written" % (found, line))
        if written % 11 == 0:
            scratch = path + ".new"
            with open(scratch, "wb") as made:
                made.write(line)
            os.rename(scratch, path + ".old")
            if os.stat(path + ".old").st_size != len(line):
                sys.exit("wrong size after a rename")
            if name + ".old" not in os.listdir(directory):
                sys.exit("a renamed file is not listed")
            os.unlink(path + ".old")
        if written % 101 == 0:
            os.fsync(journal.fileno())
with open(path, "rb") as back:
    numbers = [int(line) for line in back]
if numbers != list(range(1, written + 1)):
    sys.exit("the journal of %d numbers is not in order" % written)
print(written)
