/*
 * How an operation on a compiled line is stopped by another thread, which meets the thread that runs it: see README.md and docs/decisions/0013.
 *
 * The runner's plain stores go through a store buffer, of which the processor writes the first to memory whenever it likes; its reads are of memory, at once. That is what an x86 processor does, and it is what the meeting is for.
 * Everybody else's accesses are volatile or under the frame's lock: steps that everybody sees.
 *
 * What is defined on the command line (see check): OPS, VICTIM, LOOKER, LOCKED, and SEED_... for one mistake each.
 */

#ifndef OPS
#define OPS 1
#endif
#ifndef VICTIM
#define VICTIM 0 /* the instance that goes: 0 is above, 1 below */
#endif

#define LAYERS 2

/* ---- LineFrame */

mtype = { IDLE, LINE, STOPPING, INTERPRETED };

/* In the order in which they come. A layer's pre-operation is its number + 1. */
#define START 0
#define BASE 3
#define END 6
#define PRE_AT(i) ((i) + 1)
#define POST_AT(i) (5 - (i))

mtype mode = IDLE;
byte position = START;
byte begun, fell, stoppedAt, flushed;
bool locked, dropped, uncounted;
bool removed;                   /* FlightLine.frames has it no more */
bool replaced;                  /* StackLines.replaced */
bit layers;                     /* FlightLine.layers: 0 the flight's own, 1 the frame's */

/* ---- LayerSlot, of the flight's own layers and of the frame's */

mtype = { EMPTY, PRE, WAITING, POST, CLAIMED, DRAINED };
#define SLOT(l, i) ((l) * LAYERS + (i))
mtype slot[2 * LAYERS] = EMPTY;

bool closing[LAYERS];

/* ---- the runner's store buffer */

mtype = { MODE, POSITION, BEGUN, WHOSE };
chan buffer = [4] of { mtype, byte };

inline put(what, value) { buffer!what, value }
inline fence() { empty(buffer) }

proctype Processor() {
  mtype what;
  byte value;
end:
  do
  :: atomic {
      buffer?what, value ->
      if
      :: what == MODE -> mode = value
      :: what == POSITION -> position = value
      :: what == BEGUN -> begun = value
      :: what == WHOSE -> layers = value
      fi;
      what = MODE; value = 0
    }
  od
}

/* ---- ghosts */

bool owed[LAYERS], complete[LAYERS];
byte called[LAYERS], counted[LAYERS];
byte finished;

inline lock() { atomic { !locked -> locked = true } }
inline unlock() { locked = false }

inline preRuns(i) {
  atomic { assert(!complete[i]); assert(!owed[i]); called[i]++ };
  atomic { assert(!complete[i]); owed[i] = true }
}

inline postRuns(i) {
  atomic { assert(!complete[i]); assert(owed[i]); owed[i] = false };
  assert(!complete[i])
}

/* takeOver. Nobody else reads or writes the frame's layers now, so it is one step. */
inline takeOver(at) {
  atomic {
    stoppedAt = at;
    if
    :: at == END
    :: else ->
#ifdef SEED_COUNTS_WHAT_HAS_NOT_BEGUN
      fell++;
#else
      if :: at == START -> uncounted = true :: else -> fell++ fi;
#endif
      slot[SLOT(1, 0)] = (at == START -> EMPTY : (at == PRE_AT(0) -> PRE : (at == POST_AT(0) -> POST : WAITING)));
      slot[SLOT(1, 1)] = (at <= PRE_AT(0) || at == POST_AT(0) -> EMPTY : (at == PRE_AT(1) -> PRE : (at == POST_AT(1) -> POST : WAITING)));
      if :: at >= PRE_AT(0) -> counted[0]++ :: else fi;
      if :: at >= PRE_AT(1) -> counted[1]++ :: else fi
    fi
  }
}

