// The dispatch loop: executes opcodes of the window and writes the tape. Opcodes in pickletools order and groups, as in
// src/opcodes.ts and src/unpickle/direct.ts.
//
// Every value that the machine can keep to itself stays on its stack (stack.ts); an opcode that can fail for the host is
// written at once, so that errors come in the order of the input.
import * as op from '../../src/shared/opcodes';
import {
  KIND_BOOL, KIND_BYTEARRAY, KIND_BYTES, KIND_DICT, KIND_FLOAT, KIND_FROZENSET, KIND_GLOBAL, KIND_INT, KIND_LIST, KIND_NONE, KIND_OBJECT,
  KIND_SET, KIND_STR, KIND_TUPLE, KIND_TUPLE_UNHASHABLE,
} from '../../src/shared/kinds';
import {
  FAULT_END, FAULT_EXTENSION_CODE, FAULT_FRAME_EXHAUSTED, FAULT_FRAME_NESTED, FAULT_GET_TEXT,
  FAULT_GLOBAL_UTF8, FAULT_LIMIT_MEMO, FAULT_LIMIT_NODES, FAULT_LOAD_KEY, FAULT_LONG_COUNT, FAULT_MEMO_MISSING, FAULT_NO_MARK,
  FAULT_ODD_DICT, FAULT_ODD_SETITEMS, FAULT_PERSID_ASCII, FAULT_PROTOCOL, FAULT_TRUNCATED,
  FAULT_UNDERFLOW, FAULT_UNEXPECTED_MARK, FAULT_UNHASHABLE, FAULT_UTF8,
} from '../../src/shared/faults';
import { SCAN_DONE, SCAN_DRAIN, SCAN_FAULT, SCAN_MORE, SCAN_PAYLOAD } from '../../src/shared/status';
import {
  HEAD_FAULT, HEAD_FAULT_DETAIL, HEAD_FAULT_OFFSET, HEAD_FIRST_STRING, HEAD_NEED, HEAD_NEED_HIGH, HEAD_OBJECTS, HEAD_PAYLOAD,
  HEAD_PAYLOAD_SLOT, HEAD_POSITION, HEAD_STRING_COUNT, HEAD_TAPE_END, LONG_TEXT, MODE_FLOAT, MODE_INT, MODE_MIXED, MODE_SLOT, PAYLOAD_BYTEARRAY, PAYLOAD_BYTES, PAYLOAD_OLD_TEXT,
  PAYLOAD_TEXT, REP_BIG, REP_CONST, REP_INT, REP_LATE, REP_NUM, REP_OBJECT, REP_PENDING, REP_SLOT, REP_STR, REP_UBIG, TAPE_ADDITEMS, TAPE_BIGINT,
  TAPE_BINPERSID, TAPE_BUILD, TAPE_BYTES, TAPE_CALL_BYTES, TAPE_DICT, TAPE_EXTEND, TAPE_EXTENSION, TAPE_FLOAT_TEXT, TAPE_FROZENSET, TAPE_GLOBAL, TAPE_INST,
  TAPE_INT_TEXT, TAPE_LATE, TAPE_LIST, TAPE_NEWOBJ, TAPE_NEWOBJ_EMPTY, TAPE_NEWOBJ_EX, TAPE_NEXT_BUFFER, TAPE_OBJ, TAPE_OLD_TEXT, TAPE_PERSID,
  TAPE_POP, TAPE_QUOTED, TAPE_RAW_TEXT, TAPE_READONLY, TAPE_REDUCE, TAPE_SET, TAPE_SETITEMS, TAPE_STOP, TAPE_TEXT, TAPE_TUPLE,
} from '../../src/shared/tape';
import { argumentSize, isScalar, prepareArguments, pushes } from '../input/arguments';
import { setHead } from '../memory';
import { clearMemo, limitMemo, memoCount, memoEntry, memoLimit, memoPlace, putNew, putTwoNew } from './memo';
import { beginShapes, record } from '../output/shapes';
import {
  clearStack, depthOf, entryAt, fenceDepth, growStack, hasMark, popMark, pushMark, stackBase, stackEnd,
} from './stack';
import { beginTape, element, endTape, forgetLast, making, poolTop, reserve, skipPool, skipWords, tapeIsFull, tapeTop, word } from '../output/tape';
import { beginStrings, beginStringTable, find, hostString, isAscii, nextString, SPLIT_PAIR, stringCount, textOf, wide } from '../input/text';
import {
  beginObjects, classify, fixMemo, hasUnhashable, identify, kindOf, materialize, newObject, nextObject, nowInSlot, repOf, startsUnhashable, tagOf,
  toSlot, unhashableKind, writeRun,
} from '../output/values';
import { windowBase } from '../input/window';

// --- Configuration of a load ---
/** Dicts with str keys may be written as records. */
let records: bool = true;
/** Python 2 str stays bytes (`encoding: 'bytes'`). */
let oldAsBytes: bool = false;
/** ASCII bytes of a Python 2 str are the same text in the wanted encoding. */
let oldIsAscii: bool = true;

/** Values that may be put on the stack; infinite when nobody counts. */
let nodesLimit: f64 = Infinity;

/** Longer texts of ints are left to the host, which counts their digits. */
let digitsLimit: i32 = 0;

/** Sets how the next load reads; see the host's `unpickle/wasm-machine.ts`. */
export function configure(
  withRecords: bool, oldStringsAsBytes: bool, oldStringsAscii: bool, maxMemo: u32, maxNodes: f64, maxDigits: i32, seed: f64,
): void {
  nodesLimit = maxNodes;
  digitsLimit = maxDigits;
  records = withRecords;
  oldAsBytes = oldStringsAsBytes;
  oldIsAscii = oldStringsAscii;
  limitMemo(maxMemo, reinterpret<u64>(seed));
}

// --- State between calls ---
let savedDepth: i32 = 0;
let protocol: i32 = 0;
/** End of the open frame, relative to the window's start; -1 when no frame is open. */
let frameEnd: i64 = -1;
/** The open frame's opcode, relative to the window's start. */
let frameAt: i64 = 0;
/** Values put on the stack so far, when they are counted. */
let nodes: f64 = 0;
/** The opcode being executed is among `nodes`. */
let isCounted: bool = false;
/** How far the window moves before the next call. */
let consumed: i64 = 0;

// --- The window of this call ---
let windowEnd: usize = 0;
/** No byte follows the window. */
let isLast: bool = false;
/** Bytes from the window's start to the end of the input; infinite when unknown. */
let remaining: f64 = 0;
/** Where the window starts in the input when bytes of calls may be left there, else -1. */
let origin: i32 = -1;

/** Gets ready for a pickle. With `keepMemo` the memo and all ids stay. */
export function begin(keepMemo: bool): void {
  if (argumentSize(op.PROTO) == 0) prepareArguments();
  savedDepth = 0;
  protocol = 0;
  frameEnd = -1;
  consumed = 0;
  clearStack();
  if (keepMemo) return;
  nodes = 0;
  beginObjects();
  clearMemo();
  beginStrings();
  beginShapes();
}

