import { dtypeParts } from '../../numpy/dtype-text.js';
import { scalarParts } from '../../numpy/scalar-text.js';
import { Dtype } from '../../types/dtype.js';
import { NDArray } from '../../types/ndarray.js';
import { NumPyScalar } from '../../types/numpyscalar.js';
import { type PrinterRow, row } from './row.js';

/** NumPy. */
export function numpyPrinters(): PrinterRow[] {
  return [row(Dtype, dtypeParts), row(NDArray, (array) => [array.toString()]), row(NumPyScalar, scalarParts)];
}
