/**
 * pickle-wasm/table: lists of records as columns.
 *
 * ```ts
 * import { loads } from 'pickle-wasm/table';
 *
 * const orders = loads(bytes, { tables: true }); // a Table, when the pickle is a list of at least 64 dicts
 * orders.column('price').values; // a Float64Array
 * orders.at(0); // one row
 * orders.toArrow(); // bytes for DuckDB, Polars, pandas
 * ```
 */
export * from './tables/index.js';
