/*
 * How instances are attached, called, drained and taken off, and filters unloaded, all at once: see README.md.
 *
 * Each access to something shared is a step of its own. atomic stands for a compare-and-set, or for a synchronized block of
 * the code; what is done to ghost variables in the same step costs nothing in the code.
 *
 * What is defined on the command line (see check): FLIGHTS, OPS, PENDS, ATTACH, DETACH, UNLOAD, STOP, DISMOUNT, LOCKED,
 * and SEED_... for one mistake each.
 */

#ifndef FLIGHTS
#define FLIGHTS 1
#endif
#ifndef OPS
#define OPS 1
#endif

#define INSTANCES 2 /* 0 is above, 1 below; each of a filter of its own. What is asked for is asked of 0's. */
#define LAYERS 2    /* an operation enters at most that many */

/* ---- LayerSlot: one for each flight and depth */

mtype = { EMPTY, PRE, RESUMING, RESUMED, PENDED, WAITING, POST, POST_PENDED, POST_RESUMED, CLAIMED, DRAINED };

#define SLOT(f, d) ((f) * LAYERS + (d))

mtype slot[FLIGHTS * LAYERS] = EMPTY;
byte entry[FLIGHTS * LAYERS];  /* ghost: how often it was entered */
bool turn[FLIGHTS * LAYERS];   /* LayerData: somebody tries to resume what the layer keeps */
byte node[FLIGHTS * LAYERS];   /* the instance + 1, or 0 */
bool wants[FLIGHTS * LAYERS];  /* resumedStatus: whether the post-operation is wanted */
byte depth[FLIGHTS];
bool goOn[FLIGHTS];            /* a kept operation is handed to a thread that goes on with it */

/* ---- VolumeObject, InstanceObject, FilterObject */

byte stack;                    /* a bit for each instance that new operations see */
bool reserved[INSTANCES];      /* VolumeObject.attached */
bool setUp[INSTANCES];         /* InstanceObject.isSetUp */
bool closing[INSTANCES], going[INSTANCES], gone[INSTANCES];
bool listed[INSTANCES];        /* FilterObject.instances */
bool volumeGone;               /* VolumeObject.gone: no attach from now on */

mtype = { ACTIVE, DECIDING, DELETING, GONE };
mtype filter[INSTANCES] = ACTIVE;
byte inside;                   /* FilterObject.attaching: who is in an instance callback of filter 0 */

/* UnloadProtocol: which request is being decided, whether a mandatory one is queued */
bool deciding, queued;
mtype = { UNKNOWN, UNLOADED, REFUSED, TOO_LATE };
mtype answer[2] = UNKNOWN;     /* [0] of the non-mandatory request, [1] of the mandatory one */

/* ---- ghosts: what is to be shown */

byte owed[FLIGHTS * INSTANCES];  /* post-operations that are owed and not begun */
byte running[INSTANCES];         /* callbacks that run */
byte kept[FLIGHTS];              /* instance + 1 that has the operation in a queue of its own */
byte keptAt[FLIGHTS];            /* the slot of the layer that keeps it */
bool keepsNoMore[INSTANCES];     /* the filter has been told in TeardownStart */
bool started[INSTANCES], complete[INSTANCES];
bool taken[INSTANCES];           /* its teardown may take what the filter keeps */
bool dismounted;
byte ended;                      /* operations that have ended */
byte asked, answered;            /* detaches, unloads and dismounts */

#define OWED(f, i) owed[(f) * INSTANCES + (i)]
#define BIT(i) (1 << (i))

/* Both are used within the step before or after which the callback is called: that it runs a little longer in the model hides nothing. */
inline callbackBegins(i) {
  assert(!complete[i] && !gone[i]);
  running[i]++
}

inline callbackEnds(i) {
  assert(!complete[i] && running[i] > 0);
  running[i]--
}

/* ---- OperationFlight and what a filter does with its operation */

inline goesOn(f) {
  atomic { assert(!goOn[f]); goOn[f] = true }
}

/* With the turn. That nobody resumes what another layer keeps is LayerData's doing: it names the layer, and is taken for good. */
inline move(s, i, from, ok) {
  atomic { ok = (slot[s] == from && node[s] == i + 1); if :: ok -> slot[s] = RESUMING :: else fi }
}

