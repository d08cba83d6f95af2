package dev.weir.manager;

/**
 * The callbacks of one stack for one major function in a straight line, each with a call site of its own. {@link LineCompiler} makes the subclasses.
 *
 * <p>Both methods return {@link LineFrame#DONE}, or the position where they stopped: one that {@link LineFrame#enter} refused, or with {@link LineFrame#UNUSUAL} one whose callback answered something that is not for
 * a line. No compiler puts them into their callers, so while the base file system works neither a frame nor compiled code with a filter's code in it is on the stack.
 */
abstract class LineCode {
    abstract int down(LineFrame frame, LayerSlot[] slots, LayerData[] data);

    abstract int up(LineFrame frame, LayerSlot[] slots, LayerData[] data);
}