function finish(status: i32, position: i32, depth: i32): i32 {
  savedDepth = depth;
  consumed = position;
  endTape();
  setHead(HEAD_POSITION, position);
  setHead(HEAD_TAPE_END, <i32>tapeTop);
  setHead(HEAD_STRING_COUNT, stringCount());
  setHead(HEAD_OBJECTS, nextObject);
  return status;
}

function fail(code: i32, offset: i32, argument: i32 = 0): i32 {
  setHead(HEAD_FAULT, code);
  setHead(HEAD_FAULT_OFFSET, offset);
  setHead(HEAD_FAULT_DETAIL, argument);
  finish(SCAN_FAULT, offset, 0);
  return -1;
}

// Helpers that read return a negative number when the call is over; `verdict` then says how.
let verdict: i32 = 0;

function stop(code: i32, offset: i32, argument: i32 = 0): i32 {
  verdict = SCAN_FAULT;
  return fail(code, offset, argument);
}

/** @param need bytes from the opcode on; 0: up to the next LF behind the window */
function more(offset: i32, need: u32): i32 {
  if (isLast) return stop(FAULT_TRUNCATED, offset);
  // The opcode that has to wait will be counted again.
  if (isCounted) nodes--;
  verdict = SCAN_MORE;
  setHead(HEAD_NEED, <i32>need);
  return -1;
}

/** Where reading may go on without asking: the window's end or the frame's. */
function limitNow(): usize {
  if (frameEnd < 0) return windowEnd;
  const end = windowBase + <usize>min(frameEnd, <i64>0x7fffffff);
  return frameEnd > <i64>(windowEnd - windowBase) ? windowEnd : end;
}

/** Leaves the frame when `at` is its end; true when `[at, at + n)` does not cross the frame's end (PEP 3154). */
function insideFrame(at: usize, n: u64): bool {
  if (frameEnd < 0) return true;
  const here = <i64>(at - windowBase);
  if (here >= frameEnd) {
    frameEnd = -1;
    return true;
  }
  return n <= <u64>(frameEnd - here);
}

/** Makes sure of `n` bytes at `at`; negative when the call is over. */
function read(at: usize, n: u32, offset: i32): i32 {
  if (n > 0 && !insideFrame(at, n)) return stop(FAULT_FRAME_EXHAUSTED, offset);
  if (<u64>at + n <= <u64>windowEnd) return 0;
  const here = <u32>(at - windowBase);
  if (<f64>here + <f64>n > remaining) return stop(FAULT_TRUNCATED, offset);
  return more(offset, here + n - offset);
}

/** Length of the line at `at`, without its LF; negative when the call is over. */
function line(at: usize, offset: i32): i32 {
  let end = windowEnd;
  let framed = false;
  if (insideFrame(at, 1) && frameEnd >= 0) {
    const limit = windowBase + <usize>frameEnd;
    if (frameEnd <= <i64>(windowEnd - windowBase)) {
      end = limit;
      framed = true;
    }
  }
  const length = at < end ? find(0x0a, at, end) : -1;
  if (length >= 0) return length;
  if (framed) return stop(FAULT_FRAME_EXHAUSTED, offset);
  return more(offset, 0);
}

/** Pushes a value that the host has in its slot. */
function pushSlot(sp: usize, kind: i32): usize {
  store<u64>(sp, <u64>tagOf(REP_SLOT, kind));
  return sp + 16;
}

/** First slot, number and run of the `n` values from `first`, as words of the tape. */
function run16(first: usize, n: i32, mode: i32): void {
  word(depthOf(first));
  word(n);
  word(mode);
  writeRun(first, n, 16, mode);
}

/** Start and length of a piece of the window, as words of the tape. */
function piece(at: usize, length: i32): void {
  word(<i32>(at - windowBase));
  word(length);
}

@inline function push(sp: usize, rep: i32, kind: i32, payload: u64): usize {
  store<u64>(sp, <u64>tagOf(rep, kind));
  store<u64>(sp, payload, 8);
  return sp + 16;
}

/** Pushes an integer of any size up to 64 bits. */
function pushInteger(sp: usize, value: i64): usize {
  if (value >= -0x80000000 && value <= 0x7fffffff) return push(sp, REP_INT, KIND_INT, value);
  if (value >= -9007199254740991 && value <= 9007199254740991) return push(sp, REP_NUM, KIND_INT, reinterpret<u64>(<f64>value));
  return push(sp, REP_BIG, KIND_INT, value);
}

/** A payload of no more bytes that the window's end cuts waits for the next window: behind larger ones windows are small (bench case datetimes). */
const SMALL_PAYLOAD: u64 = 1024;

/** A counted payload that the tape only points to. New `sp`, or 0 when the call is over. `at` moves in `cursor`. */
let cursor: usize = 0;

function counted(sp: usize, what: i32, at: usize, length: u64, offset: i32): usize {
  if (length > 0 && !insideFrame(at, length)) {
    stop(FAULT_FRAME_EXHAUSTED, offset);
    return 0;
  }
  const here = <i32>(at - windowBase);
  if (<f64>length + <f64>here > remaining) {
    stop(FAULT_TRUNCATED, offset);
    return 0;
  }
  if (<u64>at + length > <u64>windowEnd && length <= SMALL_PAYLOAD) {
    more(offset, <u32>(here + <i32>length - offset));
    return 0;
  }
  const isText = what >= PAYLOAD_TEXT;
  const kind = what == PAYLOAD_BYTES ? KIND_BYTES : KIND_BYTEARRAY;
  const slot = isText ? hostString() : depthOf(sp);
  if (length <= <u64>(windowEnd - at)) {
    if (isText) element(what == PAYLOAD_TEXT ? TAPE_TEXT : TAPE_OLD_TEXT, slot, 0, offset);
    else making(TAPE_BYTES | (kind << 16), slot, 0, offset);
    word(here);
    word(<i32>length);
    cursor = at + <usize>length;
  } else {
    verdict = SCAN_PAYLOAD;
    setHead(HEAD_NEED, <i32>length);
    setHead(HEAD_NEED_HIGH, <i32>(length >> 32));
    setHead(HEAD_PAYLOAD, what);
    setHead(HEAD_PAYLOAD_SLOT, slot);
    setHead(HEAD_FAULT_OFFSET, offset);
    cursor = at;
  }
  if (isText) push(sp, REP_STR, KIND_STR, slot);
  else pushSlot(sp, kind);
  if (verdict == SCAN_PAYLOAD) {
    finish(SCAN_PAYLOAD, here, depthOf(sp) + 1);
    // The window goes on behind the payload.
    consumed = <i64>here + <i64>length;
    return 0;
  }
  return sp + 16;
}

/** UTF-8 text of `length` bytes at `at`. New `sp`, or 0 when the call is over. */
function text(sp: usize, at: usize, length: u64, offset: i32, isKey: bool): usize {
  if (length > <u64>LONG_TEXT) return counted(sp, PAYLOAD_TEXT, at, length, offset);
  if (read(at, <u32>length, offset) < 0) return 0;
  const id = textOf(at, <i32>length, isKey);
  if (id == SPLIT_PAIR) return counted(sp, PAYLOAD_TEXT, at, length, offset);
  if (id < 0) {
    stop(FAULT_UTF8, offset);
    return 0;
  }
  cursor = at + <usize>length;
  return push(sp, REP_STR, KIND_STR, id);
}

