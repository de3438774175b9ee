/**
 * pickle-wasm/all: everything of `pickle-wasm`, where loading knows the classes of every library that this package knows.
 *
 * ```ts
 * import { loads } from 'pickle-wasm/all';
 *
 * loads(bytes); // a DataFrame, where 'pickle-wasm' gives the inert parts of one
 * ```
 */

import { everyFamily } from './families/every.js';
import type { Loaded, StreamInput } from './read/index.js';
import { Unpickler as KnownUnpickler, loadAll as loadAllKnown, load as loadKnown, loads as loadsKnown } from './read/index.js';
import { Registry } from './registry/index.js';
import type { LoadOptions } from './session/index.js';
import type { ByteInput, PyGlobal } from './values/index.js';

export * from './index.js';
export * from './pandas.js';

let every: Registry | undefined;
let defaults: LoadOptions | undefined;

/** What every family knows; made on first use. */
function everyRegistry(): Registry {
  if (every === undefined) {
    every = new Registry();
    for (const family of everyFamily()) every.use(family);
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

/** As `loads` of `pickle-wasm`, with every family. A registry in the options is asked first. @throws UnpicklingError, PickleError */
export function loads<T = Loaded>(data: ByteInput, options?: LoadOptions): T {
  return loadsKnown<T>(data, known(options));
}

/** As `load` of `pickle-wasm`, with every family. */
export function load<T = Loaded>(source: StreamInput | ByteInput, options?: LoadOptions): Promise<T> {
  return loadKnown<T>(source, known(options));
}

/** As `loadAll` of `pickle-wasm`, with every family. */
export function loadAll<T = Loaded>(input: ByteInput, options?: LoadOptions): Generator<T, void, void>;
export function loadAll<T = Loaded>(input: StreamInput, options?: LoadOptions): AsyncGenerator<T, void, void>;
export function loadAll(
  input: ByteInput | StreamInput,
  options?: LoadOptions,
): Generator<Loaded, void, void> | AsyncGenerator<Loaded, void, void> {
  return loadAllKnown(input as ByteInput, known(options));
}

/** As `Unpickler` of `pickle-wasm`, with every family. */
export class Unpickler<Input extends ByteInput | StreamInput = ByteInput | StreamInput> extends KnownUnpickler<Input> {
  /** @throws PickleError when `input` cannot be read from, or an option is wrong */
  constructor(input: Input, options?: LoadOptions) {
    super(input, known(options));
  }
}
