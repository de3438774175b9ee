// What the memo does: opcodes that write and read its entries (the table itself is in memo.ts), and DUP, which makes a
// second name, too.
import { FAULT_GET_TEXT, FAULT_LIMIT_MEMO, FAULT_MEMO_MISSING, FAULT_TRUNCATED } from '../../src/shared/faults';
import {
  HEAD_NEED_HIGH, REP_CONST, REP_INT, REP_LATE, REP_OBJECT, REP_PENDING, REP_SLOT, REP_STR, TAPE_LATE,
} from '../../src/shared/tape';
import { parsed, parseIndex } from '../input/decimal';
import { goOn, line, stop } from '../input/read';
import { setHead } from '../memory';
import { element, word } from '../output/tape';
import { identify, materialize, newObject } from '../output/values';
import { ENTRY, kindOf, objectOf, pushCopy, pushWith, repOf, tagOf, wordOf } from './entry';
import { memoCount, memoEntry, memoLimit, memoPlace, memoWord, setMemo } from './memo';
import { depthOf, entryAt, fence, underflow } from './stack';

/** PUT and its kind: the memo entry `index` is the value on top. */
export function memoize(sp: usize, index: u64, offset: i32): usize {
  if (sp <= fence) return underflow(offset);
  if (memoCount >= memoLimit && memoEntry(index) == 0) return stop(FAULT_LIMIT_MEMO, offset);
  const top = sp - ENTRY;
  let rep = repOf(top);
  const kind = kindOf(top);
  let payload: u32 = 0;
  if (rep == REP_PENDING && objectOf(top) == 0) {
    pushNamed(top, kind, index);
    payload = depthOf(top);
  } else if (rep == REP_CONST || rep == REP_INT || rep == REP_STR || rep == REP_OBJECT) {
    payload = wordOf(top);
  } else {
    payload = identify(top, offset);
    rep = REP_OBJECT;
  }
  setMemo(memoPlace(index), tagOf(rep, kind), payload);
  return sp;
}

/** GET and its kind: pushes the memo entry `index`. */
export function recall(sp: usize, index: u64, offset: i32): usize {
  const at = memoEntry(index);
  if (at == 0) {
    setHead(HEAD_NEED_HIGH, <i32>(index >> 32));
    return stop(FAULT_MEMO_MISSING, offset, <i32>index);
  }
  const rep = repOf(at);
  if (rep == REP_PENDING) {
    // A cycle: the container is still being filled, and is needed now.
    materialize(entryAt(memoWord(at)), offset);
  } else if (rep == REP_LATE) {
    const object = newObject();
    element(TAPE_LATE | (kindOf(at) << 16), 0, object + 1, offset);
    word(memoWord(at));
    setMemo(at, tagOf(REP_OBJECT, kindOf(at)), object);
  }
  return pushMemo(sp, at, index);
}

/**
 * Pushes the value of a memo entry that is no pending container. Behind its payload of 32 bits lies where it comes
 * from, `index` + 1, for those who learn how keys are written.
 */
@inline export function pushMemo(sp: usize, entry: usize, index: u64): usize {
  const payload = memoWord(entry);
  // Sign matters for small integers only, and those are read as 32 bits.
  const object = repOf(entry) == REP_OBJECT ? payload + 1 : 0;
  return pushWith(sp, load<u32>(entry), object, <u64><u32>payload | ((index + 1) << 32));
}

/**
 * Pushes an empty container that the memo entry `index` names: its object id is known from now on, the object itself is
 * not made yet.
 */
@inline export function pushNamed(sp: usize, kind: i32, index: u64): usize {
  return pushWith(sp, tagOf(REP_PENDING, kind), newObject() + 1, index);
}

/** PUT and GET: the index is a line. */
export function memoLine(isPut: bool, sp: usize, at: usize, offset: i32): usize {
  const end = line(at, offset);
  if (end == 0) return 0;
  if (end == at) return stop(FAULT_TRUNCATED, offset);
  if (isPut && sp <= fence) return underflow(offset);
  if (!parseIndex(at, <i32>(end - at))) return stop(FAULT_GET_TEXT, offset);
  goOn(end + 1);
  return isPut ? memoize(sp, parsed, offset) : recall(sp, parsed, offset);
}

/** DUP. */
export function dup(sp: usize, offset: i32): usize {
  if (sp <= fence) return underflow(offset);
  const top = sp - ENTRY;
  const rep = repOf(top);
  if (rep != REP_SLOT && rep != REP_PENDING) return pushCopy(sp, top);
  const object = identify(top, offset);
  return pushWith(sp, tagOf(REP_OBJECT, kindOf(top)), object + 1, object);
}
