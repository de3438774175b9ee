/**
 * The pure-JavaScript engine: one fused interpreter, from bytes to values without anything between. It runs where WebAssembly
 * is forbidden and for small messages, and it is what the WASM engine is compared with, so it is as fast as we can make it.
 *
 * Layout: everything the loop touches is a local variable while `run` runs, and a field between two windows. The stack is one
 * array with a parallel array of kinds; marks are positions in it. `limit` is where the bytes that an argument may use end: the
 * end of the frame or of the window, so that one comparison per read checks both.
 */
import type { ClassHooks } from '../globals/registry.js';
import { FAULT_ARGS_TUPLE, FAULT_END, FAULT_FRAME_EXHAUSTED, FAULT_FRAME_NESTED, FAULT_LIMIT_NODES, FAULT_LONG_COUNT, FAULT_NO_MARK, FAULT_ODD_DICT, FAULT_ODD_SETITEMS, FAULT_PROTOCOL, FAULT_STACK_GLOBAL, FAULT_TRUNCATED, FAULT_UNDERFLOW, FAULT_UNEXPECTED_MARK } from '../shared/faults.js'; // biome-ignore format: a list
import {
  KIND_BOOL,
  KIND_BYTEARRAY,
  KIND_BYTES,
  KIND_DICT,
  KIND_FLOAT,
  KIND_FROZENSET,
  KIND_INT,
  KIND_LIST,
  KIND_NONE,
  KIND_OBJECT,
  KIND_SET,
  KIND_STR,
  KIND_TUPLE,
  KIND_TUPLE_UNHASHABLE,
  KIND_UNHASHABLE,
} from '../shared/kinds.js';
import * as OP from '../shared/opcodes.js';
import { Dict } from '../types/dict.js';
import { exactFloat } from '../types/float.js';
import { PySet } from '../types/set.js';
import { Tuple } from '../types/tuple.js';
import { type Machine, RUN_DONE, RUN_MORE, RUN_PAYLOAD, type RunStatus } from './machine.js';
import { KIND_DICT_UNSEEN, KIND_UNSET, Memo } from './memo.js';
import { fault, invalidLoadKey, placed } from './messages.js';
import { appendNumbers, newList } from './number-runs.js';
import { longFromBytes } from './numbers.js';
import { DEFAULT_NODES, DICT_AUTO, DICT_MAP } from './options.js';
import { KIND_OBJECT_UNHASHABLE, type Session } from './session.js';
import { MAX_SHAPE_KEYS, ShapeTable } from './shapes.js';
import { MAX_SHORT, StringCache } from './strings.js';
import { utf8 } from './text.js';
import { lineValue, nameText, persistentId } from './text-opcodes.js';

/** A plain object (or an exact Dict) on the stack that nothing was put into yet. */
const KIND_DICT_EMPTY = 17;

/** Slots to begin with; both arrays grow. */
const FIRST_STACK = 256;
/** A bigger stack is given back after a load. */
const KEPT_STACK = 4096;

/** Payloads up to this many bytes are asked for with RUN_MORE. */
const SMALL_PAYLOAD = 1024;

const eightBytes = /*#__PURE__*/ new Uint8Array(8);
const oneFloat = /*#__PURE__*/ new Float64Array(/*#__PURE__*/ eightBytes.buffer);
const LITTLE_ENDIAN = /*#__PURE__*/ new Uint8Array(/*#__PURE__*/ new Uint16Array([1]).buffer)[0] === 1;

/** The pure-JavaScript engine. */
export class DirectMachine implements Machine {
  readonly engine = 'js';
  total = Number.POSITIVE_INFINITY;
  position = 0;
  need = 0;
  result: unknown = undefined;

  readonly #session: Session;
  #stack: unknown[] = [];
  #kinds = new Uint8Array(FIRST_STACK);
  /** Of a KIND_DICT slot: its memo index when it has exactly one, -1 when it has none, -2 when others may hold the dict. */
  #memoOf = new Int32Array(FIRST_STACK);
  /** Of an object's slot: the hooks that made it. */
  #hooks: (ClassHooks | undefined)[] = new Array(FIRST_STACK).fill(undefined);
  #sp = 0;
  #marks: Int32Array = new Int32Array(64);
  #markCount = 0;
  readonly #memo = new Memo();
  readonly #strings = new StringCache();
  readonly #shapes = new ShapeTable();

  /** End of the current frame, from the start of the input; a frame that has ended may stay here. */
  #frameEnd = 0;
  /** Offset of the FRAME opcode, for the error when the input ends first. */
  #frameAt = 0;
  /** Offset of the input's first byte of this pickle. */
  #pendingOpcode = 0;
  #pendingOffset = 0;
  #nodes = 0;

  // The current window, for what runs outside the loop.
  #window: Uint8Array = eightBytes;
  #windowFrameEnd = 0;
  #last = false;

  constructor(session: Session) {
    this.#session = session;
  }

  begin(keepMemo: boolean): void {
    this.total = Number.POSITIVE_INFINITY;
    this.#sp = 0;
    this.#markCount = 0;
    this.#frameEnd = 0;
    this.#pendingOpcode = 0;
    this.#nodes = 0;
    this.result = undefined;
    this.#session.begin();
    if (!keepMemo) this.#memo.clear();
    this.#memo.limit = this.#session.memo;
  }

