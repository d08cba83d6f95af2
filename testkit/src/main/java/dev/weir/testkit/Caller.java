package dev.weir.testkit;

/** Who the operations of a harness come from. */
record Caller(int thread, int process, int userId, int groupId) {
    static final Caller USUAL = new Caller(4243, 4242, 1000, 1000);
}
