// Lists, tuples, dicts and sets. The handlers of opcodes that take all down to a mark are given the fence, which is that mark's place.
import { FAULT_NO_MARK, FAULT_ODD_DICT, FAULT_ODD_SETITEMS, FAULT_UNHASHABLE } from '../../src/shared/faults';
import {
  KIND_DICT, KIND_FROZENSET, KIND_LIST, KIND_SET, KIND_TUPLE, KIND_TUPLE_UNHASHABLE,
} from '../../src/shared/kinds';
import {
  MODE_MIXED, MODE_SLOT, REP_PENDING, TAPE_ADDITEMS, TAPE_DICT, TAPE_EXTEND, TAPE_FROZENSET, TAPE_LIST, TAPE_SET, TAPE_SETITEMS, TAPE_TUPLE,
} from '../../src/shared/tape';
import { stop } from '../input/read';
import { record } from '../output/shapes';
import { element, forgetLast, making, reserve, word } from '../output/tape';
import { classify, fixMemo, hasUnhashable, writeItems, startsUnhashable, toSlot, unhashableKind, writeRun } from '../output/values';
import { behind, ENTRY, entriesIn, kindOf, newInSlot, nowInSlot, objectOf, PAIR, push, repOf, setObject } from './entry';
import { records } from './settings';
import { depthOf, hasMark, popMark, underflow } from './stack';

// --- Lists ---
/** APPEND. */
export function append(sp: usize, fence: usize, offset: i32): usize {
  if (sp < fence + 2 * ENTRY) return underflow(offset);
  extend(sp - 2 * ENTRY, sp - ENTRY, 1, offset);
  return sp - ENTRY;
}

/** APPENDS. */
export function appends(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  if (first <= popMark()) return underflow(offset);
  if (sp > first) extend(first - ENTRY, first, entriesIn(first, sp), offset);
  return first;
}

/** LIST. */
export function list(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  popMark();
  const n = entriesIn(first, sp);
  if (n == 0) return push(first, REP_PENDING, KIND_LIST, 0);
  const mode = classify(first, n, ENTRY, offset);
  reserve(n);
  making(TAPE_LIST | (KIND_LIST << 16), depthOf(first), 0, offset);
  writeItems(first, n, mode);
  newInSlot(first, KIND_LIST);
  return first + ENTRY;
}

/** Items `[first, first + n)` into the list (or whatever has extend) in `target`. */
function extend(target: usize, first: usize, n: i32, offset: i32): void {
  const mode = classify(first, n, ENTRY, offset);
  const kind = kindOf(target);
  if (repOf(target) == REP_PENDING && kind == KIND_LIST) {
    fixMemo(target);
    reserve(n);
    making(TAPE_LIST | (KIND_LIST << 16), depthOf(target), objectOf(target), offset);
    nowInSlot(target, KIND_LIST);
  } else {
    reserve(1);
    toSlot(target, offset);
    reserve(n);
    element(TAPE_EXTEND | (kind << 16), depthOf(target), 0, offset);
  }
  writeItems(first, n, mode);
}

// --- Tuples ---
/** TUPLE. */
export function tuple(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  popMark();
  const n = entriesIn(first, sp);
  return n == 0 ? push(first, REP_PENDING, KIND_TUPLE, 0) : tupleOf(n, first, offset);
}

/** TUPLE1 to TUPLE3, of `n` entries. */
export function shortTuple(n: i32, sp: usize, fence: usize, offset: i32): usize {
  if (sp < behind(fence, n)) return underflow(offset);
  return tupleOf(n, sp - behind(0, n), offset);
}

/** The tuple of the `n` entries from `first`, in the slot of the first. */
function tupleOf(n: i32, first: usize, offset: i32): usize {
  const mode = classify(first, n, ENTRY, offset);
  const kind = hasUnhashable(first, n, ENTRY) ? KIND_TUPLE_UNHASHABLE : KIND_TUPLE;
  reserve(n);
  making(TAPE_TUPLE | (kind << 16), depthOf(first), 0, offset);
  writeItems(first, n, mode);
  newInSlot(first, kind);
  return first + ENTRY;
}

