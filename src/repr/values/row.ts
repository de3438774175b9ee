import type { ReprPart } from '../../types/protocol.js';

/** The prototype of a class, how its instances and those of subclasses are shown, and what stands for one inside itself (`'...'`). */
export type PrinterRow = readonly [prototype: object, print: (value: never) => Iterable<ReprPart>, cycle?: string];

/** A row of the table. */
export function row<T extends object>(
  Class: { readonly prototype: T },
  print: (value: T) => Iterable<ReprPart>,
  cycle?: string,
): PrinterRow {
  return [Class.prototype, print as PrinterRow[1], cycle];
}
