package dev.weir.testkit.posix;

import static dev.weir.Errno.E2BIG;
import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EEXIST;
import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.ENODATA;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.EOPNOTSUPP;
import static dev.weir.Errno.EPERM;
import static dev.weir.Errno.ERANGE;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.ATTRIBUTE_CREATE;
import static dev.weir.testkit.posix.PosixVolume.ATTRIBUTE_REPLACE;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.WRITE_ONLY;

import java.util.TreeSet;

/** Extended attributes. */
final class AttributeChecks {
    private AttributeChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group xattr = catalogue.group("xattr");
        values(xattr);
        limits(xattr.needing(Need.ATTRIBUTE_RULES));
        rules(xattr.needing(Need.ATTRIBUTE_RULES));
        permissions(xattr.needing(Need.ATTRIBUTE_RULES, Need.PERMISSIONS));
    }

    private static void values(Catalogue.Group xattr) {
        xattr.check("a value comes back byte by byte", (s, v) -> {
            s.file("a");
            String value = "v\0\u00ff\nx";
            s.ok(v.setAttribute("a", "user.one", Scene.bytes(value), 0));
            s.equal(value, v.getAttribute("a", "user.one").data(), "value");
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("shorter"), 0));
            s.equal("shorter", v.getAttribute("a", "user.one").data(), "value");
        });
        xattr.check("an empty value is one", (s, v) -> {
            s.file("a");
            s.ok(v.setAttribute("a", "user.one", new byte[0], 0));
            s.equal(0L, s.ok(v.getAttribute("a", "user.one")), "length");
            s.equal("user.one", v.listAttributes("a").data(), "names");
        });
        xattr.check("names are listed, and not when they are removed", (s, v) -> {
            s.file("a");
            s.equal("", v.listAttributes("a").data(), "names");
            s.ok(v.setAttribute("a", "user.two", Scene.bytes("2"), 0));
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("1"), 0));
            s.equal("user.one\nuser.two", v.listAttributes("a").data(), "names");
            s.ok(v.removeAttribute("a", "user.one"));
            s.equal("user.two", v.listAttributes("a").data(), "names");
        });
        xattr.check("what is not there: ENODATA", (s, v) -> {
            s.file("a");
            s.refused(ENODATA, v.getAttribute("a", "user.one"));
            s.refused(ENODATA, v.removeAttribute("a", "user.one"));
        });
        xattr.check("XATTR_CREATE of what is there: EEXIST", (s, v) -> {
            s.file("a");
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("1"), ATTRIBUTE_CREATE));
            s.refused(EEXIST, v.setAttribute("a", "user.one", Scene.bytes("2"), ATTRIBUTE_CREATE));
            s.equal("1", v.getAttribute("a", "user.one").data(), "value");
        });
        xattr.check("XATTR_REPLACE of what is not there: ENODATA", (s, v) -> {
            s.file("a");
            s.refused(ENODATA, v.setAttribute("a", "user.one", Scene.bytes("1"), ATTRIBUTE_REPLACE));
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("1"), 0));
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("2"), ATTRIBUTE_REPLACE));
            s.equal("2", v.getAttribute("a", "user.one").data(), "value");
        });
        xattr.check("no room asks for the size, too little is ERANGE", (s, v) -> {
            s.file("a");
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("12345"), 0));
            s.equal(5L, s.ok(v.getAttribute("a", "user.one", 0)), "size");
            s.refused(ERANGE, v.getAttribute("a", "user.one", 4));
            s.equal(5L, s.ok(v.getAttribute("a", "user.one", 5)), "size");
            s.equal(9L, s.ok(v.listAttributes("a", 0)), "size of the list");
            s.refused(ERANGE, v.listAttributes("a", 8));
        });
        xattr.check("directories have them", (s, v) -> {
            s.directory("d");
            s.ok(v.setAttribute("d", "user.one", Scene.bytes("1"), 0));
            s.equal("1", v.getAttribute("d", "user.one").data(), "value");
        });
        xattr.check("they belong to the file, not to the name", (s, v) -> {
            s.file("a");
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("1"), 0));
            s.ok(v.link("a", "b"));
            s.ok(v.rename("a", "c", 0));
            s.equal("1", v.getAttribute("b", "user.one").data(), "value");
            s.ok(v.setAttribute("b", "user.one", Scene.bytes("2"), 0));
            s.equal("2", v.getAttribute("c", "user.one").data(), "value");
        });
        xattr.check("a new file has none of an old one's", (s, v) -> {
            s.file("a");
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("1"), 0));
            s.ok(v.unlink("a"));
            s.file("a");
            s.refused(ENODATA, v.getAttribute("a", "user.one"));
        });
        xattr.check("setting and removing set the time of change", (s, v) -> {
            s.file("a");
            s.longAgo("a");
            s.changes("a", () -> v.setAttribute("a", "user.one", Scene.bytes("1"), 0));
            s.changes("a", () -> v.removeAttribute("a", "user.one"));
            s.equal(100_000_000_000_000_000L, s.status("a").modified(), "time of modification");
        });
        xattr.check("of nothing: ENOENT", (s, v) -> {
            s.refused(ENOENT, v.setAttribute("a", "user.one", Scene.bytes("1"), 0));
            s.refused(ENOENT, v.getAttribute("a", "user.one"));
            s.refused(ENOENT, v.removeAttribute("a", "user.one"));
            s.refused(ENOENT, v.listAttributes("a"));
        });
    }

    private static void limits(Catalogue.Group xattr) {
        xattr.check("a name of 255 bytes, and no longer one", (s, v) -> {
            s.file("a");
            String longest = "user." + "n".repeat(250);
            s.ok(v.setAttribute("a", longest, Scene.bytes("1"), 0));
            s.equal("1", v.getAttribute("a", longest).data(), "value");
            s.refused(ERANGE, v.setAttribute("a", longest + "n", Scene.bytes("1"), 0));
            s.refused(ERANGE, v.getAttribute("a", longest + "n"));
        });
        xattr.check("a name of no bytes: ERANGE", (s, v) -> {
            s.file("a");
            s.refused(ERANGE, v.setAttribute("a", "", Scene.bytes("1"), 0));
        });
        xattr.check("more than 64 KiB: E2BIG", (s, v) -> {
            s.file("a");
            s.refused(E2BIG, v.setAttribute("a", "user.one", new byte[65537], 0));
        });
        xattr.check("3,000 bytes", (s, v) -> {
            s.file("a");
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("x".repeat(3000)), 0));
            s.equal("x".repeat(3000), v.getAttribute("a", "user.one").data(), "value");
        });
        xattr.check("thirty of them", (s, v) -> {
            s.file("a");
            var names = new TreeSet<String>();
            for (int i = 0; i < 30; i++) {
                names.add("user.name-" + i);
                s.ok(v.setAttribute("a", "user.name-" + i, Scene.bytes("value-" + i), 0));
            }
            s.equal(String.join("\n", names), v.listAttributes("a").data(), "names");
        });
        xattr.check("flags that there are not, or both: EINVAL or as neither", (s, v) -> {
            s.file("a");
            s.refused(EINVAL, v.setAttribute("a", "user.one", Scene.bytes("1"), 4));
        });
    }

    private static void rules(Catalogue.Group xattr) {
        xattr.check("a name space that there is not: EOPNOTSUPP", (s, v) -> {
            s.file("a");
            s.refused(EOPNOTSUPP, v.setAttribute("a", "unknown.one", Scene.bytes("1"), 0));
            s.refused(EOPNOTSUPP, v.setAttribute("a", "one", Scene.bytes("1"), 0));
            s.refused(EOPNOTSUPP, v.getAttribute("a", "unknown.one"));
        });
        xattr.check("user attributes of links, FIFOs and sockets: EPERM", (s, v) -> {
            s.symbolicLink("x", "l");
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.refused(EPERM, v.setAttribute("l", "user.one", Scene.bytes("1"), 0));
            s.refused(EPERM, v.setAttribute("p", "user.one", Scene.bytes("1"), 0));
            s.refused(ENODATA, v.getAttribute("p", "user.one"));
        });
        xattr.check("trusted attributes of links", (s, v) -> {
            s.symbolicLink("x", "l");
            s.ok(v.setAttribute("l", "trusted.one", Scene.bytes("1"), 0));
            s.equal("1", v.getAttribute("l", "trusted.one").data(), "value");
        });
        xattr.check("security.capability comes back as it was", (s, v) -> {
            s.file("a");
            String capability = "\1\0\0\2\0\40\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
            s.ok(v.setAttribute("a", "security.capability", Scene.bytes(capability), 0));
            s.equal(capability, v.getAttribute("a", "security.capability").data(), "value");
            s.write(s.descriptor("a", WRITE_ONLY), 0, "x");
            s.refused(ENODATA, v.getAttribute("a", "security.capability"));
        });
    }

    private static void permissions(Catalogue.Group xattr) {
        xattr.check("user attributes are read by who may read, written by who may write", (s, v) -> {
            s.file("a", 0644, OWNER);
            s.file("b", 0622, OWNER);
            s.ok(v.setAttribute("a", "user.one", Scene.bytes("1"), 0));
            s.ok(v.setAttribute("b", "user.one", Scene.bytes("1"), 0));
            s.ok(s.as(STRANGER, () -> v.getAttribute("a", "user.one")));
            s.refused(EACCES, s.as(STRANGER, () -> v.setAttribute("a", "user.one", Scene.bytes("2"), 0)));
            s.refused(EACCES, s.as(STRANGER, () -> v.removeAttribute("a", "user.one")));
            s.refused(EACCES, s.as(STRANGER, () -> v.getAttribute("b", "user.one")));
            s.ok(s.as(STRANGER, () -> v.setAttribute("b", "user.one", Scene.bytes("2"), 0)));
        });
        xattr.check("trusted attributes are root's", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.ok(v.setAttribute("a", "trusted.one", Scene.bytes("1"), 0));
            s.equal("trusted.one", v.listAttributes("a").data(), "names for root");
            s.refused(EPERM, s.as(OWNER, () -> v.setAttribute("a", "trusted.one", Scene.bytes("2"), 0)));
            s.refused(ENODATA, s.as(OWNER, () -> v.getAttribute("a", "trusted.one")));
            s.equal("", s.as(OWNER, () -> v.listAttributes("a")).data(), "names for the owner");
        });
        xattr.check("security attributes are read by anybody, set by root", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.ok(v.setAttribute("a", "security.one", Scene.bytes("1"), 0));
            s.refused(EPERM, s.as(OWNER, () -> v.setAttribute("a", "security.one", Scene.bytes("2"), 0)));
            s.equal(
                    "1",
                    s.as(STRANGER, () -> v.getAttribute("a", "security.one")).data(),
                    "value");
        });
        xattr.check("user attributes of a sticky directory by who does not own it: EPERM", (s, v) -> {
            s.directory("d", 01777, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.setAttribute("d", "user.one", Scene.bytes("1"), 0)));
            s.ok(s.as(OWNER, () -> v.setAttribute("d", "user.one", Scene.bytes("1"), 0)));
        });
    }
}
