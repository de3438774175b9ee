import type { Reduction } from '../reduce-symbol.js';

/** What CPython's `__reduce_ex__(protocol)` returns for a value. */
export type Reducer<T = never> = (value: T, protocol: number) => Reduction;

/** The prototype of a class, and how its instances are reduced; also those of subclasses. */
export type ReducerRow = readonly [prototype: object, reduce: Reducer];

/** A row of the table. */
export function row<T extends object>(Class: { readonly prototype: T }, reduce: Reducer<T>): ReducerRow {
  return [Class.prototype, reduce];
}
