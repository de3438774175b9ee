/** State: BUILD, and the state setter of a six-part reduction. */
import { UnpicklingError } from '../base/index.js';
import { asEntries, MADE, SLOTS, setFields, TUPLES } from '../registry/index.js';
import { KIND_GLOBAL } from '../shared/kinds.js';
import { PyCall, PyGlobal, type PyObject, Tuple } from '../values/index.js';
import { describe, isArrayTuple } from './containers.js';

import type { Session } from './session.js';
import { isOwnInert } from './value-kinds.js';

/** What gives objects their state in one load. */
export class States {
  readonly #session: Session;

  /** Some of the objects are in MADE. */
  hasMade = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** BUILD: gives `target` its state. */
  build(target: unknown, kind: number, state: unknown, stateKind: number): void {
    if (kind === KIND_GLOBAL || target instanceof PyGlobal)
      throw new UnpicklingError(`BUILD on the global ${String(target)}: a class or function takes no state`);
    if (isOwnInert(kind, target)) {
      if (isArrayTuple(state, stateKind)) TUPLES.add(state as object);
      addState(target, state);
      return;
    }
    const setState = this.#session.owners.hooked.hooksOf(kind)?.setState;
    if (setState !== undefined && setState !== setFields) {
      setState(target, state, this.#session.calls.contextOf('new'));
      return;
    }
    const pair = state instanceof Tuple ? state.items : isArrayTuple(state, stateKind) ? state : undefined;
    const parts = Array.isArray(pair) && pair.length === 2 ? pair : [state];
    for (const [index, part] of parts.entries()) {
      if (part === null) continue;
      const found = asEntries(part);
      if (found === undefined)
        throw new UnpicklingError(`${index === 0 ? 'state' : 'slot state'} is not a dictionary but ${describe(part)}`);
      const entries = [...found];
      // Without a slot there is nothing to do, as in CPython.
      if (index === 1 && entries.length === 0) continue;
      if (setState === undefined) throw new UnpicklingError(`${describe(target, kind)} takes no state`);
      setFields(target as object, entries);
      if (index === 1) SLOTS.set(target as object, part);
      const made = this.hasMade ? MADE.get(target as object) : undefined;
      if (made !== undefined) made.hasState = true;
    }
  }

  /**
   * POP of `value` with `below` under it. A popped call that nobody made, with (object, state) as arguments, is the state
   * setter of a six-part reduction (Python 3.8): its object is `below`, of kind `belowKind`.
   */
  popped(value: unknown, below: unknown, belowKind: number): void {
    if (!(value instanceof PyCall) || value.args.length !== 2 || value.args[0] !== below) return;
    if (!isOwnInert(belowKind, below)) {
      if (typeof below !== 'object' || below === null) return;
      throw new UnpicklingError(`the state setter ${value.module}.${value.name} is not registered; register it to read this object`);
    }
    below.stateSetter = value.callee;
    addState(below, value.args[1]);
  }
}

/** An inert object may get several states, one after the other. */
function addState(target: PyObject | PyCall, state: unknown): void {
  if (target.state === undefined) {
    target.state = state;
    return;
  }
  target.moreStates ??= [];
  target.moreStates.push(state);
}
