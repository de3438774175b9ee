/**
 * How the value classes of this package are shown: Python's `repr`. A table beside the classes, so that who only reads pickles
 * does not carry it. A user's class has a `REPR` method instead.
 */
import { ClassTable } from '../../registry/class-table.js';
import type { Printer } from '../../registry/printer.js';
import { builtinPrinters } from './builtins.js';
import { collectionPrinters } from './collections.js';
import { datetimePrinters } from './datetime.js';
import { decimalPrinters } from './decimal.js';
import { enumPrinters } from './enum.js';
import { exceptionPrinters } from './exceptions.js';
import { fractionPrinters } from './fractions.js';
import { numpyPrinters } from './numpy.js';
import { pathPrinters } from './pathlib.js';
import { namespacePrinters } from './types.js';
import { uuidPrinters } from './uuid.js';
import { zoneInfoPrinters } from './zoneinfo.js';

const table = /*#__PURE__*/ new ClassTable(() => [
  ...builtinPrinters(),
  ...collectionPrinters(),
  ...datetimePrinters(),
  ...decimalPrinters(),
  ...enumPrinters(),
  ...exceptionPrinters(),
  ...fractionPrinters(),
  ...numpyPrinters(),
  ...pathPrinters(),
  ...namespacePrinters(),
  ...uuidPrinters(),
  ...zoneInfoPrinters(),
]);

/** How a value is shown whose class, or a class above it, belongs to this package; undefined for any other value. */
export function printerOf(value: object): Printer | undefined {
  return table.of(value);
}