/** Id of a line of GLOBAL (UTF-8, without the encoded surrogates that str may have) or INST (ASCII), or negative. */
function nameOf(code: i32, at: usize, length: i32): i32 {
  return isAscii(at, length) ? textOf(at, length, false) : code == op.INST ? -1 : wide(at, length, true);
}

/** Python 2 str of `length` bytes at `at`. New `sp`, or 0 when the call is over. */
function oldString(sp: usize, at: usize, length: u64, offset: i32, isKey: bool): usize {
  if (oldAsBytes) return counted(sp, PAYLOAD_BYTES, at, length, offset);
  if (length > <u64>LONG_TEXT || !oldIsAscii) return counted(sp, PAYLOAD_OLD_TEXT, at, length, offset);
  if (read(at, <u32>length, offset) < 0) return 0;
  if (!isAscii(at, <i32>length)) return counted(sp, PAYLOAD_OLD_TEXT, at, length, offset);
  return text(sp, at, length, offset, isKey);
}

/** Writes the memo entry `index` for the value on top. */
function memoize(top: usize, index: u64, offset: i32): bool {
  if (memoCount >= memoLimit && memoEntry(index) == 0) {
    stop(FAULT_LIMIT_MEMO, offset);
    return false;
  }
  let rep = repOf(top);
  const kind = kindOf(top);
  let payload: u32 = 0;
  if (rep == REP_PENDING && load<u32>(top, 4) == 0) {
    pushNamed(top, kind, index);
    payload = depthOf(top);
  } else if (rep == REP_CONST || rep == REP_INT || rep == REP_STR || rep == REP_OBJECT) {
    payload = load<u32>(top, 8);
  } else {
    payload = identify(top, offset);
    rep = REP_OBJECT;
  }
  const at = memoPlace(index);
  store<u32>(at, tagOf(rep, kind));
  store<u32>(at, payload, 4);
  return true;
}

/** Pushes the memo entry `index`. New `sp`, or 0 when the call is over. */
function recall(sp: usize, index: u64, offset: i32): usize {
  const at = memoEntry(index);
  if (at == 0) {
    setHead(HEAD_NEED_HIGH, <i32>(index >> 32));
    stop(FAULT_MEMO_MISSING, offset, <i32>index);
    return 0;
  }
  const rep = <i32>load<u8>(at);
  if (rep == REP_PENDING) {
    // A cycle: the container is still being filled, and is needed now.
    materialize(entryAt(load<i32>(at, 4)), offset);
  } else if (rep == REP_LATE) {
    const object = newObject();
    element(TAPE_LATE | (kindOf(at) << 16), 0, object + 1, offset);
    word(load<i32>(at, 4));
    store<u32>(at, tagOf(REP_OBJECT, kindOf(at)));
    store<u32>(at, object, 4);
  }
  return pushMemo(sp, at);
}

/** Pushes the value of a memo entry that is no pending container. */
@inline function pushMemo(sp: usize, entry: usize): usize {
  const tag = load<u32>(entry);
  const payload = load<u32>(entry, 4);
  store<u32>(sp, tag);
  store<u32>(sp, (tag & 0xff) == REP_OBJECT ? payload + 1 : 0, 4);
  // Sign matters for small integers only, and those are read as 32 bits.
  store<u64>(sp, payload, 8);
  return sp + 16;
}

/** Items `[first, first + n)` into the list (or whatever has extend) in `target`. */
function extend(target: usize, first: usize, n: i32, offset: i32): void {
  const mode = classify(first, n, 16, offset);
  const kind = kindOf(target);
  if (repOf(target) == REP_PENDING && kind == KIND_LIST) {
    fixMemo(target);
    reserve(n);
    making(TAPE_LIST | (KIND_LIST << 16), depthOf(target), load<i32>(target, 4), offset);
    nowInSlot(target, KIND_LIST);
  } else {
    reserve(1);
    toSlot(target, offset);
    reserve(n);
    element(TAPE_EXTEND | (kind << 16), depthOf(target), 0, offset);
  }
  run16(first, n, mode);
}

/** Pairs from `first` into the dict (or whatever takes items) in `target`; false when a key is not hashable. */
function setItems(target: usize, first: usize, n: i32, offset: i32): bool {
  const kind = kindOf(target);
  if (kind == KIND_DICT) {
    if (records && repOf(target) == REP_PENDING && record(target, first, n, load<i32>(target, 4), offset)) {
      fixMemo(target);
      nowInSlot(target, KIND_DICT);
      return true;
    }
    if (startsUnhashable(first, n, 32)) return false;
    if (repOf(target) == REP_PENDING) {
      pairs(TAPE_DICT, target, first, n, offset);
      fixMemo(target);
      nowInSlot(target, KIND_DICT);
      return true;
    }
  }
  reserve(1);
  toSlot(target, offset);
  pairs(TAPE_SETITEMS, target, first, n, offset);
  return true;
}

/** Keys and set items say their kinds, since the host has to know which are hashable. */
@inline function withKinds(mode: i32): i32 {
  return mode == MODE_SLOT ? MODE_MIXED : mode;
}

function pairs(code: i32, target: usize, first: usize, n: i32, offset: i32): void {
  const keyMode = withKinds(classify(first, n, 32, offset));
  const valueMode = classify(first + 16, n, 32, offset);
  reserve(n * 2);
  if (code == TAPE_DICT) making(code | (KIND_DICT << 16), depthOf(target), load<i32>(target, 4), offset);
  else {
    // A dict may become another object here: one that is memoized later must not get its number from the element that made it.
    forgetLast();
    element(code | (kindOf(target) << 16), depthOf(target), load<i32>(target, 4), offset);
  }
  word(depthOf(first));
  word(n);
  word(keyMode);
  writeRun(first, n, 32, keyMode);
  word(valueMode);
  writeRun(first + 16, n, 32, valueMode);
}

/** The tuple of the `n` entries from `first`, in the slot of the first. */
function tuple(first: usize, n: i32, offset: i32): void {
  const mode = classify(first, n, 16, offset);
  const kind = hasUnhashable(first, n, 16) ? KIND_TUPLE_UNHASHABLE : KIND_TUPLE;
  reserve(n);
  making(TAPE_TUPLE | (kind << 16), depthOf(first), 0, offset);
  run16(first, n, mode);
  store<u64>(first, <u64>tagOf(REP_SLOT, kind));
}

/** Where the host finds what is to be called: object id + 1, or 0 when it is in its slot. */
function calleeOf(entry: usize, offset: i32): i32 {
  if (repOf(entry) == REP_OBJECT) return load<i32>(entry, 8) + 1;
  toSlot(entry, offset);
  return 0;
}

/** An object that the host makes in the slot of `entry`. */
function objectAt(entry: usize, kind: i32): void {
  store<u64>(entry, <u64>tagOf(REP_SLOT, kind));
}

/** Decimal digits with an optional sign, at most 18 of them, as a number in `parsed`; false for anything else. */
let parsed: i64 = 0;

