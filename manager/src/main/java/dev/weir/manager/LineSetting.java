package dev.weir.manager;

/**
 * When the way through a stack is compiled to a {@link StackLine}, by the system property {@value #PROPERTY}: {@code off}, never; {@code now}, for the first operation, on its thread; a number, after so many
 * operations of a major function through the same stack, on a thread of the manager's.
 *
 * @param after how many operations; -1 never
 */
record LineSetting(int after) {
    static final String PROPERTY = "weir.lines";
    private static final LineSetting OFF = new LineSetting(-1);
    private static final LineSetting USUAL = new LineSetting(2000);

    static LineSetting current() {
        // Whether a stopped thread has made its writes visible, and reads anew when it goes on, is known of HotSpot
        // alone: see LineFrame.
        String machine = System.getProperty("java.vm.name", "");
        if (!machine.contains("HotSpot") && !machine.contains("OpenJDK")) {
            return OFF;
        }
        return of(System.getProperty(PROPERTY, ""));
    }

    static LineSetting of(String text) {
        return switch (text) {
            case "off" -> OFF;
            case "now" -> new LineSetting(0);
            default -> text.matches("[1-9][0-9]{0,8}") ? new LineSetting(Integer.parseInt(text)) : USUAL;
        };
    }

    boolean isOff() {
        return after < 0;
    }

    boolean isNow() {
        return after == 0;
    }
}
