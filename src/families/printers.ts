/**
 * How the value classes of this package are shown: Python's `repr`. A table beside the classes, so that who only reads
 * pickles does not carry it. A user's class has a `REPR` method instead.
 */
import { ClassTable, type Printer } from '../registry/index.js';
import { numpyPrinters } from './numpy/printers.js';
import { builtinPrinters } from './stdlib/builtins/printers.js';
import { collectionPrinters } from './stdlib/collections/printers.js';
import { datetimePrinters } from './stdlib/datetime/printers.js';
import { decimalPrinters } from './stdlib/decimal/printers.js';
import { enumPrinters } from './stdlib/enum/printers.js';
import { exceptionPrinters } from './stdlib/exceptions/printers.js';
import { fractionPrinters } from './stdlib/fractions/printers.js';
import { pathPrinters } from './stdlib/pathlib/printers.js';
import { namespacePrinters } from './stdlib/types/printers.js';
import { uuidPrinters } from './stdlib/uuid/printers.js';
import { zoneInfoPrinters } from './stdlib/zoneinfo/printers.js';

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