// --- Dicts ---
/** DICT. */
export function dict(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  popMark();
  const n = entriesIn(first, sp);
  if (n == 0) return push(first, REP_PENDING, KIND_DICT, 0);
  if ((n & 1) != 0) return stop(FAULT_ODD_DICT, offset);
  if (startsUnhashable(first, n >> 1, PAIR)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
  // The dict takes the place of its first key, which was read before.
  setObject(first, 0);
  if (!records || !record(first, first, n >> 1, 0, offset)) pairs(TAPE_DICT, first, first, n >> 1, offset);
  newInSlot(first, KIND_DICT);
  return first + ENTRY;
}

/** SETITEM. */
export function setItem(sp: usize, fence: usize, offset: i32): usize {
  if (sp < fence + ENTRY + PAIR) return underflow(offset);
  return intoDict(sp - ENTRY - PAIR, sp - PAIR, 1, offset);
}

/** SETITEMS. */
export function setItems(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  if (first <= popMark()) return underflow(offset);
  const n = entriesIn(first, sp);
  if ((n & 1) != 0) return stop(FAULT_ODD_SETITEMS, offset);
  return n == 0 ? first : intoDict(first - ENTRY, first, n >> 1, offset);
}

/** Pairs from `first` into the dict (or whatever takes items) in `target`, which is right below them. */
function intoDict(target: usize, first: usize, n: i32, offset: i32): usize {
  const kind = kindOf(target);
  if (kind == KIND_DICT) {
    if (records && repOf(target) == REP_PENDING && record(target, first, n, objectOf(target), offset)) {
      fixMemo(target);
      nowInSlot(target, KIND_DICT);
      return first;
    }
    if (startsUnhashable(first, n, PAIR)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
    if (repOf(target) == REP_PENDING) {
      pairs(TAPE_DICT, target, first, n, offset);
      fixMemo(target);
      nowInSlot(target, KIND_DICT);
      return first;
    }
  }
  reserve(1);
  toSlot(target, offset);
  pairs(TAPE_SETITEMS, target, first, n, offset);
  return first;
}

function pairs(code: i32, target: usize, first: usize, n: i32, offset: i32): void {
  const keyMode = withKinds(classify(first, n, PAIR, offset));
  const valueMode = classify(first + ENTRY, n, PAIR, offset);
  reserve(n * 2);
  if (code == TAPE_DICT) making(code | (KIND_DICT << 16), depthOf(target), objectOf(target), offset);
  else {
    // A dict may become another object here: one that is memoized later must not get its number from the element that made it.
    forgetLast();
    element(code | (kindOf(target) << 16), depthOf(target), objectOf(target), offset);
  }
  word(depthOf(first));
  word(n);
  word(keyMode);
  writeRun(first, n, PAIR, keyMode);
  word(valueMode);
  writeRun(first + ENTRY, n, PAIR, valueMode);
}

/** Keys and set items say their kinds, since the host has to know which are hashable. */
@inline function withKinds(mode: i32): i32 {
  return mode == MODE_SLOT ? MODE_MIXED : mode;
}

// --- Sets ---
/** ADDITEMS. */
export function addItems(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  if (first <= popMark()) return underflow(offset);
  const n = entriesIn(first, sp);
  if (n == 0) return first;
  const target = first - ENTRY;
  const kind = kindOf(target);
  if (kind == KIND_SET && startsUnhashable(first, n, ENTRY)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
  const mode = withKinds(classify(first, n, ENTRY, offset));
  if (repOf(target) == REP_PENDING && kind == KIND_SET) {
    fixMemo(target);
    reserve(n);
    making(TAPE_SET | (KIND_SET << 16), depthOf(target), objectOf(target), offset);
    nowInSlot(target, KIND_SET);
  } else {
    reserve(1);
    toSlot(target, offset);
    reserve(n);
    element(TAPE_ADDITEMS | (kind << 16), depthOf(target), 0, offset);
  }
  writeItems(first, n, mode);
  return first;
}

/** FROZENSET. */
export function frozenSet(sp: usize, first: usize, offset: i32): usize {
  if (!hasMark()) return stop(FAULT_NO_MARK, offset);
  popMark();
  const n = entriesIn(first, sp);
  if (startsUnhashable(first, n, ENTRY)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
  const mode = withKinds(classify(first, n, ENTRY, offset));
  reserve(n);
  making(TAPE_FROZENSET | (KIND_FROZENSET << 16), depthOf(first), 0, offset);
  writeItems(first, n, mode);
  newInSlot(first, KIND_FROZENSET);
  return first + ENTRY;
}
