/**
 * The builder: reads the tape (docs/tape.md) and makes the values. One loop over tape elements; what needs to know
 * names or the caller's options is asked of the session.
 *
 * Who owns what: the tape, and how far it was read, is the `TapeCursor`'s; the values that elements name by number are
 * those of `Slots`; `Runs` reads the items of containers from both.
 *
 * Longer than 400 lines: one switch over the elements of the tape, whose cases share its locals.
 */

import { placed } from '../../format/index.js';
import { exactFloat, setAllInMap } from '../../model/index.js';
import { DICT_MAP, DICT_OBJECT, LateArguments, type Session } from '../../session/index.js';
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
  KIND_TUPLE,
  KIND_TUPLE_UNHASHABLE,
} from '../../shared/kinds.js';
import * as OP from '../../shared/opcodes.js';
import * as TAPE from '../../shared/tape.js';
import { floatFromText, intFromText, longFromBytes, rawUnicodeEscape, unquote, utf8 } from '../../text/index.js';
import { noteNew, setOwn, Tuple } from '../../values/index.js';
import { GrowingList, LONG_LIST } from './growing-list.js';
import { KnownLists } from './guided/known-lists.js';
import { exactRecord, makeRecord, type RecordShape, recordShape } from './record-runs.js';
import { Runs } from './runs.js';
import { decodeStrings } from './scanner/arena.js';
import type { Scanner } from './scanner/scanner.js';
import { Slots } from './slots.js';
import { TapeCursor } from './tape-cursor.js';

/** Tables of strings and objects are enlarged to at most so many times what they have to hold. */
const MAX_TABLE_GROWTH = 8;

/** Makes values from the tapes of one load. */
export class Builder {
  readonly #session: Session;
  readonly #cursor = new TapeCursor();
  readonly #slots = new Slots();
  readonly #runs: Runs;
  readonly late: LateArguments;
  #shapes: RecordShape[] = [];
  readonly #known = new KnownLists(this.#slots.memo);

  /** The list that is getting one long run after another. */
  readonly #growing = new GrowingList();
  /** Offset of the current window, and length of the input; infinite when unknown. */
  #offset = 0;
  #total = 0;

  /** Nothing was built since the last `release`. */
  #isClear = true;

  /** The value of STOP. */
  result: unknown = undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#runs = new Runs(session, this.#cursor, this.#slots);
    this.late = new LateArguments(session);
    session.noteMemo = () => session.noteKinds(this.#slots.memo, this.#slots.tuples);
  }

  /** Gets ready for a pickle; with `keepMemo` everything the last one named stays. */
  begin(keepMemo: boolean): void {
    if (this.#isClear) {
      this.#isClear = false;
      return;
    }
    this.#slots.clear(keepMemo);
    this.#growing.trim();
    this.#known.forget();
    if (keepMemo) return;
    this.late.clear();
    this.#shapes.length = 0;
  }

  /** Forgets everything of the load. */
  release(): void {
    this.#isClear = false;
    this.begin(false);
    this.#isClear = true;
    this.result = undefined;
    this.#cursor.close();
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
    const cursor = this.#cursor;
    const slots = this.#slots;
    cursor.open(scanner);
    this.#enlarge(slots.strings, scanner.firstString + scanner.stringCount, scanner.end);
    this.#enlarge(slots.memo, scanner.objectCount, scanner.end);
    if (scanner.objectCount > slots.tuples.length) {
      const before = slots.tuples;
      slots.tuples = new Uint8Array(Math.max(scanner.objectCount, 2 * before.length));
      slots.tuples.set(before);
    }
    decodeStrings(scanner, slots.strings);
    const at = { p: cursor.p };
    try {
      this.#run(at, source, start);
    } catch (error) {
      const offset = cursor.words[at.p + 3];
      throw placed(error, base + start + offset, source[start + offset]);
    }
  }

