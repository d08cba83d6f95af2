"""What mmap, read(2), write(2) and O_DIRECT show of each other's changes, in one process and in two."""

import mmap
import os

PAGE = 4096


def block(letter):
    memory = mmap.mmap(-1, PAGE)
    memory.write(letter * PAGE)
    return memory


with open('file', 'wb') as file:
    file.write(b'0' * PAGE * 4)
cached = os.open('file', os.O_RDWR)
direct = os.open('file', os.O_RDWR | os.O_DIRECT)
shared = mmap.mmap(cached, PAGE * 4)
private = mmap.mmap(cached, PAGE * 4, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
room = mmap.mmap(-1, PAGE)
private[PAGE * 3] = 120


def look(step):
    seen = [step]
    for page in range(4):
        os.preadv(direct, [room], page * PAGE)
        at = page * PAGE + 17
        seen += [shared[at:at + 1], private[at:at + 1], os.pread(cached, 1, at), room[17:18]]
    print(*[s.decode() if isinstance(s, bytes) else s for s in seen], flush=True)


def elsewhere(action):
    child = os.fork()
    if child == 0:
        action()
        os._exit(0)
    os.waitpid(child, 0)


def store(page, letter):
    shared[page * PAGE:(page + 1) * PAGE] = letter * PAGE


def by_another_open(flags, page, letter):
    fd = os.open('file', os.O_RDWR | flags)
    os.pwritev(fd, [block(letter)], page * PAGE)
    os.close(fd)


look('begin')
os.pwrite(cached, b'a' * PAGE, 0)
look('write')
os.pwritev(direct, [block(b'b')], 0)
look('direct write')
store(0, b'c')
look('store')
os.pwrite(cached, b'd' * PAGE, PAGE)
os.pwritev(direct, [block(b'e')], PAGE * 2)
store(3, b'f')
look('one each')
os.pwritev(direct, [block(b'g')], PAGE * 3)
look('direct over a store')
store(2, b'h')
os.pwrite(cached, b'i' * 100, PAGE * 2)
look('write over a store')
elsewhere(lambda: store(1, b'j'))
look('store elsewhere')
elsewhere(lambda: by_another_open(0, 0, b'k'))
look('write elsewhere')
elsewhere(lambda: by_another_open(os.O_DIRECT, 1, b'l'))
look('direct write elsewhere')
shared.flush()
look('flush')
os.ftruncate(cached, PAGE)
os.ftruncate(cached, PAGE * 4)
look('cut off')
os.posix_fallocate(cached, 0, PAGE * 4)
look('allocated')
