/** What a class that a pickle names can do: hooks, what they may ask, and how they make values. Types only. */
import type { PyGlobal } from './global.js';

/** How values are made: see `naturalModel` and `exactModel`. */
export interface ValueModel {
  readonly exact: boolean;
  /** `items` is taken over, not copied. */
  tuple(items: unknown[]): unknown;
  /** A bytes object over `data`, no copy. */
  bytes(data: Uint8Array): unknown;
  /** A bytearray over `data`, no copy. */
  bytearray(data: Uint8Array): unknown;
  float(value: number): unknown;
  /** A set of `items`; equal items (Python equality) count once. Throws on unhashable items. */
  set(items: Iterable<unknown>): unknown;
  frozenset(items: Iterable<unknown>): unknown;
  /** A dict from `[key, value]` pairs. */
  dict(entries: Iterable<readonly [unknown, unknown]>): unknown;
}

/** What a hook may ask about the call that the pickle makes. One object per load, valid during the call only. */
export interface HookContext {
  /** How values are made: natural or exact. */
  readonly model: ValueModel;
  /** The class or function being called. */
  readonly global: PyGlobal;
  /**
   * `'call'`: `cls(*args)` (REDUCE, OBJ and INST with arguments). `'new'`: `cls.__new__(cls, *args)` (NEWOBJ and kin).
   */
  readonly how: 'call' | 'new';
  /** Keyword arguments of NEWOBJ_EX. */
  readonly kwargs: ReadonlyMap<string, unknown> | undefined;
  /** Protocol number of the pickle so far; 0 until PROTO. */
  readonly protocol: number;
  /** `limits.digits` of the load. */
  readonly digits: number;
  /**
   * Counts `bytes` of memory (estimated) against `limits.bytes`, `items` of one container against `limits.items`, and
   * those of all calls against `limits.nodes`: a hook calls it before it makes a copy whose size the pickle chooses.
   * @throws LimitError
   */
  charge(bytes: number, items?: number): void;
}

/**
 * What a class or function means. Everything may be left out.
 *
 * Arguments and states come in the value model of the load: with `exact` they are `Tuple`, `Dict`, `Bytes` and so on.
 * A hook refuses by throwing; the load then ends in an `UnpicklingError` with the opcode's offset and the thrown
 * `cause`.
 */
export interface ClassHooks {
  /** Makes the value. Without it the class cannot be called and its instances are inert `PyObject` / `PyCall`. */
  construct?(args: unknown[], context: HookContext): unknown;
  /**
   * `construct` with bytes alone, `count` of them at `source[at]`, before they are a value; undefined leaves them to
   * `construct`. @internal
   */
  fromBytes?(source: Uint8Array, at: number, count: number): unknown;
  /** `__setstate__`: BUILD. Without it BUILD is refused. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  setState?(self: any, state: any, context: HookContext): void;
  /** `__getstate__`, for writing: the state that `setState` takes; null or undefined for none. */
  // biome-ignore lint/suspicious/noExplicitAny: an instance of the registered class
  getState?(self: any): unknown;
  /**
   * `__reduce_ex__(protocol)`, for writing: `[callable, args, state?, listItems?, dictItems?, stateSetter?]`, or a
   * global by name.
   */
  // biome-ignore lint/suspicious/noExplicitAny: an instance of the registered class
  reduce?(self: any, protocol: number): unknown;
  /**
   * `__getnewargs__`, for writing: the names of the fields that are the arguments of `cls.__new__`, in order, as a
   * namedtuple's `_fields`. They are no part of the state.
   */
  newArgs?: readonly string[];
  /** `append(item)`: APPEND(S), when there is no `extend`. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  append?(self: any, item: unknown): void;
  /** `extend(items)`: APPEND(S), preferred over `append` (PEP 307). The array is the callee's to keep. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  extend?(self: any, items: unknown[]): void;
  /** `__setitem__(key, value)`: SETITEM(S). */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  setItem?(self: any, key: unknown, value: unknown): void;
  /** `add(item)`: ADDITEMS. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hook itself made
  add?(self: any, item: unknown): void;
  /** Every call makes a new object, or returns an argument: nobody else has it. @internal */
  fresh?: boolean;
  /** Without arguments `construct` makes a new object, and calls nobody's constructor. @internal */
  makesBare?: boolean;
  /** Instances of `addClass`: how a load made them is kept for the pickler. @internal */
  noted?: boolean;
  /** The class may have private fields. @internal */
  mayHide?: boolean;
  /** A load has made an instance with arguments of `cls.__new__`. @internal */
  takesArguments?: boolean;
  /** The instances are Python's own list, dict or set: their kind (shared/kinds.ts). @internal */
  kind?: number;
  /** False when Python refuses its instances as dict keys and set items. Default true. */
  hashable?: boolean;
  /**
   * Of a class whose instances may be hashable: false for a value that is not. `safe`: every argument was. What may be
   * a list, a set or a bytearray in the natural model, where JavaScript cannot tell, counts as one. @internal
   */
  hashes?(value: unknown, safe: boolean): boolean;
  /** Makes keys of its arguments: a load that names it notes which Arrays are tuples. @internal */
  asksKinds?: boolean;
  /** What `builtins.getattr(cls, name)` gives, by exact name; other attributes stay inert calls. */
  attributes?: ReadonlyMap<string, unknown>;
}