  release(): void {
    this.result = undefined;
    this.#window = eightBytes;
    this.#memo.clear();
    this.#shapes.reset();
    const stack = this.#stack;
    if (stack.length > KEPT_STACK) {
      this.#stack = [];
      this.#hooks = new Array(FIRST_STACK).fill(undefined);
      this.#kinds = new Uint8Array(FIRST_STACK);
      this.#memoOf = new Int32Array(FIRST_STACK);
      this.#marks = new Int32Array(64);
    } else {
      // Slots are used from below, and no value is undefined: what was used ends at the first undefined.
      const hooks = this.#hooks;
      for (let i = 0; i < stack.length && stack[i] !== undefined; i++) {
        stack[i] = undefined;
        hooks[i] = undefined;
      }
    }
  }

  run(window: Uint8Array, start: number, base: number, last: boolean): RunStatus {
    const session = this.#session;
    const exact = session.exact;
    const natural = !exact && session.dict === DICT_AUTO;
    const mapsOnly = !exact && session.dict === DICT_MAP;
    const memo = this.#memo;
    const strings = this.#strings;
    const shapes = this.#shapes;
    let memoValues = memo.values;
    let memoKinds = memo.kinds;
    let memoRoom = memo.room;
    const stack = this.#stack;
    let kinds = this.#kinds;
    let memoOf = this.#memoOf;
    const hooks = this.#hooks;
    let marks: Int32Array = this.#marks;
    let markCount = this.#markCount;
    let fence = markCount === 0 ? 0 : marks[markCount - 1];
    let sp = this.#sp;
    let room = kinds.length;

    const end = window.length;
    // Performance: more values than bytes there cannot be, so they are rarely counted.
    const counting = session.nodes < Math.min(this.total, DEFAULT_NODES);
    this.#window = window;
    this.#last = last;
    let frameEnd = this.#frameEnd - base;
    this.#windowFrameEnd = frameEnd;
    if (last && frameEnd > end) throw fault(FAULT_TRUNCATED, undefined, this.#frameAt, OP.FRAME);

    if (this.#pendingOpcode !== 0) throw fault(FAULT_TRUNCATED, undefined, this.#pendingOffset, this.#pendingOpcode);

    let pos = start;
    let limit = pos < frameEnd && frameEnd < end ? frameEnd : end;
    let at = pos;
    let opcode = 0;
    let status: RunStatus = RUN_MORE;

    try {
      run: for (;;) {
        at = pos;
        if (pos >= limit) {
          if (pos < end) {
            limit = end;
          } else {
            if (last) throw fault(FAULT_END, undefined, base + pos);
            this.need = 1;
            opcode = OP.STOP;
            break;
          }
        }
        if (sp === room) {
          this.#growStack();
          kinds = this.#kinds;
          memoOf = this.#memoOf;
          room = kinds.length;
        }
        opcode = window[pos++];
        if (counting && pushes(opcode) && ++this.#nodes > session.nodes) throw fault(FAULT_LIMIT_NODES, session.nodes);

        switch (opcode) {
          // Ints
          case OP.BININT: {
            if (pos + 4 > limit) {
              limit = this.#more(at, pos, 4);
              if (limit < 0) break run;
            }
            stack[sp] = window[pos] | (window[pos + 1] << 8) | (window[pos + 2] << 16) | (window[pos + 3] << 24);
            kinds[sp++] = KIND_INT;
            pos += 4;
            break;
          }
          case OP.BININT1: {
            if (pos >= limit) {
              limit = this.#more(at, pos, 1);
              if (limit < 0) break run;
            }
            stack[sp] = window[pos++];
            kinds[sp++] = KIND_INT;
            break;
          }
          case OP.BININT2: {
            if (pos + 2 > limit) {
              limit = this.#more(at, pos, 2);
              if (limit < 0) break run;
            }
            stack[sp] = window[pos] | (window[pos + 1] << 8);
            kinds[sp++] = KIND_INT;
            pos += 2;
            break;
          }
          case OP.LONG1: {
            if (pos >= limit) {
              limit = this.#more(at, pos, 1);
              if (limit < 0) break run;
            }
            const count = window[pos++];
            if (pos + count > limit) {
              limit = this.#more(at, pos, count);
              if (limit < 0) break run;
            }
            stack[sp] = longFromBytes(window, pos, count);
            kinds[sp++] = KIND_INT;
            pos += count;
            break;
          }

          // Python 2 str, bytes, bytearray, LONG4: a length, and that many bytes
          case OP.SHORT_BINSTRING:
          case OP.SHORT_BINBYTES: {
            if (pos >= limit) {
              limit = this.#more(at, pos, 1);
              if (limit < 0) break run;
            }
            const count = window[pos++];
            if (pos + count > limit) {
              limit = this.#more(at, pos, count);
              if (limit < 0) break run;
            }
            stack[sp] = this.#payload(opcode, window, pos, count);
            kinds[sp++] = opcode === OP.SHORT_BINBYTES ? KIND_BYTES : session.lastKind;
            pos += count;
            break;
          }
          case OP.LONG4:
          case OP.BINSTRING:
          case OP.BINBYTES:
          case OP.BINUNICODE:
          case OP.BINBYTES8:
          case OP.BYTEARRAY8:
          case OP.BINUNICODE8: {
            let count: number;
            if (opcode === OP.BINBYTES8 || opcode === OP.BYTEARRAY8 || opcode === OP.BINUNICODE8) {
              if (pos + 8 > limit) {
                limit = this.#more(at, pos, 8);
                if (limit < 0) break run;
              }
              count = uint32(window, pos) + uint32(window, pos + 4) * 0x100000000;
              pos += 8;
            } else {
              if (pos + 4 > limit) {
                limit = this.#more(at, pos, 4);
                if (limit < 0) break run;
              }
              count = window[pos] | (window[pos + 1] << 8) | (window[pos + 2] << 16) | (window[pos + 3] << 24);
              pos += 4;
              if (count < 0) {
                if (opcode === OP.LONG4) throw fault(FAULT_LONG_COUNT);
                // BINSTRING, too: unsigned, as in _pickle.c.
                count += 0x100000000;
              }
            }
            if (pos + count > limit) {
              const here = this.#payloadRoom(at, pos, count);
              if (here === WAIT_PAYLOAD) {
                this.#pendingOpcode = opcode;
                this.#pendingOffset = base + at;
                at = pos;
                status = RUN_PAYLOAD;
                break run;
              }
              if (here === WAIT_MORE) break run;
              limit = end;
            }
            if (opcode === OP.BINUNICODE && count <= MAX_SHORT) {
              stack[sp] = strings.text(window, pos, count);
              kinds[sp++] = KIND_STR;
            } else {
              stack[sp] = this.#payload(opcode, window, pos, count);
              kinds[sp++] = this.#payloadKind(opcode);
            }
            pos += count;
            break;
          }
          case OP.NEXT_BUFFER: {
            stack[sp] = session.nextBuffer();
            hooks[sp] = session.lastHooks;
            kinds[sp++] = session.lastKind;
            break;
          }
          case OP.READONLY_BUFFER: {
            if (sp <= fence) throw underflow(markCount);
            stack[sp - 1] = session.readonlyBuffer(stack[sp - 1]);
            if (exact) kinds[sp - 1] = KIND_BYTES;
            break;
          }

          // None, bools
          case OP.NONE:
            stack[sp] = null;
            kinds[sp++] = KIND_NONE;
            break;
          case OP.NEWTRUE:
            stack[sp] = true;
            kinds[sp++] = KIND_BOOL;
            break;
          case OP.NEWFALSE:
            stack[sp] = false;
            kinds[sp++] = KIND_BOOL;
            break;

          // Text
          case OP.SHORT_BINUNICODE: {
            if (pos >= limit) {
              limit = this.#more(at, pos, 1);
              if (limit < 0) break run;
            }
            const count = window[pos++];
            if (pos + count > limit) {
              limit = this.#more(at, pos, count);
              if (limit < 0) break run;
            }
            const text = count <= MAX_SHORT ? strings.text(window, pos, count) : utf8(window, pos, pos + count);
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
            if (pos + 8 > limit) {
              limit = this.#more(at, pos, 8);
              if (limit < 0) break run;
            }
            if (LITTLE_ENDIAN) {
              eightBytes[7] = window[pos];
              eightBytes[6] = window[pos + 1];
              eightBytes[5] = window[pos + 2];
              eightBytes[4] = window[pos + 3];
              eightBytes[3] = window[pos + 4];
              eightBytes[2] = window[pos + 5];
              eightBytes[1] = window[pos + 6];
              eightBytes[0] = window[pos + 7];
            } else {
              for (let i = 0; i < 8; i++) eightBytes[i] = window[pos + i];
            }
            const value = oneFloat[0];
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
          case OP.APPEND: {
            if (sp - 1 <= fence) throw underflow(markCount);
            const value = stack[--sp];
            if (kinds[sp - 1] === KIND_LIST) {
              const list = stack[sp - 1] as unknown[];
              list.push(value);
              if (list.length > session.items) session.checkItems(list.length);
            } else {
              session.append(stack[sp - 1], plainKind(kinds[sp - 1]), this.#hooksAt(sp - 1), [value]);
            }
            break;
          }
          case OP.APPENDS: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            if (from <= fence) throw underflow(markCount);
            if (from === sp) break;
            if (kinds[from - 1] === KIND_LIST) {
              const list = stack[from - 1] as unknown[];
              if (list.length + sp - from > session.items) session.checkItems(list.length + sp - from);
              for (let i = from; i < sp; i++) list.push(stack[i]);
            } else {
              session.append(stack[from - 1], plainKind(kinds[from - 1]), this.#hooksAt(from - 1), stack.slice(from, sp));
            }
            sp = from;
            break;
          }
          case OP.LIST: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            if (sp - from > session.items) session.checkItems(sp - from);
            stack[from] = from === sp ? [] : stack.slice(from, sp);
            kinds[from] = KIND_LIST;
            sp = from + 1;
            break;
          }

          // Tuples
          case OP.EMPTY_TUPLE:
            stack[sp] = exact ? new Tuple([]) : [];
            kinds[sp++] = KIND_TUPLE;
            break;
          case OP.TUPLE: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            if (sp - from > session.items) session.checkItems(sp - from);
            let kind = KIND_TUPLE;
            for (let i = from; i < sp; i++) if (kinds[i] >= KIND_UNHASHABLE) kind = KIND_TUPLE_UNHASHABLE;
            const items = from === sp ? [] : stack.slice(from, sp);
            stack[from] = exact ? new Tuple(items) : items;
            kinds[from] = kind;
            sp = from + 1;
            break;
          }
          case OP.TUPLE1: {
            if (sp - 1 < fence) throw underflow(markCount);
            const items = [stack[sp - 1]];
            stack[sp - 1] = exact ? new Tuple(items) : items;
            kinds[sp - 1] = kinds[sp - 1] >= KIND_UNHASHABLE ? KIND_TUPLE_UNHASHABLE : KIND_TUPLE;
            break;
          }
          case OP.TUPLE2: {
            if (sp - 2 < fence) throw underflow(markCount);
            sp -= 2;
            const items = [stack[sp], stack[sp + 1]];
            stack[sp] = exact ? new Tuple(items) : items;
            kinds[sp] = kinds[sp] >= KIND_UNHASHABLE || kinds[sp + 1] >= KIND_UNHASHABLE ? KIND_TUPLE_UNHASHABLE : KIND_TUPLE;
            sp++;
            break;
          }
          case OP.TUPLE3: {
            if (sp - 3 < fence) throw underflow(markCount);
            sp -= 3;
            const items = [stack[sp], stack[sp + 1], stack[sp + 2]];
            stack[sp] = exact ? new Tuple(items) : items;
            kinds[sp] =
              kinds[sp] >= KIND_UNHASHABLE || kinds[sp + 1] >= KIND_UNHASHABLE || kinds[sp + 2] >= KIND_UNHASHABLE
                ? KIND_TUPLE_UNHASHABLE
                : KIND_TUPLE;
            sp++;
            break;
          }

          // Dicts
          case OP.EMPTY_DICT:
            if (natural) {
              stack[sp] = {};
              kinds[sp] = KIND_DICT_EMPTY;
            } else if (exact) {
              stack[sp] = new Dict();
              kinds[sp] = KIND_DICT_EMPTY;
            } else {
              stack[sp] = mapsOnly ? new Map() : {};
              kinds[sp] = KIND_DICT;
            }
            memoOf[sp++] = NO_MEMO;
            break;
          case OP.DICT: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            if ((sp - from) & 1) throw fault(FAULT_ODD_DICT);
            const dict = session.newDict(stack.slice(from, sp), kinds.subarray(from, sp));
            stack[from] = dict;
            kinds[from] = from === sp && (natural || exact) ? KIND_DICT_EMPTY : KIND_DICT;
            memoOf[from] = NO_MEMO;
            sp = from + 1;
            break;
          }
          case OP.SETITEM: {
            if (sp - 2 <= fence) throw underflow(markCount);
            sp -= 2;
            if (kinds[sp] === KIND_STR && natural && this.#isPlain(sp - 1)) {
              const object = stack[sp - 1] as Record<string, unknown>;
              const key = stack[sp] as string;
              if (key === '__proto__') session.setItems(object, KIND_DICT, undefined, [key, stack[sp + 1]]);
              else object[key] = stack[sp + 1];
              kinds[sp - 1] = KIND_DICT;
              session.countEntries(object, 1);
            } else {
              this.#setItems(sp - 1, sp, sp + 2);
            }
            break;
          }
          case OP.SETITEMS: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            if (from <= fence) throw underflow(markCount);
            if (from === sp) break;
            if ((sp - from) & 1) throw fault(FAULT_ODD_SETITEMS);
            const target = from - 1;
            if (natural && kinds[target] === KIND_DICT_EMPTY && sp - from <= 2 * MAX_SHAPE_KEYS) {
              let i = from;
              while (i < sp && kinds[i] === KIND_STR) i += 2;
              if (i >= sp) {
                const index = memoOf[target];
                if (index === NO_MEMO || (index >= 0 && memoKinds[index] === KIND_DICT_UNSEEN && memoValues[index] === stack[target])) {
                  const record = shapes.make(stack, from, sp);
                  if (record !== undefined) {
                    session.countEntries(record, (sp - from) >> 1);
                    stack[target] = record;
                    kinds[target] = KIND_DICT;
                    if (index >= 0) memoValues[index] = record;
                    sp = from;
                    break;
                  }
                }
              }
            }
            this.#setItems(target, from, sp);
            sp = from;
            break;
          }

          // Sets
          case OP.EMPTY_SET:
            stack[sp] = exact ? new PySet() : new Set();
            kinds[sp++] = KIND_SET;
            break;
          case OP.ADDITEMS: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            if (from <= fence) throw underflow(markCount);
            if (from === sp) break;
            session.addItems(
              stack[from - 1],
              plainKind(kinds[from - 1]),
              this.#hooksAt(from - 1),
              stack.slice(from, sp),
              kinds.subarray(from, sp),
            );
            sp = from;
            break;
          }
          case OP.FROZENSET: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            stack[from] = session.frozenset(stack.slice(from, sp), kinds.subarray(from, sp));
            kinds[from] = KIND_FROZENSET;
            sp = from + 1;
            break;
          }

          // Stack manipulation
          case OP.POP: {
            if (markCount > 0 && fence === sp) {
              markCount--;
              fence = markCount === 0 ? 0 : marks[markCount - 1];
            } else if (sp <= fence) {
              throw underflow(markCount);
            } else {
              sp--;
              if (kinds[sp] === KIND_OBJECT && sp > 0) session.popped(stack[sp], stack[sp - 1]);
            }
            break;
          }
          case OP.DUP: {
            if (sp <= fence) throw underflow(markCount);
            const kind = kinds[sp - 1];
            stack[sp] = stack[sp - 1];
            kinds[sp] = kind;
            if (kind >= KIND_OBJECT) {
              hooks[sp] = hooks[sp - 1];
              if (kind === KIND_DICT || kind === KIND_DICT_EMPTY) {
                memo.seen(memoOf[sp - 1]);
                memoOf[sp] = SHARED;
                memoOf[sp - 1] = SHARED;
                kinds[sp] = KIND_DICT;
                kinds[sp - 1] = KIND_DICT;
              }
            }
            sp++;
            break;
          }
          case OP.MARK:
            if (sp > fence && kinds[sp - 1] === KIND_LIST && !exact && !counting) {
              // Performance: a run of numbers goes into its list without a detour (bench cases floats, ints).
              const behind = appendNumbers(stack[sp - 1] as unknown[], window, pos, limit, session.items);
              if (behind > 0) {
                pos = behind;
                break;
              }
            }
            if (markCount === marks.length) marks = this.#growMarks();
            marks[markCount++] = sp;
            fence = sp;
            break;
          case OP.POP_MARK: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            sp = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            break;
          }

          // Memo
          case OP.BINGET:
          case OP.LONG_BINGET: {
            let index: number;
            if (opcode === OP.BINGET) {
              if (pos >= limit) {
                limit = this.#more(at, pos, 1);
                if (limit < 0) break run;
              }
              index = window[pos++];
            } else {
              if (pos + 4 > limit) {
                limit = this.#more(at, pos, 4);
                if (limit < 0) break run;
              }
              index = uint32(window, pos);
              pos += 4;
            }
            const kind = index < memoRoom ? memoKinds[index] : KIND_UNSET;
            if (kind < KIND_DICT && kind !== KIND_OBJECT) {
              stack[sp] = memoValues[index];
              kinds[sp++] = kind;
            } else {
              this.#get(index, sp++);
            }
            break;
          }
          case OP.BINPUT:
          case OP.LONG_BINPUT: {
            let index: number;
            if (opcode === OP.BINPUT) {
              if (pos >= limit) {
                limit = this.#more(at, pos, 1);
                if (limit < 0) break run;
              }
              index = window[pos++];
            } else {
              if (pos + 4 > limit) {
                limit = this.#more(at, pos, 4);
                if (limit < 0) break run;
              }
              index = uint32(window, pos);
              pos += 4;
            }
            if (sp <= fence) throw underflow(markCount);
            const kind = kinds[sp - 1];
            if (index === memo.count && index < memoRoom && memoKinds[index] === KIND_UNSET && kind < KIND_DICT && kind !== KIND_OBJECT) {
              memoValues[index] = stack[sp - 1];
              memoKinds[index] = kind;
              memo.count = index + 1;
            } else {
              this.#put(index, sp - 1);
              memoValues = memo.values;
              memoKinds = memo.kinds;
              memoRoom = memo.room;
            }
            break;
          }
          case OP.MEMOIZE: {
            if (sp <= fence) throw underflow(markCount);
            const index = memo.count;
            const kind = kinds[sp - 1];
            if (index < memoRoom && memoKinds[index] === KIND_UNSET && kind < KIND_DICT && kind !== KIND_OBJECT) {
              memoValues[index] = stack[sp - 1];
              memoKinds[index] = kind;
              memo.count = index + 1;
            } else if (index < memoRoom && memoKinds[index] === KIND_UNSET && kind === KIND_DICT_EMPTY && memoOf[sp - 1] === NO_MEMO) {
              memoValues[index] = stack[sp - 1];
              memoKinds[index] = KIND_DICT_UNSEEN;
              memoOf[sp - 1] = index;
              memo.count = index + 1;
            } else {
              this.#put(index, sp - 1);
              memoValues = memo.values;
              memoKinds = memo.kinds;
              memoRoom = memo.room;
            }
            break;
          }

          // Extension codes
          case OP.EXT1:
          case OP.EXT2:
          case OP.EXT4: {
            const width = opcode === OP.EXT1 ? 1 : opcode === OP.EXT2 ? 2 : 4;
            if (pos + width > limit) {
              limit = this.#more(at, pos, width);
              if (limit < 0) break run;
            }
            let code = window[pos];
            if (width > 1) code |= window[pos + 1] << 8;
            if (width > 2) code |= (window[pos + 2] << 16) | (window[pos + 3] << 24);
            pos += width;
            stack[sp] = session.extension(code);
            hooks[sp] = session.lastHooks;
            kinds[sp++] = session.lastKind;
            break;
          }

          // Globals and instances
          case OP.STACK_GLOBAL: {
            if (sp - 2 < fence) throw underflow(markCount);
            sp -= 2;
            const module = stack[sp];
            const name = stack[sp + 1];
            if (typeof module !== 'string' || typeof name !== 'string') throw fault(FAULT_STACK_GLOBAL);
            stack[sp] = session.global(module, name);
            hooks[sp] = undefined;
            kinds[sp++] = session.lastKind;
            break;
          }
          case OP.REDUCE: {
            if (sp - 2 < fence) throw underflow(markCount);
            sp -= 2;
            const args = argsOf(stack[sp + 1], kinds[sp + 1]);
            if (args === undefined) throw fault(FAULT_ARGS_TUPLE, 'REDUCE');
            stack[sp] = session.reduce(stack[sp], args);
            hooks[sp] = session.lastHooks;
            kinds[sp++] = session.lastKind;
            break;
          }
          case OP.BUILD: {
            if (sp - 2 < fence) throw underflow(markCount);
            sp--;
            session.build(stack[sp - 1], plainKind(kinds[sp - 1]), this.#hooksAt(sp - 1), stack[sp], plainKind(kinds[sp]));
            break;
          }
          case OP.OBJ: {
            if (markCount === 0) throw fault(FAULT_NO_MARK);
            const from = marks[--markCount];
            fence = markCount === 0 ? 0 : marks[markCount - 1];
            if (sp - from < 1) throw underflow(markCount);
            stack[from] = session.instantiate(stack[from], stack.slice(from + 1, sp), 'OBJ');
            hooks[from] = session.lastHooks;
            kinds[from] = session.lastKind;
            sp = from + 1;
            break;
          }
          case OP.NEWOBJ: {
            if (sp - 2 < fence) throw underflow(markCount);
            sp -= 2;
            const args = argsOf(stack[sp + 1], kinds[sp + 1]);
            if (args === undefined) throw fault(FAULT_ARGS_TUPLE, 'NEWOBJ');
            stack[sp] = session.newobj(stack[sp], args);
            hooks[sp] = session.lastHooks;
            kinds[sp++] = session.lastKind;
            break;
          }
          case OP.NEWOBJ_EX: {
            if (sp - 3 < fence) throw underflow(markCount);
            sp -= 3;
            const args = argsOf(stack[sp + 1], kinds[sp + 1]);
            if (args === undefined) throw fault(FAULT_ARGS_TUPLE, 'NEWOBJ_EX');
            stack[sp] = session.newobjEx(stack[sp], args, stack[sp + 2]);
            hooks[sp] = session.lastHooks;
            kinds[sp++] = session.lastKind;
            break;
          }

          // Machine control
          case OP.PROTO: {
            if (pos >= limit) {
              limit = this.#more(at, pos, 1);
              if (limit < 0) break run;
            }
            const protocol = window[pos++];
            if (protocol > 5) throw fault(FAULT_PROTOCOL, protocol);
            session.protocol = protocol;
            break;
          }
          case OP.FRAME: {
            if (pos + 8 > limit) {
              limit = this.#more(at, pos, 8);
              if (limit < 0) break run;
            }
            const length = uint32(window, pos) + uint32(window, pos + 4) * 0x100000000;
            pos += 8;
            if (pos < frameEnd) throw fault(FAULT_FRAME_NESTED);
            if (base + pos + length > this.total) throw fault(FAULT_TRUNCATED);
            frameEnd = pos + length;
            this.#windowFrameEnd = frameEnd;
            this.#frameEnd = base + frameEnd;
            this.#frameAt = base + at;
            limit = frameEnd < end ? frameEnd : end;
            break;
          }
          case OP.STOP: {
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
          }

          // Persistent ids
          case OP.BINPERSID: {
            if (sp <= fence) throw underflow(markCount);
            stack[sp - 1] = session.persistent(stack[sp - 1]);
            hooks[sp - 1] = session.lastHooks;
            kinds[sp - 1] = session.lastKind;
            break;
          }

          // Arguments that are lines of text
          case OP.INT:
          case OP.LONG:
          case OP.FLOAT:
          case OP.STRING:
          case OP.UNICODE:
          case OP.PERSID:
          case OP.GET:
          case OP.PUT: {
            const line = this.#line(at, pos);
            if (line < 0) break run;
            if (opcode === OP.GET) {
              this.#get(lineValue(opcode, window, pos, line, session) as number | bigint, sp++);
            } else if (opcode === OP.PUT) {
              const index = lineValue(opcode, window, pos, line, session) as number | bigint;
              if (sp <= fence) throw underflow(markCount);
              this.#put(index, sp - 1);
              memoValues = memo.values;
              memoKinds = memo.kinds;
              memoRoom = memo.room;
            } else if (opcode === OP.PERSID) {
              stack[sp] = session.persistent(persistentId(window, pos, line));
              hooks[sp] = session.lastHooks;
              kinds[sp++] = session.lastKind;
            } else {
              const value = lineValue(opcode, window, pos, line, session);
              stack[sp] = exact && opcode === OP.FLOAT ? exactFloat(value as number) : value;
              kinds[sp++] =
                opcode === OP.FLOAT
                  ? KIND_FLOAT
                  : opcode === OP.STRING
                    ? session.lastKind
                    : opcode === OP.UNICODE
                      ? KIND_STR
                      : typeof value === 'boolean'
                        ? KIND_BOOL
                        : KIND_INT;
            }
            pos = line + 1;
            if (pos > limit) limit = end;
            break;
          }
          case OP.GLOBAL:
          case OP.INST: {
            const first = this.#line(at, pos);
            if (first < 0) break run;
            const second = this.#line(at, first + 1);
            if (second < 0) break run;
            if (opcode === OP.INST && markCount === 0) throw fault(FAULT_NO_MARK);
            const module = nameText(opcode, window, pos, first);
            const value = session.global(module, nameText(opcode, window, first + 1, second));
            pos = second + 1;
            if (pos > limit) limit = end;
            if (opcode === OP.GLOBAL) {
              stack[sp] = value;
              hooks[sp] = undefined;
              kinds[sp++] = session.lastKind;
            } else {
              const from = marks[--markCount];
              fence = markCount === 0 ? 0 : marks[markCount - 1];
              stack[from] = session.instantiate(value, stack.slice(from, sp), 'INST');
              hooks[from] = session.lastHooks;
              kinds[from] = session.lastKind;
              sp = from + 1;
            }
            break;
          }

          default:
            throw invalidLoadKey(opcode, base + at, window, at);
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
    const sp = this.#sp;
    try {
      this.#stack[sp] = this.#payload(opcode, payload, 0, payload.length);
    } catch (error) {
      throw placed(error, this.#pendingOffset, opcode);
    }
    this.#kinds[sp] = this.#payloadKind(opcode);
    this.#sp = sp + 1;
    this.#pendingOpcode = 0;
  }

  /** The value of a counted payload that is there. */
  #payload(opcode: number, bytes: Uint8Array, at: number, count: number): unknown {
    switch (opcode) {
      case OP.BINUNICODE:
      case OP.BINUNICODE8:
        return utf8(bytes, at, at + count);
      case OP.LONG4:
        return longFromBytes(bytes, at, count);
    }
    const session = this.#session;
    // A Buffer's own subarray would make a Buffer; values are plain Uint8Arrays.
    const view = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, count);
    if (opcode === OP.BINSTRING || opcode === OP.SHORT_BINSTRING) return session.oldString(view);
    const owned = session.copy && this.#pendingOpcode === 0 ? view.slice() : view;
    return opcode === OP.BYTEARRAY8 ? session.model.bytearray(owned) : session.model.bytes(owned);
  }

  #payloadKind(opcode: number): number {
    switch (opcode) {
      case OP.BINUNICODE:
      case OP.BINUNICODE8:
        return KIND_STR;
      case OP.LONG4:
        return KIND_INT;
      case OP.BINSTRING:
        return this.#session.lastKind;
      case OP.BYTEARRAY8:
        return KIND_BYTEARRAY;
      default:
        return KIND_BYTES;
    }
  }

