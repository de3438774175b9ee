/**
 * pickle-wasm/all: everything of `pickle-wasm`, where loading knows the classes of every library that this package knows.
 *
 * ```ts
 * import { loads } from 'pickle-wasm/all';
 *
 * loads(bytes); // a DataFrame, where 'pickle-wasm' gives the inert parts of one
 * ```
 */

import { type FileSource, loadNpy as loadNpyKnown, loadNpz as loadNpzKnown } from './containers/index.js';
import { pandas } from './families/pandas/index.js';
import type { StreamInput } from './read/index.js';
import { Unpickler as KnownUnpickler, loadAll as loadAllKnown, load as loadKnown, loads as loadsKnown } from './read/index.js';
import { type Family, Registry } from './registry/index.js';
import type { LoadOptions } from './session/index.js';
import type { ByteInput, PyGlobal } from './values/index.js';

export * from './index.js';
export * from './npy.js';
export * from './pandas.js';

/** The families beside those of the core; a new one gets its place here. */
const FAMILIES: readonly Family[] = [pandas];

let every: Registry | undefined;
let defaults: LoadOptions | undefined;

/** What every family knows; made on first use. */
function everyRegistry(): Registry {
  if (every === undefined) {
    every = new Registry();
    for (const family of FAMILIES) every.use(family);
  }
  return every;
}

/** A registry of the caller's, and the families where it does not know a name. */
class Joined extends Registry {
  readonly #first: Registry;

  constructor(first: Registry) {
    super(everyRegistry());
    this.#first = first;
  }

  override lookup(module: string, name: string): unknown {
    return this.#first.lookup(module, name) ?? super.lookup(module, name);
  }

  override extension(code: number): PyGlobal | undefined {
    return this.#first.extension(code) ?? super.extension(code);
  }
}

/** One for each registry: equal options are recognised by it. */
const joined = /*#__PURE__*/ new WeakMap<Registry, Registry>();

/** The options with a registry that knows every family. */
function known(options: LoadOptions | undefined): LoadOptions {
  if (options === undefined) {
    defaults ??= { registry: everyRegistry() };
    return defaults;
  }
  const own = options?.registry;
  // What is wrong with them is said where they are read.
  if (options === null || typeof options !== 'object' || (own !== undefined && !(own instanceof Registry))) return options;
  if (own === undefined) return { ...options, registry: everyRegistry() };
  let both = joined.get(own);
  if (both === undefined) {
    both = new Joined(own);
    joined.set(own, both);
  }
  return { ...options, registry: both };
}

/** The same with the name that it is exported by: bundlers give it another one beside the function or class of that name that it calls. */
function named<T extends object>(name: string, value: T): T {
  return Object.defineProperty(value, 'name', { value: name });
}

/** As `loads` of `pickle-wasm`, with every family. A registry in the options is asked first. @throws UnpicklingError, PickleError */
export const loads: typeof loadsKnown = /*#__PURE__*/ named('loads', (data: ByteInput, options?: LoadOptions) =>
  loadsKnown(data, known(options)),
);

/** As `load` of `pickle-wasm`, with every family. */
export const load: typeof loadKnown = /*#__PURE__*/ named('load', (source: StreamInput | ByteInput, options?: LoadOptions) =>
  loadKnown(source, known(options)),
);

/** As `loadAll` of `pickle-wasm`, with every family. */
export const loadAll: typeof loadAllKnown = /*#__PURE__*/ named('loadAll', ((input: ByteInput, options?: LoadOptions) =>
  loadAllKnown(input, known(options))) as typeof loadAllKnown);

/** As `Unpickler` of `pickle-wasm`, with every family. */
export const Unpickler: typeof KnownUnpickler = /*#__PURE__*/ named(
  'Unpickler',
  class<Input extends ByteInput | StreamInput> extends KnownUnpickler<Input> {
    constructor(input: Input, options?: LoadOptions) {
      super(input, known(options));
    }
  },
);
export type Unpickler<Input extends ByteInput | StreamInput = ByteInput | StreamInput> = KnownUnpickler<Input>;

/** As `loadNpy` of `pickle-wasm/npy`, with every family for arrays of objects. */
export const loadNpy: typeof loadNpyKnown = /*#__PURE__*/ named('loadNpy', (source: FileSource, options?: LoadOptions) =>
  loadNpyKnown(source, known(options)),
);

/** As `loadNpz` of `pickle-wasm/npy`, with every family for arrays of objects. */
export const loadNpz: typeof loadNpzKnown = /*#__PURE__*/ named('loadNpz', (source: FileSource, options?: LoadOptions) =>
  loadNpzKnown(source, known(options)),
);
