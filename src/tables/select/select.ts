/** Some values of a pickle, without making the others. */
import { PickleError } from '../../base/index.js';
import { chooseEngine, createEngine, type Engine, openSource, runBytes, type StreamInput } from '../../read/index.js';
import type { LoadOptions } from '../../session/index.js';
import { type ByteInput, Dict, inputBytes, isByteInput, Tuple } from '../../values/index.js';
import { ObjectSet } from '../sharing.js';
import type { Table } from '../table.js';
import { TableBuilder } from '../tables.js';
import { conditionsOf, type Where } from '../where.js';
import { Emitter } from './emit.js';
import { type Found, type Path, Places, partsOf } from './paths.js';

/** Options of `load` with `select`, `loadItems` and `loadTable`. */
export interface SelectOptions extends LoadOptions {
  /** Only items for which this holds. */
  where?: Where;
}

/** Items, and bytes of their opcodes, that are read at once. */
const BATCH_ITEMS = 1000;
const BATCH_BYTES = 1 << 20;

/** Items that were read together. */
interface Batch {
  items: unknown[];
  paths: string[][];
  /** Objects that the pickle fetches again: the only ones that something else may hold. */
  fetched: unknown[];
}

/** All bytes of a source. */
export async function bytesOf(source: StreamInput | ByteInput, options: LoadOptions): Promise<Uint8Array> {
  if (isByteInput(source)) return inputBytes(source);
  const reader = openSource(source);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
      // A source may use a chunk's memory again.
      chunks.push(chunk.slice());
      size += chunk.length;
      options.onProgress?.(size, reader.total);
    }
    if (chunks.length === 1) return chunks[0];
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  } finally {
    await reader.close();
  }
}

/** Reads what some paths lead to. */
export class Selection {
  readonly places: Places;
  readonly #emitter: Emitter;
  readonly #engine: Engine;
  #hasBegun = false;

  /** @throws UnpicklingError when the opcodes make no sense; PickleError for wrong options */
  constructor(bytes: Uint8Array, options: LoadOptions) {
    this.#engine = createEngine(chooseEngine(options.engine, bytes.length), options);
    // What is given to the engine is written over.
    this.#engine.session.copy = true;
    this.places = new Places(bytes);
    this.#emitter = new Emitter(bytes, this.places.memo, this.places.protocol);
  }

  /** The values at `found`, in batches. */
  *batches(found: Iterable<Found>): Generator<Batch> {
    let paths: string[][] = [];
    this.#emitter.begin();
    for (const { place, path } of found) {
      this.#emitter.add(place);
      paths.push(path);
      if (paths.length < BATCH_ITEMS && this.#emitter.size < BATCH_BYTES) continue;
      yield this.#read(paths);
      paths = [];
      this.#emitter.begin();
    }
    if (paths.length > 0) yield this.#read(paths);
  }

  #read(paths: string[][]): Batch {
    const pickle = this.#emitter.finish();
    const { machine } = this.#engine;
    machine.begin(this.#hasBegun);
    this.#hasBegun = true;
    try {
      runBytes(machine, pickle, 0, undefined);
    } catch (error) {
      throw this.#placed(error);
    }
    const value = machine.result as Tuple | unknown[];
    machine.result = undefined;
    const [items, fetched] = (value instanceof Tuple ? value.items : value) as [unknown[], unknown[]];
    return { items, paths, fetched };
  }

  /** An error with the place in the input. */
  #placed(error: unknown): unknown {
    if (!(error instanceof PickleError) || error.offset === undefined) return error;
    const offset = this.#emitter.placeOf(error.offset);
    error.message = error.message.replace(`(offset ${error.offset}`, () => `(offset ${offset}`);
    error.offset = offset;
    return error;
  }

  /** What `path` leads to, in batches; of them the items that `where` lets through. */
  *select(path: Path, where: Where | undefined): Generator<Batch> {
    const holds = conditionFor(where);
    for (const batch of this.batches(this.places.find(partsOf(path)))) {
      const chosen = batch.items.flatMap((item, i) => (holds(item) ? [i] : []));
      yield { ...batch, items: chosen.map((i) => batch.items[i]), paths: chosen.map((i) => batch.paths[i]) };
    }
  }

  /** The parts of the path of all items of the list at `path`. @throws PickleError when there is nothing */
  itemsPath(path: Path): Path {
    const parts = partsOf(path);
    for (const _ of this.places.find(parts)) return [...parts, '*'];
    throw new PickleError(`nothing is at ${JSON.stringify(parts.join('.'))} in this pickle`);
  }
}

/** A test of items: records whose fields fulfil all conditions. */
function conditionFor(where: Where | undefined): (item: unknown) => boolean {
  if (where === undefined) return () => true;
  const conditions = conditionsOf(where);
  return (item) =>
    typeof item === 'object' && item !== null && conditions.every(([key, condition]) => condition(fieldOf(item, key)));
}

function fieldOf(item: object, key: string): unknown {
  if (item instanceof Map || item instanceof Dict) return item.get(key);
  return Object.hasOwn(item, key) ? (item as Record<string, unknown>)[key] : undefined;
}

/** Called with each item, and the keys that lead to it. */
export type OnItem = (item: unknown, path: readonly string[]) => void;

/** Hands over what some paths lead to. @returns how many items there were */
export function selectItems(bytes: Uint8Array, paths: readonly Path[], onItem: OnItem, options: SelectOptions): number {
  const { where, ...others } = options;
  const selection = new Selection(bytes, others);
  let count = 0;
  for (const path of paths) {
    for (const batch of selection.select(path, where)) {
      for (const [i, item] of batch.items.entries()) onItem(item, batch.paths[i]);
      count += batch.items.length;
    }
  }
  return count;
}

/**
 * The items of one list (or the values of one dict) of a pickle, one after another: `for await (const item of
 * loadItems(file, 'orders'))`.
 * Nothing else is made but what items fetch from the memo; see `load` with `select`.
 * @param path where the list is; the empty path is the pickle's own value
 * @throws PickleError when nothing is there; UnpicklingError as `load`, and when an item needs what holds it; whatever
 *   the source throws
 */
export async function* loadItems<Item = unknown>(
  source: StreamInput | ByteInput,
  path: Path = '',
  options: SelectOptions = {},
): AsyncGenerator<Item, void, void> {
  const { where, ...others } = options;
  const selection = new Selection(await bytesOf(source, others), others);
  for (const { items } of selection.select(selection.itemsPath(path), where)) yield* items as Item[];
}

/** Options of `loadTable`. */
export interface LoadTableOptions extends SelectOptions {
  /** Where the list is. Default: it is the pickle's value. */
  path?: Path;
}

/**
 * One list of a pickle as a table. At most 1000 of its items are objects at a time; of the rest of the pickle only what
 * they fetch from the memo is made. A list of other things than records has one column, `value`.
 * @throws PickleError when nothing is there; UnpicklingError as `load`, and when an item needs what holds it; whatever
 *   the source throws
 */
export async function loadTable<Row = Record<string, unknown>>(
  source: StreamInput | ByteInput,
  options: LoadTableOptions = {},
): Promise<Table<Row>> {
  const { path = '', where, ...others } = options;
  const selection = new Selection(await bytesOf(source, others), others);
  const kept = new ObjectSet();
  const builder = new TableBuilder({ exact: others.exact === true, isKept: (value) => kept.has(value) });
  for (const { items, fetched } of selection.select(selection.itemsPath(path), where)) {
    for (const value of fetched) if (typeof value === 'object' && value !== null) kept.add(value);
    for (const item of items) builder.push(item);
  }
  return builder.finish<Row>();
}