  /**
   * Makes room for `count` entries of a table, and at once for as many as the rest of the input will need if it is like
   * what was read up to `end` in the window. Performance: what V8 leaves behind when an array grows still counts as
   * alive until the old generation is collected, and with it all that it refers to is looked at again and again (bench
   * cases str_ascii, records).
   */
  #enlarge(table: unknown[], count: number, end: number): void {
    if (count <= table.length || count < LONG_LIST) return;
    const expected = (count * this.#total) / (this.#offset + end);
    table.length = Math.ceil(Math.min(expected * 1.05, count * MAX_TABLE_GROWTH) + 1);
  }

  /** Makes the value of a payload that the scanner left to the host; `what` is PAYLOAD_*. */
  payload(what: number, slot: number, bytes: Uint8Array, owned: boolean): void {
    if (what === TAPE.PAYLOAD_TEXT) this.#slots.strings[slot] = utf8(bytes, 0, bytes.length, this.#session.exact);
    else if (what === TAPE.PAYLOAD_OLD_TEXT) this.#slots.strings[slot] = this.#session.oldString(bytes) as string;
    else {
      const kind = what === TAPE.PAYLOAD_BYTES ? KIND_BYTES : KIND_BYTEARRAY;
      this.#slots.stack[slot] = this.#bytes(kind, bytes, owned);
      this.#slots.kinds[slot] = kind;
    }
  }

