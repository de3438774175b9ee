// From the stack to the tape: single values into slots, runs of values, pending containers.
import {
  MODE_FLOAT, MODE_INT, MODE_MIXED, MODE_SLOT, MODE_STR, REP_BIG, REP_CONST, REP_INT, REP_NUM, REP_OBJECT, REP_PENDING, REP_SLOT, REP_STR,
  REP_UBIG, TAPE_DICT, TAPE_FETCH, TAPE_LIST, TAPE_PUT, TAPE_SET, TAPE_TUPLE, TAPE_VALUES,
} from '../../src/shared/tape';
import { KIND_DICT, KIND_FLOAT, KIND_LIST, KIND_OBJECT, KIND_SET, KIND_TUPLE, KIND_UNHASHABLE } from '../../src/shared/kinds';
import { memoEntry, memoWord, setMemo } from '../machine/memo';
import { ENTRY, kindOf, nowInSlot, objectOf, payloadOf, repOf, setObject, tagOf, wordOf } from '../machine/entry';
import { depthOf } from '../machine/stack';
import { element, forgetLast, making, nameLast, pooled, reserve, word } from './tape';

/** Id of the next object that something refers to; ids count up over a whole load. */
export let nextObject: i32 = 0;

export function beginObjects(): void {
  nextObject = 0;
}

@inline export function newObject(): i32 {
  return nextObject++;
}

/** A pending container that was memoized: GET finds it by its object id from now on. */
export function fixMemo(entry: usize): void {
  const object = objectOf(entry);
  if (object == 0) return;
  const at = memoEntry(payloadOf(entry));
  if (at != 0 && repOf(at) == REP_PENDING && memoWord(at) == depthOf(entry)) setMemo(at, tagOf(REP_OBJECT, kindOf(entry)), object - 1);
}

/** Makes a pending container, empty. */
export function materialize(entry: usize, offset: i32): void {
  const kind = kindOf(entry);
  const slot = depthOf(entry);
  fixMemo(entry);
  const op = kind == KIND_LIST ? TAPE_LIST : kind == KIND_DICT ? TAPE_DICT : kind == KIND_SET ? TAPE_SET : TAPE_TUPLE;
  making(op | (kind << 16), slot, objectOf(entry), offset);
  word(slot);
  word(0);
  word(op == TAPE_DICT ? MODE_STR : MODE_SLOT);
  if (op == TAPE_DICT) word(MODE_SLOT);
  nowInSlot(entry, kind);
}

/** Puts the value of any entry into its slot. */
export function toSlot(entry: usize, offset: i32): void {
  const rep = repOf(entry);
  if (rep == REP_SLOT) return;
  if (rep == REP_PENDING) return materialize(entry, offset);
  const slot = depthOf(entry);
  if (rep == REP_OBJECT) {
    element(TAPE_FETCH | (kindOf(entry) << 16), slot, wordOf(entry) + 1, offset);
    forgetLast();
    return nowInSlot(entry, kindOf(entry));
  }
  element(TAPE_VALUES, slot, 0, offset);
  word(slot);
  word(1);
  word(MODE_MIXED);
  mixed(entry, rep);
  forgetLast();
  nowInSlot(entry, kindOf(entry));
}

/** Gives a value that lives in a slot its object id, so that others can refer to it; the id. */
export function identify(entry: usize, offset: i32): i32 {
  toSlot(entry, offset);
  const known = objectOf(entry);
  if (known != 0) return known - 1;
  const object = newObject();
  const slot = depthOf(entry);
  if (!nameLast(slot, object + 1)) element(TAPE_PUT | (kindOf(entry) << 16), slot, object + 1, offset);
  setObject(entry, object + 1);
  return object;
}

/** One value of a mixed run. */
@inline function mixed(entry: usize, rep: i32): void {
  const payload = payloadOf(entry);
  word(rep == REP_CONST ? rep | (kindOf(entry) << 8) | (<i32>payload << 16) : rep | (kindOf(entry) << 8));
  switch (rep) {
    case REP_INT:
    case REP_STR:
    case REP_OBJECT:
      word(<i32>payload);
      break;
    case REP_NUM:
    case REP_BIG:
    case REP_UBIG:
      pooled(payload);
      break;
  }
}

/** How the run of `n` entries from `first`, `stride` bytes apart, is written; pending containers in it are made. */
export function classify(first: usize, n: i32, stride: usize, offset: i32): i32 {
  if (n == 0) return MODE_SLOT;
  const end = first + <usize>n * stride;
  let tag = 0;
  let same = true;
  for (let entry = first; entry < end; entry += stride) {
    let rep = repOf(entry);
    if (rep == REP_PENDING) {
      // Elements in front of the run: room for each was not reserved.
      reserve(2);
      materialize(entry, offset);
      rep = REP_SLOT;
    }
    const here = rep == REP_SLOT ? REP_SLOT + 1 : rep == REP_NUM ? (rep | (kindOf(entry) << 8)) + 1 : rep + 1;
    if (tag == 0) tag = here;
    else if (tag != here) same = false;
  }
  if (!same) return MODE_MIXED;
  switch (tag - 1) {
    case REP_INT:
      return MODE_INT;
    case REP_STR:
      return MODE_STR;
    case REP_SLOT:
      return MODE_SLOT;
    case REP_NUM | (KIND_FLOAT << 8):
      return MODE_FLOAT;
  }
  return MODE_MIXED;
}

/** Writes the values of a run in the mode that `classify` gave. */
export function writeRun(first: usize, n: i32, stride: usize, mode: i32): void {
  const end = first + <usize>n * stride;
  switch (mode) {
    case MODE_INT:
    case MODE_STR:
      for (let entry = first; entry < end; entry += stride) word(wordOf(entry));
      break;
    case MODE_FLOAT:
      for (let entry = first; entry < end; entry += stride) pooled(payloadOf(entry));
      break;
    case MODE_MIXED:
      for (let entry = first; entry < end; entry += stride) mixed(entry, repOf(entry));
      break;
  }
}

/** First slot, number and run of the `n` entries from `first`, as words of the tape. */
export function writeItems(first: usize, n: i32, mode: i32): void {
  word(depthOf(first));
  word(n);
  word(mode);
  writeRun(first, n, ENTRY, mode);
}

/** Kind of what `startsUnhashable` found. */
export let unhashableKind: i32 = 0;

/**
 * True when the first key or set item of the run that cannot be one is of a kind that is known here. Behind an object of the host's, which may
 * not be hashable either, or a tuple, which may hold one, the host says what is wrong.
 */
export function startsUnhashable(first: usize, n: i32, stride: usize): bool {
  const end = first + <usize>n * stride;
  for (let entry = first; entry < end && kindOf(entry) != KIND_OBJECT && kindOf(entry) != KIND_TUPLE; entry += stride) {
    if (kindOf(entry) < KIND_UNHASHABLE) continue;
    unhashableKind = kindOf(entry);
    return true;
  }
  return false;
}

/** True when something in the run cannot be a key or a set item. */
export function hasUnhashable(first: usize, n: i32, stride: usize): bool {
  const end = first + <usize>n * stride;
  for (let entry = first; entry < end; entry += stride) {
    if (kindOf(entry) >= KIND_UNHASHABLE) return true;
  }
  return false;
}