  /**
   * Called when `count` bytes from `pos` on go beyond the limit. A read that starts inside the frame must end inside it
   * (`pickle._Unframer`); one that starts at its end has left it.
   * @returns the new limit, or -1 when the window must grow first
   */
  #more(at: number, pos: number, count: number): number {
    const end = this.#window.length;
    if (pos < this.#windowFrameEnd) {
      if (count > 0 && pos + count > this.#windowFrameEnd) throw fault(FAULT_FRAME_EXHAUSTED);
    }
    if (pos + count <= end) return end;
    if (this.#last) throw fault(FAULT_TRUNCATED);
    this.need = pos + count - at;
    return -1;
  }

  /** Like `#more` for a payload, which may be asked for by itself. */
  #payloadRoom(at: number, pos: number, count: number): number {
    if (this.#more(at, pos, count) >= 0) return PAYLOAD_HERE;
    if (count <= SMALL_PAYLOAD) return WAIT_MORE;
    this.need = count;
    return WAIT_PAYLOAD;
  }

  /** Index of the LF that ends the line at `pos`, or -1 when the window must grow first. */
  #line(at: number, pos: number): number {
    const window = this.#window;
    const line = window.indexOf(0x0a, pos);
    const frameEnd = this.#windowFrameEnd;
    if (pos < frameEnd && frameEnd <= window.length && (line < 0 || line >= frameEnd)) throw fault(FAULT_FRAME_EXHAUSTED);
    if (line >= 0) return line;
    if (this.#last) throw fault(FAULT_TRUNCATED);
    this.need = 2 * (window.length - at) + 1;
    return -1;
  }

  /** SETITEM, SETITEMS on the value in slot `target`; the pairs lie in `from..to`. */
  #setItems(target: number, from: number, to: number): void {
    const stack = this.#stack;
    const kinds = this.#kinds;
    const session = this.#session;
    const kind = kinds[target];
    if (kind !== KIND_DICT && kind !== KIND_DICT_EMPTY) {
      session.setItems(stack[target], kind, this.#hooksAt(target), stack.slice(from, to), kinds.subarray(from, to));
      return;
    }
    kinds[target] = KIND_DICT;
    if (session.exact) {
      this.#setExact(target, kind, from, to);
      return;
    }
    if (session.plainKeysOnly && this.#isPlain(target)) {
      let i = from;
      while (i < to && kinds[i] === KIND_STR) i += 2;
      if (i >= to) {
        const object = stack[target] as Record<string, unknown>;
        for (i = from; i < to; i += 2) {
          const key = stack[i] as string;
          if (key === '__proto__') session.setItems(object, KIND_DICT, undefined, [key, stack[i + 1]]);
          else object[key] = stack[i + 1];
        }
        session.countEntries(object, (to - from) >> 1);
        return;
      }
    }
    const before = stack[target] as object;
    const after = session.setItems(before, KIND_DICT, undefined, stack.slice(from, to), kinds.subarray(from, to)) as object;
    if (after === before) return;
    stack[target] = after;
    const index = this.#memoOf[target];
    const memo = this.#memo;
    if (index === NO_MEMO) return;
    if (index >= 0 && memo.kinds[index] === KIND_DICT_UNSEEN && memo.values[index] === before) {
      memo.values[index] = after;
      return;
    }
    if (session.replaced === undefined) session.replaced = new Map();
    if (after instanceof Map) session.replaced.set(before, after);
  }

  #setExact(target: number, kind: number, from: number, to: number): void {
    const stack = this.#stack;
    const session = this.#session;
    if (kind === KIND_DICT_EMPTY && to - from <= 2 * MAX_SHAPE_KEYS) {
      const index = this.#memoOf[target];
      const memo = this.#memo;
      if (index === NO_MEMO || (index >= 0 && memo.kinds[index] === KIND_DICT_UNSEEN && memo.values[index] === stack[target])) {
        let i = from;
        while (i < to && this.#kinds[i] === KIND_STR) i += 2;
        const keys = i < to ? undefined : this.#shapes.keys(stack, from, to);
        if (keys !== undefined) {
          const values = new Array(keys.length);
          for (let k = 0; k < values.length; k++) values[k] = stack[from + 2 * k + 1];
          session.checkItems(values.length);
          const dict = Dict.fromArrays(keys, values);
          stack[target] = dict;
          if (index >= 0) memo.values[index] = dict;
          return;
        }
      }
    }
    session.setItems(stack[target], KIND_DICT, undefined, stack.slice(from, to), this.#kinds.subarray(from, to));
  }

  /** True when the dict in this slot is a plain object that may be filled in place. */
  #isPlain(slot: number): boolean {
    const kind = this.#kinds[slot];
    return (kind === KIND_DICT || kind === KIND_DICT_EMPTY) && this.#session.replaced === undefined && !(this.#stack[slot] instanceof Map);
  }

  /** Pushes memo entry `index` into slot `sp`. @throws when there is none */
  #get(index: number | bigint, sp: number): void {
    const memo = this.#memo;
    const kind = memo.get(index);
    this.#stack[sp] = memo.gotValue;
    if (kind >= KIND_OBJECT) {
      this.#hooks[sp] = memo.gotHooks;
      if (kind === KIND_DICT) this.#memoOf[sp] = SHARED;
    }
    this.#kinds[sp] = kind;
  }

