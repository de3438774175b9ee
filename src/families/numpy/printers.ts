import { type ClassRow, type Printer, printer } from '../../registry/index.js';
import { Dtype } from './dtype.js';
import { dtypeParts } from './dtype-text.js';
import { NDArray } from './ndarray.js';
import { NumPyScalar } from './scalar.js';
import { scalarParts } from './scalar-text.js';

/** NumPy. */
export function numpyPrinters(): ClassRow<Printer>[] {
  return [
    printer(Dtype, dtypeParts),
    printer(NDArray, (array) => [array.toString()]),
    printer(NumPyScalar, scalarParts),
  ];
}
