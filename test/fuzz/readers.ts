/** One input through every way of reading it, and what they do not agree on. */

import { PlainReader } from '../../src/engines/small/plain-reader.js';
import type { LoadOptions } from '../../src/index.js';
import { load, loads, PickleError, PyGlobal, Registry, UnpicklingError } from '../../src/index.js';
import { canonical } from '../helpers/canonical.js';
import type { Random } from './random.js';

/** One input, and how it is read. */
export interface Case {
  data: Uint8Array;
  /** The options by name, so that a report can print them. */
  settings: Settings;
  /** Bytes of a window. */
  windowSize: number;
  /** Lengths of the chunks of the stream, in turn; none when there is no stream. */
  chunks: readonly number[];
}

/** Options as plain data; hooks are named. */
export interface Settings extends Omit<LoadOptions, 'persistentLoad' | 'findClass' | 'registry' | 'buffers'> {
  buffers?: Uint8Array[];
  persistentLoad?: keyof typeof PERSISTENT;
  findClass?: keyof typeof FIND_CLASS;
  registry?: 'hooks' | 'none';
}

/** What `persistentLoad` may be. */
const PERSISTENT = {
  echo: (id: unknown) => id,
  wrap: (id: unknown) => ({ persistent: id }),
  list: () => [],
  constant: () => CONSTANT,
  fails: () => {
    throw new TypeError('no such object');
  },
  nothing: () => undefined,
};

const FIND_CLASS = {
  nothing: () => undefined,
  refuses: (module: string, name: string) => {
    throw new UnpicklingError(`global '${module}.${name}' is forbidden`);
  },
  class: () => Plain,
  inert: (module: string, name: string) => new PyGlobal(module, name),
};

/** What must be the same after a load as before. */
const CONSTANT = Object.freeze({ constant: true });

class Plain {}

class Bag {
  readonly items: unknown[] = [];
}

/** A registry with hooks of every sort. */
function hookedRegistry(): Registry {
  return new Registry()
    .addFunction('hooks', 'Same', (...args) => args[0])
    .addClass('hooks', 'Class', Plain)
    .addValue('hooks', 'constant', CONSTANT)
    .addFunction('hooks', 'fails', () => {
      throw new RangeError('the hook fails');
    })
    .add('hooks', 'unhashable', { construct: () => new Bag(), hashable: false })
    .add('hooks', 'Bag', {
      construct: (args) => {
        const bag = new Bag();
        bag.items.push(...args);
        return bag;
      },
      setState: (self: Bag, state) => self.items.push('state', state),
      extend: (self: Bag, items) => self.items.push('extend', ...items),
      setItem: (self: Bag, key, value) => self.items.push('item', key, value),
      add: (self: Bag, item) => self.items.push('add', item),
    })
    .addExtension(1, 'hooks', 'Bag')
    .addExtension(2, 'vector_classes', 'Plain');
}

let registry: Registry | undefined;
let empty: Registry | undefined;

/** The options that the settings name. */
export function optionsOf({ persistentLoad, findClass, registry: which, ...settings }: Settings): LoadOptions {
  const options: LoadOptions = { ...settings };
  if (persistentLoad !== undefined) options.persistentLoad = PERSISTENT[persistentLoad];
  if (findClass !== undefined) options.findClass = FIND_CLASS[findClass];
  registry ??= hookedRegistry();
  empty ??= new Registry(null);
  if (which !== undefined) options.registry = which === 'hooks' ? registry : empty;
  return options;
}

/** Settings of every option, a few at a time. `base`: what the input needs. */
export function randomSettings(random: Random, base: LoadOptions): Settings {
  const settings: Settings = { exact: random.oneIn(2) };
  if (base.encoding !== undefined) settings.encoding = base.encoding;
  if (base.errors !== undefined) settings.errors = base.errors;
  if (base.buffers !== undefined) settings.buffers = [...base.buffers] as Uint8Array[];
  if (base.fixImports !== undefined) settings.fixImports = base.fixImports;
  if (!settings.exact && random.oneIn(2)) settings.dict = random.pick(['auto', 'object', 'map']);
  if (random.oneIn(6)) settings.copy = true;
  if (random.oneIn(4)) settings.encoding = random.pick(['ASCII', 'latin1', 'bytes', 'utf-8']);
  if (random.oneIn(10))
    settings.errors = random.pick(['strict', 'replace', 'ignore', 'surrogateescape', 'backslashreplace']);
  if (random.oneIn(6)) settings.fixImports = random.oneIn(2);
  if (random.oneIn(10)) settings.buffers = [Uint8Array.of(1, 2), new Uint8Array(0)];
  if (random.oneIn(5)) settings.persistentLoad = random.pick(Object.keys(PERSISTENT) as (keyof typeof PERSISTENT)[]);
  if (random.oneIn(10)) settings.findClass = random.pick(Object.keys(FIND_CLASS) as (keyof typeof FIND_CLASS)[]);
  if (random.oneIn(4)) settings.registry = random.oneIn(6) ? 'none' : 'hooks';
  if (random.oneIn(6))
    settings.limits = { [random.pick(['items', 'memo', 'nodes', 'digits'])]: random.pick([0, 1, 2, 3, 5, 8, 20, 50]) };
  return settings;
}