/* With the lock. */
inline stopNow(own) {
  do
  :: mode != LINE -> break
  :: atomic { mode == LINE -> mode = STOPPING };
#ifndef SEED_DOES_NOT_MEET
    if :: own -> skip :: else -> empty(buffer) fi; /* LineFrame.meet: between two of the runner's steps, with all that it wrote */
#endif
#ifndef SEED_READS_THE_POSITION_LATE
    at = position;
#endif
    if
    :: mode == STOPPING ->
#ifdef SEED_READS_THE_POSITION_LATE
      at = position;
#endif
      takeOver(at);
#ifdef SEED_ENDS_WITHOUT_COMPARING
      mode = INTERPRETED;
#else
      atomic { if :: mode == STOPPING -> mode = INTERPRETED :: else fi };
#endif
      break
    :: else
    fi
  od;
  at = 0
}

inline clearFrame() { atomic { slot[SLOT(1, 0)] = EMPTY; slot[SLOT(1, 1)] = EMPTY } }

/* LineFrame.settle: an operation that was stopped before it said that it has begun. By its runner, with the lock. */
inline settle() {
  atomic {
    if
    :: uncounted && !dropped -> fell++
    :: uncounted && dropped && begun <= flushed -> counted[0]--; counted[1]--
    :: else
    fi;
    uncounted = false
  }
}

/* LineFrame.idle */
inline idle() {
  lock(); fence();
  stopNow(true);
  settle();
  mode = IDLE;
  clearFrame();
  unlock()
}

/* LineFrame.drop, then FlightLine.take */
inline take(own) {
  lock();
  if :: own -> fence() :: else fi;
  do
  :: stopNow(own);
    n = begun;
    if :: mode != LINE -> break :: else fi
  od;
  if
  :: !dropped -> atomic { dropped = true; flushed = n; counted[0] = counted[0] + n - fell; counted[1] = counted[1] + n - fell }
  :: else
  fi;
  if
  :: mode == IDLE || position == END -> clearFrame()
  :: else
  fi;
  n = 0;
  unlock();
  removed = true
}

/* ---- OperationFlight: the interpreter */

inline descendFrom(l) {
  do
  :: i == LAYERS -> break
  :: else ->
    fence();
    slot[SLOT(l, i)] = PRE;
    if
    :: closing[i] -> slot[SLOT(l, i)] = EMPTY
    :: else -> counted[i]++; preRuns(i); slot[SLOT(l, i)] = WAITING
    fi;
    i++
  od
}

inline post(l) {
  postRuns(i);
  slot[SLOT(l, i)] = EMPTY
}

/* From layer i - 1 up. */
inline ascendFrom(l) {
  do
  :: i == 0 -> break
  :: else ->
    i--;
    fence();
    if
    :: slot[SLOT(l, i)] == EMPTY
    :: atomic { slot[SLOT(l, i)] == WAITING -> slot[SLOT(l, i)] = POST }; post(l)
    :: slot[SLOT(l, i)] == DRAINED -> slot[SLOT(l, i)] = EMPTY
    fi
  od
}

inline base() {
#ifdef LOCKED
  complete[VICTIM]
#else
  skip
#endif
}

/* LineFrame.leave */
inline leave() {
  lock(); fence();
  if :: mode == IDLE -> skip :: else -> stopNow(true); settle() fi;
  unlock()
}

/* LineWay.down, from a position that was not entered. */
inline leftDown(where) {
  leave();
  assert(stoppedAt == where || stoppedAt + 1 == where);
  if
  :: stoppedAt == START || stoppedAt == BASE
  :: stoppedAt != START && stoppedAt != BASE && stoppedAt == where ->
    i = stoppedAt - 1; slot[SLOT(1, i)] = EMPTY; counted[i]--
  :: else -> i = stoppedAt - 1; slot[SLOT(1, i)] = WAITING
  fi;
  i = where - 1;
  descendFrom(1);
  base();
  i = LAYERS;
  ascendFrom(1);
  goto fallen
}

/* LineWay.up */
inline leftUp(where) {
  leave();
  assert(stoppedAt == where || stoppedAt + 1 == where);
  if
  :: stoppedAt == END -> goto fallen
  :: stoppedAt == BASE -> i = LAYERS
  :: else ->
    i = 5 - stoppedAt;
    if
    :: stoppedAt == where -> post(1)
    :: else -> slot[SLOT(1, i)] = EMPTY /* its callback has returned */
    fi
  fi;
  ascendFrom(1);
  goto fallen
}

