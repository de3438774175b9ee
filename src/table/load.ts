/** `loads` and `load` that give tables. */
import { type Loaded, loads as loadsValue, load as loadValue, type StreamInput } from '../read/index.js';
import type { LoadOptions } from '../session/index.js';
import type { ByteInput } from '../values/index.js';
import { type TablesOptions, tablesMin, withTables } from './tables.js';

/** Options of `loads` and `load` of this sub-path: those of the package, and `tables`. */
export interface TableLoadOptions extends LoadOptions {
  /** Lists of at least 64 dicts with str keys (or of `min`) become a `Table`. Default false. */
  tables?: boolean | TablesOptions;
}

/**
 * As `loads` of the package; with `tables`, lists of records become a `Table` each, wherever they are in lists and dicts.
 *
 * A list stays a list when it, one of its records or what it is in is held more than once, when a record has another kind of key, and
 * with more than 64 different lists of keys or 1024 columns.
 * @throws UnpicklingError, PickleError as `loads`
 */
export function loads<T = Loaded>(data: ByteInput, options: TableLoadOptions = {}): T {
  const { tables, ...others } = options;
  const min = tablesMin(tables);
  const value = loadsValue<T>(data, others);
  return min === undefined ? value : (withTables(value, min, others) as T);
}

/** As `load` of the package, with tables as `loads`. @throws UnpicklingError, PickleError, and whatever the source throws */
export async function load<T = Loaded>(source: StreamInput | ByteInput, options: TableLoadOptions = {}): Promise<T> {
  const { tables, ...others } = options;
  const min = tablesMin(tables);
  const value = await loadValue<T>(source, others);
  return min === undefined ? value : (withTables(value, min, others) as T);
}
