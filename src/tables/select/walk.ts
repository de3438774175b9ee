/**
 * Walks through a pickle without making a value: where each value of the stack begins and ends, what the memo's entries
 * are, and which values one container holds.
 */
import { memoIndexOfLine } from '../../engines/js/index.js';
import { argumentBytes, fault, placed, uint32 } from '../../format/index.js';
import { FAULT_MEMO_MISSING, FAULT_NO_MARK, FAULT_UNDERFLOW, FAULT_UNEXPECTED_MARK } from '../../shared/faults.js';
import * as OP from '../../shared/opcodes.js';
import { FETCHED, FIRST_ROOM, type MemoPlaces, moved, NumberList, type Place, SCATTERED } from './memo-places.js';
import { opcodeEnd } from './opcode-ends.js';

/** The values that a container holds, in order; of a dict also their keys, of an object its state. */
export class Children {
  readonly starts = new NumberList();
  readonly ends = new NumberList();
  /** Of dicts: where the keys are. */
  keyStarts: NumberList | undefined = undefined;
  keyEnds: NumberList | undefined = undefined;
  /** What BUILD gave. */
  state: Place | undefined = undefined;
}

/** What a walk found. */
export interface Walked {
  place: Place;
  /** Behind the last opcode. */
  end: number;
  protocol: number;
}

/** The memo index of a GET, or of a PUT that names one. */
export function memoIndex(bytes: Uint8Array, at: number, end: number): number {
  const code = bytes[at];
  if (code === OP.BINGET || code === OP.BINPUT) return bytes[at + 1];
  return code === OP.LONG_BINGET || code === OP.LONG_BINPUT
    ? uint32(bytes, at + 1)
    : memoIndexOfLine(bytes, at + 1, end - 1);
}

/** Bytes of the opcodes that push a scalar or an empty container, and have a fixed size. */
export const SCALARS: Uint8Array = /*#__PURE__*/ scalarSizes();

function scalarSizes(): Uint8Array {
  const sizes = new Uint8Array(256);
  const codes = [
    OP.NONE,
    OP.NEWTRUE,
    OP.NEWFALSE,
    OP.BININT,
    OP.BININT1,
    OP.BININT2,
    OP.BINFLOAT,
    OP.EMPTY_LIST,
    OP.EMPTY_DICT,
    OP.EMPTY_TUPLE,
  ];
  for (const code of codes) sizes[code] = 1 + argumentBytes(code);
  return sizes;
}

/** Slots of the stack that came by a GET or DUP. */
const IS_GET = 1;

/**
 * Walks from `from` up to `to`, or to STOP.
 * @param memo gets the entries, unless children are wanted of a part: then it knows them
 * @param children gets what the value at the bottom of the stack holds
 * @throws UnpicklingError with its place when the opcodes make no sense; arguments are not looked at
 */
