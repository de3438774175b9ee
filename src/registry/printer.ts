/**
 * How a class of this package is shown: rows of the table that `repr` looks into. A user's class has a `REPR` method
 * instead.
 */

import type { ReprPart } from '../values/index.js';
import type { ClassRow } from './class-table.js';

/** How the instances of a class are shown. */
export interface Printer {
  print(value: never): Iterable<ReprPart>;
  /** What is printed for an object inside itself. */
  readonly cycle: string;
}

/** A row: how instances of `Class` and of its subclasses are shown, and what stands for one inside itself. */
export function printer<T extends object>(
  Class: { readonly prototype: T },
  print: (value: T) => Iterable<ReprPart>,
  cycle = '...',
): ClassRow<Printer> {
  return [Class.prototype, { print, cycle }];
}
