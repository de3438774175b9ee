/**
 * An inert object that is met again among its own arguments, before it is made.
 *
 * `class D(dict): pass`, `h.attr = d = D.fromkeys([h])`: below protocol 2 the reduction of `d` is a call with a dict of
 * its items. CPython's pickler meets `d` again in the state of `h` and reduces it once more, with a new dict, which is
 * complete when the call is made; the call outside is then dropped for that one. Inert data has one dict for all
 * reductions, so that a GET would fetch it while it is half written, and the call would copy what is there by then.
 */
import { PicklingError } from '../../base/index.js';
import type { PyCall, PyObject } from '../../values/index.js';
import { IN_HEAD, NO_NUMBER } from '../memo/object-memo.js';
import { describeValue } from '../path.js';
import type { Pickling } from '../pickling.js';
import type { Step } from '../step.js';
import * as kind from '../step.js';

/**
 * Items of argument containers that one pickle may write again, besides so many for each memoized object. Python gives
 * up after 250 levels.
 */
const MAX_ITEMS = 1 << 23;
const ITEMS_PER_OBJECT = 256;

/**
 * Notes that the arguments of `object`, which `met` was last asked about, are being written. False when there is no
 * need to.
 */
export function openHead(p: Pickling, object: PyObject | PyCall): boolean {
  if (!p.useMemo || !mayLeadBack(object)) return false;
  p.memo.objects.setNumber(p.entry, IN_HEAD);
  p.heads++;
  return true;
}

/** Without arguments, no container can lead back to the object before it is made. */
function mayLeadBack(object: PyObject | PyCall): boolean {
  return (
    object.args.length > 0 ||
    'callee' in object ||
    (object as PyObject).kwargs !== undefined ||
    object.argsValue !== undefined
  );
}

/**
 * The object that `met` was last asked about is met among its own arguments: makes the memo forget the containers among
 * them that are being written, so that they are written anew. One that holds the object itself is fetched: it was not
 * complete when the call was made, either.
 * @throws PicklingError when that goes on too long
 */
export function reopen(p: Pickling, object: PyObject | PyCall): void {
  const { steps } = p;
  let from = p.depth - 1;
  while (steps[from].subject !== object) from--;
  const open: Step[] = [];
  let isCallee = true;
  let memoized = false;
  for (let i = from; i < p.depth; i++) {
    const step = steps[i];
    if (step.kind === kind.TUPLE || step.kind === kind.FROZENSET) {
      isCallee = false;
    } else if (step.kind !== kind.RECIPE) {
      isCallee = false;
      if (step.subject !== undefined) open.push(step);
    } else if (step.phase === 0) {
      isCallee &&= step.index === 1;
    } else if (isCallee) {
      // What would be called, a functools.partial for instance, has been made and waits for its state.
      open.push(step);
      isCallee = false;
    } else {
      memoized = true;
      break;
    }
  }
  if (!memoized) open.pop();
  const entries = new Set(open.map(({ entry }) => entry));
  for (const step of open) {
    // What stays as it is would hold the list that was begun, and everything else the one written anew.
    const holder = p.holders.get(p.memo.objects.numberOf(step.entry));
    if (holder !== undefined && !entries.has(holder)) {
      throw new PicklingError(
        `${describeValue(object)} is among its own arguments, and so is what refers to a container of them`,
      );
    }
    p.rewritten += sizeOf(step);
    p.memo.objects.setNumber(step.entry, NO_NUMBER);
  }
  if (p.rewritten > MAX_ITEMS + ITEMS_PER_OBJECT * p.memo.count) {
    throw new PicklingError(`${describeValue(object)} is among the contents of its own arguments too often`);
  }
}

/** Items of a container that is being written. */
function sizeOf({ kind: kindOf, count, subject }: Step): number {
  if (kindOf !== kind.ITEMS && kindOf !== kind.PAIRS) return kindOf === kind.RECIPE ? 1 : count;
  const { length, size } = subject as { length?: number; size?: number };
  return length ?? size ?? Object.keys(subject as object).length;
}
