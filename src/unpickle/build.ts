/**
 * The builder: reads the tape (docs/tape.md) and makes the values. One loop over tape elements; what needs to know names or the
 * caller's options is asked of the session.
 *
 * `stack[d]` is the value at depth d of the machine's stack, once it has to be an object; `memo[id]` is the object with that id.
 */
import { decodeStrings } from '../scanner/arena.js';
import type { Scanner } from '../scanner/scanner.js';
import {
  KIND_BYTEARRAY,
  KIND_BYTES,
  KIND_DICT,
  KIND_FLOAT,
  KIND_INT,
  KIND_LIST,
  KIND_NONE,
  KIND_SET,
  KIND_STR,
  KIND_TUPLE_UNHASHABLE,
} from '../shared/kinds.js';
import * as TAPE from '../shared/tape.js';
import { Dict, setOwn } from '../types/dict.js';
import { Tuple } from '../types/tuple.js';
import { isUnhashable } from './kinds.js';
import { LateArguments } from './late.js';
import { placed } from './messages.js';
import { exactFloat } from './model.js';
import { setInMap } from './natural.js';
import { floatFromText, intFromText, longFromBytes } from './numbers.js';
import { DICT_MAP, DICT_OBJECT } from './options.js';
import { CONSTANTS, makeRecord, type RecordShape, recordShape, recordValues } from './records.js';
import type { Session } from './session.js';
import { rawUnicodeEscape, unquote, utf8 } from './text.js';

/** Shorter runs are appended item by item. */
const LONG_RUN = 256;
/** A list that has got this many items in long runs is enlarged ahead, by at most MAX_GROWTH times what it has got; MAX_LATE_GROWTH when that is LATE items or more. */
const LONG_LIST = 4096;
const MAX_GROWTH = 4;
const LATE = 1 << 16;
const MAX_LATE_GROWTH = 16;
/** Tables of strings and objects are enlarged to at most so many times what they have to hold. */
const MAX_TABLE_GROWTH = 8;
/** V8 makes a slow dictionary of an array that is made longer than this, with nothing in it. */
const MAX_PRESIZED = 1 << 24;

/** Entries of slots, memo and strings whose room is kept between loads. */
const KEPT_ROOM = 512;
const NO_WORDS = /*#__PURE__*/ new Int32Array(0);
const NO_DOUBLES = /*#__PURE__*/ new Float64Array(0);
const NO_BIGS = /*#__PURE__*/ new BigInt64Array(0);
const NO_UBIGS = /*#__PURE__*/ new BigUint64Array(0);

/** Makes values from the tapes of one load. */
export class Builder {
  readonly #session: Session;
  readonly late: LateArguments;
  readonly stack: unknown[] = [];
  /** Kinds of the values in `stack`, which the tape does not know as well: only the host knows what hooks made, and whether it is hashable. */
  readonly #kinds: number[] = [];
  memo: unknown[] = [];
  /** Kinds of objects, where they are others than on the tape. */
  readonly #memoKinds: number[] = [];
  strings: string[] = [];
  #shapes: RecordShape[] = [];

  words: Int32Array = NO_WORDS;
  doubles: Float64Array = NO_DOUBLES;
  bigs: BigInt64Array = NO_BIGS;
  ubigs: BigUint64Array = NO_UBIGS;
  /** Cursors into `words` and `doubles` behind the run read last. */
  #p = 0;
  #q = 0;

  /** The list that is getting one long run after another: enlarged ahead, `#grown` items are there. */
  #growing: unknown[] | undefined = undefined;
  #grown = 0;
  /** Where in the input the growing list began to grow, and what it had then. */
  #growthStart = 0;
  #grownAtStart = 0;
  /** Offset of the current window, and length of the input; infinite when unknown. */
  #offset = 0;
  #total = 0;

  /** Nothing was built since the last `release`. */
  #isClear = true;

  /** The value of STOP. */
  result: unknown = undefined;

  constructor(session: Session) {
    this.#session = session;
    this.late = new LateArguments(session);
  }

