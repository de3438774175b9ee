/** `loads` and `load` that give tables. */
import { PickleError } from '../base/index.js';
import { type Loaded, loads as loadsValue, load as loadValue, type StreamInput } from '../read/index.js';
import type { LoadOptions } from '../session/index.js';
import type { ByteInput } from '../values/index.js';
import type { Path } from './select/paths.js';
import { bytesOf, type OnItem, type SelectOptions, selectItems } from './select/select.js';
import { type TablesOptions, tablesMin, withTables } from './tables.js';

/** Options of `loads` and `load` of this sub-path: those of the package, and `tables`. */
export interface TableLoadOptions extends LoadOptions {
  /** Lists of at least 64 dicts with str keys (or of `min`) become a `Table`. Default false. */
  tables?: boolean | TablesOptions;
}

/**
 * As `loads` of the package; with `tables`, lists of records become a `Table` each, wherever they are in lists and
 * dicts.
 *
 * A list stays a list when it, one of its records or what it is in is held more than once, when a record has another
 * kind of key, and with more than 64 different lists of keys or 1024 columns.
 * @throws UnpicklingError, PickleError as `loads`
 */
export const loads = {
  // A method: the bundle for Node has the package's own `loads`, too, and a function would get another name.
  loads<T = Loaded>(data: ByteInput, options: TableLoadOptions = {}): T {
    const { tables, ...others } = options;
    const min = tablesMin(tables);
    const value = loadsValue<T>(data, others);
    return min === undefined ? value : (withTables(value, min, others) as T);
  },
}.loads;

/** Options of `load` that hands over some values. */
export interface SelectedLoadOptions extends SelectOptions {
  /** What is wanted: one path or several, read one after the other. */
  select: string | readonly Path[];
  /** Called with each value, and with the keys that lead to it. Without it the values are returned. */
  onItem?: OnItem;
}

/** What `load` is called with, and what it gives. */
export interface Load {
  (source: StreamInput | ByteInput, options: SelectedLoadOptions & { onItem: OnItem }): Promise<number>;
  <T = Loaded>(source: StreamInput | ByteInput, options: SelectedLoadOptions & { onItem?: undefined }): Promise<T[]>;
  <T = Loaded>(source: StreamInput | ByteInput, options?: TableLoadOptions): Promise<T>;
}

/**
 * As `load` of the package, with tables as `loads`. With `select`, only what the paths lead to is made, and what that
 * fetches from the memo: values that are left out are not looked into, and neither checked nor asked of hooks. The
 * bytes of a stream are kept until the end, to find what is fetched; values that two paths lead to are made twice.
 * @returns the value; with `select` an Array of the values that were found, with `onItem` their number
 * @throws UnpicklingError, PickleError, whatever the source throws, and for a selected value that needs what holds it
 */
export const load: Load = {
  async load(
    source: StreamInput | ByteInput,
    options: TableLoadOptions & Partial<SelectedLoadOptions> = {},
  ): Promise<unknown> {
    if (options.select !== undefined) return await select(source, options as SelectedLoadOptions);
    const { tables, ...others } = options;
    const min = tablesMin(tables);
    const value: unknown = await loadValue(source, others);
    return min === undefined ? value : withTables(value, min, others);
  },
}.load as Load;

async function select(source: StreamInput | ByteInput, options: SelectedLoadOptions): Promise<unknown> {
  const { select, onItem, ...others } = options;
  const paths = typeof select === 'string' ? [select] : select;
  if (!Array.isArray(paths))
    throw new PickleError("options.select must be a path such as 'orders.*', or an Array of paths");
  const bytes = await bytesOf(source, others);
  if (onItem !== undefined) return selectItems(bytes, paths, onItem, others);
  const items: unknown[] = [];
  selectItems(bytes, paths, (item) => items.push(item), others);
  return items;
}
