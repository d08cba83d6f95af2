#!/bin/sh
# Prints the home directory of a JDK 25 or newer. Where there is none: one line on stderr and exit status 3.
# Looks at JAVA_HOME, then at java on PATH, then into the usual places (WEIR_JDK_ROOTS, colon-separated folders of
# JDKs, replaces these). Starts no JVM unless a java on PATH is a wrapper script: ./weir calls this each time.
set -u
wanted=25

# major HOME: sets $major from HOME/release, fails where HOME is no JDK.
major() {
  major=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value || [ -n "$key" ]; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%%[!0-9]*}
      major=$value
    fi
  done <"$1/release"
  [ -n "$major" ]
}

accept() {
  major "$1" && [ "$major" -ge "$wanted" ]
}

found() {
  printf '%s\n' "$1"
  exit 0
}

if [ -n "${JAVA_HOME-}" ] && accept "$JAVA_HOME"; then
  found "$JAVA_HOME"
fi

java=$(command -v java 2>/dev/null) || java=
if [ -n "$java" ]; then
  real=$(readlink -f "$java" 2>/dev/null) || real=$java
  home=${real%/bin/java}
  if [ ! -r "$home/release" ]; then
    home=$("$java" -XshowSettings:properties -version 2>&1 | while IFS=' =' read -r key value; do
      [ "$key" = java.home ] && printf '%s\n' "$value"
    done) || :
  fi
  if [ -n "$home" ] && accept "$home"; then
    found "$home"
  fi
fi

# Among several, the version that Weir is built for comes before a newer one.
newer=
roots=${WEIR_JDK_ROOTS-/usr/lib/jvm:${SDKMAN_DIR:-${HOME-}/.sdkman}/candidates/java:/opt:/opt/java:${HOME-}/.jdks:/usr/java}
IFS=:
for root in $roots; do
  for home in "$root"/*; do
    accept "$home" || continue
    [ "$major" -eq "$wanted" ] && found "$home"
    [ -n "$newer" ] || newer=$home
  done
done
[ -z "$newer" ] || found "$newer"

echo "weir: no JDK $wanted or newer found (looked at JAVA_HOME, java on PATH, $roots);" \
  "install one, for example 'apt-get install openjdk-$wanted-jdk' or temurin-$wanted-jdk (https://adoptium.net)," \
  "or 'sdk install java $wanted-tem' (https://sdkman.io), or set JAVA_HOME to one" >&2
exit 3
