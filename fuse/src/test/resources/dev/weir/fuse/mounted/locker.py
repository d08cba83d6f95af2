"""A program that waits for locks: record locks and whole-file locks on one file that its likes hold for a moment each.

Usage: locker.py DIRECTORY NAME STOPFILE. Under both locks it adds 1 to the number in the file; exits 0 and prints how often it did.
"""
import fcntl
import os
import sys
import time

directory, name, stop = sys.argv[1:]
counter = os.open(os.path.join(directory, name), os.O_RDWR | os.O_CREAT, 0o644)
added = 0
while not os.path.exists(stop):
    fcntl.lockf(counter, fcntl.LOCK_EX)
    fcntl.flock(counter, fcntl.LOCK_EX)
    number = int(os.pread(counter, 20, 0) or b"0")
    time.sleep(0.001)
    os.pwrite(counter, b"%020d" % (number + 1), 0)
    added += 1
    fcntl.flock(counter, fcntl.LOCK_UN)
    fcntl.lockf(counter, fcntl.LOCK_UN)
print(added)