/* Resumption.resumePre, resumePost: filter i resumes what it has taken out of its queue. */
inline resumeByFilter(f, i, s, ok) {
  s = keptAt[f];
  atomic { !turn[s] -> turn[s] = true };
  move(s, i, PRE, ok);
  if
  :: ok -> if :: wants[s] = true :: wants[s] = false fi; slot[s] = RESUMED
  :: else ->
    move(s, i, PENDED, ok);
    if
    :: ok -> if :: wants[s] = true :: wants[s] = false fi; slot[s] = RESUMED; goesOn(f)
    :: else ->
      move(s, i, POST, ok);
      if
      :: ok -> slot[s] = POST_RESUMED
      :: else -> move(s, i, POST_PENDED, ok); if :: ok -> slot[s] = POST_RESUMED; goesOn(f) :: else fi
      fi
    fi
  fi;
  atomic { assert(ok || taken[i]); /* nobody but its own teardown takes it from the filter */ turn[s] = false; ok = false; s = 0; f = 0 }
}

/* Whoever keeps operations resumes them, at any time. */
proctype Resumer(byte i) {
  byte f, s;
  bool ok;
end:
  do
  :: atomic { kept[0] == i + 1 -> kept[0] = 0; f = 0 }; resumeByFilter(f, i, s, ok)
#if FLIGHTS > 1
  :: atomic { kept[1] == i + 1 -> kept[1] = 0; f = 1 }; resumeByFilter(f, i, s, ok)
#endif
  od
}

/* OperationFlight.waitForResume: the callback has returned and keeps the operation. */
inline waitForResume(f, s, runs, keeps, resumed, ok) {
  slot[s] != RESUMING;
  if
  :: slot[s] == resumed
  :: else ->
    atomic { ok = (slot[s] == runs); if :: ok -> slot[s] = keeps :: else fi };
    if
    :: ok -> goOn[f]; goOn[f] = false /* on another thread: there is one at a time all the same */
    :: else -> slot[s] == resumed
    fi
  fi;
  ok = false
}

inline returned(i, keep) {
  if :: !keep -> callbackEnds(i) :: else fi;
  keep = false
}

inline clear(s) {
  node[s] = 0;
  slot[s] = EMPTY;
  s = 0
}

#ifdef PENDS
#define MAY_KEEP(i) (((PENDS) & BIT(i)) && !keepsNoMore[i])
#else
#define MAY_KEEP(i) false
#endif

proctype Flight(byte f) {
  byte i, s, seen, n;
  bool ok, want, keep;
  do
  :: n == OPS -> break
  :: else ->
    atomic { seen = stack; i = 0 }; /* VolumeObject.start: one snapshot of the stack */
    do /* descend */
    :: i == INSTANCES -> break
    :: i < INSTANCES && !(seen & BIT(i)) -> i++
    :: i < INSTANCES && (seen & BIT(i)) ->
      s = SLOT(f, depth[f]);
      node[s] = i + 1; /* LayerSlot.enter */
      atomic { slot[s] = PRE; entry[s]++ };
      if
#ifndef SEED_ENTERS_WITHOUT_LOOKING
      :: closing[i] -> clear(s)
      :: atomic { !closing[i] -> callbackBegins(i) };
#else
      :: atomic { callbackBegins(i) };
#endif
        if
        :: want = true
        :: skip
        :: atomic { MAY_KEEP(i) -> keep = true; kept[f] = i + 1; keptAt[f] = s } /* as a CancelSafeQueue does */
        fi;
        if
        :: keep ->
          atomic { callbackEnds(i) };
          waitForResume(f, s, PRE, PENDED, RESUMED, ok);
          atomic { want = wants[s]; wants[s] = false; kept[f] = 0 }
        :: else
        fi;
        if
        :: want ->
          atomic { returned(i, keep); assert(OWED(f, i) == 0); OWED(f, i) = 1; slot[s] = WAITING; depth[f]++; want = false; s = 0 }
        :: else -> atomic { returned(i, keep); node[s] = 0 }; slot[s] = EMPTY; s = 0
        fi
      fi;
      i++
    od;
    i = 0;
#ifdef LOCKED
    /* The base file system holds the first operation until everything that was asked for has ended. */
    if :: f == 0 -> asked == answered :: else fi;
#endif
    do /* ascend */
    :: depth[f] == 0 -> break
    :: else ->
      s = SLOT(f, depth[f] - 1);
      slot[s] == WAITING || slot[s] == DRAINED; /* claimPost spins */
      atomic {
        ok = (slot[s] == WAITING);
        if
        :: ok -> slot[s] = POST; i = node[s] - 1; assert(OWED(f, i) == 1); OWED(f, i) = 0; callbackBegins(i)
        :: else
        fi
      };
      if
      :: ok ->
        if
        :: atomic { callbackEnds(i); node[s] = 0 }
        :: atomic { MAY_KEEP(i) -> keep = true; kept[f] = i + 1; keptAt[f] = s };
          atomic { callbackEnds(i); keep = false };
          waitForResume(f, s, POST, POST_PENDED, POST_RESUMED, ok);
          atomic { kept[f] = 0; node[s] = 0 }
        fi;
        atomic { slot[s] = EMPTY; depth[f]--; s = 0; i = 0; ok = false }
      :: else ->
        if
        :: slot[s] == DRAINED -> node[s] = 0; atomic { slot[s] = EMPTY; depth[f]--; s = 0 }
        :: else -> s = 0 /* claimed by a teardown since we looked */
        fi
      fi
    od;
    atomic { i = 0; do :: i < INSTANCES -> assert(OWED(f, i) == 0); i++ :: else -> break od; n++; ended++; i = 0; seen = 0 }
  od
}

