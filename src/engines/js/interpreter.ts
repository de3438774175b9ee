/**
 * The pure-JavaScript engine: one fused interpreter, from bytes to values without anything between. It runs where
 * WebAssembly is forbidden and for small messages, and it is what the WASM engine is compared with, so it is as fast as
 * we can make it.
 *
 * Layout: everything the loop touches is a local variable while `run` runs, and a field between two windows. The stack
 * is one array with a parallel array of kinds; marks are positions in it. `limit` is where the bytes that an argument
 * may use end: the end of the frame or of the window, so that one comparison per read checks both.
 *
 * Longer than 400 lines: one switch over the opcodes, whose locals are the machine.
 */

import { argumentBytes, fault, invalidLoadKey, payloadCount, placed, pushes, uint32 } from '../../format/index.js';
import {
  DEFAULT_NODES,
  DICT_AUTO,
  DICT_MAP,
  KIND_DICT_EMPTY,
  KIND_DICT_UNSEEN,
  KIND_HOOKED,
  KIND_LATE_BYTES,
  KIND_LATE_TUPLE,
  KIND_UNSET,
  type Machine,
  plainKind,
  RUN_DONE,
  RUN_MORE,
  RUN_PAYLOAD,
  type RunStatus,
  type Session,
  ShortTexts,
} from '../../session/index.js';
import {
  FAULT_END,
  FAULT_FRAME_EXHAUSTED,
  FAULT_FRAME_NESTED,
  FAULT_LIMIT_NODES,
  FAULT_LONG_COUNT,
  FAULT_NO_MARK,
  FAULT_PROTOCOL,
  FAULT_TRUNCATED,
  FAULT_UNDERFLOW,
  FAULT_UNEXPECTED_MARK,
} from '../../shared/faults.js';
import {
  KIND_BOOL,
  KIND_BYTEARRAY,
  KIND_BYTES,
  KIND_DICT,
  KIND_FLOAT,
  KIND_INT,
  KIND_LIST,
  KIND_NONE,
  KIND_OBJECT,
  KIND_SET,
  KIND_STR,
} from '../../shared/kinds.js';
import { HIGHEST_PROTOCOL } from '../../shared/opcode-traits.js';
import * as OP from '../../shared/opcodes.js';
import { longFromBytes } from '../../text/index.js';
import { Dict, exactFloat, PySet } from '../../values/index.js';
import { appendNumbers, newList } from './number-runs.js';
import { NO_MEMO, Operands, SHARED } from './operands.js';
import { lineValue, nameText } from './text-opcodes.js';

/** Marks to begin with, and the most that are kept after a load. */
const FIRST_MARKS = 64;
const KEPT_MARKS = 4096;

/** Payloads up to this many bytes are asked for with RUN_MORE. */
const SMALL_PAYLOAD = 1024;

/** MEMOIZE, TUPLE1, MEMOIZE, REDUCE as one number. */
const CALL = OP.MEMOIZE | (OP.TUPLE1 << 8) | (OP.MEMOIZE << 16) | (OP.REDUCE << 24);

/** Bytes of the longest opcode with an argument of fixed length. */
const LONGEST_FIXED = 9;

const NO_BYTES = /*#__PURE__*/ new Uint8Array(0);

/** The pure-JavaScript engine. */
export class DirectMachine implements Machine {
  readonly engine = 'js';
  total = Number.POSITIVE_INFINITY;
  position = 0;
  need = 0;
  frameAt = 0;
  frameEnd = 0;
  isSound = true;
  result: unknown = undefined;

  readonly #session: Session;
  readonly #operands: Operands;
  #sp = 0;
  #marks: Int32Array = new Int32Array(FIRST_MARKS);
  #markCount = 0;
  readonly #strings = new ShortTexts();

  /** The opcode whose payload was asked for, 0 when there is none, and its offset. */
  #pendingOpcode = 0;
  #pendingOffset = 0;
  #nodes = 0;

  // The current window, for what runs outside the loop.
  #window: Uint8Array = NO_BYTES;
  #windowFrameEnd = 0;
  #last = false;

