"""Does to the working directory what shell commands don't, and prints what came of it: the same in a mount as in the bare directory."""

import ctypes
import errno
import fcntl
import mmap
import os
import socket
import struct
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long]
AT_FDCWD, AT_SYMLINK_FOLLOW, F_OFD_SETLK = -100, 0x400, 37
WRITES_BACK = len(sys.argv) > 1


def outcome(call, *arguments):
    try:
        return call(*arguments)
    except OSError as refused:
        return errno.errorcode[refused.errno]


def checked(result):
    return 0 if result == 0 else errno.errorcode[ctypes.get_errno()]


def rename(old, new, flags):
    return checked(libc.renameat2(AT_FDCWD, old, AT_FDCWD, new, flags))


def write(name, text):
    with open(name, "w") as file:
        file.write(text)


def text(name):
    with open(name) as file:
        return file.read()


def in_child(action):
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, repr(action()).encode())
        os._exit(0)
    os.wait()
    return os.read(reader, 500).decode()


def temporary_file():
    file = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o640)
    os.write(file, b"temporary")
    path = ("/proc/self/fd/%d" % file).encode()
    print("tmpfile", checked(libc.linkat(AT_FDCWD, path, AT_FDCWD, b"named", AT_SYMLINK_FOLLOW)), text("named"))
    print(os.fstat(file).st_nlink, oct(os.stat("named").st_mode))


def renames():
    write("a", "A")
    write("b", "B")
    os.mkdir("d")
    write("d/x", "X")
    print("noreplace", rename(b"a", b"b", 1), "exchange", rename(b"a", b"b", 2), text("a"), text("b"))
    print("exchange with a directory", rename(b"a", b"d", 2), text("a/x"), rename(b"d", b"c", 1), rename(b"no", b"z", 0))
    print(sorted(os.listdir(".")))


def attributes():
    print("xattr", outcome(os.setxattr, "c", "user.big", b"v" * 3000), len(os.getxattr("c", "user.big")))
    print(outcome(os.setxattr, "c", "user.big", b"", os.XATTR_CREATE), outcome(os.setxattr, "c", "user.no", b"", os.XATTR_REPLACE))
    print(outcome(os.getxattr, "c", "user.no"), os.removexattr("c", "user.big"), os.listxattr("c"))
    print(outcome(os.setxattr, "c", "foo.bar", b""), outcome(os.setxattr, "c", "user.empty", b""), outcome(os.getxattr, "c", "user.empty"))
    for number in range(40):
        os.setxattr("b", "user.number%03d" % number, b"x" * 30)
    print(len(os.listxattr("b")))
    os.utime("c", ns=(1, 2))
    print("times", os.stat("c").st_atime_ns, os.stat("c").st_mtime_ns)
    os.utime("c")
    print(abs(os.stat("c").st_mtime - time.time()) < 60)


def locks():
    write("lock", "0" * 100)
    file = open("lock", "r+")
    fcntl.lockf(file, fcntl.LOCK_EX, 10, 5)

    def others_view():
        other = open("lock", "r+")
        asked = fcntl.fcntl(other, fcntl.F_GETLK, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0))
        kind, whence, start, length, owner = struct.unpack("hhqqi", asked[:28])
        exclusive = fcntl.LOCK_EX | fcntl.LOCK_NB
        return (kind, whence, start, length, owner == os.getppid(), outcome(fcntl.lockf, other, exclusive, 10, 5), outcome(fcntl.lockf, other, exclusive, 5, 0))

    print("getlk", in_child(others_view))
    open("lock").close()
    print("any close drops it", in_child(others_view))
    one, two = open("lock", "r+"), open("lock", "r+")
    lock = struct.pack("hhqqi", fcntl.F_WRLCK, 0, 50, 10, 0)
    print("open file locks", len(fcntl.fcntl(one, F_OFD_SETLK, lock)), outcome(fcntl.fcntl, two, F_OFD_SETLK, lock))
    one.close()
    for attempt in range(100):
        # The kernel tells the end of an open file when it likes.
        if outcome(fcntl.fcntl, two, F_OFD_SETLK, lock) != "EAGAIN":
            break
        time.sleep(0.05)
    print(len(fcntl.fcntl(two, F_OFD_SETLK, lock)))


def data():
    file = os.open("sparse", os.O_RDWR | os.O_CREAT)
    os.pwrite(file, b"d" * 4096, 1 << 20)
    os.fsync(file)
    os.ftruncate(file, 2 << 20)
    if not WRITES_BACK:
        print("hole", os.lseek(file, 0, os.SEEK_HOLE), "data", os.lseek(file, 0, os.SEEK_DATA))
    print(outcome(os.lseek, file, 3 << 20, os.SEEK_DATA))
    print("fallocate", libc.fallocate(file, 0, 0, 8192), libc.fallocate(file, 3, 1 << 20, 4096), os.pread(file, 4, 1 << 20), os.fstat(file).st_size)
    os.lseek(file, 0, os.SEEK_SET)
    copy = os.open("copy", os.O_RDWR | os.O_CREAT)
    os.pwrite(file, b"copied", 0)
    print("copy", os.copy_file_range(file, copy, 6), os.pread(copy, 9, 0), os.sendfile(copy, file, 0, 10))
    one = os.open("appended", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    two = os.open("appended", os.O_WRONLY | os.O_APPEND)
    for writer, letter in ((one, b"1"), (two, b"2"), (one, b"3")):
        os.write(writer, letter)
    print("append", text("appended"), os.pwrite(one, b"4", 0), text("appended"))
    truncated = os.open("appended", os.O_RDWR | os.O_TRUNC)
    print("truncated", os.fstat(truncated).st_size)


def mapping():
    file = os.open("mapped", os.O_RDWR | os.O_CREAT)
    os.ftruncate(file, 10000)
    with mmap.mmap(file, 10000) as memory:
        memory[0:4] = b"abcd"
        memory.flush()
        print("mmap", os.pread(file, 4, 0), text("mapped")[:4])
    os.unlink("mapped")
    print("unlinked", os.fstat(file).st_nlink, os.pread(file, 4, 0), outcome(os.open, "mapped", os.O_RDONLY))


def names():
    print(outcome(write, "n" * 255, "x"), outcome(write, "n" * 256, "x"), outcome(write, b"\xff\xfe\x80", "x"), b"\xff\xfe\x80" in os.listdir(b"."))
    print(outcome(os.rmdir, "a"), outcome(os.unlink, "a"), outcome(os.rename, "a", "a/sub"), outcome(os.open, "c/x", 0))
    print(outcome(os.symlink, "x" * 4095, "long"), len(os.readlink("long")), outcome(os.symlink, "", "empty"), outcome(os.open, "long", os.O_NOFOLLOW))
    only_once = os.open("once", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o444)
    os.write(only_once, b"once")
    print(outcome(os.open, "once", os.O_CREAT | os.O_EXCL), outcome(os.open, "a", os.O_WRONLY), outcome(os.open, "c", os.O_DIRECTORY))
    listener, caller = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    listener.bind("socket")
    listener.listen(1)
    print(outcome(caller.connect, "socket"), os.statvfs(".").f_namemax)


for part in temporary_file, renames, attributes, locks, data, mapping, names:
    part()
