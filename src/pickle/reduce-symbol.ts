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