  /** Puts the value of `slot` into the memo. */
  #put(index: number | bigint, slot: number): void {
    const memo = this.#memo;
    let kind = this.#kinds[slot];
    if (kind === KIND_DICT || kind === KIND_DICT_EMPTY) {
      if (this.#memoOf[slot] === NO_MEMO && typeof index === 'number' && index < memo.denseEnd) {
        this.#memoOf[slot] = index;
        kind = KIND_DICT_UNSEEN;
      } else {
        memo.seen(this.#memoOf[slot]);
        this.#memoOf[slot] = SHARED;
        this.#kinds[slot] = KIND_DICT;
        kind = KIND_DICT;
      }
    }
    const isObject = kind === KIND_OBJECT || kind === KIND_OBJECT_UNHASHABLE;
    memo.put(index, this.#stack[slot], kind, isObject ? this.#hooks[slot] : undefined);
  }

  /** Hooks that made the value in `slot`; undefined for values of other kinds, whatever was in the slot before. */
  #hooksAt(slot: number): ClassHooks | undefined {
    const kind = this.#kinds[slot];
    return kind === KIND_OBJECT || kind === KIND_OBJECT_UNHASHABLE ? this.#hooks[slot] : undefined;
  }

  #growStack(): void {
    const room = this.#kinds.length * 2;
    const kinds = new Uint8Array(room);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
    const memoOf = new Int32Array(room);
    memoOf.set(this.#memoOf);
    this.#memoOf = memoOf;
    // Performance: writing far behind an array's end would make it a dictionary.
    while (this.#hooks.length < room) this.#hooks.push(undefined);
  }

  #growMarks(): Int32Array {
    const marks = new Int32Array(this.#marks.length * 2);
    marks.set(this.#marks);
    this.#marks = marks;
    return marks;
  }
}

const NO_MEMO = -1;
const SHARED = -2;

const PAYLOAD_HERE = 0;
const WAIT_MORE = 1;
const WAIT_PAYLOAD = 2;

/** Kinds that only this engine knows, as the session knows them. */
function plainKind(kind: number): number {
  return kind === KIND_DICT_EMPTY ? KIND_DICT : kind;
}

function underflow(markCount: number): Error {
  return fault(markCount === 0 ? FAULT_UNDERFLOW : FAULT_UNEXPECTED_MARK);
}

function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** Items of an argument tuple, or undefined when it is none. */
function argsOf(value: unknown, kind: number): unknown[] | undefined {
  if (value instanceof Tuple) return value.items as unknown[];
  return (kind === KIND_TUPLE || kind === KIND_TUPLE_UNHASHABLE || kind === KIND_OBJECT) && Array.isArray(value) ? value : undefined;
}

/** True for opcodes that put a value on the stack (`limits.nodes`). */
function pushes(opcode: number): boolean {
  switch (opcode) {
    case OP.MARK:
    case OP.POP:
    case OP.POP_MARK:
    case OP.APPEND:
    case OP.APPENDS:
    case OP.SETITEM:
    case OP.SETITEMS:
    case OP.ADDITEMS:
    case OP.BUILD:
    case OP.PUT:
    case OP.BINPUT:
    case OP.LONG_BINPUT:
    case OP.MEMOIZE:
    case OP.READONLY_BUFFER:
    case OP.PROTO:
    case OP.FRAME:
    case OP.STOP:
      return false;
    default:
      return true;
  }
}