function parseDecimal(at: usize, length: i32): bool {
  const end = at + length;
  const negative = length > 0 && load<u8>(at) == 0x2d;
  if (negative) at++;
  if (at == end || end - at > 18) return false;
  let value: i64 = 0;
  for (; at < end; at++) {
    const digit = <i64>load<u8>(at) - 0x30;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
  }
  parsed = negative ? -value : value;
  return true;
}

/**
 * A memo index in decimal with the blanks, sign and underscores of Python's int(), up to a NUL, in `parsed`; false when it is none,
 * negative, or no safe integer of JavaScript.
 */
function parseIndex(at: usize, length: i32): bool {
  const nul = find(0, at, at + length);
  let end = at + (nul < 0 ? length : nul);
  while (at < end && isBlank(load<u8>(at))) at++;
  while (at < end && isBlank(load<u8>(end - 1))) end--;
  const negative = at < end && load<u8>(at) == 0x2d;
  if (negative || (at < end && load<u8>(at) == 0x2b)) at++;
  parsed = 0;
  let afterDigit = false;
  for (; at < end; at++) {
    const digit = <i64>load<u8>(at) - 0x30;
    if (digit == 0x5f - 0x30 && afterDigit) {
      afterDigit = false;
      continue;
    }
    if (digit < 0 || digit > 9) return false;
    afterDigit = true;
    parsed = parsed * 10 + digit;
    if (parsed > 0x1fffffffffffff) return false;
  }
  return afterDigit && (!negative || parsed == 0);
}

