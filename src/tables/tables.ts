/** Lists of records in a loaded value become tables. */
import { PickleError } from '../base/index.js';
import type { LoadOptions } from '../session/index.js';
import { Dict, madeOf, setOwn } from '../values/index.js';
import { ColumnBuilder, type ColumnContext, StructStore } from './columns/column-builder.js';
import { formOf } from './records.js';
import { sharedObjects } from './sharing.js';
import { Table } from './table.js';

/** Which lists become tables. */
export interface TablesOptions {
  /** Items of the shortest list that becomes a table. Default 64. */
  min?: number;
}

const MIN_ITEMS = 64;

/** The shortest list that becomes a table; undefined when no list does. @throws PickleError when it is no number */
export function tablesMin(tables: boolean | TablesOptions | undefined): number | undefined {
  if (tables === undefined || tables === false) return undefined;
  const min = tables === true ? MIN_ITEMS : (tables.min ?? MIN_ITEMS);
  if (Number.isInteger(min) && min >= 1) return min;
  throw new PickleError('options.tables must be true or { min }, a whole number from 1 on');
}

/** Makes one table of items that come one after another: from a selection, or from a list that is there. */
export class TableBuilder {
  readonly #column: ColumnBuilder;

  constructor(context: ColumnContext) {
    this.#column = new ColumnBuilder(context);
  }

  push(item: unknown): void {
    this.#column.push(item);
  }

  finish<Row>(): Table<Row> {
    return new Table<Row>(this.#column.finish());
  }
}

/** True when objects may have been made by classes of the caller. */
function hasHooks({ registry, findClass }: LoadOptions): boolean {
  return registry !== undefined || findClass !== undefined;
}

/**
 * What the columns of the items of `root` must know: which objects are met more than once.
 * @param root all that the load gave
 */
export function contextOf(root: unknown, options: LoadOptions): ColumnContext {
  const noted = hasHooks(options);
  const shared = sharedObjects(root, noted);
  return {
    exact: options.exact === true,
    isKept: (value) => shared.has(value) || (noted && madeOf(value) !== undefined),
  };
}

/** The table of a list of records; undefined when it is not one, or another place holds one of its items. */
function tableOf(list: readonly unknown[], context: ColumnContext): Table | undefined {
  const store = new StructStore(context, 0);
  for (let i = 0; i < list.length; i++) if (!store.push(list[i])) return undefined;
  return new Table(store.finish(list.length, undefined));
}

/**
 * `root` with a table in the place of every list of at least `min` records. Lists stay lists where they, or what they
 * are in, are held more than once: whoever finds them by the other way must find the same.
 */
export function withTables(root: unknown, min: number, options: LoadOptions): unknown {
  const context = contextOf(root, options);
  const todo: object[] = [];
  const visit = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || context.isKept(value)) return value;
    if (!Array.isArray(value)) {
      if (formOf(value) !== undefined) todo.push(value);
      return value;
    }
    if (value.length >= min && formOf(value[0]) !== undefined) {
      const table = tableOf(value, context);
      if (table !== undefined) return table;
    }
    todo.push(value);
    return value;
  };
  const result = visit(root);
  for (let holder = todo.pop(); holder !== undefined; holder = todo.pop()) {
    if (Array.isArray(holder)) {
      for (let i = 0; i < holder.length; i++) {
        const now = visit(holder[i]);
        if (now !== holder[i]) holder[i] = now;
      }
    } else if (holder instanceof Map || holder instanceof Dict) {
      for (const [key, value] of holder as Map<unknown, unknown>) {
        // NaN is a key of its own each time it comes, and so is what holds one.
        if (typeof key === 'object' || Number.isNaN(key)) continue;
        const now = visit(value);
        if (now !== value) (holder as Map<unknown, unknown>).set(key, now);
      }
    } else {
      for (const key of Object.keys(holder)) {
        const value = (holder as Record<string, unknown>)[key];
        const now = visit(value);
        if (now !== value) setOwn(holder, key, now);
      }
    }
  }
  return result;
}