/** What came of reading: an accepted value, or an error. */
export interface Read {
  accepted: boolean;
  /** Of an accepted value the canonical list; of an error its class, offset, opcode and message. */
  lines: string[];
  /** Something else than an UnpicklingError. */
  crashed: boolean;
}

function value(result: unknown, input: ArrayBufferLike | undefined): Read {
  return { accepted: true, crashed: false, lines: canonical(result, input) };
}

function failed(error: unknown): Read {
  if (!(error instanceof UnpicklingError)) {
    const { name, message, stack } = error as Error;
    const detail = error instanceof PickleError ? message : stack;
    return { accepted: false, crashed: true, lines: [`crash ${name}`, String(detail ?? error)] };
  }
  return {
    accepted: false,
    crashed: false,
    lines: [error.name, `offset ${error.offset}`, `opcode ${error.opcode}`, error.message],
  };
}

function read(data: Uint8Array, options: LoadOptions): Read {
  let result: unknown;
  try {
    result = loads(data, options);
  } catch (error) {
    return failed(error);
  }
  return value(result, data.buffer);
}

async function stream(data: Uint8Array, chunks: readonly number[], options: LoadOptions): Promise<Read> {
  const parts: Uint8Array[] = [];
  for (let at = 0, i = 0; at < data.length; i++) {
    const end = Math.min(data.length, at + Math.max(1, chunks[i % chunks.length]));
    parts.push(data.slice(at, end));
    at = end;
  }
  let result: unknown;
  try {
    // Wrapped: a value with a `then` would be called.
    result = [await load(parts, options)];
  } catch (error) {
    return failed(error);
  }
  return value((result as unknown[])[0], undefined);
}

const plainReader = new PlainReader();
/** Loads that the reader lets pass at most after one that was not plain, and one more. */
const TRIES = 33;

/** What the reader for small messages makes of it; undefined when it leaves it to an engine. */
function plain(data: Uint8Array, copy: boolean): Read | undefined {
  let result: unknown;
  for (let i = 0; i < TRIES && result === undefined; i++) result = plainReader.read(data, copy);
  return result === undefined ? undefined : value(result, data.buffer);
}

/** Two ways of reading that do not agree, or one that failed with what must never escape. */
export interface Difference {
  /** The two ways, such as `js, wasm`. */
  between: string;
  first: Read;
  second: Read;
}

/**
 * Reads `one` in every way.
 * @returns the first disagreement, undefined when there is none, and whether it is a pickle
 */
export async function compare(one: Case): Promise<{ difference: Difference | undefined; accepted: boolean }> {
  // A window size, however large, keeps the reader for small messages away.
  const js = read(one.data, { ...optionsOf(one.settings), engine: 'js', windowSize: 1 << 30 });
  return { difference: await disagreement(one, js), accepted: js.accepted };
}

async function disagreement({ data, settings, windowSize, chunks }: Case, js: Read): Promise<Difference | undefined> {
  const options = optionsOf(settings);
  if (js.crashed) return { between: 'js', first: js, second: js };
  const wasm = read(data, { ...options, engine: 'wasm' });
  if (!same(js, wasm)) return { between: 'js, wasm', first: js, second: wasm };

  const { limits = {} } = settings;
  if (
    settings.exact !== true &&
    settings.dict !== 'map' &&
    settings.buffers === undefined &&
    Object.keys(limits).every((name) => name === 'digits')
  ) {
    const small = plain(data, settings.copy === true);
    if (small !== undefined && !same(js, small)) return { between: 'js, small', first: js, second: small };
  }
  if (settings.dict !== 'map' && settings.exact !== true) {
    const auto = read(data, options);
    if (!same(js, auto)) return { between: 'js, default', first: js, second: auto };
  }

  for (const engine of ['js', 'wasm'] as const) {
    // `onProgress` makes WASM take windows of the same size.
    const windowed = read(data, { ...options, engine, windowSize, onProgress: ignore });
    if (!same(js, windowed)) return { between: `js, ${engine} with windows`, first: js, second: windowed };
  }
  if (chunks.length === 0) return undefined;
  const kept = js.accepted ? read(data, { ...options, engine: 'js', windowSize: 1 << 30, copy: true }) : js;
  for (const engine of ['js', 'wasm'] as const) {
    const streamed = await stream(data, chunks, { ...options, engine });
    if (!same(kept, streamed)) return { between: `js, ${engine} stream`, first: kept, second: streamed };
  }
  return undefined;
}

function ignore(): void {}

function same(a: Read, b: Read): boolean {
  if (a.accepted !== b.accepted || b.crashed || a.lines.length !== b.lines.length) return false;
  for (let i = 0; i < a.lines.length; i++) if (a.lines[i] !== b.lines[i]) return false;
  return true;
}