@inline function isBlank(byte: u8): bool {
  return byte == 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Forgets entries from `from` to `sp`: memoized containers among them must be made first. */
function drop(from: usize, sp: usize, offset: i32): void {
  for (let entry = from; entry < sp; entry += 16) {
    if (repOf(entry) == REP_PENDING && load<u32>(entry, 4) != 0) {
      reserve(2);
      materialize(entry, offset);
    }
  }
}

/**
 * Executes the `length` bytes at the window's start. The window follows the one before without a gap: the host moves it by
 * the position it was told, or behind the payload.
 * @param last no byte follows the window
 * @param total bytes from the window's start to the end of the input, infinite when unknown
 * @param position where the window starts in the input when bytes of calls may be left there, else -1
 * @returns SCAN_*; the header block (HEAD_*) has the details
 */
export function scan(length: i32, last: bool, total: f64, position: i32): i32 {
  origin = position;
  windowEnd = windowBase + <usize>length;
  isLast = last;
  remaining = total;
  if (frameEnd >= 0) {
    frameEnd -= consumed;
    frameAt -= consumed;
  }
  setHead(HEAD_FIRST_STRING, nextString);
  beginStringTable();
  verdict = SCAN_DONE;
  beginTape();
  if (last && frameEnd > <i64>length) {
    stop(FAULT_TRUNCATED, <i32>frameAt);
    return SCAN_FAULT;
  }
  const depth = run();
  if (verdict == SCAN_MORE || verdict == SCAN_DRAIN || verdict == SCAN_DONE) return finish(verdict, <i32>(cursor - windowBase), depth);
  return verdict;
}

/** Opcode, count and value of the longest scalar: LONG1 with a 64-bit integer. */
const LONGEST: usize = 10;

/**
 * Pushes the scalars and empty containers from `at` on: what most of a pickle consists of, in a loop that stays in registers.
 * It stops in front of what it does not know or what is not wholly there; `cursor` says where.
 * @param once the opcode at `at` was checked to have its fixed argument in front of the limit; only this one
 * @returns the new `sp`
 */
function scalars(at: usize, sp: usize, fence: usize, limit: usize, once: bool): usize {
  const end = stackEnd;
  while (sp < end && (at + LONGEST <= limit || once)) {
    const code = <i32>load<u8>(at);
    let next = at + 1 + argumentSize(code);
    switch (code) {
      case op.BININT:
        sp = push(sp, REP_INT, KIND_INT, load<i32>(at, 1));
        break;
      case op.BININT1:
        sp = push(sp, REP_INT, KIND_INT, load<u8>(at, 1));
        break;
      case op.BININT2:
        sp = push(sp, REP_INT, KIND_INT, load<u16>(at, 1));
        break;
      case op.LONG1: {
        const length = load<u8>(at, 1);
        next += length;
        if (length > 8 || next > limit) {
          cursor = at;
          return sp;
        }
        // The window has slack behind it, so eight bytes can always be read.
        const unused = <i64>(64 - (length << 3));
        sp = pushInteger(sp, length == 0 ? 0 : (load<i64>(at, 2) << unused) >> unused);
        break;
      }
      case op.NONE:
        sp = push(sp, REP_CONST, KIND_NONE, 0);
        break;
      case op.NEWTRUE:
        sp = push(sp, REP_CONST, KIND_BOOL, 2);
        break;
      case op.NEWFALSE:
        sp = push(sp, REP_CONST, KIND_BOOL, 1);
        break;
      case op.BINFLOAT:
        sp = push(sp, REP_NUM, KIND_FLOAT, bswap(load<u64>(at, 1)));
        break;
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE: {
        const length = code == op.BINUNICODE ? load<u32>(at, 1) : <u32>load<u8>(at, 1);
        const text = length <= <u32>LONG_TEXT && next + length <= limit ? textOf(next, length, isKey(sp, fence)) : -1;
        if (text < 0) {
          cursor = at;
          return sp;
        }
        sp = push(sp, REP_STR, KIND_STR, text);
        next += length;
        // Performance: nearly every str and container is memoized at once.
        const index = indexBehind(next, limit);
        if (putNew(index, tagOf(REP_STR, KIND_STR), text)) next += 1 + argumentSize(load<u8>(next));
        break;
      }
      case op.EMPTY_LIST:
      case op.EMPTY_TUPLE:
      case op.EMPTY_DICT:
      case op.EMPTY_SET: {
        const kind = code == op.EMPTY_LIST ? KIND_LIST : code == op.EMPTY_DICT ? KIND_DICT : code == op.EMPTY_TUPLE ? KIND_TUPLE : KIND_SET;
        const index = indexBehind(next, limit);
        if (putNew(index, tagOf(REP_PENDING, kind), depthOf(sp))) {
          sp = pushNamed(sp, kind, index);
          next += 1 + argumentSize(load<u8>(next));
        } else {
          sp = push(sp, REP_PENDING, kind, 0);
        }
        break;
      }
      case op.BINGET:
      case op.LONG_BINGET: {
        const entry = memoEntry(code == op.BINGET ? load<u8>(at, 1) : load<u32>(at, 1));
        if (entry == 0 || repOf(entry) >= REP_PENDING) {
          cursor = at;
          return sp;
        }
        sp = pushMemo(sp, entry);
        break;
      }
      default:
        cursor = at;
        return sp;
    }
    at = next;
    if (once) break;
  }
  cursor = at;
  return sp;
}

/** Memo index of the MEMOIZE, BINPUT or LONG_BINPUT at `at`; 0xffffffff when there is none of them. */
@inline function indexBehind(at: usize, limit: usize): u32 {
  if (at + LONGEST > limit) return 0xffffffff;
  const code = <i32>load<u8>(at);
  if (code == op.MEMOIZE) return memoCount;
  return code == op.BINPUT ? <u32>load<u8>(at, 1) : code == op.LONG_BINPUT ? load<u32>(at, 1) : 0xffffffff;
}

/** Pushes an empty container that the memo entry `index` names: its object id is known from now on, the object itself is not made yet. */
@inline function pushNamed(sp: usize, kind: i32, index: u64): usize {
  store<u32>(sp, tagOf(REP_PENDING, kind));
  store<i32>(sp, newObject() + 1, 4);
  store<u64>(sp, index, 8);
  return sp + 16;
}

/** The loop; the depth of the stack at the end. `verdict` and `cursor` say how and where it ended. */
function run(): i32 {
  let ip = windowBase;
  let sp = entryAt(savedDepth);
  let fence = entryAt(fenceDepth());
  let limit = limitNow();
  const counting = nodesLimit != Infinity;
  for (;;) {
    const at = ip;
    const offset = <i32>(at - windowBase);
    // Performance: one comparison for nearly every opcode; LONGEST bytes in front of the limit nothing has to be asked.
    const careful = at + LONGEST > limit || counting;
    if (careful) {
      if (counting) isCounted = false;
      if (at >= limit) {
        // The end of the window, or of the frame.
        insideFrame(at, 1);
        limit = limitNow();
        if (at >= windowEnd) {
          cursor = at;
          if (isLast) stop(frameEnd >= 0 ? FAULT_TRUNCATED : FAULT_END, offset);
          else more(offset, 1);
          return depthOf(sp);
        }
      }
      const next = <i32>load<u8>(at);
      if (counting && pushes(next)) {
        isCounted = true;
        if (++nodes > nodesLimit) return stop(FAULT_LIMIT_NODES, offset);
      }
      const size = argumentSize(next);
      if (at + 1 + size > limit) {
        cursor = at;
        if (read(at + 1, <u32>size, offset) < 0) return depthOf(sp);
        limit = limitNow();
      }
    }
    if (sp >= stackEnd) {
      const fenceAt = fenceDepth();
      const depth = depthOf(sp);
      growStack(sp);
      sp = entryAt(depth);
      fence = entryAt(fenceAt);
    }
    const code = <i32>load<u8>(at);
    if (isScalar(code)) {
      sp = scalars(at, sp, fence, limit, careful);
      ip = cursor;
      if (ip != at) continue;
    }
    ip = at + 1;
    switch (code) {
      // --- Ints ---
      case op.INT:
      case op.LONG: {
        cursor = at;
        let length = line(ip, offset);
        if (length < 0) return depthOf(sp);
        limit = limitNow();
        if (length == 0) return stop(FAULT_TRUNCATED, offset);
        const start = ip;
        ip += length + 1;
        if (code == op.INT && length == 2 && load<u8>(start) == 0x30 && (load<u8>(start, 1) | 1) == 0x31) {
          sp = push(sp, REP_CONST, KIND_BOOL, <u64>(load<u8>(start, 1) - 0x2f));
          break;
        }
        if (code == op.LONG && load<u8>(start + length - 1) == 0x4c) length--;
        if (length <= digitsLimit && parseDecimal(start, length)) {
          sp = pushInteger(sp, parsed);
          break;
        }
        making(TAPE_INT_TEXT | (KIND_INT << 16), depthOf(sp), 0, offset);
        piece(start, length);
        sp = pushSlot(sp, KIND_INT);
        break;
      }
      case op.LONG1:
      case op.LONG4: {
        const length = code == op.LONG1 ? <i32>load<u8>(ip) : load<i32>(ip);
        if (length < 0) return stop(FAULT_LONG_COUNT, offset);
        ip += argumentSize(code);
        cursor = at;
        if (<u64>ip + length > <u64>limit) {
          if (read(ip, length, offset) < 0) return depthOf(sp);
          limit = limitNow();
        }
        if (length <= 8) {
          let value: i64 = 0;
          if (length > 0) {
            const unused = <i64>(64 - (length << 3));
            // The window has slack behind it, so eight bytes can always be read.
            value = (load<i64>(ip) << unused) >> unused;
          }
          sp = pushInteger(sp, value);
        } else if (length == 9 && load<u8>(ip, 8) == 0 && load<i64>(ip) < 0) {
          sp = push(sp, REP_UBIG, KIND_INT, load<u64>(ip));
        } else {
          making(TAPE_BIGINT | (KIND_INT << 16), depthOf(sp), 0, offset);
          piece(ip, length);
          sp = pushSlot(sp, KIND_INT);
        }
        ip += length;
        break;
      }

      // --- Strings (Python 2 str) ---
      case op.STRING: {
        cursor = at;
        const length = line(ip, offset);
        if (length < 0) return depthOf(sp);
        limit = limitNow();
        const id = oldAsBytes ? -1 : hostString();
        if (oldAsBytes) making(TAPE_QUOTED | (KIND_BYTES << 16), depthOf(sp), 0, offset);
        else element(TAPE_QUOTED, depthOf(sp), 0, offset);
        piece(ip, length);
        word(id + 1);
        sp = oldAsBytes ? pushSlot(sp, KIND_BYTES) : push(sp, REP_STR, KIND_STR, id);
        ip += length + 1;
        break;
      }
      case op.BINSTRING:
      case op.SHORT_BINSTRING: {
        // CPython's C unpickler reads the signed count of BINSTRING as unsigned.
        const length = code == op.SHORT_BINSTRING ? <u64>load<u8>(ip) : <u64>load<u32>(ip);
        cursor = at;
        const next = oldString(sp, ip + argumentSize(code), length, offset, isKey(sp, fence));
        if (next == 0) return depthOf(sp);
        sp = next;
        ip = cursor;
        limit = limitNow();
        break;
      }

      // --- Bytes ---
      case op.BINBYTES:
      case op.SHORT_BINBYTES:
      case op.BINBYTES8:
      case op.BYTEARRAY8: {
        if (code == op.SHORT_BINBYTES && origin >= 0 && !counting && sp > fence) {
          const behind = callWithBytes(sp - 16, ip, limit);
          if (behind != 0) {
            ip = behind;
            break;
          }
        }
        const length = code == op.SHORT_BINBYTES ? <u64>load<u8>(ip) : code == op.BINBYTES ? <u64>load<u32>(ip) : load<u64>(ip);
        cursor = at;
        const next = counted(sp, code == op.BYTEARRAY8 ? PAYLOAD_BYTEARRAY : PAYLOAD_BYTES, ip + argumentSize(code), length, offset);
        if (next == 0) return depthOf(sp);
        sp = next;
        ip = cursor;
        limit = limitNow();
        break;
      }

      // --- Out-of-band buffers ---
      case op.NEXT_BUFFER:
        making(TAPE_NEXT_BUFFER | (KIND_OBJECT << 16), depthOf(sp), 0, offset);
        sp = pushSlot(sp, KIND_OBJECT);
        break;
      case op.READONLY_BUFFER: {
        if (sp <= fence) return underflow(offset);
        const top = sp - 16;
        toSlot(top, offset);
        making(TAPE_READONLY | (kindOf(top) << 16), depthOf(top), 0, offset);
        objectAt(top, kindOf(top));
        break;
      }

      // --- Text ---
      case op.UNICODE: {
        cursor = at;
        const length = line(ip, offset);
        if (length < 0) return depthOf(sp);
        limit = limitNow();
        if (length <= LONG_TEXT && isAscii(ip, length) && find(0x5c, ip, ip + length) < 0) {
          sp = push(sp, REP_STR, KIND_STR, textOf(ip, length, isKey(sp, fence)));
        } else {
          const id = hostString();
          element(TAPE_RAW_TEXT, id, 0, offset);
          piece(ip, length);
          sp = push(sp, REP_STR, KIND_STR, id);
        }
        ip += length + 1;
        break;
      }
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE:
      case op.BINUNICODE8: {
        const length = code == op.SHORT_BINUNICODE ? <u64>load<u8>(ip) : code == op.BINUNICODE ? <u64>load<u32>(ip) : load<u64>(ip);
        cursor = at;
        const next = text(sp, ip + argumentSize(code), length, offset, isKey(sp, fence));
        if (next == 0) return depthOf(sp);
        sp = next;
        ip = cursor;
        limit = limitNow();
        break;
      }

      // --- Floats ---
      case op.FLOAT: {
        cursor = at;
        const length = line(ip, offset);
        if (length < 0) return depthOf(sp);
        limit = limitNow();
        if (length == 0) return stop(FAULT_TRUNCATED, offset);
        making(TAPE_FLOAT_TEXT | (KIND_FLOAT << 16), depthOf(sp), 0, offset);
        piece(ip, length);
        sp = pushSlot(sp, KIND_FLOAT);
        ip += length + 1;
        break;
      }

      // --- Lists ---
      case op.APPEND: {
        if (sp < fence + 32) return underflow(offset);
        extend(sp - 32, sp - 16, 1, offset);
        sp -= 16;
        break;
      }
      case op.APPENDS: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        const first = fence;
        fence = popMark();
        if (first <= fence) return underflow(offset);
        if (sp > first) extend(first - 16, first, <i32>((sp - first) >> 4), offset);
        sp = first;
        break;
      }
      case op.LIST: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        const first = fence;
        fence = popMark();
        const n = <i32>((sp - first) >> 4);
        if (n == 0) {
          sp = push(first, REP_PENDING, KIND_LIST, 0);
          break;
        }
        const mode = classify(first, n, 16, offset);
        reserve(n);
        making(TAPE_LIST | (KIND_LIST << 16), depthOf(first), 0, offset);
        run16(first, n, mode);
        objectAt(first, KIND_LIST);
        sp = first + 16;
        break;
      }

      // --- Tuples ---
      case op.TUPLE: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        const first = fence;
        fence = popMark();
        const n = <i32>((sp - first) >> 4);
        if (n == 0) {
          sp = push(first, REP_PENDING, KIND_TUPLE, 0);
        } else {
          tuple(first, n, offset);
          sp = first + 16;
        }
        break;
      }
      case op.TUPLE1:
      case op.TUPLE2:
      case op.TUPLE3: {
        const n = code - op.TUPLE1 + 1;
        const first = sp - (<usize>n << 4);
        if (first < fence || sp < fence + (<usize>n << 4)) return underflow(offset);
        tuple(first, n, offset);
        sp = first + 16;
        break;
      }

      // --- Dicts ---
      case op.DICT: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        const first = fence;
        fence = popMark();
        const n = <i32>((sp - first) >> 4);
        if (n == 0) {
          sp = push(first, REP_PENDING, KIND_DICT, 0);
          break;
        }
        if ((n & 1) != 0) return stop(FAULT_ODD_DICT, offset);
        if (startsUnhashable(first, n >> 1, 32)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
        // The dict takes the place of its first key, which was read before.
        store<u32>(first, 0, 4);
        if (!records || !record(first, first, n >> 1, 0, offset)) pairs(TAPE_DICT, first, first, n >> 1, offset);
        objectAt(first, KIND_DICT);
        sp = first + 16;
        break;
      }
      case op.SETITEM: {
        if (sp < fence + 48) return underflow(offset);
        if (!setItems(sp - 48, sp - 32, 1, offset)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
        sp -= 32;
        break;
      }
      case op.SETITEMS: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        const first = fence;
        fence = popMark();
        if (first <= fence) return underflow(offset);
        const n = <i32>((sp - first) >> 4);
        if ((n & 1) != 0) return stop(FAULT_ODD_SETITEMS, offset);
        if (n != 0 && !setItems(first - 16, first, n >> 1, offset)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
        sp = first;
        break;
      }

      // --- Sets ---
      case op.ADDITEMS: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        const first = fence;
        fence = popMark();
        if (first <= fence) return underflow(offset);
        const n = <i32>((sp - first) >> 4);
        sp = first;
        if (n == 0) break;
        const target = first - 16;
        const kind = kindOf(target);
        if (kind == KIND_SET && startsUnhashable(first, n, 16)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
        const mode = withKinds(classify(first, n, 16, offset));
        if (repOf(target) == REP_PENDING && kind == KIND_SET) {
          fixMemo(target);
          reserve(n);
          making(TAPE_SET | (KIND_SET << 16), depthOf(target), load<i32>(target, 4), offset);
          nowInSlot(target, KIND_SET);
        } else {
          reserve(1);
          toSlot(target, offset);
          reserve(n);
          element(TAPE_ADDITEMS | (kind << 16), depthOf(target), 0, offset);
        }
        run16(first, n, mode);
        break;
      }
      case op.FROZENSET: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        const first = fence;
        fence = popMark();
        const n = <i32>((sp - first) >> 4);
        if (startsUnhashable(first, n, 16)) return stop(FAULT_UNHASHABLE, offset, unhashableKind);
        const mode = withKinds(classify(first, n, 16, offset));
        reserve(n);
        making(TAPE_FROZENSET | (KIND_FROZENSET << 16), depthOf(first), 0, offset);
        run16(first, n, mode);
        objectAt(first, KIND_FROZENSET);
        sp = first + 16;
        break;
      }

      // --- Stack manipulation ---
      case op.POP: {
        if (hasMark() && sp == fence) {
          fence = popMark();
          break;
        }
        if (sp <= fence) return underflow(offset);
        sp -= 16;
        drop(sp, sp + 16, offset);
        if (repOf(sp) == REP_SLOT && kindOf(sp) == KIND_OBJECT && sp > stackBase) {
          toSlot(sp - 16, offset);
          element(TAPE_POP, depthOf(sp), 0, offset);
        }
        break;
      }
      case op.DUP: {
        if (sp <= fence) return underflow(offset);
        const top = sp - 16;
        const rep = repOf(top);
        if (rep == REP_SLOT || rep == REP_PENDING) {
          const object = identify(top, offset);
          sp = push(sp, REP_OBJECT, kindOf(top), object);
          store<i32>(sp - 16, object + 1, 4);
        } else {
          store<u64>(sp, load<u64>(top));
          store<u64>(sp, load<u64>(top, 8), 8);
          sp += 16;
        }
        break;
      }
      case op.MARK: {
        if (sp > fence && kindOf(sp - 16) == KIND_LIST && !counting) {
          const next = numberBatch(sp - 16, ip, limit);
          if (next != 0) {
            ip = next;
            break;
          }
        }
        pushMark(depthOf(sp));
        fence = sp;
        break;
      }
      case op.POP_MARK: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        drop(fence, sp, offset);
        sp = fence;
        fence = popMark();
        break;
      }

      // --- Memo ---
      case op.GET:
      case op.PUT: {
        cursor = at;
        const length = line(ip, offset);
        if (length < 0) return depthOf(sp);
        limit = limitNow();
        if (length == 0) return stop(FAULT_TRUNCATED, offset);
        if (code == op.PUT && sp <= fence) return underflow(offset);
        if (!parseIndex(ip, length)) return stop(FAULT_GET_TEXT, offset);
        ip += length + 1;
        if (code == op.PUT) {
          if (!memoize(sp - 16, parsed, offset)) return -1;
        } else {
          sp = recall(sp, parsed, offset);
          if (sp == 0) return -1;
        }
        break;
      }
      case op.BINGET:
      case op.LONG_BINGET:
        sp = recall(sp, code == op.BINGET ? load<u8>(ip) : load<u32>(ip), offset);
        if (sp == 0) return -1;
        ip += argumentSize(code);
        break;
      case op.BINPUT:
      case op.LONG_BINPUT:
        if (sp <= fence) return underflow(offset);
        if (!memoize(sp - 16, code == op.BINPUT ? load<u8>(ip) : load<u32>(ip), offset)) return -1;
        ip += argumentSize(code);
        break;
      case op.MEMOIZE:
        if (sp <= fence) return underflow(offset);
        if (!memoize(sp - 16, memoCount, offset)) return -1;
        break;

      // --- Extension codes ---
      case op.EXT1:
      case op.EXT2:
      case op.EXT4: {
        const value = code == op.EXT1 ? <i32>load<u8>(ip) : code == op.EXT2 ? <i32>load<u16>(ip) : load<i32>(ip);
        if (value <= 0) return stop(FAULT_EXTENSION_CODE, offset, value);
        making(TAPE_EXTENSION | (KIND_GLOBAL << 16), depthOf(sp), 0, offset);
        word(value);
        word(protocol);
        sp = pushSlot(sp, KIND_GLOBAL);
        ip += argumentSize(code);
        break;
      }

      // --- Globals and instances ---
      case op.GLOBAL:
      case op.INST: {
        cursor = at;
        const moduleLength = line(ip, offset);
        if (moduleLength < 0) return depthOf(sp);
        const nameAt = ip + moduleLength + 1;
        const nameLength = line(nameAt, offset);
        if (nameLength < 0) return depthOf(sp);
        limit = limitNow();
        if (code == op.INST && !hasMark()) return stop(FAULT_NO_MARK, offset);
        if (moduleLength == 0) return stop(FAULT_TRUNCATED, offset);
        const module = nameOf(code, ip, moduleLength);
        if (module < 0) return stop(FAULT_GLOBAL_UTF8, offset);
        if (nameLength == 0) return stop(FAULT_TRUNCATED, offset);
        const name = nameOf(code, nameAt, nameLength);
        if (name < 0) return stop(FAULT_GLOBAL_UTF8, offset);
        ip = nameAt + nameLength + 1;
        if (code == op.GLOBAL) {
          making(TAPE_GLOBAL | (KIND_GLOBAL << 16), depthOf(sp), 0, offset);
          word(module);
          word(name);
          word(protocol);
          sp = pushSlot(sp, KIND_GLOBAL);
          break;
        }
        const first = fence;
        fence = popMark();
        const n = <i32>((sp - first) >> 4);
        const mode = classify(first, n, 16, offset);
        reserve(n);
        making(TAPE_INST | (KIND_OBJECT << 16), depthOf(first), 0, offset);
        word(module);
        word(name);
        word(protocol);
        run16(first, n, mode);
        objectAt(first, KIND_OBJECT);
        sp = first + 16;
        break;
      }
      case op.STACK_GLOBAL: {
        if (sp < fence + 32) return underflow(offset);
        const name = sp - 16;
        const module = sp - 32;
        // What is no text here may be a str that the host got from its caller.
        if (repOf(module) != REP_STR) toSlot(module, offset);
        if (repOf(name) != REP_STR) toSlot(name, offset);
        making(TAPE_GLOBAL | (KIND_GLOBAL << 16), depthOf(module), 0, offset);
        word(repOf(module) == REP_STR ? load<i32>(module, 8) : -1);
        word(repOf(name) == REP_STR ? load<i32>(name, 8) : -1);
        word(protocol);
        objectAt(module, KIND_GLOBAL);
        sp = name;
        break;
      }
      case op.REDUCE: {
        if (sp < fence + 32) return underflow(offset);
        const args = sp - 16;
        const callee = sp - 32;
        const object = calleeOf(callee, offset);
        toSlot(args, offset);
        making(TAPE_REDUCE | (kindOf(callee) << 16), depthOf(callee), 0, offset);
        word(object);
        objectAt(callee, KIND_OBJECT);
        sp = args;
        break;
      }
      case op.BUILD: {
        if (sp < fence + 32) return underflow(offset);
        const state = sp - 16;
        const target = sp - 32;
        toSlot(target, offset);
        toSlot(state, offset);
        element(TAPE_BUILD | (kindOf(target) << 16), depthOf(target), 0, offset);
        word(kindOf(state));
        sp = state;
        break;
      }
      case op.OBJ: {
        if (!hasMark()) return stop(FAULT_NO_MARK, offset);
        const first = fence;
        fence = popMark();
        if (sp <= first) return underflow(offset);
        const n = <i32>((sp - first) >> 4) - 1;
        toSlot(first, offset);
        const mode = classify(first + 16, n, 16, offset);
        reserve(n);
        making(TAPE_OBJ | (kindOf(first) << 16), depthOf(first), 0, offset);
        word(depthOf(first) + 1);
        word(n);
        word(mode);
        writeRun(first + 16, n, 16, mode);
        objectAt(first, KIND_OBJECT);
        sp = first + 16;
        break;
      }
      case op.NEWOBJ: {
        if (sp < fence + 32) return underflow(offset);
        const args = sp - 16;
        const type = sp - 32;
        const object = calleeOf(type, offset);
        if (repOf(args) == REP_PENDING && kindOf(args) == KIND_TUPLE && load<u32>(args, 4) == 0) {
          making(TAPE_NEWOBJ_EMPTY | (kindOf(type) << 16), depthOf(type), 0, offset);
        } else {
          toSlot(args, offset);
          making(TAPE_NEWOBJ | (kindOf(type) << 16), depthOf(type), 0, offset);
        }
        word(object);
        objectAt(type, KIND_OBJECT);
        sp = args;
        break;
      }
      case op.NEWOBJ_EX: {
        if (sp < fence + 48) return underflow(offset);
        const type = sp - 48;
        toSlot(type, offset);
        toSlot(sp - 32, offset);
        toSlot(sp - 16, offset);
        making(TAPE_NEWOBJ_EX | (kindOf(type) << 16), depthOf(type), 0, offset);
        objectAt(type, KIND_OBJECT);
        sp -= 32;
        break;
      }

      // --- Machine control ---
      case op.PROTO: {
        const version = <i32>load<u8>(ip);
        if (version > 5) return stop(FAULT_PROTOCOL, offset, version);
        protocol = version;
        ip += 1;
        break;
      }
      case op.STOP: {
        if (sp <= fence) return hasMark() ? stop(FAULT_UNEXPECTED_MARK, offset) : underflow(offset);
        if (frameEnd > <i64>(windowEnd - windowBase)) {
          // CPython reads a frame before it executes it: all of it has to be there.
          cursor = at;
          more(offset, <u32>min(frameEnd - offset, <i64>0x40000000));
          return depthOf(sp);
        }
        drop(stackBase, sp - 16, offset);
        toSlot(sp - 16, offset);
        element(TAPE_STOP | (kindOf(sp - 16) << 16), depthOf(sp - 16), 0, offset);
        cursor = ip;
        return 0;
      }
      case op.FRAME: {
        // What no input can have is missing at its end.
        const length = min(load<u64>(ip), <u64>0x1fffffffffffff);
        ip += 8;
        const here = <i64>(ip - windowBase);
        if (frameEnd >= 0 && here < frameEnd) return stop(FAULT_FRAME_NESTED, offset);
        if (<f64>length + <f64>here > remaining) return stop(FAULT_TRUNCATED, offset);
        frameEnd = here + <i64>length;
        frameAt = offset;
        limit = limitNow();
        break;
      }

      // --- Persistent ids ---
      case op.PERSID: {
        cursor = at;
        const length = line(ip, offset);
        if (length < 0) return depthOf(sp);
        limit = limitNow();
        if (!isAscii(ip, length)) return stop(FAULT_PERSID_ASCII, offset);
        making(TAPE_PERSID | (KIND_OBJECT << 16), depthOf(sp), 0, offset);
        word(textOf(ip, length, false));
        sp = pushSlot(sp, KIND_OBJECT);
        ip += length + 1;
        break;
      }
      case op.BINPERSID: {
        if (sp <= fence) return underflow(offset);
        const top = sp - 16;
        toSlot(top, offset);
        making(TAPE_BINPERSID | (kindOf(top) << 16), depthOf(top), 0, offset);
        objectAt(top, KIND_OBJECT);
        break;
      }

      default:
        return stop(FAULT_LOAD_KEY, offset, code);
    }
    // Performance: only opcodes that may have written to the tape come here, the others go on at once.
    if (tapeIsFull()) {
      verdict = SCAN_DRAIN;
      cursor = ip;
      return depthOf(sp);
    }
  }
  return 0;
}

