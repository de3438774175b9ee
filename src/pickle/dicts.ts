import * as op from '../shared/opcodes.js';
import { PAUSED, stepItems, WRITTEN } from './items.js';
import { pushIterator } from './iterators.js';
import { writeNumber } from './numbers.js';
import { BATCH_SIZE, NESTING, type Pickling } from './pickling.js';
import type { Step } from './step.js';
import * as kind from './step.js';
import { saveKey, saveString } from './strings.js';

/** So many keys and values of a dict get their places at once. */
const PRESIZED = 1 << 24;

/** A plain object. `inheritsNothing`: `for…in` shows its own properties only. */
export function saveRecord(p: Pickling, record: Record<string, unknown>, inheritsNothing: boolean): void {
  if (p.met(record)) return;
  if (p.persistentId !== undefined || p.protocol === 0) {
    saveEntries(p, Object.entries(record).flat(1), record);
    return;
  }
  p.out.byte(op.EMPTY_DICT);
  if (p.useMemo) p.put();
  const keys = Object.keys(record);
  const length = keys.length;
  if (length === 0) return;
  const step = p.push(kind.RECORD, record);
  step.keys = keys;
  openDict(p, step, length, BATCH_SIZE);
  if (p.nesting < NESTING) {
    p.nesting++;
    if (length <= BATCH_SIZE && inheritsNothing) writeRecord(p, step, record);
    else if (stepRecord(p, step)) p.paused = true;
    p.nesting--;
  }
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
      out.byte(op.SETITEMS);
      out.byte(op.MARK);
      step.batchEnd = i + BATCH_SIZE;
    }
    if (out.pos >= out.limit && out.boundary()) {
      step.index = i;
      return true;
    }
    const key = keys[i];
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
function writeRecord(p: Pickling, step: Step, record: Record<string, unknown>): void {
  const { out } = p;
  const { depth } = p;
  const { protocol } = p;
  for (const key in record) {
    if (out.pos >= out.limit) return;
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
      if (p.depth !== depth) return;
    }
  }
  closeDict(p, step, step.index);
}

/** A Map or Dict. */
export function saveDict(p: Pickling, dict: { size: number; forEach(callback: (value: unknown, key: unknown) => void): void }): void {
  const entries: unknown[] = new Array(Math.min(2 * dict.size, PRESIZED));
  let end = 0;
  dict.forEach((value, key) => {
    entries[end++] = key;
    entries[end++] = value;
  });
  saveEntries(p, entries, dict);
}

/** A dict from keys and values in turn. */
function saveEntries(p: Pickling, entries: unknown[], subject: unknown): void {
  const { out } = p;
  if (p.protocol === 0) {
    out.byte(op.MARK);
    out.byte(op.DICT);
    p.memoize(subject);
    pushIterator(p, kind.PAIRS, pairsOf(entries), subject);
    return;
  }
  out.byte(op.EMPTY_DICT);
  p.memoize(subject);
  if (entries.length === 0) return;
  const step = p.push(kind.DICT, subject);
  step.items = entries;
  openDict(p, step, entries.length / 2, 2 * BATCH_SIZE);
}

function openDict(p: Pickling, step: Step, size: number, batchEnd: number): void {
  step.batchEnd = batchEnd;
  step.closing = size === 1 ? op.SETITEM : op.SETITEMS;
  if (size > 1) p.out.byte(op.MARK);
}

/** Goes on with a Map or Dict. */
export function stepDict(p: Pickling, step: Step): boolean {
  const state = stepItems(p, step, 2 * BATCH_SIZE, op.SETITEMS);
  if (state !== WRITTEN) return state === PAUSED;
  closeDict(p, step, step.items.length / 2);
  return false;
}

function closeDict(p: Pickling, step: Step, size: number): void {
  p.out.byte(step.closing);
  // CPython notices the end of a dict only after it has begun the next batch.
  if (size % BATCH_SIZE === 0) {
    p.out.byte(op.MARK);
    p.out.byte(op.SETITEMS);
  }
  p.pop();
}

function* pairsOf(entries: unknown[]): Iterable<[unknown, unknown]> {
  for (let i = 0; i < entries.length; i += 2) yield [entries[i], entries[i + 1]];
}
