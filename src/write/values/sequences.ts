import { FreshList } from '../../registry/index.js';
import * as op from '../../shared/opcodes.js';
import * as globals from '../objects/global-opcodes.js';
import { saveCall } from '../objects/recipes.js';
import { BATCH_SIZE, descend, type Pickling } from '../pickling.js';
import type { Step } from '../step.js';
import * as kind from '../step.js';
import { pushIterator } from './iterators.js';
import { hashable } from './keys.js';
import { writeNumber } from './numbers.js';
import { saveString } from './strings.js';

// What `stepItems` says.
/** It is time to pause. */
const PAUSED = 0;
/** An item has pushed a step of its own, which comes first. */
const PUSHED = 1;
/** All items are written. */
const WRITTEN = 2;

/** `batchEnd` of what is written without batches. */
const NO_BATCHES = -1;

/** An Array. */
export function saveList(p: Pickling, list: unknown[]): void {
  if (!p.met(list)) writeList(p, list, list);
}

/** A list that is not in the memo; `subject` as for `push`. */
export function writeList(p: Pickling, list: unknown[], subject: unknown): void {
  const { out } = p;
  if (p.protocol === 0) {
    out.byte(op.MARK);
    out.byte(op.LIST);
  } else {
    out.byte(op.EMPTY_LIST);
  }
  p.memoize(subject);
  const length = list.length;
  if (length === 0) return;
  if (p.protocol === 0) {
    pushIterator(p, kind.ITEMS, list, subject);
    return;
  }
  const step = p.push(kind.LIST, subject);
  step.items = list;
  step.count = length;
  step.batchEnd = Math.min(length, BATCH_SIZE);
  step.closing = length === 1 ? op.APPEND : op.APPENDS;
  if (length > 1) out.byte(op.MARK);
  descend(p, step, stepList);
}

/** Goes on with a list. */
export function stepList(p: Pickling, step: Step): boolean {
  const { out } = p;
  const { items, count: length } = step;
  const { depth } = p;
  const plain = p.persistentId === undefined;
  const { protocol } = p;
  let i = step.index;
  for (;;) {
    const end = step.batchEnd;
    while (i < end) {
      if (out.pos >= out.limit && out.boundary()) {
        step.index = i;
        return true;
      }
      const item = items[i++];
      if (typeof item === 'number' && plain) {
        writeNumber(out, item, protocol);
      } else if (typeof item === 'string' && plain) {
        saveString(p, item);
      } else {
        step.index = i;
        p.save(item);
        if (p.depth !== depth) return false;
      }
    }
    out.byte(step.closing);
    if (i >= length) break;
    step.batchEnd = Math.min(i + BATCH_SIZE, length);
    if (length - i === 1) step.closing = op.APPEND;
    else out.byte(op.MARK);
  }
  p.checkCount(step, items.length);
  p.pop();
  return false;
}

/** A tuple; `subject` as for `push`. */
export function saveTuple(p: Pickling, items: readonly unknown[], subject: unknown): void {
  const { out } = p;
  const length = items.length;
  if (length === 0) {
    if (p.protocol === 0) out.byte(op.MARK);
    out.byte(p.protocol === 0 ? op.TUPLE : op.EMPTY_TUPLE);
    return;
  }
  const step = p.push(kind.TUPLE, subject);
  step.items = items;
  step.count = length;
  step.batchEnd = NO_BATCHES;
  if (length <= 3 && p.protocol >= 2) {
    step.closing = length === 1 ? op.TUPLE1 : length === 2 ? op.TUPLE2 : op.TUPLE3;
  } else {
    step.closing = op.TUPLE;
    out.byte(op.MARK);
  }
  descend(p, step, stepTuple);
}

/** Goes on with a tuple or frozenset. */
export function stepTuple(p: Pickling, step: Step): boolean {
  const state = stepItems(p, step, 0, step.closing);
  if (state !== WRITTEN) return state === PAUSED;
  const { out } = p;
  const { length } = step.items;
  p.checkCount(step, length);
  const number = p.numberOf(step);
  if (number >= 0) {
    // Its contents have written it already: drop them and fetch it.
    if (step.closing !== op.TUPLE && step.closing !== op.FROZENSET) for (let i = 0; i < length; i++) out.byte(op.POP);
    else if (p.protocol > 0) out.byte(op.POP_MARK);
    else for (let i = 0; i <= length; i++) out.byte(op.POP);
    p.get(number);
  } else {
    out.byte(step.closing);
    p.memoizeStep(step);
  }
  p.pop();
  return false;
}

/** A set: EMPTY_SET and its items in protocol 4, a call below. */
export function saveSet(p: Pickling, set: Iterable<unknown>): void {
  if (p.protocol < 4) {
    saveCall(p, globals.SET, [new FreshList(itemsOf(p, set))], set);
    return;
  }
  const { out } = p;
  out.byte(op.EMPTY_SET);
  p.memoize(set);
  const items = itemsOf(p, set);
  if (items.length === 0) return;
  const step = p.push(kind.SET, set);
  step.items = items;
  step.count = items.length;
  step.batchEnd = BATCH_SIZE;
  out.byte(op.MARK);
}

/** The items of a set; of a PySet they have been looked at when they were put into it. */
function itemsOf(p: Pickling, set: Iterable<unknown>): unknown[] {
  return set instanceof Set ? Array.from(set, (item) => hashable(item, p.keyForms)) : [...set];
}

/** Goes on with a set. */
export function stepSet(p: Pickling, step: Step): boolean {
  const state = stepItems(p, step, BATCH_SIZE, op.ADDITEMS);
  if (state !== WRITTEN) return state === PAUSED;
  const { out } = p;
  out.byte(op.ADDITEMS);
  p.pop();
  return false;
}

/** A frozenset: FROZENSET in protocol 4, a call below. */
export function saveFrozenSet(p: Pickling, set: Iterable<unknown>): void {
  const items = itemsOf(p, set);
  if (p.protocol < 4) {
    saveCall(p, globals.FROZENSET, [new FreshList(items)], set);
    return;
  }
  const step = p.push(kind.FROZENSET, set);
  step.items = items;
  step.count = items.length;
  step.batchEnd = NO_BATCHES;
  step.closing = op.FROZENSET;
  p.out.byte(op.MARK);
}

/** Goes on with the items of a step. Batches have `batchSize` items and end with the opcode `several`. */
function stepItems(p: Pickling, step: Step, batchSize: number, several: number): number {
  const { out } = p;
  const { items, count: length } = step;
  const { depth } = p;
  for (let i = step.index; i < length; ) {
    if (i === step.batchEnd) {
      out.byte(several);
      out.byte(op.MARK);
      step.batchEnd = i + batchSize;
    }
    if (out.pos >= out.limit && out.boundary()) {
      step.index = i;
      return PAUSED;
    }
    const item = items[i];
    step.index = ++i;
    p.save(item);
    if (p.depth !== depth) return PUSHED;
  }
  return WRITTEN;
}
