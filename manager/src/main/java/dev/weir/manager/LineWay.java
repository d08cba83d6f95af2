package dev.weir.manager;

/**
 * The way of an operation along its line, and where it leaves the line and goes on by the interpreter. The frame is stopped then: each layer has its state, as far as the runner's position was seen. The runner has come one step
 * further at most, and makes up for it here. What these return is what {@link OperationFlight#up} does.
 */
final class LineWay {
    private final OperationFlight flight;

    LineWay(OperationFlight flight) {
        this.flight = flight;
    }

    boolean go(LineFrame frame) {
        flight.onTheWayDown();
        int at = frame.down();
        if (at != LineFrame.DONE) {
            return down(frame, at);
        }
        if (!flight.throughBaseFromLine()) {
            return false;
        }
        at = frame.up();
        if (at == LineFrame.DONE) {
            at = frame.finish();
        }
        return at == LineFrame.DONE ? flight.ended(OperationFlight.ENDED) : up(frame, at);
    }

    /** The line did not enter a position, or a callback there answered something that is not for a line. */
    private boolean down(LineFrame frame, int at) {
        flight.line().leave(frame);
        int stopped = frame.stoppedAt();
        int how;
        if ((at & LineFrame.UNUSUAL) != 0) {
            CallbackNode node = frame.node(stopped);
            boolean threw = threw(frame, node, "pre-");
            how = flight.afterPre(frame.layers().slot(stopped), node, threw ? null : frame.answer());
        } else {
            how = catchUp(frame, stopped, at);
        }
        return flight.goOnFrom(how);
    }

    /** The layers stand where the line was stopped: at the position that it did not enter, or at the one before, whose callback has returned. */
    private int catchUp(LineFrame frame, int stopped, int at) {
        int how = OperationFlight.REACHED_BASE;
        if (stopped == at || stopped == LineFrame.START) {
            flight.operation().parameters.endChanges(false);
            frame.notCalled(stopped);
        } else if (frame.line().hasPre(stopped)) {
            how = flight.settlePre(frame.layers().slot(stopped), frame.node(stopped), frame.passedWith(stopped));
        } else {
            flight.operation().parameters.endChanges(false);
            frame.layers().slot(stopped).waiting(false);
        }
        if (how == OperationFlight.REACHED_BASE) {
            int passed = at == LineFrame.BASE ? frame.line().nodes.length : at;
            flight.stopped(passed, frame.line().place(passed));
        }
        return how;
    }

    private boolean threw(LineFrame frame, CallbackNode node, String where) {
        Throwable failure = frame.takeFailure();
        if (failure != null) {
            node.instance
                    .filter()
                    .threw(node.instance, where + flight.operation().operationName(), failure);
        }
        return failure != null;
    }

    private boolean up(LineFrame frame, int at) {
        flight.line().leave(frame);
        int stopped = frame.stoppedAt();
        if (stopped == LineFrame.END) {
            return flight.ended(OperationFlight.ENDED);
        }
        if (stopped == LineFrame.BASE) {
            return flight.up();
        }
        LayerSlot slot = frame.layers().slot(LineFrame.layer(stopped));
        if ((at & LineFrame.UNUSUAL) != 0) {
            CallbackNode node = frame.node(LineFrame.layer(stopped));
            boolean threw = threw(frame, node, "post-");
            if (!flight.afterPost(slot, node, threw ? null : frame.postAnswer())) {
                return false;
            }
        } else if (stopped == at) {
            frame.uncount(LineFrame.layer(stopped), FilterCounters.POST);
            if (!flight.callPost(slot)) {
                return false;
            }
        }
        return flight.goOnAbove(slot);
    }
}