  constructor(session: Session) {
    this.#session = session;
    this.#operands = new Operands(session);
  }

  begin(keepMemo: boolean): void {
    this.isSound = false;
    this.total = Number.POSITIVE_INFINITY;
    this.#sp = 0;
    this.#markCount = 0;
    this.frameEnd = 0;
    this.#pendingOpcode = 0;
    this.#nodes = 0;
    this.result = undefined;
    this.#session.begin(keepMemo);
    const { memo } = this.#operands;
    if (!keepMemo) this.#operands.forget();
    memo.limit = this.#session.maxMemo;
    this.#strings.exact = this.#session.exact;
  }

  release(): void {
    this.result = undefined;
    this.#window = NO_BYTES;
    this.#operands.release();
    if (this.#marks.length > KEPT_MARKS) this.#marks = new Int32Array(FIRST_MARKS);
  }

  run(window: Uint8Array, start: number, base: number, last: boolean): RunStatus {
    const session = this.#session;
    const exact = session.exact;
    const mapsOnly = !exact && session.dict === DICT_MAP;
    const emptyDict = exact || session.dict === DICT_AUTO ? KIND_DICT_EMPTY : KIND_DICT;
    const operands = this.#operands;
    const memo = operands.memo;
    const strings = this.#strings;
    let memoValues = memo.values;
    let memoKinds = memo.kinds;
    let memoRoom = memo.room;
    const stack = operands.values;
    let kinds = operands.kinds;
    let memoOf = operands.memoOf;
    let marks = this.#marks;
    let markCount = this.#markCount;
    let fence = marks[markCount];
    let sp = this.#sp;
    let room = kinds.length;

    const end = window.length;
    let floats: DataView | undefined;
    // Performance: more values than bytes there cannot be, so they are rarely counted.
    const counting = session.maxNodes < Math.min(this.total, DEFAULT_NODES);
    const late = operands.late;
    const mayBeLate = !counting && late.allow(window, base, last);
    this.#window = window;
    this.#last = last;
    let frameEnd = this.frameEnd - base;
    this.#windowFrameEnd = frameEnd;
    if (last && frameEnd > end) throw fault(FAULT_TRUNCATED, undefined, this.frameAt, OP.FRAME);

    if (this.#pendingOpcode !== 0) throw fault(FAULT_TRUNCATED, undefined, this.#pendingOffset, this.#pendingOpcode);

    let pos = start;
    let limit = pos < frameEnd && frameEnd < end ? frameEnd : end;
    // Opcodes up to here have their fixed arguments in front of the limit.
    let safe = counting ? -1 : limit - LONGEST_FIXED;
    let at = pos;
    let opcode = 0;
    let status: RunStatus = RUN_MORE;

    try {
      run: for (;;) {
        at = pos;
        if (pos > safe) {
          if (pos >= limit) {
            if (pos >= end) {
              if (last) throw fault(FAULT_END, undefined, base + pos);
              this.need = 1;
              opcode = OP.STOP;
              break;
            }
            limit = end;
            if (!counting) safe = limit - LONGEST_FIXED;
          }
          opcode = window[pos];
          if (counting && pushes(opcode) && ++this.#nodes > session.maxNodes)
            throw fault(FAULT_LIMIT_NODES, session.maxNodes);
          const width = argumentBytes(opcode);
          if (pos + 1 + width > limit && !this.#inWindow(at, pos + 1, width)) break;
        }
        if (sp === room) {
          operands.grow();
          kinds = operands.kinds;
          memoOf = operands.memoOf;
          room = kinds.length;
        }
        opcode = window[pos++];

        switch (opcode) {
          // Ints
          case OP.BININT:
            stack[sp] = uint32(window, pos) | 0;
            kinds[sp++] = KIND_INT;
            pos += 4;
            break;
          case OP.BININT1:
            stack[sp] = window[pos++];
            kinds[sp++] = KIND_INT;
            break;
          case OP.BININT2:
            stack[sp] = window[pos] | (window[pos + 1] << 8);
            kinds[sp++] = KIND_INT;
            pos += 2;
            break;

          // Python 2 str, bytes, bytearray, long ints and text: a length, and that many bytes
          case OP.LONG1:
          case OP.LONG4:
          case OP.BINSTRING:
          case OP.SHORT_BINSTRING:
          case OP.BINBYTES:
          case OP.SHORT_BINBYTES:
          case OP.BINBYTES8:
          case OP.BYTEARRAY8:
          case OP.BINUNICODE:
          case OP.BINUNICODE8: {
            const width = argumentBytes(opcode);
            const count = payloadCount(window, pos, width);
            // The others are unsigned, BINSTRING too, as in _pickle.c.
            if (opcode === OP.LONG4 && count >= 0x80000000) throw fault(FAULT_LONG_COUNT);
            pos += width;
            if (pos + count > limit && !this.#inWindow(at, pos, count)) {
              if (width > 1 && count > SMALL_PAYLOAD) {
                this.need = count;
                this.#pendingOpcode = opcode;
                this.#pendingOffset = base + at;
                at = pos;
                status = RUN_PAYLOAD;
              }
              break run;
            }
            const behind = pos + count;
            const index = memo.count;
            // Performance: bytes, MEMOIZE, TUPLE1, MEMOIZE, REDUCE make one value (bench case datetimes).
            if (
              mayBeLate &&
              opcode === OP.SHORT_BINBYTES &&
              behind + 4 <= limit &&
              uint32(window, behind) === CALL &&
              sp > fence &&
              index + 1 < memoRoom &&
              memoKinds[index] === KIND_UNSET &&
              memoKinds[index + 1] === KIND_UNSET
            ) {
              memoValues[index] = pos - 1;
              memoKinds[index] = KIND_LATE_BYTES;
              memoValues[index + 1] = pos - 1;
              memoKinds[index + 1] = KIND_LATE_TUPLE;
              memo.count = index + 2;
              at = behind + 3;
              opcode = OP.REDUCE;
              stack[sp - 1] = late.call(stack[sp - 1], window, pos - 1);
              kinds[sp - 1] = session.lastKind;
              pos = behind + 4;
              break;
            }
            this.#payload(opcode, window, pos, count, sp++);
            pos = behind;
            break;
          }
          case OP.NEXT_BUFFER:
            stack[sp] = session.nextBuffer();
            kinds[sp++] = session.lastKind;
            break;
          case OP.READONLY_BUFFER:
            if (sp <= fence) throw underflow(markCount);
            stack[sp - 1] = session.readonlyBuffer(stack[sp - 1], kinds[sp - 1]);
            kinds[sp - 1] = session.lastKind;
            break;

          // None, bools
          case OP.NONE:
            stack[sp] = null;
            kinds[sp++] = KIND_NONE;
            break;
          case OP.NEWTRUE:
          case OP.NEWFALSE:
            stack[sp] = opcode === OP.NEWTRUE;
            kinds[sp++] = KIND_BOOL;
            break;

          // Text
          case OP.SHORT_BINUNICODE: {
            const count = window[pos++];
            if (pos + count > limit && !this.#inWindow(at, pos, count)) break run;
            const text = strings.text(window, pos, pos + count);
            stack[sp] = text;
            kinds[sp++] = KIND_STR;
            pos += count;
            // Performance: nearly every str is memoized at once (bench cases records, strings).
            const index = memo.count;
            if (pos < limit && window[pos] === OP.MEMOIZE && index < memoRoom && memoKinds[index] === KIND_UNSET) {
              memoValues[index] = text;
              memoKinds[index] = KIND_STR;
              memo.count = index + 1;
              pos++;
            }
            break;
          }

          // Floats
          case OP.BINFLOAT: {
            if (floats === undefined) floats = new DataView(window.buffer, window.byteOffset, end);
            const value = floats.getFloat64(pos);
            stack[sp] = exact ? exactFloat(value) : value;
            kinds[sp++] = KIND_FLOAT;
            pos += 8;
            break;
          }

          // Lists
          case OP.EMPTY_LIST:
            stack[sp] = newList(window, pos);
            kinds[sp++] = KIND_LIST;
            break;
          case OP.APPEND:
            if (--sp <= fence) throw underflow(markCount);
            operands.append(sp, sp + 1);
            break;

          // Tuples
          case OP.EMPTY_TUPLE:
            operands.tuple(sp, sp, pos < limit && window[pos] === OP.NEWOBJ);
            sp++;
            break;
          case OP.TUPLE1:
          case OP.TUPLE2:
          case OP.TUPLE3: {
            const from = sp - (opcode - OP.TUPLE1 + 1);
            if (from < fence) throw underflow(markCount);
            operands.tuple(from, sp);
            sp = from + 1;
            break;
          }

          // Dicts
          case OP.EMPTY_DICT:
            stack[sp] = exact ? new Dict() : mapsOnly ? new Map() : {};
            kinds[sp] = emptyDict;
            memoOf[sp++] = NO_MEMO;
            break;
          case OP.SETITEM:
            sp -= 2;
            if (sp <= fence) throw underflow(markCount);
            operands.setItems(sp - 1, sp, sp + 2);
            break;

          // Sets
          case OP.EMPTY_SET:
            stack[sp] = exact ? new PySet() : new Set();
            kinds[sp++] = KIND_SET;
            break;

          // What takes everything above the topmost mark
          case OP.APPENDS:
          case OP.LIST:
          case OP.TUPLE:
          case OP.DICT:
          case OP.SETITEMS:
          case OP.ADDITEMS:
          case OP.FROZENSET:
          case OP.POP_MARK:
          case OP.OBJ: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[markCount--];
            fence = marks[markCount];
            if (from <= fence && (opcode === OP.APPENDS || opcode === OP.SETITEMS || opcode === OP.ADDITEMS))
              throw underflow(markCount);
            if (opcode === OP.OBJ && sp === from) throw underflow(markCount);
            sp = operands.takeMarked(opcode, from, sp);
            break;
          }

          // Stack manipulation
          case OP.POP:
            if (markCount > 0 && fence === sp) {
              fence = marks[--markCount];
            } else if (sp <= fence) {
              throw underflow(markCount);
            } else {
              sp--;
              if (kinds[sp] === KIND_OBJECT && sp > 0) session.popped(stack[sp], stack[sp - 1], kinds[sp - 1]);
            }
            break;
          case OP.DUP: {
            if (sp <= fence) throw underflow(markCount);
            let kind = kinds[sp - 1];
            if (kind === KIND_DICT || kind === KIND_DICT_EMPTY) {
              memo.seen(memoOf[sp - 1]);
              memoOf[sp] = SHARED;
              memoOf[sp - 1] = SHARED;
              kind = KIND_DICT;
              kinds[sp - 1] = kind;
            }
            stack[sp] = stack[sp - 1];
            kinds[sp++] = kind;
            break;
          }
          case OP.MARK:
            if (sp > fence && kinds[sp - 1] === KIND_LIST && !exact && !counting) {
              // Performance: a run of numbers goes into its list without a detour (bench cases floats, ints).
              const behind = appendNumbers(stack[sp - 1] as unknown[], window, pos, limit, session.maxItems);
              if (behind > 0) {
                pos = behind;
                break;
              }
            }
            if (++markCount === marks.length) marks = this.#growMarks();
            marks[markCount] = sp;
            fence = sp;
            break;

          // Memo
          case OP.BINGET:
          case OP.LONG_BINGET: {
            const index = opcode === OP.BINGET ? window[pos] : uint32(window, pos);
            pos += opcode === OP.BINGET ? 1 : 4;
            const kind = index < memoRoom ? memoKinds[index] : KIND_UNSET;
            if (kind < KIND_DICT || kind >= KIND_HOOKED) {
              stack[sp] = memoValues[index];
              kinds[sp++] = kind;
            } else {
              operands.get(index, sp++);
            }
            break;
          }
          case OP.BINPUT:
          case OP.LONG_BINPUT:
          case OP.MEMOIZE: {
            let index = memo.count;
            if (opcode === OP.BINPUT) {
              index = window[pos++];
            } else if (opcode === OP.LONG_BINPUT) {
              index = uint32(window, pos);
              pos += 4;
            }
            if (sp <= fence) throw underflow(markCount);
            const kind = kinds[sp - 1];
            const simple = kind < KIND_DICT || kind >= KIND_HOOKED;
            if (
              index === memo.count &&
              index < memoRoom &&
              memoKinds[index] === KIND_UNSET &&
              (simple || (kind === KIND_DICT_EMPTY && memoOf[sp - 1] === NO_MEMO))
            ) {
              memoValues[index] = stack[sp - 1];
              memoKinds[index] = simple ? kind : KIND_DICT_UNSEEN;
              if (!simple) memoOf[sp - 1] = index;
              memo.count = index + 1;
            } else {
              memo.progress = (base + pos) / this.total;
              operands.put(index, sp - 1);
              memoValues = memo.values;
              memoKinds = memo.kinds;
              memoRoom = memo.room;
            }
            break;
          }

          // Extension codes, globals and instances, persistent ids
          case OP.EXT1:
          case OP.EXT2:
          case OP.EXT4:
          case OP.STACK_GLOBAL:
          case OP.REDUCE:
          case OP.NEWOBJ:
          case OP.NEWOBJ_EX:
          case OP.BINPERSID: {
            const isExtension = opcode <= OP.EXT4 && opcode >= OP.EXT1;
            const slot = sp - (isExtension ? 0 : opcode === OP.BINPERSID ? 1 : opcode === OP.NEWOBJ_EX ? 3 : 2);
            if (slot < fence) throw underflow(markCount);
            stack[slot] = operands.object(opcode, slot, window, pos);
            kinds[slot] = session.lastKind;
            memoOf[slot] = SHARED;
            sp = slot + 1;
            if (isExtension) pos += argumentBytes(opcode);
            break;
          }
          case OP.BUILD:
            if (sp - 2 < fence) throw underflow(markCount);
            sp--;
            session.build(stack[sp - 1], plainKind(kinds[sp - 1]), stack[sp], plainKind(kinds[sp]));
            break;

          // Machine control
          case OP.PROTO: {
            const protocol = window[pos++];
            if (protocol > HIGHEST_PROTOCOL) throw fault(FAULT_PROTOCOL, protocol);
            session.protocol = protocol;
            break;
          }
          case OP.FRAME: {
            const length = payloadCount(window, pos, 8);
            pos += 8;
            if (pos < frameEnd) throw fault(FAULT_FRAME_NESTED);
            if (base + pos + length > this.total) throw fault(FAULT_TRUNCATED);
            frameEnd = pos + length;
            this.#windowFrameEnd = frameEnd;
            this.frameEnd = base + frameEnd;
            this.frameAt = base + at;
            limit = frameEnd < end ? frameEnd : end;
            if (!counting) safe = limit - LONGEST_FIXED;
            break;
          }
          case OP.STOP:
            if (sp <= fence) throw underflow(markCount);
            if (frameEnd > end) {
              // CPython reads a frame before it executes it: all of it has to be there.
              this.need = frameEnd - at;
              break run;
            }
            this.result = session.finish(stack[sp - 1]);
            at = pos;
            status = RUN_DONE;
            break run;

          // Arguments that are lines of text
          case OP.INT:
          case OP.LONG:
          case OP.FLOAT:
          case OP.STRING:
          case OP.UNICODE:
          case OP.PERSID:
          case OP.GET:
          case OP.PUT: {
            const line = this.#line(pos);
            if (line < 0) break run;
            if (opcode === OP.PUT && sp <= fence && line > pos) throw underflow(markCount);
            const value = lineValue(opcode, window, pos, line, session);
            if (opcode === OP.GET) {
              operands.get(value as number, sp++);
            } else if (opcode === OP.PUT) {
              operands.put(value as number, sp - 1);
              memoValues = memo.values;
              memoKinds = memo.kinds;
              memoRoom = memo.room;
            } else {
              stack[sp] = value;
              kinds[sp++] = session.lastKind;
            }
            pos = line + 1;
            break;
          }
          case OP.GLOBAL:
          case OP.INST: {
            const first = this.#line(pos);
            if (first < 0) break run;
            const second = this.#line(first + 1);
            if (second < 0) break run;
            if (opcode === OP.INST && markCount === 0) throw fault(FAULT_NO_MARK);
            const module = nameText(opcode, window, pos, first);
            let value = session.global(module, nameText(opcode, window, first + 1, second));
            pos = second + 1;
            let slot = sp;
            if (opcode === OP.INST) {
              slot = marks[markCount--];
              fence = marks[markCount];
              value = session.instantiate(value, stack.slice(slot, sp), 'INST');
            }
            stack[slot] = value;
            kinds[slot] = session.lastKind;
            memoOf[slot] = SHARED;
            sp = slot + 1;
            break;
          }

          default:
            throw invalidLoadKey(opcode, base + at);
        }
      }
    } catch (error) {
      throw placed(error, base + at, opcode);
    }
    // The opcode that has to wait will be counted again.
    if (counting && status === RUN_MORE && pushes(opcode)) this.#nodes--;
    this.position = at;
    this.#sp = sp;
    this.#markCount = markCount;
    return status;
  }

  supply(payload: Uint8Array): void {
    const opcode = this.#pendingOpcode;
    try {
      this.#payload(opcode, payload, 0, payload.length, this.#sp);
    } catch (error) {
      throw placed(error, this.#pendingOffset, opcode);
    }
    this.#sp++;
    this.#pendingOpcode = 0;
  }

  /** Puts the value of a counted payload that is there into `slot`. */
  #payload(opcode: number, bytes: Uint8Array, at: number, count: number, slot: number): void {
    const session = this.#session;
    let value: unknown;
    let kind = KIND_BYTES;
    if (opcode === OP.BINUNICODE || opcode === OP.BINUNICODE8) {
      value = this.#strings.text(bytes, at, at + count);
      kind = KIND_STR;
    } else if (opcode === OP.LONG1 || opcode === OP.LONG4) {
      value = longFromBytes(bytes, at, count);
      kind = KIND_INT;
    } else {
      // A Buffer's own subarray would make a Buffer; values are plain Uint8Arrays.
      const view = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, count);
      if (opcode === OP.BINSTRING || opcode === OP.SHORT_BINSTRING) {
        value = session.oldString(view);
        kind = session.lastKind;
      } else {
        const owned = session.copy && this.#pendingOpcode === 0 ? view.slice() : view;
        if (opcode === OP.BYTEARRAY8) kind = KIND_BYTEARRAY;
        value = kind === KIND_BYTES ? session.model.bytes(owned) : session.model.bytearray(owned);
      }
    }
    this.#operands.values[slot] = value;
    this.#operands.kinds[slot] = kind;
  }

  /**
   * Called when `count` bytes from `pos` on go beyond the limit. A read that starts inside the frame must end inside it
   * (`pickle._Unframer`); one that starts at its end has left it.
   * @returns false when the window must grow first
   */
  #inWindow(at: number, pos: number, count: number): boolean {
    if (count > 0 && pos < this.#windowFrameEnd && pos + count > this.#windowFrameEnd)
      throw fault(FAULT_FRAME_EXHAUSTED);
    if (pos + count <= this.#window.length) return true;
    if (this.#last) throw fault(FAULT_TRUNCATED);
    this.need = pos + count - at;
    return false;
  }

  /** Index of the LF that ends the line at `pos`, or -1 when the window must grow first. */
  #line(pos: number): number {
    const window = this.#window;
    const line = window.indexOf(0x0a, pos);
    const frameEnd = this.#windowFrameEnd;
    if (pos < frameEnd && frameEnd <= window.length && (line < 0 || line >= frameEnd))
      throw fault(FAULT_FRAME_EXHAUSTED);
    if (line < 0 && this.#last) throw fault(FAULT_TRUNCATED);
    if (line < 0) this.need = 0;
    return line;
  }

  #growMarks(): Int32Array {
    const marks = new Int32Array(this.#marks.length * 2);
    marks.set(this.#marks);
    this.#marks = marks;
    return marks;
  }
}

function underflow(markCount: number): Error {
  return fault(markCount === 0 ? FAULT_UNDERFLOW : FAULT_UNEXPECTED_MARK);
}