export function walk(bytes: Uint8Array, from: number, to: number, memo: MemoPlaces, children?: Children): Walked {
  // A part is walked through when the whole has been.
  const learns = children === undefined || memo.count === 0;
  // Of each slot: where its opcodes begin and end, its memo entry or -1, and IS_GET.
  let room = FIRST_ROOM;
  let starts = new Float64Array(room);
  let ends = new Float64Array(room);
  let entries = new Float64Array(room);
  let flags = new Uint8Array(room);
  let sp = 0;
  const marks: number[] = [];
  const markPlaces: number[] = [];
  let fence = 0;
  let protocol = 0;
  let at = from;
  let end = from;
  /** Where that began which the last opcode popped; -1 when it was no POP. */
  let poppedStart = -1;

  /** Below this no opcode of fixed size, or of a length in one byte, goes beyond the end. */
  const safe = Math.min(to, bytes.length - 260);
  const underflow = () => fault(marks.length === 0 ? FAULT_UNDERFLOW : FAULT_UNEXPECTED_MARK);
  const need = (count: number): void => {
    if (sp - count < fence) throw underflow();
  };
  const push = (start: number): void => {
    starts[sp] = start;
    ends[sp] = end;
    entries[sp] = -1;
    flags[sp++] = 0;
  };
  const popMark = (): number => {
    const slot = marks.pop();
    if (slot === undefined) throw fault(FAULT_NO_MARK);
    fence = marks.length === 0 ? 0 : marks[marks.length - 1];
    return slot;
  };
  /** The value in `slot` has more opcodes: up to `to`. */
  const extend = (slot: number, to: number): void => {
    ends[slot] = to;
    const entry = entries[slot];
    if (entry < 0 || !learns) return;
    if (flags[slot] === IS_GET) memo.flag(entry, SCATTERED);
    else memo.extend(entry, to);
  };
  /** True when entry `index` was put by what was popped just now. */
  const isPopped = (index: number): boolean =>
    poppedStart >= 0 && memo.has(index) && memo.putAt(index) >= poppedStart && memo.putAt(index) < at;
  const forget = (): void => {
    if (children === undefined) return;
    children.starts.length = 0;
    children.ends.length = 0;
    children.keyStarts = undefined;
    children.keyEnds = undefined;
    children.state = undefined;
  };
  const hold = (slot: number, first: number, isPairs: boolean): void => {
    if (slot !== 0 || children === undefined) return;
    if (isPairs) {
      children.keyStarts ??= new NumberList();
      children.keyEnds ??= new NumberList();
    }
    for (let i = first; i < sp; i++) {
      const isKey = isPairs && (i - first) % 2 === 0;
      (isKey ? (children.keyStarts as NumberList) : children.starts).push(starts[i]);
      (isKey ? (children.keyEnds as NumberList) : children.ends).push(ends[i]);
    }
  };
  /** The topmost `count` values become one that has them. */
  const collect = (slot: number, start: number, holds: boolean, isPairs = false): void => {
    if (slot === 0) forget();
    if (holds) hold(slot, slot, isPairs);
    sp = slot;
    push(start);
  };

  try {
    while (at < to) {
      if (sp === room) {
        room *= 2;
        starts = moved(starts, new Float64Array(room));
        ends = moved(ends, new Float64Array(room));
        entries = moved(entries, new Float64Array(room));
        flags = moved(flags, new Uint8Array(room));
      }
      const code = bytes[at];
      // Performance: most opcodes of a large pickle are these.
      if (poppedStart < 0 && sp > 0 && at < safe) {
        const size = code === OP.SHORT_BINUNICODE ? 2 + bytes[at + 1] : SCALARS[code];
        if (size > 0) {
          starts[sp] = at;
          at += size;
          ends[sp] = at;
          entries[sp] = -1;
          flags[sp++] = 0;
          continue;
        }
        if (code === OP.MEMOIZE && sp > fence && entries[sp - 1] < 0) {
          ends[sp - 1] = at + 1;
          if (learns) {
            entries[sp - 1] = memo.count;
            memo.put(memo.count, starts[sp - 1], at, at + 1);
          }
          at++;
          continue;
        }
        if (code === OP.BINGET || code === OP.LONG_BINGET) {
          const index = code === OP.BINGET ? bytes[at + 1] : uint32(bytes, at + 1);
          if (memo.has(index)) {
            if (learns) memo.flag(index, FETCHED);
            starts[sp] = at;
            at += code === OP.BINGET ? 2 : 5;
            ends[sp] = at;
            entries[sp] = index;
            flags[sp++] = IS_GET;
            continue;
          }
        }
      }
      end = opcodeEnd(bytes, at);
      // What was popped may have done something to the value below: a setter of state was called.
      if (poppedStart >= 0 && code !== OP.FRAME) {
        const isGet = code === OP.GET || code === OP.BINGET || code === OP.LONG_BINGET;
        if (!(isGet && isPopped(memoIndex(bytes, at, end)))) {
          if (sp > fence) extend(sp - 1, at);
          poppedStart = -1;
        }
      }
      switch (code) {
        case OP.MARK:
          marks.push(sp);
          markPlaces[marks.length - 1] = at;
          fence = sp;
          break;
        case OP.STOP:
          need(1);
          return { place: { start: starts[sp - 1], end: ends[sp - 1] }, end, protocol };
        case OP.PROTO:
          protocol = bytes[at + 1];
          break;
        case OP.FRAME:
          break;
        case OP.POP:
        case OP.POP_MARK:
          if (code === OP.POP && sp > fence) {
            sp--;
            poppedStart = starts[sp];
          } else {
            poppedStart = markPlaces[marks.length - 1];
            sp = popMark();
          }
          break;
        case OP.GET:
        case OP.BINGET:
        case OP.LONG_BINGET: {
          const index = memoIndex(bytes, at, end);
          if (!memo.has(index)) throw fault(FAULT_MEMO_MISSING, index);
          if (learns) memo.flag(index, FETCHED);
          // A tuple that holds itself: its items are popped, and it comes from the memo.
          const start = isPopped(index) ? poppedStart : at;
          poppedStart = -1;
          push(start);
          entries[sp - 1] = index;
          flags[sp - 1] = IS_GET;
          break;
        }
        case OP.DUP:
          need(1);
          push(at);
          entries[sp - 1] = entries[sp - 2];
          flags[sp - 1] = IS_GET;
          break;
        case OP.PUT:
        case OP.BINPUT:
        case OP.LONG_BINPUT:
        case OP.MEMOIZE: {
          need(1);
          const slot = sp - 1;
          ends[slot] = end;
          if (!learns) break;
          const index = code === OP.MEMOIZE ? memo.count : memoIndex(bytes, at, end);
          memo.put(index, starts[slot], at, end);
          const before = entries[slot];
          if (before >= 0) {
            memo.flag(before, SCATTERED);
            memo.flag(index, SCATTERED);
          }
          entries[slot] = index;
          break;
        }
        case OP.APPENDS:
        case OP.ADDITEMS:
        case OP.SETITEMS: {
          const slot = popMark();
          if (slot - 1 < fence) throw underflow();
          hold(slot - 1, slot, code === OP.SETITEMS);
          sp = slot;
          extend(sp - 1, end);
          break;
        }
        case OP.APPEND:
        case OP.SETITEM: {
          const count = code === OP.APPEND ? 1 : 2;
          need(count + 1);
          hold(sp - count - 1, sp - count, count === 2);
          sp -= count;
          extend(sp - 1, end);
          break;
        }
        case OP.BUILD:
          need(2);
          if (sp === 2 && children !== undefined) children.state = { start: starts[1], end: ends[1] };
          sp--;
          extend(sp - 1, end);
          break;
        case OP.TUPLE:
        case OP.LIST:
        case OP.DICT:
        case OP.FROZENSET:
        case OP.OBJ:
        case OP.INST: {
          const start = markPlaces[marks.length - 1];
          collect(popMark(), start, code !== OP.OBJ && code !== OP.INST, code === OP.DICT);
          break;
        }
        case OP.TUPLE1:
        case OP.TUPLE2:
        case OP.TUPLE3: {
          const count = code - OP.TUPLE1 + 1;
          need(count);
          collect(sp - count, starts[sp - count], true);
          break;
        }
        case OP.STACK_GLOBAL:
        case OP.REDUCE:
        case OP.NEWOBJ:
        case OP.NEWOBJ_EX:
        case OP.BINPERSID:
        case OP.READONLY_BUFFER: {
          const count = code === OP.NEWOBJ_EX ? 3 : code === OP.BINPERSID || code === OP.READONLY_BUFFER ? 1 : 2;
          need(count);
          collect(sp - count, starts[sp - count], false);
          break;
        }
        default:
          if (sp === 0) forget();
          push(at);
      }
      at = end;
    }
  } catch (error) {
    throw placed(error, at, bytes[at]);
  }
  return { place: { start: starts[0], end: ends[0] }, end, protocol };
}