  /** Gets ready for a pickle; with `keepMemo` everything the last one named stays. */
  begin(keepMemo: boolean): void {
    if (this.#isClear) {
      this.#isClear = false;
      return;
    }
    this.#clear(this.stack);
    this.#trim();
    if (this.#kinds.length > KEPT_ROOM) this.#kinds.length = 0;
    if (keepMemo) return;
    this.late.clear();
    this.#clear(this.memo);
    this.#memoKinds.length = 0;
    if (this.strings.length > KEPT_ROOM) this.strings.length = 0;
    else if (this.strings.length > 0) this.strings.fill('');
    this.#shapes.length = 0;
  }

  /** Lets go of what an array holds. Performance: small arrays keep their room for the next load (bench case tiny). */
  #clear(array: unknown[]): void {
    if (array.length > KEPT_ROOM) array.length = 0;
    else if (array.length > 0) array.fill(undefined);
  }

  /** Forgets everything of the load. */
  release(): void {
    this.#isClear = false;
    this.begin(false);
    this.#isClear = true;
    this.result = undefined;
    this.words = NO_WORDS;
    this.doubles = NO_DOUBLES;
    this.bigs = NO_BIGS;
    this.ubigs = NO_UBIGS;
  }

  /**
   * Executes the tape of the last scan.
   * @param source the input; `source[start]` is the window's first byte
   * @param base offset of `source[0]` in the whole input
   * @param total bytes of the whole input, infinite when unknown
   * @throws UnpicklingError with the offset and opcode of the element that failed
   */
  drain(scanner: Scanner, source: Uint8Array, start: number, base: number, total: number): void {
    this.#offset = base + start;
    this.#total = total;
    this.words = scanner.words;
    this.doubles = scanner.doubles;
    this.bigs = scanner.bigs;
    this.ubigs = scanner.ubigs;
    this.#enlarge(this.strings, scanner.firstString + scanner.stringCount, scanner.end);
    this.#enlarge(this.memo, scanner.objectCount, scanner.end);
    decodeStrings(scanner, this.strings);
    this.#p = scanner.tapeStart;
    this.#q = scanner.poolStart;
    const at = { p: this.#p };
    try {
      this.#run(at, source, start);
    } catch (error) {
      const offset = this.words[at.p + 3];
      throw placed(error, base + start + offset, source[start + offset]);
    }
  }

  /**
   * Makes room for `count` entries of a table, and at once for as many as the rest of the input will need if it is like what was read up to
   * `end` in the window. Performance: what V8 leaves behind when an array grows still counts as alive until the old generation is collected, and
   * with it all that it refers to is looked at again and again (bench cases str_ascii, records).
   */
  #enlarge(table: unknown[], count: number, end: number): void {
    if (count <= table.length || count < LONG_LIST) return;
    const expected = (count * this.#total) / (this.#offset + end);
    table.length = Math.ceil(Math.min(expected * 1.05, count * MAX_TABLE_GROWTH) + 1);
  }

  /** Makes the value of a payload that the scanner left to the host; `what` is PAYLOAD_*. */
  payload(what: number, slot: number, bytes: Uint8Array, owned: boolean): void {
    if (what === TAPE.PAYLOAD_TEXT) this.strings[slot] = utf8(bytes, 0, bytes.length);
    else if (what === TAPE.PAYLOAD_OLD_TEXT) this.strings[slot] = this.#session.oldString(bytes) as string;
    else {
      const kind = what === TAPE.PAYLOAD_BYTES ? KIND_BYTES : KIND_BYTEARRAY;
      this.stack[slot] = this.#bytes(kind, bytes, owned);
      this.#kinds[slot] = kind;
    }
  }

  #bytes(kind: number, bytes: Uint8Array, owned: boolean): unknown {
    const session = this.#session;
    const data = session.copy && !owned ? bytes.slice() : bytes;
    return kind === KIND_BYTEARRAY ? session.model.bytearray(data) : session.model.bytes(data);
  }

