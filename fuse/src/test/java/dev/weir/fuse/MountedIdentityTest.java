package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An ordinary user may do in root's mount what it may do in the bare directory, and its files are its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MountedIdentityTest {
    @TempDir
    private Path temporary;

    private static final String PREPARE = """
            chmod 777 .; echo s > secret; chmod 600 secret; mkdir sg; chown 0:2000 sg; chmod 2775 sg
            mkdir acl; setfacl -d -m u:1000:rwx,g::rx,o::- acl; setfacl -m u:1000:rwx acl
            cp /bin/true suid; echo a > wsuid; chmod 6777 wsuid; echo abcdef > wsuid2; chmod 6777 wsuid2
            mkdir -m 1777 sticky; : > sticky/root; : > ro; mkdir -m 700 noread; echo g > grp; chown 0:2000 grp; chmod 660 grp
            """;

    private static final String AS_A_USER = """
            exec 2>&1; set +e; umask 027
            mkdir d; echo x > d/f; ln -s f d/s; mkfifo d/p; stat -c '%n %a %u %g' d d/f d/s d/p
            cat secret; mkdir sg/x; : > sg/f; stat -c '%n %a %u %g' sg/x sg/f
            mkdir acl/x; (umask 077; : > acl/f); stat -c '%n %a' acl/x acl/f; getfacl -cp acl/x acl/f
            chgrp 2000 d/f; stat -c '%u %g' d/f; chgrp 3000 d/f; chown 0 d/f; cp suid mine; chmod 4755 mine; echo z >> mine; stat -c %a mine
            echo z >> wsuid; stat -c %a wsuid; truncate -s 3 wsuid2; stat -c %a wsuid2
            : > sticky/mine; rm -f sticky/root; rm sticky/mine; echo q > ro; ls noread; cat grp; echo more >> grp
            setfattr -n trusted.x -v 1 mine; mknod dev c 1 3; ln grp hard; touch -d @1 grp; ls -ln --time-style=+ | tr -s ' '
            true
            """;

    private static String asAUser(Path directory) throws Exception {
        return MountedDirectory.run(
                directory,
                "setpriv --reuid 1000 --regid 1000 --groups 1000,2000 --inh-caps=-all bash -c '"
                        + AS_A_USER.replace("'", "'\\''") + "'");
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void isTheCallersOwn(DataMode mode) throws Exception {
        assumeThat(Path.of("/usr/bin/setfacl"))
                .as("setfacl, of the package acl")
                .exists();
        Path bare = Files.createDirectories(temporary.resolve("bare"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(mode))) {
            MountedDirectory.run(mounted.below, PREPARE);
            MountedDirectory.run(bare, PREPARE);

            assertThat(asAUser(mounted.at)).isEqualTo(asAUser(bare)).contains("d/f 640 1000 1000");
        }
    }
}