/* ---- InstanceObject.tearDown, InstanceDrain, LayerRelease */

/* What makes the drain look again: nothing else can end what it waits for. */
inline stillHeld() {
  held = true; heldSlot = s; heldState = st; heldEntry = e
}

inline releaseOne(i, take) {
  s = SLOT(f, d);
  atomic { st = slot[s]; e = entry[s] };
  if
  :: st == EMPTY -> skip
  :: else ->
    if
    :: node[s] != i + 1 -> skip
    :: else ->
      if
      :: st == WAITING ->
#ifdef SEED_DRAINS_WITHOUT_CLAIMING
        atomic { ok = true; slot[s] = CLAIMED };
#else
        atomic { ok = (slot[s] == WAITING); if :: ok -> slot[s] = CLAIMED :: else fi };
#endif
        if
        :: ok ->
          if
          :: node[s] == i + 1 ->
            node[s] = 0;
            atomic { slot[s] = DRAINED; assert(OWED(f, i) == 1); OWED(f, i) = 0; callbackBegins(i) };
            atomic { callbackEnds(i) }
          :: else /* used again for another instance between look and claim */
#ifndef SEED_KEEPS_A_MISTAKEN_CLAIM
            -> slot[s] = WAITING
#endif
          fi
        :: else -> stillHeld()
        fi
      :: st == PENDED || st == POST_PENDED ->
        if
        :: take -> /* Resumption.take: the grace time is over, as late as it may be */
          atomic { !turn[s] -> turn[s] = true };
          atomic { ok = (slot[s] == st); if :: ok -> slot[s] = RESUMING :: else fi };
          if
          :: !ok -> turn[s] = false; stillHeld()
#ifndef SEED_TAKES_WITHOUT_LOOKING_AGAIN
          :: ok && node[s] != i + 1 -> slot[s] = st; turn[s] = false
          :: ok && node[s] == i + 1 ->
#else
          :: ok ->
#endif
            atomic { assert(node[s] == i + 1); if :: kept[f] == i + 1 -> kept[f] = 0 :: else fi };
            if
            :: st == PENDED -> wants[s] = false; slot[s] = RESUMED
            :: else -> slot[s] = POST_RESUMED
            fi;
            goesOn(f);
            turn[s] = false
          fi
        :: !take -> stillHeld()
        fi
      :: st == DRAINED -> skip
      :: else -> stillHeld()
      fi
    fi
  fi;
  atomic { ok = false; s = 0; st = EMPTY; e = 0 }
}

