import { PyGlobal } from '../values/index.js';
import type { ClassRow } from './class-table.js';

/**
 * How a JavaScript class takes part in pickling: a method under this symbol returns what Python's `__reduce_ex__` would
 * (PEP 307): `[callable, args, state?, listItems?, dictItems?, stateSetter?]`.
 */
export const REDUCE: unique symbol = /*#__PURE__*/ Symbol.for('pickle-wasm.reduce') as never;

/** The parts of a reduction; absent parts are undefined or null. */
export type Reduction = [
  callable: unknown,
  args: ArrayLike<unknown> & Iterable<unknown>,
  state?: unknown,
  listItems?: Iterable<unknown> | AsyncIterable<unknown> | null,
  dictItems?: Iterable<readonly [unknown, unknown]> | AsyncIterable<readonly [unknown, unknown]> | null,
  stateSetter?: unknown,
];

/** What an object with the reduce method looks like. */
export interface Reducible {
  [REDUCE](protocol: number): Reduction;
}

/** What CPython's `__reduce_ex__(protocol)` returns for a value. */
export type Reducer<T = never> = (value: T, protocol: number) => Reduction;

/** A row of the table that the pickler looks into: how instances of `Class` and of its subclasses are reduced. */
export function reducer<T extends object>(Class: { readonly prototype: T }, reduce: Reducer<T>): ClassRow<Reducer> {
  return [Class.prototype, reduce];
}

const OBJECT = /*#__PURE__*/ new PyGlobal('builtins', 'object');
const NEWOBJ = /*#__PURE__*/ new PyGlobal('copyreg', '__newobj__');
const RECONSTRUCTOR = /*#__PURE__*/ new PyGlobal('copyreg', '_reconstructor');

/**
 * What `object.__reduce_ex__(protocol)` returns for an instance without items: `cls.__new__(cls, *args)` and the state
 * from protocol 2 on, `copyreg._reconstructor(cls, object, None)` and the state below (PEP 307).
 */
export function defaultReduction(protocol: number, cls: unknown, args: unknown[], state: unknown): Reduction {
  return protocol >= 2 ? [NEWOBJ, [cls, ...args], state] : [RECONSTRUCTOR, [cls, OBJECT, null], state];
}
