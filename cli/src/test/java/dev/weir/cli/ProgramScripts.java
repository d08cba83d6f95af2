package dev.weir.cli;

/** What real programs are asked to do in a directory; the last lines print what came of it. */
final class ProgramScripts {
    /** A repository beside the directory, by plumbing that gives the same hashes everywhere. */
    static final String MAKE_REPOSITORY = """
            git init -q origin && cd origin && for i in 1 2 3 4 5 6 7 8 9; do mkdir d$i && echo line $i >d$i/f && seq $i 2000 >d$i/g; done
            chmod +x d1/f && ln -s d1/f link && printf 'x' >"$(printf 'n\\303\\244 \\377')"
            export GIT_AUTHOR_DATE=2001-01-01T00:00:00Z GIT_COMMITTER_DATE=2001-01-01T00:00:00Z
            git add -A && git -c user.name=a -c user.email=a@b commit -qm one
            """;

    static final String GIT = """
            git clone -q ../origin c && git -C c fsck --strict && git -C c status --short && git -C c rev-parse HEAD HEAD^{tree}
            cd c && echo more >>d2/f && git -c user.name=a -c user.email=a@b commit -qam two && git gc -q && git fsck --strict
            git rev-parse HEAD^{tree} && find . -path ./.git -prune -o -printf '%P %m %y %l\\n' | sort | cat -v
            git checkout -q HEAD~1 -- d2/f && git diff --cached --stat; git no-such-command 2>/dev/null
            """;

    /** For root and for users: owners that a user can't give away are left out. */
    static final String MAKE_TREE = """
            mkdir tree && cd tree && echo x >a && ln a hard && ln -s a sym && ln -s nowhere dangling && mkdir -m 1777 dir && mkfifo fifo
            echo z >dir/z && setfattr -n user.k -v val a && setfattr -n user.bin -v 0x000102 dir && truncate -s 1M sparse && echo e >>sparse
            printf q >"$(printf 'n\\377\\376')" && mkdir -m 2755 sg && chmod 4755 a
            if [ "$(id -u)" = 0 ]; then chown 1234:4321 dir/z && chmod 4755 a && mknod null c 1 3; fi
            touch -d '2001-02-03 04:05:06.123456789' dir/z sparse fifo sg && touch -hd '1999-01-01' sym dangling
            touch -d '1998-01-01 00:00:00.5' dir a n* . && [ ! -e null ] || touch -d '1998-01-01' null
            setfacl -m u:0:rw dir/z 2>/dev/null; setfacl -d -m g::rwx dir
            cd .. && tar --xattrs --xattrs-include='*' --sparse -cf tree.tar -C tree .
            """;

    private static final String LIST_TREE =
            "find . -printf '%P %m %y %l %U %G %T@ %s %n\\n' | sort | cat -v && getfattr -dm user. -R . | sort | cat -v && cat a dir/z";

    static final String TAR =
            "mkdir t && tar --xattrs --xattrs-include='*' -xpf ../tree.tar -C t && cd t && " + LIST_TREE
                    + " && tar --format=gnu --sort=name -cf - . | sha256sum && tar -cf /dev/null no-such-file 2>/dev/null";

    static final String COMPILER = """
            printf '#include <stdio.h>\\n#include "h.h"\\nint main(int c, char **v) { printf("%%d %%s\\\\n", H + c, v[1]); return 7; }\\n' >m.c
            echo '#define H 40' >h.h && gcc -O1 -g -c m.c -o m.o && ar rcs libm1.a m.o && gcc m.o -o m && ls && ./m there
            """;

    static final String SQLITE = """
            for mode in delete truncate persist wal; do
              sqlite3 $mode.db "PRAGMA journal_mode=$mode; create table t(a, b); begin;
                with recursive c(x) as (select 1 union all select x+1 from c where x<800) insert into t select x, hex(x*x) from c; commit;
                begin; delete from t where a%2; rollback; update t set b=b||'x' where a%3=0; vacuum; pragma integrity_check;" || exit 1
              sqlite3 -cmd '.timeout 20000' $mode.db "begin immediate; update t set b='one' where a=1; commit" & one=$!
              sqlite3 -cmd '.timeout 20000' $mode.db "begin immediate; update t set b='two' where a=2; commit" || exit 2
              wait $one || exit 3
              sqlite3 $mode.db .dump | sha256sum
            done
            ls; sqlite3 wal.db 'select no_such_column from t' 2>/dev/null
            """;

    /** All of them, one after the other, each in a folder of its own beside the others; what they use is a folder further up. */
    static final String ALL =
            "one() { mkdir $1 && ln -s ../origin ../tree.tar . 2>/dev/null; (cd $1 && sh -c \"$2\"); echo $1 $?; }\n"
                    + "one git '" + quoted(GIT) + "'\none tar '" + quoted(TAR) + "'\none compiler '" + quoted(COMPILER)
                    + "'\none sqlite '" + quoted(SQLITE) + "'\nexit 3";

    private static String quoted(String script) {
        return script.replace("'", "'\\''");
    }

    private ProgramScripts() {}
}
