# Sourced by the scripts beside it: goes to the top of the working copy, builds what is not built, and starts a class of the benchmarks.
bench=${0##*/}
cd "$(dirname "$0")/.."
JAVA_HOME=$(.mvn/find-jdk.sh)
export JAVA_HOME

# need WHAT...: ends with one line where one of it is missing: root, fuse, or a command.
need() {
  for what; do
    case $what in
      root) [ "$(id -u)" = 0 ] || missing="root" ;;
      fuse) [ -c /dev/fuse ] || missing="/dev/fuse (modprobe fuse)" ;;
      *) command -v "$what" >/dev/null || missing="$what (apt-get install $what)" ;;
    esac
    [ -z "${missing-}" ] || { echo "bench/$bench needs $missing" >&2; exit 1; }
  done
}

built=bench/target/classpath
build() {
  [ -f $built ] && [ -z "$(find pom.xml ./*/pom.xml filters/*/pom.xml ./*/src/main filters/*/src/main -newer $built -print -quit)" ] && return
  ./mvnw -q -Dmaven.test.skip=true -pl bench -am package dependency:build-classpath -Dmdep.outputFile=target/classpath >&2
  touch $built
}

# java_with OPTION... CLASS ARGUMENT...
java_with() {
  build
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "bench/target/classes:$(cat $built)" "$@"
}

# io_uring_on: new mounts are offered io_uring until the script ends, where that can be switched.
io_uring_on() {
  switch=/sys/module/fuse/parameters/enable_uring
  [ -e $switch ] || return 0
  before=$(cat $switch)
  trap 'echo "$before" 2>/dev/null >$switch || :' EXIT
  trap 'exit 130' INT TERM
  echo Y 2>/dev/null >$switch || :
}
