import { dtypeParts } from '../../numpy/dtype-text.js';
import { scalarParts } from '../../numpy/scalar-text.js';
import type { ClassRow } from '../../registry/class-table.js';
import { type Printer, printer } from '../../registry/printer.js';
import { Dtype } from '../../types/dtype.js';
import { NDArray } from '../../types/ndarray.js';
import { NumPyScalar } from '../../types/numpyscalar.js';

/** NumPy. */
export function numpyPrinters(): ClassRow<Printer>[] {
  return [printer(Dtype, dtypeParts), printer(NDArray, (array) => [array.toString()]), printer(NumPyScalar, scalarParts)];
}