  #run(at: { p: number }, source: Uint8Array, start: number): void {
    const session = this.#session;
    const { stack, memo, strings, words: t, doubles } = this;
    const kinds = this.#kinds;
    const memoKinds = this.#memoKinds;
    const exact = session.exact;
    let p = this.#p;
    for (;;) {
      at.p = p;
      const header = t[p];
      const op = header & 0xff;
      const slot = t[p + 1];
      const id = t[p + 2] - 1;
      // What most elements have: [base, n] of a run, or [start, length] in the window.
      const base = t[p + 4];
      const n = t[p + 5];
      const from = start + base;
      let value: unknown;
      let kind = header >>> 16;
      if (this.#growing !== undefined && (op >= TAPE.TAPE_GLOBAL || op === TAPE.TAPE_SETITEMS || op === TAPE.TAPE_ADDITEMS)) this.#trim();
      switch (op) {
        case TAPE.TAPE_END:
          return;

        case TAPE.TAPE_RECORD: {
          const shape = this.#shapes[n];
          p += 6;
          const factory = shape.factory;
          value = exact
            ? this.#exactRecord(shape, p, base)
            : factory !== undefined
              ? factory(t, p, doubles, this.#q, strings, stack, base, memo, this.bigs, this.ubigs)
              : makeRecord(shape, this, p, this.#q, base);
          p += shape.wordCount;
          this.#q += shape.poolCount;
          break;
        }
        case TAPE.TAPE_SHAPE: {
          // [number of keys, then key and representation of each].
          const keys: string[] = [];
          const reps: number[] = [];
          p += 5;
          for (let i = 0; i < base; i++, p += 2) {
            keys.push(strings[t[p]]);
            reps.push(t[p + 1]);
          }
          session.checkItems(exact ? new Set(keys).size : base);
          this.#shapes[slot] = recordShape(keys, reps);
          continue;
        }

        case TAPE.TAPE_FETCH:
          stack[slot] = memo[id];
          kinds[slot] = memoKinds[id] ?? kind;
          p += 4;
          continue;
        case TAPE.TAPE_VALUES: {
          const values = this.#values(p + 6, base, n, 1);
          const itsKinds = this.#kindsOf(p + 6, base, 1, values) as number[];
          for (let i = 0; i < n; i++) {
            stack[base + i] = values[i];
            kinds[base + i] = itsKinds[i];
          }
          p = this.#p;
          continue;
        }
        case TAPE.TAPE_PUT:
          memo[id] = stack[slot];
          if (kinds[slot] !== kind) memoKinds[id] = kinds[slot];
          p += 4;
          continue;

        case TAPE.TAPE_LIST:
          value = this.#values(p + 6, base, n, 1);
          if (n > session.items) session.checkItems(n);
          p = this.#p;
          break;
        case TAPE.TAPE_EXTEND: {
          if (kind === KIND_LIST) {
            this.#extend(stack[slot] as unknown[], p + 6, base, n, t[p + 3]);
          } else {
            const items = this.#values(p + 6, base, n, 1);
            session.append(stack[slot], kinds[slot], items);
          }
          p = this.#p;
          continue;
        }
        case TAPE.TAPE_TUPLE: {
          if (n > session.items) session.checkItems(n);
          const items = this.#values(p + 6, base, n, 1);
          if (session.hooked.hasUnhashable && this.#hasUnhashable(p + 6, base, items)) kind = KIND_TUPLE_UNHASHABLE;
          value = exact ? new Tuple(items) : items;
          p = this.#p;
          break;
        }

        case TAPE.TAPE_DICT:
        case TAPE.TAPE_SETITEMS:
          value = this.#pairs(p, op === TAPE.TAPE_DICT, slot);
          p = this.#p;
          if (op === TAPE.TAPE_DICT) break;
          if (value !== stack[slot]) this.#swap(slot, stack[slot] as object, value);
          continue;

        case TAPE.TAPE_SET:
        case TAPE.TAPE_ADDITEMS: {
          const isNew = op === TAPE.TAPE_SET;
          value = isNew ? session.model.set([]) : stack[slot];
          const items = this.#values(p + 6, base, n, 1);
          session.addItems(value, isNew ? KIND_SET : kinds[slot], items, this.#kindsOf(p + 6, base, 1, items));
          p = this.#p;
          if (isNew) break;
          continue;
        }
        case TAPE.TAPE_FROZENSET: {
          const items = this.#values(p + 6, base, n, 1);
          value = session.frozenset(items, this.#kindsOf(p + 6, base, 1, items));
          p = this.#p;
          break;
        }

        case TAPE.TAPE_BYTES: {
          value = this.#bytes(kind, source.subarray(from, from + n), false);
          p += 6;
          break;
        }
        case TAPE.TAPE_TEXT:
          strings[slot] = utf8(source, from, from + n);
          p += 6;
          continue;
        case TAPE.TAPE_OLD_TEXT:
          strings[slot] = session.oldString(source.subarray(from, from + n)) as string;
          p += 6;
          continue;
        case TAPE.TAPE_QUOTED: {
          value = session.oldString(unquote(source, from, from + n));
          const string = t[p + 6] - 1;
          p += 7;
          if (string < 0) break;
          strings[string] = value as string;
          continue;
        }
        case TAPE.TAPE_RAW_TEXT:
          strings[slot] = rawUnicodeEscape(source, from, from + n);
          p += 6;
          continue;

        case TAPE.TAPE_INT_TEXT:
          value = intFromText(source, from, from + n, session.digits);
          p += 6;
          break;
        case TAPE.TAPE_FLOAT_TEXT:
          value = floatFromText(source, from, from + n);
          if (exact) value = exactFloat(value as number);
          p += 6;
          break;
        case TAPE.TAPE_BIGINT:
          value = longFromBytes(source, from, n);
          p += 6;
          break;

        case TAPE.TAPE_GLOBAL:
          session.protocol = t[p + 6];
          value = session.global(strings[base], strings[n]);
          p += 7;
          break;
        case TAPE.TAPE_EXTENSION:
          session.protocol = n;
          value = session.extension(base);
          p += 6;
          break;
        case TAPE.TAPE_REDUCE:
          // [object id + 1 of the callee, 0 when it is in the slot].
          value = session.reduce(base === 0 ? stack[slot] : memo[base - 1], this.#arguments(stack[slot + 1]));
          p += 5;
          break;
        case TAPE.TAPE_CALL_BYTES:
          value = this.late.call(base === 0 ? stack[slot] : memo[base - 1], source, start + n);
          p += 6;
          break;
        case TAPE.TAPE_LATE:
          memo[id] = this.late.get(base, kind);
          p += 5;
          continue;
        case TAPE.TAPE_NEWOBJ:
        case TAPE.TAPE_NEWOBJ_EMPTY:
          value = session.newobj(
            base === 0 ? stack[slot] : memo[base - 1],
            op === TAPE.TAPE_NEWOBJ ? this.#arguments(stack[slot + 1]) : [],
          );
          p += 5;
          break;
        case TAPE.TAPE_NEWOBJ_EX:
          value = session.newobjEx(stack[slot], this.#arguments(stack[slot + 1]), stack[slot + 2]);
          p += 4;
          break;
        case TAPE.TAPE_OBJ: {
          const args = this.#values(p + 6, base, n, 1);
          value = session.instantiate(stack[slot], args, 'OBJ');
          p = this.#p;
          break;
        }
        case TAPE.TAPE_INST: {
          const args = this.#values(p + 9, t[p + 7], t[p + 8], 1);
          session.protocol = t[p + 6];
          value = session.instantiate(session.global(strings[base], strings[n]), args, 'INST');
          p = this.#p;
          break;
        }
        case TAPE.TAPE_BUILD:
          session.build(stack[slot], kinds[slot], stack[slot + 1], base);
          p += 5;
          continue;

        case TAPE.TAPE_PERSID:
          value = session.persistent(strings[base]);
          p += 5;
          break;
        case TAPE.TAPE_BINPERSID:
          value = session.persistent(stack[slot]);
          p += 4;
          break;
        case TAPE.TAPE_NEXT_BUFFER:
          value = session.nextBuffer();
          p += 4;
          break;
        case TAPE.TAPE_READONLY:
          value = session.readonlyBuffer(stack[slot], kinds[slot]);
          p += 4;
          break;
        case TAPE.TAPE_POP:
          session.popped(stack[slot], stack[slot - 1]);
          p += 4;
          continue;
        case TAPE.TAPE_STOP:
          this.result = session.finish(stack[slot]);
          p += 4;
          continue;
        default:
          throw new Error(`tape element ${op} is unknown`);
      }
      // Every element that makes a value ends here.
      stack[slot] = value;
      if (id >= 0) memo[id] = value;
      if (op >= TAPE.TAPE_GLOBAL) {
        kinds[slot] = session.lastKind;
        if (id >= 0 && session.lastKind !== kind) memoKinds[id] = session.lastKind;
      } else {
        kinds[slot] = kind;
        if (id >= 0 && kind === KIND_TUPLE_UNHASHABLE) memoKinds[id] = kind;
      }
    }
  }

  #exactRecord(shape: RecordShape, p: number, base: number): unknown {
    const values = recordValues(shape, this, p, this.#q, base, true);
    // The keys are shared by all records of the shape until one of them is changed.
    if (shape.distinct) return Dict.fromArrays(shape.keys, values);
    const dict = new Dict();
    for (let i = 0; i < values.length; i++) dict.set(shape.keys[i], values[i]);
    return dict;
  }

  #arguments(value: unknown): unknown[] {
    return value instanceof Tuple ? (value.items as unknown[]) : (value as unknown[]);
  }

  /** A natural dict became a Map: it takes the place of the object in the slot and in the memo. */
  #swap(slot: number, before: object, after: unknown): void {
    const { memo, stack } = this;
    stack[slot] = after;
    const session = this.#session;
    for (let i = memo.length - 1; i >= 0; i--) {
      if (memo[i] !== before) continue;
      memo[i] = after;
      // Something may have fetched it from the memo already.
      session.replaced ??= new Map();
      session.replaced.set(before, after as Map<unknown, unknown>);
      break;
    }
  }

  // --- Runs: [mode, words], `stride` slots from one value to the next ---

  /** The values of a run as a new array. */
  #values(p: number, base: number, n: number, stride: number): unknown[] {
    const t = this.words;
    const mode = t[p++];
    switch (mode) {
      case TAPE.MODE_INT:
        this.#p = p + n;
        return intsOf(t, p, n);
      case TAPE.MODE_FLOAT: {
        const q = this.#q;
        this.#p = p;
        this.#q = q + n;
        return this.#session.exact ? exactFloatsOf(this.doubles, q, n) : floatsOf(this.doubles, q, n);
      }
      case TAPE.MODE_STR:
        this.#p = p + n;
        return stringsOf(t, p, n, this.strings);
      case TAPE.MODE_SLOT:
        this.#p = p;
        return stride === 1 ? slotsOf(this.stack, base, n) : stridedSlotsOf(this.stack, base, n, stride);
      default:
        return this.#mixed(p, base, n, stride);
    }
  }

  #mixed(p: number, base: number, n: number, stride: number): unknown[] {
    const { words: t, strings, memo, stack } = this;
    const exact = this.#session.exact;
    let q = this.#q;
    const values = emptyArray<unknown>(n);
    for (let i = 0; i < n; i++) {
      const tag = t[p++];
      let value: unknown;
      switch (tag & 0xff) {
        case TAPE.REP_CONST:
          value = CONSTANTS[tag >> 16];
          break;
        case TAPE.REP_INT:
          value = t[p++];
          break;
        case TAPE.REP_STR:
          value = strings[t[p++]];
          break;
        case TAPE.REP_NUM:
          value = this.doubles[q++];
          if (exact && ((tag >> 8) & 0xff) === KIND_FLOAT) value = exactFloat(value as number);
          break;
        case TAPE.REP_BIG:
          value = this.bigs[q++];
          break;
        case TAPE.REP_UBIG:
          value = this.ubigs[q++];
          break;
        case TAPE.REP_OBJECT:
          value = memo[t[p++]];
          break;
        default:
          value = stack[base + i * stride];
      }
      values[i] = value;
    }
    this.#p = p;
    this.#q = q;
    return values;
  }

  /** Kinds of the `values` of the run at `p`, which has its mode first; undefined when they are numbers or text, or all in slots. */
  #kindsOf(p: number, base: number, stride: number, values: readonly unknown[]): number[] | undefined {
    const t = this.words;
    if (t[p++] !== TAPE.MODE_MIXED) return undefined;
    const kinds: number[] = [];
    for (let i = 0; i < values.length; i++) {
      const tag = t[p++];
      const rep = tag & 0xff;
      let kind: number | undefined = (tag >> 8) & 0xff;
      if (rep === TAPE.REP_OBJECT) kind = this.#memoKinds[t[p]] ?? kind;
      else if (rep === TAPE.REP_SLOT) kind = this.#kinds[base + i * stride];
      kinds.push(kind);
      if (rep === TAPE.REP_INT || rep === TAPE.REP_STR || rep === TAPE.REP_OBJECT) p++;
    }
    return kinds;
  }

  /** True when a tuple of these items is not hashable. */
  #hasUnhashable(p: number, base: number, items: readonly unknown[]): boolean {
    const kinds = this.#kindsOf(p, base, 1, items);
    if (kinds !== undefined) return kinds.some(isUnhashable);
    if (this.words[p] === TAPE.MODE_SLOT) for (let i = 0; i < items.length; i++) if (isUnhashable(this.#kinds[base + i])) return true;
    return false;
  }

  /** Appends a run to a list. */
  #extend(list: unknown[], p: number, base: number, n: number, offset: number): void {
    const isGrowing = list === this.#growing;
    const at = isGrowing ? this.#grown : list.length;
    const count = at + n;
    this.#session.checkItems(count);
    if (isGrowing) {
      this.#grown = count;
      const added = count - this.#grownAtStart;
      if (count > list.length && added > LONG_LIST && count < MAX_PRESIZED)
        list.length = this.#roomFor(count, added, this.#offset + offset);
    } else if (n >= LONG_RUN) {
      this.#trim();
      this.#growing = list;
      this.#grown = count;
      this.#grownAtStart = at;
      this.#growthStart = this.#offset + offset;
    }
    const mode = this.words[p++];
    switch (mode) {
      case TAPE.MODE_INT:
        putInts(list as number[], at, this.words, p, n);
        this.#p = p + n;
        return;
      case TAPE.MODE_STR:
        putStrings(list as string[], at, this.words, p, n, this.strings);
        this.#p = p + n;
        return;
      case TAPE.MODE_SLOT:
        putSlots(list, at, this.stack, base, n);
        this.#p = p;
        return;
      case TAPE.MODE_FLOAT:
        if (!this.#session.exact) {
          putFloats(list as number[], at, this.doubles, this.#q, n);
          this.#p = p;
          this.#q += n;
          return;
        }
    }
    const values = this.#values(p - 1, base, n, 1);
    putSlots(list, at, values, 0, n);
  }

  /** Length for the growing list, which has got `added` items and has `count` now, at `offset`: as if it went on like that to the input's end. */
  #roomFor(count: number, added: number, offset: number): number {
    const expected = ((this.#total - offset) * added) / (offset - this.#growthStart);
    return Math.ceil(count + Math.min(expected, added * (added < LATE ? MAX_GROWTH : MAX_LATE_GROWTH), MAX_PRESIZED - count));
  }

  /** Ends the growth of a list, before anybody may look at it: it has what it was given. */
  #trim(): void {
    const list = this.#growing;
    this.#growing = undefined;
    if (list !== undefined && list.length > this.#grown) list.length = this.#grown;
  }

  /** TAPE_DICT and TAPE_SETITEMS: [base, n, run of keys, run of values]; the dict, or what has to take its place. */
  #pairs(element: number, isNew: boolean, slot: number): unknown {
    const session = this.#session;
    const t = this.words;
    const kind = isNew ? KIND_DICT : this.#kinds[slot];
    const base = t[element + 4];
    const n = t[element + 5];
    const keyMode = t[element + 6];
    const keys = this.#values(element + 6, base, n, 2);
    const kinds = this.#kindsOf(element + 6, base, 2, keys);
    const values = this.#values(this.#p, base + 1, n, 2);
    // Performance: dicts whose keys are all str, or all small ints (bench cases dict_str, dict_int).
    if (kind === KIND_DICT && !session.exact && n > 0 && session.replaced === undefined) {
      const target = isNew ? undefined : this.stack[slot];
      if (keyMode === TAPE.MODE_STR && session.dict !== DICT_MAP && session.plainKeysOnly && !(target instanceof Map)) {
        const object = (target ?? {}) as Record<string, unknown>;
        for (let i = 0; i < n; i++) setOwn(object, keys[i] as string, values[i]);
        session.countEntries(object, n);
        return object;
      }
      if (keyMode === TAPE.MODE_INT && session.dict !== DICT_OBJECT && (isNew || target instanceof Map)) {
        const map = (target ?? new Map()) as Map<unknown, unknown>;
        for (let i = 0; i < n; i++) setInMap(map, keys[i], values[i], KIND_INT);
        session.checkItems(map.size);
        return map;
      }
    }
    const pairs = new Array<unknown>(n * 2);
    const pairKinds = new Array<number>(n * 2);
    const uniform = keyMode === TAPE.MODE_INT ? KIND_INT : keyMode === TAPE.MODE_FLOAT ? KIND_FLOAT : KIND_STR;
    for (let i = 0; i < n; i++) {
      pairs[2 * i] = keys[i];
      pairs[2 * i + 1] = values[i];
      pairKinds[2 * i] = kinds === undefined ? uniform : kinds[i];
      pairKinds[2 * i + 1] = KIND_NONE;
    }
    if (!isNew) return session.setItems(this.stack[slot], kind, pairs, pairKinds);
    if (n === 0 && keyMode === TAPE.MODE_MIXED && !session.exact && session.plainKeysOnly && session.dict !== DICT_MAP) return new Map();
    return session.newDict(pairs, pairKinds);
  }
}

// Performance: one small loop per kind of element, so that each stays monomorphic, and arrays of known length.

/** An array about to get n items from the first to the last. V8 makes a slow dictionary of one presized beyond 2^25. */
function emptyArray<T>(n: number): T[] {
  return n < 0x2000000 ? new Array<T>(n) : [];
}

function intsOf(t: Int32Array, p: number, n: number): number[] {
  const list = emptyArray<number>(n);
  for (let i = 0; i < n; i++) list[i] = t[p + i];
  return list;
}

function floatsOf(f: Float64Array, q: number, n: number): number[] {
  const list = emptyArray<number>(n);
  for (let i = 0; i < n; i++) list[i] = f[q + i];
  return list;
}

function exactFloatsOf(f: Float64Array, q: number, n: number): unknown[] {
  const list = emptyArray<unknown>(n);
  for (let i = 0; i < n; i++) list[i] = exactFloat(f[q + i]);
  return list;
}

function stringsOf(t: Int32Array, p: number, n: number, strings: readonly string[]): string[] {
  const list = emptyArray<string>(n);
  for (let i = 0; i < n; i++) list[i] = strings[t[p + i]];
  return list;
}

function slotsOf(stack: readonly unknown[], base: number, n: number): unknown[] {
  const list = emptyArray<unknown>(n);
  for (let i = 0; i < n; i++) list[i] = stack[base + i];
  return list;
}

function stridedSlotsOf(stack: readonly unknown[], base: number, n: number, stride: number): unknown[] {
  const list = emptyArray<unknown>(n);
  for (let i = 0; i < n; i++) list[i] = stack[base + i * stride];
  return list;
}

function putInts(list: number[], at: number, t: Int32Array, p: number, n: number): void {
  for (let i = 0; i < n; i++) list[at + i] = t[p + i];
}

function putFloats(list: number[], at: number, f: Float64Array, q: number, n: number): void {
  for (let i = 0; i < n; i++) list[at + i] = f[q + i];
}

function putStrings(list: string[], at: number, t: Int32Array, p: number, n: number, strings: readonly string[]): void {
  for (let i = 0; i < n; i++) list[at + i] = strings[t[p + i]];
}

function putSlots(list: unknown[], at: number, stack: readonly unknown[], base: number, n: number): void {
  for (let i = 0; i < n; i++) list[at + i] = stack[base + i];
}