/** MEMOIZE, TUPLE1, MEMOIZE, REDUCE. */
const CALL: u32 = op.MEMOIZE | (op.TUPLE1 << 8) | (op.MEMOIZE << 16) | (op.REDUCE << 24);

/**
 * A call of `callee` with bytes alone, as protocol 4 writes it, becomes one element (bench case datetimes): the host reads the bytes where they
 * are. `at` is where their length is. The address behind REDUCE, or 0 when it is something else or not wholly there.
 */
function callWithBytes(callee: usize, at: usize, limit: usize): usize {
  const behind = at + 1 + <usize>load<u8>(at);
  const start = <i32>(at - windowBase);
  if (behind + 4 > limit || load<u32>(behind) != CALL) return 0;
  if (!putTwoNew(tagOf(REP_LATE, KIND_BYTES), tagOf(REP_LATE, KIND_TUPLE), origin + start)) return 0;
  const offset = <i32>(behind + 3 - windowBase);
  const object = calleeOf(callee, offset);
  making(TAPE_CALL_BYTES | (kindOf(callee) << 16), depthOf(callee), 0, offset);
  word(object);
  word(start);
  objectAt(callee, KIND_OBJECT);
  return behind + 4;
}

/** Numbers of one batch that go straight to the tape; CPython writes 1000. */
const BATCH: i32 = 4096;

