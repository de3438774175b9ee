/**
 * How the value classes of this package are shown: Python's `repr`. A table beside the classes, so that who only reads pickles
 * does not carry it. A user's class has a `REPR` method instead.
 */
import type { ReprPart } from '../../types/protocol.js';
import { collectionPrinters } from './collections.js';
import { datetimePrinters } from './datetime.js';
import { numpyPrinters } from './numpy.js';
import type { PrinterRow } from './row.js';
import { stdlibPrinters } from './stdlib.js';

interface Printer {
  print(value: never): Iterable<ReprPart>;
  /** What is printed for an object inside itself. */
  readonly cycle: string;
}

let table: ReadonlyMap<object, Printer> | undefined;

/** How a value is shown whose class, or a class above it, belongs to this package; undefined for any other value. */
export function printerOf(value: object): Printer | undefined {
  table ??= new Map(allPrinters().map(([prototype, print, cycle]) => [prototype, { print, cycle: cycle ?? '...' }] as const));
  for (let prototype = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const printer = table.get(prototype);
    if (printer !== undefined) return printer;
  }
  return undefined;
}

function allPrinters(): PrinterRow[] {
  return [...collectionPrinters(), ...datetimePrinters(), ...stdlibPrinters(), ...numpyPrinters()];
}
