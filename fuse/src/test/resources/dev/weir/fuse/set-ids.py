"""What each way of changing a file leaves of its set-user-ID and set-group-ID bits and capabilities, for each kind of user: a line for each."""

import mmap
import os
import stat
import struct

CAPABILITY = struct.pack('<IIIII', 0x02000001, 1 << 13, 0, 0, 0)
USERS = {
    'root': (0, 0, []),
    'owner': (1000, 1000, []),
    'member': (1001, 4000, [3000]),
    'other': (1001, 4000, [5000]),
}
MODES = [0o4777, 0o2777, 0o2767, 0o6767, 0o777]


def become(user):
    uid, gid, groups = USERS[user]
    if uid:
        os.setgroups(groups)
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)


def prepare(path, mode, group, capability):
    if os.path.exists(path):
        os.remove(path)
    with open(path, 'w') as file:
        file.write('x' * 10000)
    os.chown(path, 1000, group)
    os.chmod(path, mode)
    if capability:
        setcap(path)


def setcap(path):
    os.setxattr(path, 'security.capability', CAPABILITY)


def state(path):
    try:
        capability = os.getxattr(path, 'security.capability') == CAPABILITY
    except OSError:
        capability = False
    now = os.stat(path)
    with open(path, 'rb') as file:
        content = file.read()
    return '%o%s %d %d' % (stat.S_IMODE(now.st_mode), ' +cap' if capability else '', len(content), sum(content))


def opened(flags, action):
    def run(path):
        fd = os.open(path, flags)
        action(fd)
        os.close(fd)

    return run


def store(fd):
    with mmap.mmap(fd, 4096) as memory:
        memory[0] = 65
        memory.flush()


def store_later(fd):
    memory = mmap.mmap(fd, 4096)
    memory[1] = 66
    return memory


def copy(fd):
    source = os.open('source', os.O_RDONLY)
    os.copy_file_range(source, fd, 5000, 0, 0)
    os.close(source)


PATHS = {
    'write': opened(os.O_WRONLY, lambda fd: os.write(fd, b'A')),
    'append': opened(os.O_WRONLY | os.O_APPEND, lambda fd: os.write(fd, b'A')),
    'write nothing': opened(os.O_WRONLY, lambda fd: os.write(fd, b'')),
    'only open': opened(os.O_RDWR, lambda fd: os.read(fd, 5)),
    'truncate': lambda path: os.truncate(path, 5),
    'extend': lambda path: os.truncate(path, 20000),
    'ftruncate': opened(os.O_RDWR, lambda fd: os.ftruncate(fd, 5)),
    'O_TRUNC': opened(os.O_WRONLY | os.O_TRUNC, lambda fd: None),
    'O_CREAT': opened(os.O_WRONLY | os.O_CREAT, lambda fd: None),
    'fallocate': opened(os.O_RDWR, lambda fd: os.posix_fallocate(fd, 10000, 5000)),
    'copy_file_range': opened(os.O_RDWR, copy),
    'mmap': opened(os.O_RDWR, store),
    'chown': lambda path: os.chown(path, -1, os.stat(path).st_gid),
    'chown nothing': lambda path: os.chown(path, -1, -1),
    'chgrp': lambda path: os.chown(path, -1, os.getegid()),
    'chmod': lambda path: os.chmod(path, 0o6755),
    'times': lambda path: os.utime(path),
}


def inside(user, action):
    """Runs an action as somebody, in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 0
        try:
            become(user)
            action()
        except OSError as error:
            code = error.errno
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def changes():
    for name, action in PATHS.items():
        for user in USERS:
            for mode in MODES:
                for group in (3000, 1000) if mode & 0o2010 == 0o2000 else (3000,):
                    for capability in (False, True) if mode == 0o777 else (False,):
                        prepare('file', mode, group, capability)
                        error = inside(user, lambda: action('file'))
                        print(name, user, '%o' % mode, group, capability, '->', error, state('file'))


def while_open(name, before, change, after):
    """One has it open while root changes what the file has."""
    for user in USERS:
        prepare('file', 0o777, 3000, False)
        to_child, from_parent = os.pipe()
        to_parent, from_child = os.pipe()
        child = os.fork()
        if child == 0:
            become(user)
            fd = os.open('file', os.O_RDWR)
            kept = before(fd)
            os.write(from_child, b'x')
            os.read(to_child, 1)
            after(fd)
            del kept
            os.close(fd)
            os._exit(0)
        os.read(to_parent, 1)
        change('file')
        os.write(from_parent, b'x')
        os.waitpid(child, 0)
        for fd in (to_child, from_parent, to_parent, from_child):
            os.close(fd)
        print('while open:', name, user, '->', state('file'))


def inherited(mode):
    """Root has opened it; who writes counts, not who opened it."""
    for user in USERS:
        prepare('file', mode, 3000, mode == 0o777)
        fd = os.open('file', os.O_RDWR)
        error = inside(user, lambda: os.write(fd, b'A'))
        os.close(fd)
        print('inherited', user, '%o' % mode, '->', error, state('file'))


def nothing(fd):
    return None


os.umask(0)
os.chmod('.', 0o777)
with open('source', 'w') as source:
    source.write('s' * 8000)
changes()
for name, change in {
    'chmod u+s': lambda path: os.chmod(path, 0o4777),
    'chmod g+s': lambda path: os.chmod(path, 0o2767),
    'setcap': setcap,
}.items():
    while_open(name + ', nothing more', nothing, change, nothing)
    while_open(name + ', write', nothing, change, lambda fd: os.write(fd, b'A'))
    while_open(name + ', ftruncate', nothing, change, lambda fd: os.ftruncate(fd, 5))
    while_open(name + ' after a write', lambda fd: os.write(fd, b'A'), change, nothing)
    while_open(name + ' between writes', lambda fd: os.write(fd, b'A'), change, lambda fd: os.write(fd, b'B'))
    while_open(name + ' after a store', store_later, change, nothing)
    while_open(name + ', store', nothing, change, store)
for mode in MODES:
    inherited(mode)