inline tearDown(i, take) {
  atomic { stack = stack & ~BIT(i) }; /* VolumeObject.unstack */
  atomic { assert(!started[i]); started[i] = true; taken[i] = take };
  atomic { callbackBegins(i) }; /* TeardownStart */
  atomic { keepsNoMore[i] = true; callbackEnds(i) };
#ifndef SEED_LOOKS_BEFORE_CLOSING
  closing[i] = true;
#endif
  do
  :: held = false;
    f = 0;
    do
    :: f == FLIGHTS -> break
    :: else -> d = 0; do :: d == LAYERS -> break :: else -> releaseOne(i, take); d++ od; f++
    od;
    if
    :: !held -> break
    :: else -> atomic { (slot[heldSlot] != heldState || entry[heldSlot] != heldEntry) -> heldSlot = 0; heldState = EMPTY; heldEntry = 0 }
    fi
  od;
#ifdef SEED_LOOKS_BEFORE_CLOSING
  closing[i] = true;
#endif
  atomic { /* TeardownComplete is called, and nothing of this instance after it */
    assert(running[i] == 0 && !complete[i]);
    f = 0; do :: f < FLIGHTS -> assert(OWED(f, i) == 0); f++ :: else -> break od;
    complete[i] = true
  };
  reserved[i] = false;
  listed[i] = false;
  gone[i] = true
}

#define TEARDOWN_LOCALS byte f, d, s, e, heldSlot, heldEntry; mtype st, heldState; bool ok, held

inline claimTeardown(i, mine) {
#ifdef SEED_CLAIMS_WITHOUT_COMPARING
  mine = !going[i];
  going[i] = true
#else
  atomic { mine = !going[i]; going[i] = true }
#endif
}

/* ---- Attachments */

/* Some callback of filter 0 that is not about an operation. */
inline filterCallback() {
  assert(filter[0] != GONE);
  skip;
  assert(filter[0] != GONE)
}

proctype Attacher() {
  TEARDOWN_LOCALS;
  bool mine, stays;
  atomic { mine = (filter[0] == ACTIVE || filter[0] == DECIDING); if :: mine -> inside++; listed[0] = true :: else fi };
  if
  :: mine ->
    atomic { mine = !volumeGone; reserved[0] = mine };
    if
    :: mine ->
      atomic { assert(!dismounted); callbackBegins(0) }; /* InstanceSetup */
      if :: mine = true :: mine = false fi;
      atomic { assert(!dismounted); callbackEnds(0) };
      if
      :: mine -> atomic { assert(!started[0]); setUp[0] = true; stack = stack | BIT(0); stays = !volumeGone }
      :: else -> reserved[0] = false; gone[0] = true
      fi
    :: else
    fi;
    atomic { inside--; if :: !mine -> listed[0] = false :: else fi };
    if
#ifndef SEED_DISMOUNT_FORGETS_SETUPS
    :: mine && !stays -> claimTeardown(0, mine); if :: mine -> tearDown(0, true) :: else fi
#endif
    :: else
    fi
  :: else
  fi
}

proctype Detacher() {
  TEARDOWN_LOCALS;
  bool mine;
#ifdef SEED_DETACHES_DURING_SETUP
  atomic { mine = listed[0] };
#else
  atomic { mine = listed[0] && setUp[0] };
#endif
#ifndef SEED_ASKS_UNCOUNTED
  atomic { mine = mine && (filter[0] == ACTIVE || filter[0] == DECIDING); if :: mine -> inside++ :: else fi };
#endif
  if
  :: mine ->
    filterCallback(); /* InstanceQueryTeardown */
    if :: mine = true :: mine = false /* it refuses */ fi;
#ifndef SEED_ASKS_UNCOUNTED
    atomic { inside-- };
#endif
    if
    :: mine -> claimTeardown(0, mine); if :: mine -> tearDown(0, false) :: else fi
    :: else
    fi
  :: else
  fi;
  answered++
}

