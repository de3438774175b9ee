/**
 * The operand stack of the pure-JavaScript engine and its memo, and what opcodes do with the values there: calls,
 * tuples, items. The interpreter keeps the stack pointer and the marks, and puts simple values into the arrays itself.
 */

import { fault, uint32 } from '../../format/index.js';
import {
  isUnhashable,
  KIND_DICT_EMPTY,
  KIND_DICT_UNSEEN,
  LateArguments,
  MAX_ARRAY,
  MAX_SHAPE_KEYS,
  plainKind,
  type Session,
  ShapeTable,
  setPairs,
} from '../../session/index.js';
import { FAULT_ODD_DICT, FAULT_ODD_SETITEMS, FAULT_STACK } from '../../shared/faults.js';
import {
  KIND_DICT,
  KIND_FROZENSET,
  KIND_LIST,
  KIND_STR,
  KIND_TUPLE,
  KIND_TUPLE_UNHASHABLE,
} from '../../shared/kinds.js';
import * as OP from '../../shared/opcodes.js';
import { Dict, noteNew, Tuple } from '../../values/index.js';
import { Memo } from './value-memo.js';

/** Of a dict on the stack: it has no memo index; others may hold it. */
export const NO_MEMO = -1;
export const SHARED = -2;

/** Slots to begin with; the arrays grow. */
const FIRST_STACK = 256;
/** A bigger stack is given back after a load. */
const KEPT_STACK = 4096;