/**
 * A batch `MARK n1 n2 … APPENDS` that is all small ints or all floats goes to the tape without the stack (bench cases smallints and
 * floats). `ip` is behind the MARK. The address behind APPENDS, or 0 when the batch is something else or not wholly there.
 */
function numberBatch(list: usize, ip: usize, limit: usize): usize {
  if (ip >= limit) return 0;
  const first = load<u8>(ip);
  const isFloat = first == op.BINFLOAT;
  if (!isFloat && first != op.BININT1 && first != op.BININT2 && first != op.BININT) return 0;
  reserve(BATCH);
  const start = tapeTop;
  let n = 0;
  let code: i32 = first;
  if (isFloat) {
    let to = poolTop;
    while (code == op.BINFLOAT && n < BATCH) {
      if (ip + 10 > limit) return 0;
      store<u64>(to, bswap(load<u64>(ip, 1)));
      to += 8;
      ip += 9;
      n++;
      code = load<u8>(ip);
    }
  } else {
    // Behind the header, base, number and mode.
    let to = start + 28;
    for (; n < BATCH; n++) {
      if (ip + 6 > limit) return 0;
      if (code == op.BININT1) {
        store<i32>(to, load<u8>(ip, 1));
        ip += 2;
      } else if (code == op.BININT2) {
        store<i32>(to, load<u16>(ip, 1));
        ip += 3;
      } else if (code == op.BININT) {
        store<i32>(to, load<i32>(ip, 1));
        ip += 5;
      } else break;
      to += 4;
      code = load<u8>(ip);
    }
  }
  if (code != op.APPENDS) return 0;
  const offset = <i32>(ip - windowBase);
  const slot = depthOf(list);
  if (repOf(list) == REP_PENDING) {
    fixMemo(list);
    making(TAPE_LIST | (KIND_LIST << 16), slot, load<i32>(list, 4), offset);
    nowInSlot(list, KIND_LIST);
  } else {
    // An element in front would lie where the numbers are.
    if (repOf(list) != REP_SLOT) return 0;
    element(TAPE_EXTEND | (KIND_LIST << 16), slot, 0, offset);
  }
  word(slot + 1);
  word(n);
  word(isFloat ? MODE_FLOAT : MODE_INT);
  if (isFloat) skipPool(n);
  else skipWords(n);
  return ip + 1;
}

/** A value is missing: below the topmost mark there is nothing to take. */
function underflow(offset: i32): i32 {
  return stop(hasMark() ? FAULT_UNEXPECTED_MARK : FAULT_UNDERFLOW, offset);
}

/** True when a text pushed now is going to be a key: right above a dict, or at an even place above a dict's mark. */
function isKey(sp: usize, fence: usize): bool {
  if (sp > fence) return kindOf(sp - 16) == KIND_DICT || (((sp - fence) & 16) == 0 && fence > stackBase && kindOf(fence - 16) == KIND_DICT);
  return fence > stackBase && kindOf(fence - 16) == KIND_DICT;
}
