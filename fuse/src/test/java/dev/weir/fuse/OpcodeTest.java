package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpcodeTest {
    private static final Path HEADER = Path.of("/usr/include/linux/fuse.h");

    /** The list of the kernel's header at protocol 7.45; 7, 19 and those in between were never used. */
    private static final String NEWEST =
            "LOOKUP=1 FORGET=2 GETATTR=3 SETATTR=4 READLINK=5 SYMLINK=6 MKNOD=8 MKDIR=9 UNLINK=10 RMDIR=11 RENAME=12 LINK=13"
                    + " OPEN=14 READ=15 WRITE=16 STATFS=17 RELEASE=18 FSYNC=20 SETXATTR=21 GETXATTR=22 LISTXATTR=23 REMOVEXATTR=24 FLUSH=25 INIT=26"
                    + " OPENDIR=27 READDIR=28 RELEASEDIR=29 FSYNCDIR=30 GETLK=31 SETLK=32 SETLKW=33 ACCESS=34 CREATE=35 INTERRUPT=36 BMAP=37"
                    + " DESTROY=38 IOCTL=39 POLL=40 NOTIFY_REPLY=41 BATCH_FORGET=42 FALLOCATE=43 READDIRPLUS=44 RENAME2=45 LSEEK=46"
                    + " COPY_FILE_RANGE=47 SETUPMAPPING=48 REMOVEMAPPING=49 SYNCFS=50 TMPFILE=51 STATX=52 COPY_FILE_RANGE_64=53 CUSE_INIT=4096";

    @Test
    void hasEveryRequestOfTheNewestHeader() {
        String table = Arrays.stream(Opcode.values())
                .map(opcode -> opcode.name() + "=" + opcode.number())
                .collect(Collectors.joining(" "));

        assertThat(table).isEqualTo(NEWEST);
    }

    @Test
    void hasEveryRequestOfTheHeaderOfThisSystem() throws IOException {
        assumeThat(HEADER)
                .as("the kernel's header, of the package linux-libc-dev")
                .exists();
        Map<Integer, String> inHeader = new TreeMap<>();
        var constant = Pattern.compile("^\\s*FUSE_(\\w+)\\s*=\\s*(\\d+),").matcher("");
        boolean inEnum = false;
        for (String line : Files.readAllLines(HEADER)) {
            inEnum = line.startsWith("enum ") ? line.startsWith("enum fuse_opcode") : inEnum;
            // What a kernel of the other byte order would send is no request.
            if (inEnum && constant.reset(line).find() && !line.contains("BSWAP")) {
                inHeader.put(Integer.parseInt(constant.group(2)), constant.group(1));
            }
        }

        assertThat(inHeader)
                .isNotEmpty()
                .allSatisfy((number, name) -> assertThat(Opcode.of(number))
                        .as("FUSE_%s", name)
                        .isNotNull()
                        .extracting(Opcode::name)
                        .isEqualTo(name));
    }

    @Test
    void handlesARequestOrRefusesItOnPurpose() {
        for (Opcode opcode : Opcode.values()) {
            assertThat(opcode.handler() == null).as("%s", opcode).isEqualTo(opcode.refusal() != 0);
            assertThat(opcode.refusal()).isBetween(0, 511);
            assertThat(opcode.meaning()).isNotBlank();
        }
    }

    @Test
    void knowsNoOtherNumbers() {
        assertThat(Opcode.of(-1)).isNull();
        assertThat(Opcode.of(0)).isNull();
        assertThat(Opcode.of(7)).isNull();
        assertThat(Opcode.of(54)).isNull();
        assertThat(Opcode.of(Integer.MAX_VALUE)).isNull();
    }
}