/* LineFrame.enter */
inline enter(where, isIn) {
#ifdef SEED_LOOKS_BEFORE_IT_WRITES
  isIn = (mode == LINE);
  put(POSITION, where)
#else
  put(POSITION, where);
  isIn = (mode == LINE)
#endif
}

proctype Runner() {
  byte i, n, at, ops;
  bool ok;
  do
  :: ops == OPS || removed -> break
  :: else ->
    ops++;
    put(POSITION, START);
    put(MODE, LINE);
    put(BEGUN, begun + 1);
    fence();
#ifndef SEED_BEGINS_WITHOUT_LOOKING
    if
    :: replaced -> /* FlightLine.giveUp, useNone */
      idle();
      take(true);
      put(WHOSE, 0);
      i = 0;
      descendFrom(0);
      base();
      i = LAYERS;
      ascendFrom(0);
      goto done
    :: else
    fi;
#endif
    put(WHOSE, 1);
    enter(PRE_AT(0), ok);
    if :: !ok -> leftDown(PRE_AT(0)) :: else fi;
    preRuns(0);
    enter(PRE_AT(1), ok);
    if :: !ok -> leftDown(PRE_AT(1)) :: else fi;
    preRuns(1);
    enter(BASE, ok);
    if :: !ok -> leftDown(BASE) :: else fi;
    base();
    enter(POST_AT(1), ok);
    if :: !ok -> leftUp(POST_AT(1)) :: else fi;
    postRuns(1);
    enter(POST_AT(0), ok);
    if :: !ok -> leftUp(POST_AT(0)) :: else fi;
    postRuns(0);
    enter(END, ok);
    if :: !ok -> leftUp(END) :: else fi;
    put(MODE, IDLE);
    goto done;
fallen:
    idle();
done:
    atomic { i = 0; ok = false; assert(!owed[0] && !owed[1]) }
  od;
  fence(); /* what comes after an operation has some */
  finished++
}

/* ---- InstanceObject.tearDown */

proctype Teardown() {
  byte n, at;
  bit l;
  bool ok, held;
#ifdef SEED_CLOSES_FIRST
  closing[VICTIM] = true;
  if :: !removed -> take(false) :: else fi;
  replaced = true;
#else
  replaced = true;
  closing[VICTIM] = true;
  if :: !removed -> take(false) :: else fi;
#endif
  do /* InstanceDrain */
  :: l = layers;
    held = false;
    if
    :: slot[SLOT(l, VICTIM)] == EMPTY || slot[SLOT(l, VICTIM)] == DRAINED
    :: slot[SLOT(l, VICTIM)] == PRE || slot[SLOT(l, VICTIM)] == POST ->
      held = true;
      l != layers || (slot[SLOT(l, VICTIM)] != PRE && slot[SLOT(l, VICTIM)] != POST)
    :: atomic { slot[SLOT(l, VICTIM)] == WAITING -> slot[SLOT(l, VICTIM)] = CLAIMED };
      postRuns(VICTIM);
      slot[SLOT(l, VICTIM)] = DRAINED
    fi;
    if :: !held -> break :: else fi
  od;
  atomic { assert(!owed[VICTIM]); complete[VICTIM] = true };
  finished++
}

/* Whoever looks at an operation's layers has it stopped first. */
proctype Looker() {
  byte at;
  if
  :: mode == LINE || mode == STOPPING -> lock(); stopNow(false); unlock()
  :: skip
  fi;
  finished++
}

#ifdef LOOKER
#define THREADS 3
#else
#define THREADS 2
#endif

init {
  atomic {
    run Processor();
    run Runner();
    run Teardown();
#ifdef LOOKER
    run Looker();
#endif
  };
  finished == THREADS && empty(buffer);
  assert(!owed[0] && !owed[1]);
  assert(slot[0] == EMPTY && slot[1] == EMPTY && slot[2] == EMPTY && slot[3] == EMPTY);
  /* What filters are told that they were called is what they were called. */
  assert(removed && dropped);
  assert(counted[0] == called[0] && counted[1] == called[1])
}
