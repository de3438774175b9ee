import * as op from '../../shared/opcodes.js';
import { Dict, keysOf, valuesOf } from '../../values/index.js';
import { BATCH_SIZE, descend, type Pickling } from '../pickling.js';
import type { Step } from '../step.js';
import * as kind from '../step.js';
import { pushIterator } from './iterators.js';
import { hashable } from './keys.js';
import { writeNumber } from './numbers.js';
import { saveKey, saveString } from './strings.js';

/** So many keys and values of a dict get their places at once. */
const PRESIZED = 1 << 24;

/** A plain object. `inheritsNothing`: `for…in` shows its own properties only. */
export function saveRecord(p: Pickling, record: Record<string, unknown>, inheritsNothing: boolean): void {
  if (p.met(record)) return;
  if (p.settings.undefined === 'skip') {
    saveEntries(p, ...withoutUndefined(Object.keys(record), Object.values(record)), record);
    return;
  }
  if (p.persistentId !== undefined || p.protocol === 0) {
    saveEntries(p, Object.keys(record), Object.values(record), record);
    return;
  }
  p.out.byte(op.EMPTY_DICT);
  p.memoize(record);
  const keys = Object.keys(record);
  const length = keys.length;
  if (length === 0) return;
  const step = p.push(kind.RECORD, record);
  step.keys = keys;
  openDict(p, step, length);
  descend(p, step, length <= BATCH_SIZE && inheritsNothing ? writeRecord : stepRecord);
}

/** Goes on with a plain object. */
export function stepRecord(p: Pickling, step: Step): boolean {
  const { out } = p;
  const { keys } = step;
  const record = step.subject as Record<string, unknown>;
  const { depth } = p;
  const length = keys.length;
  for (let i = step.index; i < length; ) {
    if (i === step.batchEnd) {
      openBatch(p, step, i, length);
    }
    if (out.pos >= out.limit && out.boundary()) {
      step.index = i;
      return true;
    }
    const key = keys[i] as string;
    saveKey(p, key);
    if (out.pos >= out.limit) out.boundary();
    step.index = ++i;
    p.save(record[key]);
    if (p.depth !== depth) return false;
  }
  closeDict(p, step, length);
  return false;
}

/**
 * The same for a record of one batch, from its start, as far as that goes without a pause.
 * Performance: the names that `for…in` gives lead V8 to the values without a search (case records).
 */
function writeRecord(p: Pickling, step: Step): boolean {
  const record = step.subject as Record<string, unknown>;
  const { out } = p;
  const { depth } = p;
  const { protocol } = p;
  for (const key in record) {
    if (out.pos >= out.limit) return false;
    saveKey(p, key);
    if (out.pos >= out.limit) out.boundary();
    step.index++;
    const value = record[key];
    if (typeof value === 'number') {
      writeNumber(out, value, protocol);
    } else if (typeof value === 'string') {
      saveString(p, value);
    } else {
      p.save(value);
      if (p.depth !== depth) return false;
    }
  }
  closeDict(p, step, step.index);
  return false;
}

/** A Map or Dict. */
export function saveDict(p: Pickling, dict: Map<unknown, unknown> | Dict): void {
  if (dict instanceof Dict) {
    saveEntries(p, keysOf(dict), valuesOf(dict), dict);
    return;
  }
  let keys: unknown[] = new Array(Math.min(dict.size, PRESIZED));
  let values: unknown[] = new Array(keys.length);
  let end = 0;
  dict.forEach((value, key) => {
    keys[end] = typeof key === 'object' ? hashable(key, p.keyForms) : key;
    values[end++] = value;
  });
  if (p.settings.undefined === 'skip') [keys, values] = withoutUndefined(keys, values);
  saveEntries(p, keys, values, dict);
}

/** Keys and values at the same places, where there is a value. */
function withoutUndefined(keys: unknown[], values: unknown[]): [keys: unknown[], values: unknown[]] {
  if (!values.includes(undefined)) return [keys, values];
  const isThere = (_: unknown, i: number) => values[i] !== undefined;
  return [keys.filter(isThere), values.filter(isThere)];
}

/** A dict of keys, and values at the same places. */
function saveEntries(p: Pickling, keys: readonly unknown[], values: readonly unknown[], subject: unknown): void {
  const { out } = p;
  if (p.protocol === 0) {
    out.byte(op.MARK);
    out.byte(op.DICT);
    p.memoize(subject);
    pushIterator(p, kind.PAIRS, pairsOf(keys, values), subject);
    return;
  }
  out.byte(op.EMPTY_DICT);
  p.memoize(subject);
  if (keys.length === 0) return;
  const step = p.push(kind.DICT, subject);
  step.keys = keys;
  step.items = values;
  openDict(p, step, keys.length);
  descend(p, step, stepDict);
}

function openDict(p: Pickling, step: Step, size: number): void {
  step.count = size;
  step.batchEnd = BATCH_SIZE;
  step.closing = size === 1 ? op.SETITEM : op.SETITEMS;
  if (size > 1) p.out.byte(op.MARK);
}

/**
 * After a full batch: a last pair alone is set by itself, as in CPython 3.15; earlier ones write a batch of one, or of
 * nothing.
 */
function openBatch(p: Pickling, step: Step, from: number, size: number): void {
  p.out.byte(op.SETITEMS);
  step.batchEnd = from + BATCH_SIZE;
  if (size - from === 1) step.closing = op.SETITEM;
  else p.out.byte(op.MARK);
}

// Phases of DICT.
const KEY = 0;
const VALUE = 1;

/** Goes on with a Map or Dict. */
export function stepDict(p: Pickling, step: Step): boolean {
  const { out } = p;
  const { keys, items } = step;
  const { depth } = p;
  const length = keys.length;
  const plain = p.persistentId === undefined;
  const { protocol } = p;
  let i = step.index;
  for (;;) {
    if (step.phase === KEY) {
      if (i === length) break;
      if (i === step.batchEnd) {
        openBatch(p, step, i, length);
      }
      if (out.pos >= out.limit && out.boundary()) return true;
      const key = keys[i];
      step.index = ++i;
      if (typeof key === 'string' && plain) {
        saveKey(p, key);
      } else {
        step.phase = VALUE;
        p.save(key);
        if (p.depth !== depth) return false;
      }
    }
    if (out.pos >= out.limit) out.boundary();
    step.phase = KEY;
    const value = items[i - 1];
    if (typeof value === 'number' && plain) {
      writeNumber(out, value, protocol);
    } else {
      p.save(value);
      if (p.depth !== depth) return false;
    }
  }
  closeDict(p, step, length);
  return false;
}

function closeDict(p: Pickling, step: Step, size: number): void {
  p.checkCount(step, size);
  p.out.byte(step.closing);
  p.pop();
}

function* pairsOf(keys: readonly unknown[], values: readonly unknown[]): Iterable<[unknown, unknown]> {
  for (let i = 0; i < keys.length; i++) yield [keys[i], values[i]];
}
