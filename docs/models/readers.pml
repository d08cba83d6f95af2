/*
 * Which workers of a volume read: one alone, or all that have nothing to do. See README.md and docs/decisions/0016.
 *
 * Each request that waits in the kernel must be taken, whatever holds up who took the others: a HELD one ends only when all others have been done.
 *
 * What is defined on the command line (see check): MOST, HELDS, OTHERS, IMMEDIATE, and SEED_... for one mistake each.
 */

#ifndef MOST
#define MOST 3 /* workers */
#endif
#ifndef HELDS
#define HELDS 1
#endif
#ifndef OTHERS
#define OTHERS 2
#endif

mtype = { HELD, OTHER };

/* ---- the kernel */

chan device = [HELDS + OTHERS] of { mtype };
byte sent[2];

/* ---- Readers, Backlog */

bool alone = true, handedOver;
byte reading, workers, spares, done, ended;
chan backlog = [HELDS + OTHERS] of { mtype };
byte taken, seen;
bool replaced;

/* ---- Lookout */

bool asleep;

proctype Kernel() {
  do
  :: sent[0] < HELDS -> sent[0]++; device!HELD
  :: sent[1] < OTHERS -> sent[1]++; device!OTHER
  :: sent[0] == HELDS && sent[1] == OTHERS -> break
  od
}

/* Session.startWorker */
inline startWorker(could) {
  atomic {
    if
    :: workers < MOST -> workers++; could = true; run Worker()
    :: else -> could = false
    fi
  }
}

inline together(could) {
  atomic { alone = false; had = spares > 0 };
  nobody = (reading == 0 || nempty(backlog));
  if
  :: !had && nobody -> startWorker(could)
  :: else
  fi;
  had = false; nobody = false
}

proctype Worker() {
  bool could, last, had, nobody, one;
  mtype what;
  byte others;

begin:
  could = false; last = false; one = false; what = 0; others = 0;
  atomic { reading++; others = reading };
  if
  :: others == 1 -> goto read
  :: else
  fi;
  if
  :: nempty(backlog) ->
       atomic { reading--; others = reading };
       if
       :: others == 0 -> goto begin
       :: else
       fi;
       /* Somebody else may have taken it. */
       if
       :: backlog?what -> goto handle
       :: empty(backlog) -> goto begin
       fi
  :: empty(backlog)
  fi;
  if
  :: !alone -> goto read
  :: else
  fi;
#ifdef SEED_GOES_WHATEVER_THE_OTHER_DOES
  reading--;
#else
  atomic { reading--; others = reading };
  if
  :: others == 0 -> goto begin
  :: else
  fi;
#endif

  /* waitAsSpare */
#ifdef SEED_WAITS_WITHOUT_LOOKING
  atomic { spares++; alone = alone };
  one = true;
  atomic { !alone && one -> spares-- };
  goto begin;
#else
  atomic {
    if
    :: !alone || nempty(backlog) -> goto begin
    :: alone && empty(backlog) -> spares++
    fi
  };
end_spare:
  atomic {
    if
    :: !alone || handedOver -> spares--; handedOver = false; goto begin
    :: alone && !handedOver && workers > 2 -> spares--; goto leave /* at the end of its time */
    fi
  };
#endif

read:
end_read:
  device?what;
  taken++;
  atomic { reading--; last = (reading == 0) };
  last = last && (alone || spares == 0);

  one = alone && workers > 1;
  if
  :: !one ->
       /* took: perhaps requests hardly overlap. */
       if
       :: atomic { alone = empty(backlog) }
       :: skip
       fi;
       if
       :: last ->
            startWorker(could);
#ifdef IMMEDIATE
            could = could || what == OTHER;
#endif
            if
            :: !could ->
                 backlog!what;
#ifndef SEED_KEEPS_IT_SILENTLY
                 together(could);
#endif
                 goto begin
            :: else
            fi
       :: else
       fi
  :: else ->
       if
       :: together(could) /* requests wait too much */
       :: skip
       fi
  fi;
#ifndef SEED_DOES_NOT_WAKE
  if
  :: alone -> asleep = false
  :: else
  fi;
#endif

handle:
  if
  :: atomic { what == HELD && done == OTHERS -> ended++ }
  :: atomic { what == OTHER -> done++; ended++ }
  fi;
  goto begin;

leave:
  workers--;
  if
#ifdef SEED_LEAVES_WHAT_IS_KEPT
  :: reading == 0 -> together(could)
  :: reading > 0
#else
  :: reading == 0 || nempty(backlog) -> together(could)
  :: reading > 0 && empty(backlog)
#endif
  fi
}

/* One that is spare reads, whichever, or a new one; where there is none, all go and see. */
inline handOver() {
#ifdef SEED_HANDS_NOTHING_OVER
  replaced = true
#else
  atomic { had = spares > 0; handedOver = handedOver || had };
  if
  :: !had ->
       startWorker(could);
       if
       :: !could -> together(could)
       :: could -> replaced = true
       fi
  :: had -> replaced = true
  fi;
#ifdef SEED_TAKES_ALL_FOR_ONE
  replaced = true;
#endif
  had = false
#endif
}

/* Readers.look: what it found is something to look at again for. */
inline look() {
  any = false;
  if
  :: alone ->
       atomic { isNew = (taken != seen); seen = taken; replaced = replaced && !isNew };
       isHeld = (reading == 0 && workers > 0);
       any = isNew || (isHeld && !replaced);
       if
       :: any && !isNew -> handOver()
       :: else
       fi
  :: else
  fi;
  isNew = false; isHeld = false
}

proctype Lookout() {
  bool any, could, had, nobody, isNew, isHeld;
end:
  do
  :: look();
     if
     :: any
     :: !any ->
          asleep = true;
#ifndef SEED_SLEEPS_WITHOUT_LOOKING
          look();
#endif
          if
          :: any
          :: !any ->
end_asleep:
               !asleep
          fi;
          asleep = false
     fi
  od
}

init {
  bool could;
  startWorker(could);
  atomic { run Lookout(); run Kernel() };
  /* All is done; who is left waits for requests. */
  ended == HELDS + OTHERS
}