  #bytes(kind: number, bytes: Uint8Array, owned: boolean): unknown {
    const session = this.#session;
    const data = session.copy && !owned ? bytes.slice() : bytes;
    return kind === KIND_BYTEARRAY ? session.model.bytearray(data) : session.model.bytes(data);
  }

  #run(at: { p: number }, source: Uint8Array, start: number): void {
    const session = this.#session;
    const cursor = this.#cursor;
    const slots = this.#slots;
    const runs = this.#runs;
    const { stack, kinds, memo, memoKinds, strings, tuples } = slots;
    const { words: t, doubles } = cursor;
    const growing = this.#growing;
    const exact = session.exact;
    let p = cursor.p;
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
      if (
        growing.list !== undefined &&
        (op >= TAPE.FIRST_FROM_HOST || op === TAPE.TAPE_SETITEMS || op === TAPE.TAPE_ADDITEMS)
      )
        growing.trim();
      switch (op) {
        case TAPE.TAPE_END:
          return;

        case TAPE.TAPE_RECORD: {
          const shape = this.#shapes[n];
          p += 6;
          const factory = shape.factory;
          value = exact
            ? exactRecord(shape, cursor, slots, p, base)
            : factory !== undefined
              ? factory(t, p, doubles, cursor.q, strings, stack, base, memo, cursor.bigs, cursor.ubigs)
              : makeRecord(shape, cursor, slots, p, base);
          p += shape.wordCount;
          cursor.q += shape.poolCount;
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
          if (base > session.maxItems) session.checkItems(new Set(keys).size);
          this.#shapes[slot] = recordShape(keys, reps);
          continue;
        }

        case TAPE.TAPE_FETCH:
          stack[slot] = memo[id];
          kinds[slot] = memoKinds[id] ?? kind;
          p += 4;
          continue;
        case TAPE.TAPE_VALUES: {
          const values = runs.values(p + 6, base, n, 1);
          const itsKinds = runs.kindsOf(p + 6, base, 1, values) as number[];
          for (let i = 0; i < n; i++) {
            stack[base + i] = values[i];
            kinds[base + i] = itsKinds[i];
          }
          p = cursor.p;
          continue;
        }
        case TAPE.TAPE_PUT:
          memo[id] = stack[slot];
          if (kinds[slot] !== kind) memoKinds[id] = kinds[slot];
          p += 4;
          continue;

        case TAPE.TAPE_LIST:
          value = runs.values(p + 6, base, n, 1);
          if (n > session.maxItems) session.checkItems(n);
          p = cursor.p;
          break;
        case TAPE.TAPE_EXTEND: {
          if (kind === KIND_LIST) {
            this.#extend(stack[slot] as unknown[], p + 6, base, n, t[p + 3]);
          } else {
            const items = runs.values(p + 6, base, n, 1);
            session.append(stack[slot], kinds[slot], items);
          }
          p = cursor.p;
          continue;
        }
        case TAPE.TAPE_TUPLE: {
          if (n > session.maxItems) session.checkItems(n);
          const items = runs.values(p + 6, base, n, 1);
          if (session.hooked.hasUnhashable && runs.hasUnhashable(p + 6, base, items)) kind = KIND_TUPLE_UNHASHABLE;
          value = exact ? new Tuple(items) : items;
          if (session.keepsKinds) noteNew(items);
          p = cursor.p;
          break;
        }

        case TAPE.TAPE_DICT:
        case TAPE.TAPE_SETITEMS:
          value = this.#pairs(p, op === TAPE.TAPE_DICT, slot);
          p = cursor.p;
          if (op === TAPE.TAPE_DICT) break;
          if (value !== stack[slot]) this.#swap(slot, id, stack[slot] as object, value);
          continue;

        case TAPE.TAPE_SET:
        case TAPE.TAPE_ADDITEMS: {
          const isNew = op === TAPE.TAPE_SET;
          value = isNew ? session.model.set([]) : stack[slot];
          const items = runs.values(p + 6, base, n, 1);
          session.addItems(value, isNew ? KIND_SET : kinds[slot], items, runs.kindsOf(p + 6, base, 1, items));
          p = cursor.p;
          if (isNew) break;
          continue;
        }
        case TAPE.TAPE_FROZENSET: {
          const items = runs.values(p + 6, base, n, 1);
          value = session.frozenset(items, runs.kindsOf(p + 6, base, 1, items));
          p = cursor.p;
          break;
        }

        case TAPE.TAPE_BYTES: {
          value = this.#bytes(kind, source.subarray(from, from + n), false);
          p += 6;
          break;
        }
        case TAPE.TAPE_TEXT:
          strings[slot] = utf8(source, from, from + n, exact);
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
          strings[slot] = rawUnicodeEscape(source, from, from + n, exact);
          p += 6;
          continue;

        case TAPE.TAPE_INT_TEXT:
          value = intFromText(source, from, from + n, session.maxDigits);
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
          // No string id: what is in the slot may be a str that persistentLoad gave.
          value = session.global(
            (base < 0 ? stack[slot] : strings[base]) as string,
            (n < 0 ? stack[slot + 1] : strings[n]) as string,
          );
          p += 7;
          break;
        case TAPE.TAPE_EXTENSION:
          session.protocol = n;
          value = session.extension(base);
          p += 6;
          break;
        case TAPE.TAPE_REDUCE:
          // [object id + 1 of the callee, 0 when it is in the slot].
          value = session.apply(OP.REDUCE, base === 0 ? stack[slot] : memo[base - 1], stack[slot + 1], kinds[slot + 1]);
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
          value = session.apply(OP.NEWOBJ, base === 0 ? stack[slot] : memo[base - 1], stack[slot + 1], kinds[slot + 1]);
          p += 5;
          break;
        case TAPE.TAPE_NEWOBJ_EMPTY:
          value = session.newobj(base === 0 ? stack[slot] : memo[base - 1], [], KIND_TUPLE);
          p += 5;
          break;
        case TAPE.TAPE_NEWOBJ_EX:
          value = session.apply(OP.NEWOBJ_EX, stack[slot], stack[slot + 1], kinds[slot + 1], stack[slot + 2]);
          p += 4;
          break;
        case TAPE.TAPE_OBJ: {
          const args = runs.values(p + 6, base, n, 1);
          value = session.instantiate(stack[slot], args, 'OBJ');
          p = cursor.p;
          break;
        }
        case TAPE.TAPE_INST: {
          const args = runs.values(p + 9, t[p + 7], t[p + 8], 1);
          session.protocol = t[p + 6];
          value = session.instantiate(session.global(strings[base], strings[n]), args, 'INST');
          p = cursor.p;
          break;
        }
        case TAPE.TAPE_BUILD:
          session.build(stack[slot], kinds[slot], stack[slot + 1], base);
          p += 5;
          continue;

        case TAPE.TAPE_KNOWN:
          value = this.#known.list(base);
          p += 5;
          break;
        case TAPE.TAPE_KEEP:
          p += 6 + n;
          this.#known.keep(base, t.slice(p - n, p));
          continue;

        case TAPE.TAPE_PERSID:
          value = session.persistent(strings[base]);
          p += 5;
          break;
        case TAPE.TAPE_BINPERSID:
          value = session.persistent(stack[slot], kinds[slot]);
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
          session.popped(stack[slot], stack[slot - 1], kinds[slot - 1]);
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
      if (op >= TAPE.FIRST_FROM_HOST) {
        kinds[slot] = session.lastKind;
        if (id >= 0 && session.lastKind !== kind) memoKinds[id] = session.lastKind;
      } else {
        kinds[slot] = kind;
        if (id >= 0 && kind === KIND_TUPLE_UNHASHABLE) memoKinds[id] = kind;
        if (id >= 0 && op === TAPE.TAPE_TUPLE) tuples[id] = kind;
      }
    }
  }

  /** A natural dict became a Map: it takes the place of the object in the slot and in the memo. */
  #swap(slot: number, id: number, before: object, after: unknown): void {
    this.#slots.stack[slot] = after;
    if (id < 0) return;
    this.#slots.memo[id] = after;
    this.#known.changed();
    // Something may have fetched it from the memo already.
    const session = this.#session;
    session.replaced ??= new Map();
    session.replaced.set(before, after as Map<unknown, unknown>);
  }

  /** Appends a run to a list. */
  #extend(list: unknown[], p: number, base: number, n: number, offset: number): void {
    const growing = this.#growing;
    const at = list === growing.list ? growing.count : list.length;
    this.#session.checkItems(at + n);
    growing.add(list, at, n, this.#offset + offset, this.#total);
    this.#runs.append(list, at, p, base, n, 1);
  }

  /** TAPE_DICT and TAPE_SETITEMS: [base, n, run of keys, run of values]; the dict, or what has to take its place. */
  #pairs(element: number, isNew: boolean, slot: number): unknown {
    const session = this.#session;
    const runs = this.#runs;
    const t = this.#cursor.words;
    const kind = isNew ? KIND_DICT : this.#slots.kinds[slot];
    const base = t[element + 4];
    const n = t[element + 5];
    const keyMode = t[element + 6];
    const keys = runs.values(element + 6, base, n, 2);
    const kinds = runs.kindsOf(element + 6, base, 2, keys);
    const values = runs.values(this.#cursor.p, base + 1, n, 2);
    // Performance: dicts whose keys are all str, or all small ints (bench cases dict_str, dict_int).
    if (kind === KIND_DICT && !session.exact && n > 0 && session.replaced === undefined) {
      const target = isNew ? undefined : this.#slots.stack[slot];
      if (keyMode === TAPE.MODE_STR && session.dict !== DICT_MAP && session.plainKeysOnly && !(target instanceof Map)) {
        const object = (target ?? {}) as Record<string, unknown>;
        session.checkKeys(object, keys, 0, n, 1);
        for (let i = 0; i < n; i++) setOwn(object, keys[i] as string, values[i]);
        return object;
      }
      if (keyMode === TAPE.MODE_INT && session.dict !== DICT_OBJECT && (isNew || target instanceof Map)) {
        const map = (target ?? new Map()) as Map<unknown, unknown>;
        setAllInMap(map, keys, values, 1, undefined, KIND_INT);
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
    if (!isNew) return session.setItems(this.#slots.stack[slot], kind, pairs, pairKinds);
    return session.newDict(pairs, pairKinds);
  }
}
