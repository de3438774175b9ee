import { dtypeParts } from '../../numpy/dtype-text.js';
import { scalarParts } from '../../numpy/scalar-text.js';
import type { ClassRow } from '../../types/class-table.js';
import { Dtype } from '../../types/dtype.js';
import { NDArray } from '../../types/ndarray.js';
import { NumPyScalar } from '../../types/numpyscalar.js';
import { type Printer, printer } from '../../types/printer.js';

/** NumPy. */
export function numpyPrinters(): ClassRow<Printer>[] {
  return [printer(Dtype, dtypeParts), printer(NDArray, (array) => [array.toString()]), printer(NumPyScalar, scalarParts)];
}