/** Slots, each with a value and its kind. */
export class Operands {
  values: unknown[] = [];
  kinds = new Int32Array(FIRST_STACK);
  /** Of a KIND_DICT slot: its memo index when it has exactly one, else NO_MEMO or SHARED. */
  memoOf = new Int32Array(FIRST_STACK);
  readonly late: LateArguments;
  readonly memo: Memo;
  readonly #shapes = new ShapeTable();
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    this.late = new LateArguments(session);
    this.memo = new Memo(this.late);
    session.noteMemo = () => session.noteKinds(this.memo.values, this.memo.kinds);
  }

  /** Empties the memo. */
  forget(): void {
    this.memo.clear();
    this.late.clear();
  }

  /** Keeps nothing of the load alive. */
  release(): void {
    this.forget();
    this.#shapes.reset();
    const { values } = this;
    if (values.length > KEPT_STACK) {
      this.values = [];
      this.kinds = new Int32Array(FIRST_STACK);
      this.memoOf = new Int32Array(FIRST_STACK);
      return;
    }
    // Slots are used from below, and no value is undefined: what was used ends at the first undefined.
    for (let i = 0; i < values.length && values[i] !== undefined; i++) values[i] = undefined;
  }

  /** Makes room for as many slots again. */
  grow(): void {
    const room = this.kinds.length * 2;
    if (room > MAX_ARRAY) throw fault(FAULT_STACK, this.kinds.length);
    const kinds = new Int32Array(room);
    kinds.set(this.kinds);
    this.kinds = kinds;
    const memoOf = new Int32Array(room);
    memoOf.set(this.memoOf);
    this.memoOf = memoOf;
  }

  /** Opcodes that take everything above the mark, which was at `from`. @returns the stack pointer behind them */
  takeMarked(opcode: number, from: number, to: number): number {
    const stack = this.values;
    const kinds = this.kinds;
    const session = this.#session;
    switch (opcode) {
      case OP.TUPLE:
        this.tuple(from, to);
        return from + 1;
      case OP.SETITEMS:
        if ((to - from) & 1) throw fault(FAULT_ODD_SETITEMS);
        if (to > from) this.setItems(from - 1, from, to);
        return from;
      case OP.APPENDS:
        if (to > from) this.append(from, to);
        return from;
      case OP.POP_MARK:
        return from;
    }
    const items = stack.slice(from, to);
    switch (opcode) {
      case OP.ADDITEMS:
        if (to > from) session.addItems(stack[from - 1], plainKind(kinds[from - 1]), items, kinds.subarray(from, to));
        return from;
      case OP.LIST:
        session.checkItems(to - from);
        stack[from] = items;
        kinds[from] = KIND_LIST;
        break;
      case OP.DICT:
        if ((to - from) & 1) throw fault(FAULT_ODD_DICT);
        stack[from] = session.newDict(items, kinds.subarray(from, to));
        kinds[from] = KIND_DICT;
        this.memoOf[from] = NO_MEMO;
        break;
      case OP.FROZENSET:
        stack[from] = session.frozenset(items, kinds.subarray(from, to));
        kinds[from] = KIND_FROZENSET;
        break;
      default:
        stack[from] = session.instantiate(items.shift(), items, 'OBJ');
        kinds[from] = session.lastKind;
        this.memoOf[from] = SHARED;
    }
    return from + 1;
  }

  /**
   * The value that an opcode makes of names, classes and arguments from `slot` on; EXT1 and the like have theirs at
   * `window[pos]`.
   */
  object(opcode: number, slot: number, window: Uint8Array, pos: number): unknown {
    const session = this.#session;
    const stack = this.values;
    const first = stack[slot];
    const second = stack[slot + 1];
    switch (opcode) {
      case OP.BINPERSID:
        return session.persistent(first, this.kinds[slot]);
      case OP.EXT1:
        return session.extension(window[pos]);
      case OP.EXT2:
        return session.extension(window[pos] | (window[pos + 1] << 8));
      case OP.EXT4:
        return session.extension(uint32(window, pos) | 0);
      case OP.STACK_GLOBAL:
        return session.global(first as string, second as string);
    }
    return session.apply(
      opcode,
      first,
      second,
      this.kinds[slot + 1],
      opcode === OP.NEWOBJ_EX ? stack[slot + 2] : undefined,
    );
  }

  /** A tuple of the values in `from..to`. */
  tuple(from: number, to: number, isConsumed = false): void {
    const stack = this.values;
    const kinds = this.kinds;
    const session = this.#session;
    const count = to - from;
    session.checkItems(count);
    // Performance: two and three are what pickles are full of (bench case tuples).
    const items =
      count === 2
        ? [stack[from], stack[from + 1]]
        : count === 3
          ? [stack[from], stack[from + 1], stack[from + 2]]
          : stack.slice(from, to);
    let kind = KIND_TUPLE;
    for (let i = from; i < to; i++) if (isUnhashable(kinds[i])) kind = KIND_TUPLE_UNHASHABLE;
    stack[from] = session.exact ? new Tuple(items) : items;
    // Performance: the next opcode takes the arguments (bench case instances).
    if (session.keepsKinds && !isConsumed) noteNew(items);
    kinds[from] = kind;
  }

  /** APPEND, APPENDS of the values in `from..to` to what is below them. */
  append(from: number, to: number): void {
    const stack = this.values;
    const session = this.#session;
    const kind = this.kinds[from - 1];
    const target = stack[from - 1];
    if (kind === KIND_LIST) {
      const list = target as unknown[];
      session.checkItems(list.length + to - from);
      for (let i = from; i < to; i++) list.push(stack[i]);
    } else {
      session.append(target, plainKind(kind), stack.slice(from, to));
    }
  }

  /** SETITEM, SETITEMS on the value in slot `target`; the pairs lie in `from..to`. */
  setItems(target: number, from: number, to: number): void {
    const stack = this.values;
    const kinds = this.kinds;
    const session = this.#session;
    const kind = kinds[target];
    if (kind !== KIND_DICT && kind !== KIND_DICT_EMPTY) {
      session.setItems(stack[target], kind, stack.slice(from, to), kinds.subarray(from, to));
      return;
    }
    kinds[target] = KIND_DICT;
    let keysEnd = from;
    while (keysEnd < to && kinds[keysEnd] === KIND_STR) keysEnd += 2;
    if (keysEnd >= to) {
      if (kind === KIND_DICT_EMPTY && to - from <= 2 * MAX_SHAPE_KEYS && this.#makeRecord(target, from, to)) return;
      const object = stack[target] as Record<string, unknown>;
      if (!session.exact && session.plainKeysOnly && session.replaced === undefined && !(object instanceof Map)) {
        session.checkKeys(object, stack, from, to, 2);
        setPairs(object, stack, from, to);
        return;
      }
    }
    const before = stack[target] as object;
    const after = session.setItems(before, KIND_DICT, stack.slice(from, to), kinds.subarray(from, to)) as object;
    if (after === before) return;
    stack[target] = after;
    const index = this.memoOf[target];
    if (index === NO_MEMO) return;
    const memo = this.memo;
    if (index >= 0 && memo.kinds[index] === KIND_DICT_UNSEEN && memo.values[index] === before) {
      memo.values[index] = after;
    } else if (after instanceof Map) {
      if (session.replaced === undefined) session.replaced = new Map();
      session.replaced.set(before, after);
    }
  }

  /**
   * Puts a record with the pairs in `from..to` in the place of an empty dict that nobody else holds. @returns false
   * when it cannot
   */
  #makeRecord(target: number, from: number, to: number): boolean {
    const stack = this.values;
    const session = this.#session;
    const memo = this.memo;
    const index = this.memoOf[target];
    if (
      index !== NO_MEMO &&
      !(index >= 0 && memo.kinds[index] === KIND_DICT_UNSEEN && memo.values[index] === stack[target])
    )
      return false;
    let record: object | undefined;
    if (session.exact) {
      const keys = this.#shapes.keys(stack, from, to);
      if (keys === undefined) return false;
      session.checkItems(keys.length);
      const values = new Array<unknown>(keys.length);
      for (let k = 0; k < values.length; k++) values[k] = stack[from + 2 * k + 1];
      record = Dict.fromArrays(keys, values);
    } else {
      record = this.#shapes.make(stack, from, to);
      if (record === undefined) return false;
      if (to - from > 2 * session.maxItems) session.checkKeys({}, stack, from, to, 2);
    }
    stack[target] = record;
    if (index >= 0) memo.values[index] = record;
    return true;
  }

  /** Pushes memo entry `index` into slot `sp`. @throws when there is none */
  get(index: number, sp: number): void {
    const memo = this.memo;
    const kind = memo.get(index);
    this.values[sp] = memo.gotValue;
    if (kind === KIND_DICT) this.memoOf[sp] = SHARED;
    this.kinds[sp] = kind;
  }

  /** Puts the value of `slot` into the memo. */
  put(index: number, slot: number): void {
    const memo = this.memo;
    let kind = this.kinds[slot];
    if (kind === KIND_DICT || kind === KIND_DICT_EMPTY) {
      if (this.memoOf[slot] === NO_MEMO && typeof index === 'number' && index < memo.denseEnd) {
        this.memoOf[slot] = index;
        kind = KIND_DICT_UNSEEN;
      } else {
        memo.seen(this.memoOf[slot]);
        this.memoOf[slot] = SHARED;
        this.kinds[slot] = KIND_DICT;
        kind = KIND_DICT;
      }
    }
    memo.put(index, this.values[slot], kind);
  }
}
