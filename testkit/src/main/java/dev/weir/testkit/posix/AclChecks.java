package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.ENODATA;
import static dev.weir.Errno.EOPNOTSUPP;
import static dev.weir.Errno.EPERM;
import static dev.weir.testkit.posix.Identity.MEMBER;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.CREATE;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.MAY_READ;
import static dev.weir.testkit.posix.PosixVolume.MAY_WRITE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.UNNAMED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** POSIX access control lists: acl(5), and the kernel's format of them. */
final class AclChecks {
    private static final String ACCESS = "system.posix_acl_access";
    private static final String DEFAULT = "system.posix_acl_default";
    private static final int USER_OBJECT = 1;
    private static final int USER = 2;
    private static final int GROUP_OBJECT = 4;
    private static final int GROUP = 8;
    private static final int MASK = 16;
    private static final int OTHER = 32;
    private static final int NOBODY = -1;

    private AclChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group acl = catalogue.group("ACL").needing(Need.ACLS);
        access(acl);
        masks(acl);
        inherited(acl);
        refusals(acl);
    }

    /** Threes of tag, rights and number. */
    private static byte[] list(int... entries) {
        ByteBuffer list = ByteBuffer.allocate(4 + entries.length / 3 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(2);
        for (int i = 0; i < entries.length; i += 3) {
            list.putShort((short) entries[i]).putShort((short) entries[i + 1]).putInt(entries[i + 2]);
        }
        return list.array();
    }

    private static byte[] forUser(int user, int rights, int mask) {
        return list(
                USER_OBJECT,
                6,
                NOBODY,
                USER,
                rights,
                user,
                GROUP_OBJECT,
                4,
                NOBODY,
                MASK,
                mask,
                NOBODY,
                OTHER,
                0,
                NOBODY);
    }

    private static byte[] forGroup(int group, int rights) {
        return list(
                USER_OBJECT,
                6,
                NOBODY,
                GROUP_OBJECT,
                4,
                NOBODY,
                GROUP,
                rights,
                group,
                MASK,
                7,
                NOBODY,
                OTHER,
                0,
                NOBODY);
    }

    private static void access(Catalogue.Group acl) {
        acl.check("a named user has the rights of the entry", (s, v) -> {
            s.file("a", 0600, OWNER);
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", READ_ONLY, 0)));
            s.ok(v.setAttribute("a", ACCESS, forUser(1002, 6, 7), 0));
            s.ok(s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
            s.refused(EACCES, s.as(MEMBER, () -> v.open("a", READ_WRITE, 0)));
        });
        acl.check("a named group has them", (s, v) -> {
            s.file("a", 0600);
            s.ok(v.setAttribute("a", ACCESS, forGroup(1000, 6), 0));
            s.ok(s.as(MEMBER, () -> v.open("a", READ_WRITE, 0)));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", READ_ONLY, 0)));
        });
        acl.check("a named user can have fewer than others", (s, v) -> {
            s.file("a", 0666, OWNER);
            byte[] list = list(
                    USER_OBJECT, 6, NOBODY, USER, 0, 1002, GROUP_OBJECT, 6, NOBODY, MASK, 6, NOBODY, OTHER, 6, NOBODY);
            s.ok(v.setAttribute("a", ACCESS, list, 0));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", READ_ONLY, 0)));
            s.ok(s.as(new Identity(1003, 1003, List.of()), () -> v.open("a", READ_ONLY, 0)));
        });
        acl.check("it comes back as it was", (s, v) -> {
            s.file("a", 0600, OWNER);
            byte[] list = forUser(1002, 6, 7);
            s.ok(v.setAttribute("a", ACCESS, list, 0));
            s.equal(new String(list, ISO_8859_1), v.getAttribute("a", ACCESS).data(), "list");
            s.equal(ACCESS, v.listAttributes("a").data(), "names");
        });
        acl.check("one that says no more than the mode is the mode", (s, v) -> {
            s.file("a", 0600);
            s.ok(v.setAttribute(
                    "a", ACCESS, list(USER_OBJECT, 6, NOBODY, GROUP_OBJECT, 4, NOBODY, OTHER, 4, NOBODY), 0));
            s.mode(0644, s.permissions("a"));
            s.refused(ENODATA, v.getAttribute("a", ACCESS));
        });
        acl.check("removed, it counts no more", (s, v) -> {
            s.file("a", 0600, OWNER);
            s.ok(v.setAttribute("a", ACCESS, forUser(1002, 6, 7), 0));
            s.ok(s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
            s.ok(v.removeAttribute("a", ACCESS));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
        });
        acl.check("access(2) knows it", (s, v) -> {
            s.file("a", 0600, OWNER);
            s.ok(v.setAttribute("a", ACCESS, forUser(1002, 4, 7), 0));
            s.ok(s.as(STRANGER, () -> v.access("a", MAY_READ)));
            s.refused(EACCES, s.as(STRANGER, () -> v.access("a", MAY_WRITE)));
        });
        acl.check("of a directory: who may make files in it", (s, v) -> {
            s.directory("d", 0700);
            byte[] list = list(
                    USER_OBJECT, 7, NOBODY, USER, 7, 1002, GROUP_OBJECT, 0, NOBODY, MASK, 7, NOBODY, OTHER, 0, NOBODY);
            s.ok(v.setAttribute("d", ACCESS, list, 0));
            s.ok(s.as(STRANGER, () -> v.open("d/a", READ_WRITE | CREATE, 0644)));
            s.refused(EACCES, s.as(MEMBER, () -> v.open("d/b", READ_WRITE | CREATE, 0644)));
        });
    }

    private static void masks(Catalogue.Group acl) {
        acl.check("the mask is the mode's group bits, and bounds named entries", (s, v) -> {
            s.file("a", 0600, OWNER);
            s.ok(v.setAttribute("a", ACCESS, forUser(1002, 6, 4), 0));
            s.mode(0640, s.permissions("a"));
            s.ok(s.as(STRANGER, () -> v.open("a", READ_ONLY, 0)));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
        });
        acl.check("chmod of the group sets the mask", (s, v) -> {
            s.file("a", 0600, OWNER);
            s.ok(v.setAttribute("a", ACCESS, forUser(1002, 6, 6), 0));
            s.mode("a", 0600);
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", READ_ONLY, 0)));
            s.equal(
                    new String(forUser(1002, 6, 0), ISO_8859_1),
                    v.getAttribute("a", ACCESS).data(),
                    "list");
            s.mode("a", 0660);
            s.ok(s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
        });
        acl.check("setting it sets the mode and the time of change", (s, v) -> {
            s.file("a", 0600, OWNER);
            s.changes("a", () -> v.setAttribute("a", ACCESS, forUser(1002, 7, 7), 0));
            s.mode(0670, s.permissions("a"));
        });
        acl.check("set by an owner who is not in the file's group it takes set-group-ID away", (s, v) -> {
            s.file("a", 0, new Identity(1000, 4000, List.of()));
            s.mode("a", 02755);
            s.ok(s.as(OWNER, () -> v.setAttribute("a", ACCESS, forUser(1002, 7, 7), 0)));
            s.mode(0670, s.permissions("a"));
        });
    }

    private static void inherited(Catalogue.Group acl) {
        byte[] list =
                list(USER_OBJECT, 7, NOBODY, USER, 7, 1002, GROUP_OBJECT, 5, NOBODY, MASK, 7, NOBODY, OTHER, 0, NOBODY);
        acl.check("a new file has the directory's default, within the mode that was asked for", (s, v) -> {
            s.directory("d");
            s.ok(v.setAttribute("d", DEFAULT, list, 0));
            s.ok(s.under(022, () -> v.open("d/a", READ_WRITE | CREATE, 0666)));
            s.mode(0660, s.permissions("d/a"));
            byte[] expected = list(
                    USER_OBJECT, 6, NOBODY, USER, 7, 1002, GROUP_OBJECT, 5, NOBODY, MASK, 6, NOBODY, OTHER, 0, NOBODY);
            s.equal(
                    new String(expected, ISO_8859_1),
                    v.getAttribute("d/a", ACCESS).data(),
                    "list");
            s.refused(ENODATA, v.getAttribute("d/a", DEFAULT));
        });
        acl.check("the umask does not count where there is a default", (s, v) -> {
            s.directory("d");
            s.ok(v.setAttribute("d", DEFAULT, list, 0));
            s.ok(s.under(077, () -> v.open("d/a", READ_WRITE | CREATE, 0666)));
            s.mode(0660, s.permissions("d/a"));
        });
        acl.check("a new directory has it as its own and as its default", (s, v) -> {
            s.directory("d");
            s.ok(v.setAttribute("d", DEFAULT, list, 0));
            s.ok(s.under(022, () -> v.makeDirectory("d/e", 0777)));
            s.mode(0770, s.permissions("d/e"));
            s.equal(new String(list, ISO_8859_1), v.getAttribute("d/e", ACCESS).data(), "list");
            s.equal(new String(list, ISO_8859_1), v.getAttribute("d/e", DEFAULT).data(), "default");
        });
        acl.check("a FIFO has it, a link has not", (s, v) -> {
            s.directory("d");
            s.ok(v.setAttribute("d", DEFAULT, list, 0));
            s.ok(s.under(022, () -> v.makeNode("d/p", FIFO_TYPE | 0666)));
            s.mode(0660, s.permissions("d/p"));
            s.symbolicLink("x", "d/l");
            s.mode(0777, s.permissions("d/l"));
        });
        acl.check("an unnamed file has it", (s, v) -> {
            s.directory("d");
            s.ok(v.setAttribute("d", DEFAULT, list, 0));
            int file = (int) s.ok(s.under(077, () -> v.open("d", READ_WRITE | UNNAMED, 0666)));
            s.mode(0660, v.status(file).permissions());
        });
        acl.check("a default of three entries sets the mode, and leaves no list", (s, v) -> {
            s.directory("d");
            byte[] three = list(USER_OBJECT, 7, NOBODY, GROUP_OBJECT, 5, NOBODY, OTHER, 1, NOBODY);
            s.ok(v.setAttribute("d", DEFAULT, three, 0));
            s.ok(s.under(077, () -> v.open("d/a", READ_WRITE | CREATE, 0666)));
            s.mode(0640, s.permissions("d/a"));
            s.refused(ENODATA, v.getAttribute("d/a", ACCESS));
        });
        acl.check("removed, the umask counts again", (s, v) -> {
            s.directory("d");
            s.ok(v.setAttribute("d", DEFAULT, list, 0));
            s.ok(v.removeAttribute("d", DEFAULT));
            s.ok(s.under(077, () -> v.open("d/a", READ_WRITE | CREATE, 0666)));
            s.mode(0600, s.permissions("d/a"));
        });
        acl.check("what is renamed into the directory keeps its own", (s, v) -> {
            s.directory("d");
            s.ok(v.setAttribute("d", DEFAULT, list, 0));
            s.file("a", 0600);
            s.ok(v.rename("a", "d/a", 0));
            s.mode(0600, s.permissions("d/a"));
            s.refused(ENODATA, v.getAttribute("d/a", ACCESS));
        });
    }

    private static void refusals(Catalogue.Group acl) {
        acl.check("by who does not own the file: EPERM", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.setAttribute("a", ACCESS, forUser(1002, 6, 7), 0)));
            s.ok(s.as(OWNER, () -> v.setAttribute("a", ACCESS, forUser(1002, 6, 7), 0)));
            s.refused(EPERM, s.as(STRANGER, () -> v.removeAttribute("a", ACCESS)));
        });
        acl.check("what is no list: EINVAL", (s, v) -> {
            s.file("a");
            s.refused(EINVAL, v.setAttribute("a", ACCESS, list(USER_OBJECT, 6, NOBODY), 0));
            byte[] whole = forUser(1002, 6, 7);
            s.refused(EINVAL, v.setAttribute("a", ACCESS, Arrays.copyOf(whole, whole.length - 1), 0));
            byte[] noMask = list(USER_OBJECT, 6, NOBODY, USER, 6, 1002, GROUP_OBJECT, 4, NOBODY, OTHER, 0, NOBODY);
            s.refused(EINVAL, v.setAttribute("a", ACCESS, noMask, 0));
        });
        acl.check("of another version: EOPNOTSUPP", (s, v) -> {
            s.file("a");
            byte[] list = forUser(1002, 6, 7);
            list[0] = 3;
            s.refused(EOPNOTSUPP, v.setAttribute("a", ACCESS, list, 0));
        });
        acl.check("a default of a file: EACCES", (s, v) -> {
            s.file("a");
            s.refused(EACCES, v.setAttribute("a", DEFAULT, forUser(1002, 6, 7), 0));
        });
        acl.check("of a link: EOPNOTSUPP", (s, v) -> {
            s.symbolicLink("x", "l");
            s.refused(EOPNOTSUPP, v.setAttribute("l", ACCESS, forUser(1002, 6, 7), 0));
        });
        acl.check("none: ENODATA", (s, v) -> {
            s.file("a");
            s.directory("d");
            s.refused(ENODATA, v.getAttribute("a", ACCESS));
            s.refused(ENODATA, v.getAttribute("d", DEFAULT));
        });
    }
}