proctype Dismounter() {
  TEARDOWN_LOCALS;
  byte i, seen;
  bool mine;
  atomic { volumeGone = true };
#ifdef SEED_DISMOUNT_FORGETS_SETUPS
  atomic { seen = stack; i = 0 };
#else
  atomic { seen = reserved[0] * BIT(0) + reserved[1] * BIT(1); i = 0 };
#endif
  do
  :: i == INSTANCES -> break
  :: i < INSTANCES && !(seen & BIT(i)) -> i++
  :: i < INSTANCES && (seen & BIT(i)) ->
    mine = false;
    if :: setUp[i] -> claimTeardown(i, mine) :: else fi;
    if :: mine -> tearDown(i, true) :: else -> gone[i] fi;
    i++
  od;
  atomic { dismounted = true; assert(stack == 0 && !reserved[0] && !reserved[1]) };
  answered++
}

/* ---- UnloadProtocol and FilterObject.unregister */

proctype Requester(bit mandatory) {
  TEARDOWN_LOCALS;
  bool mine, refuses, decides;
  atomic { /* request, with the filter's lock */
    if
    :: filter[0] == DELETING || filter[0] == GONE -> answer[mandatory] = TOO_LATE
    :: else ->
      if
      :: !deciding -> deciding = true; decides = true; filter[0] = DECIDING
      :: deciding && mandatory -> queued = true
      :: deciding && !mandatory
      fi
    fi
  };
  if
  :: answer[mandatory] == TOO_LATE || decides -> skip
  :: else -> /* shares the answer, or is begun by whoever was refused */
    if
    :: atomic { !mandatory && answer[1] != UNKNOWN -> answer[0] = answer[1] }
    :: mandatory && answer[1] != UNKNOWN
    :: atomic { mandatory && !queued && filter[0] == DECIDING && answer[1] == UNKNOWN && answer[0] == REFUSED -> decides = true }
    fi
  fi;
  if
  :: decides ->
#ifdef SEED_HIDES_BEFORE_THE_ANSWER
    atomic { stack = stack & ~BIT(0) };
#endif
    filterCallback(); /* FilterUnloadCallback: operations go on meanwhile */
    if :: refuses = !mandatory :: refuses = false fi;
    atomic {
      if
      :: refuses ->
        filter[0] = ACTIVE; deciding = false; answer[0] = REFUSED;
        assert(going[0] || !setUp[0] || ((stack & BIT(0)) && !closing[0]));
        if
        :: queued ->
#ifndef SEED_FORGETS_WHO_IS_QUEUED
          deciding = true; filter[0] = DECIDING;
#endif
          queued = false
        :: else
        fi
      :: else
      fi
    };
    if
    :: !refuses ->
      atomic { assert(filter[0] == DECIDING); filter[0] = DELETING };
      inside == 0; /* awaitAttaches */
      if
      :: listed[0] -> claimTeardown(0, mine); if :: mine -> tearDown(0, mandatory) :: else -> gone[0] fi
      :: else
      fi;
      atomic { filter[0] = GONE; assert(!listed[0] && !(stack & BIT(0))) };
      atomic { answer[mandatory] = UNLOADED; deciding = false; if :: queued -> queued = false; answer[1] = UNLOADED :: else fi }
    :: else
    fi
  :: else
  fi;
  answered++
}

/* ---- the whole */

init {
  atomic {
    stack = BIT(1); setUp[1] = true; reserved[1] = true; listed[1] = true;
#ifdef ATTACH
    run Attacher();
#else
    stack = BIT(0) | BIT(1); setUp[0] = true; reserved[0] = true; listed[0] = true;
#endif
#ifdef PENDS
    run Resumer(0); run Resumer(1);
#endif
#ifdef DETACH
    asked++; run Detacher();
#endif
#ifdef UNLOAD
    asked++; run Requester(0);
#endif
#ifdef STOP
    asked++; run Requester(1);
#endif
#ifdef DISMOUNT
    asked++; run Dismounter();
#endif
    run Flight(0);
#if FLIGHTS > 1
    run Flight(1);
#endif
  }
  asked == answered && ended == FLIGHTS * OPS && inside == 0;
  assert((filter[0] == GONE) == (answer[0] == UNLOADED || answer[1] == UNLOADED));
  assert(answer[1] != REFUSED);
  assert(started[0] == complete[0] && started[1] == complete[1]);
  assert(!complete[0] || !(stack & BIT(0)));
  assert(complete[0] || !setUp[0] || ((stack & BIT(0)) && !closing[0]));
}
