/**
 * pickle-wasm/pandas: DataFrames, Series and indexes of pandas 0.25 to 3, their arrays (also those of Arrow) and
 * scalars.
 *
 * ```ts
 * import { loads, Registry } from 'pickle-wasm';
 * import { pandas } from 'pickle-wasm/pandas';
 *
 * const frame = loads(bytes, { registry: new Registry().use(pandas) }); // a DataFrame
 * frame.column('price').values; // a Float64Array
 * frame.toRows(); // [{ name: 'tea', price: 3.5 }, …]
 * ```
 */

export * from './families/pandas/index.js';
