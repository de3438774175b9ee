/**
 * pickle-wasm/all: everything of `pickle-wasm`, where loading knows the classes of every library that this package
 * knows.
 *
 * ```ts
 * import { loads } from 'pickle-wasm/all';
 *
 * loads(bytes); // a DataFrame, where 'pickle-wasm' gives the inert parts of one
 * ```
 */

import {
  everyRegistry,
  type FileSource,
  type JoblibOptions,
  loadJoblib as loadJoblibKnown,
  loadNpy as loadNpyKnown,
  loadNpz as loadNpzKnown,
  loadTorch as loadTorchKnown,
} from './containers/index.js';
import type { StreamInput } from './read/index.js';
import {
  Unpickler as KnownUnpickler,
  loadAll as loadAllKnown,
  load as loadKnown,
  loads as loadsKnown,
} from './read/index.js';
import { joinRegistries, Registry } from './registry/index.js';
import type { LoadOptions } from './session/index.js';
import type { ByteInput } from './values/index.js';

export { type Opened, type OpenOptions, open, type PickleInside, picklesIn } from './containers/index.js';
export * from './index.js';
export * from './joblib.js';
export * from './npy.js';
export * from './pandas.js';
export * from './scipy.js';
export * from './sklearn.js';
export * from './torch.js';

let defaults: LoadOptions | undefined;

/** The options with a registry that knows every family. */
function known(options: LoadOptions | undefined): LoadOptions {
  if (options === undefined) {
    defaults ??= { registry: everyRegistry() };
    return defaults;
  }
  const own = options?.registry;
  // What is wrong with them is said where they are read.
  if (options === null || typeof options !== 'object' || (own !== undefined && !(own instanceof Registry)))
    return options;
  if (own === undefined) return { ...options, registry: everyRegistry() };
  return { ...options, registry: joinRegistries(own, everyRegistry()) };
}

/**
 * The same with the name that it is exported by: bundlers give it another one beside the function or class of that name
 * that it calls.
 */
function named<T extends object>(name: string, value: T): T {
  return Object.defineProperty(value, 'name', { value: name });
}

/**
 * As `loads` of `pickle-wasm`, with every family. A registry in the options is asked first. @throws UnpicklingError,
 * PickleError
 */
export const loads: typeof loadsKnown = /*#__PURE__*/ named('loads', (data: ByteInput, options?: LoadOptions) =>
  loadsKnown(data, known(options)),
);

/** As `load` of `pickle-wasm`, with every family. */
export const load: typeof loadKnown = /*#__PURE__*/ named(
  'load',
  (source: StreamInput | ByteInput, options?: LoadOptions) => loadKnown(source, known(options)),
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
export const loadNpy: typeof loadNpyKnown = /*#__PURE__*/ named(
  'loadNpy',
  (source: FileSource, options?: LoadOptions) => loadNpyKnown(source, known(options)),
);

/** As `loadNpz` of `pickle-wasm/npy`, with every family for arrays of objects. */
export const loadNpz: typeof loadNpzKnown = /*#__PURE__*/ named(
  'loadNpz',
  (source: FileSource, options?: LoadOptions) => loadNpzKnown(source, known(options)),
);

/** As `loadTorch` of `pickle-wasm/torch`, with every family. */
export const loadTorch: typeof loadTorchKnown = /*#__PURE__*/ named(
  'loadTorch',
  (source: FileSource, options?: LoadOptions) => loadTorchKnown(source, known(options)),
);

/** As `loadJoblib` of `pickle-wasm/joblib`, with every family. */
export const loadJoblib: typeof loadJoblibKnown = /*#__PURE__*/ named(
  'loadJoblib',
  (source: FileSource, options?: JoblibOptions) => loadJoblibKnown(source, known(options)),
);
