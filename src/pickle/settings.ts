import type { DumpOptions } from '../dump-options.js';
import { PicklingError } from '../errors.js';
import type { Registry } from '../globals/registry.js';
import { standardRegistry } from '../globals/standard.js';
import { refuseUnknown } from '../unknown-keys.js';

/** The default of CPython 3.8 to 3.13. */
const DEFAULT_PROTOCOL = 4;
/** The highest there is. */
const HIGHEST_PROTOCOL = 5;

/** `DumpOptions`, checked and complete: every option is there, so that all settings have one shape. */
export type Settings = Readonly<
  Required<Pick<DumpOptions, WithDefault>> & {
    [Option in Exclude<keyof DumpOptions, WithDefault>]: DumpOptions[Option];
  }
>;

type WithDefault = 'protocol' | 'fixImports' | 'memo' | 'typedArrays' | 'pooled';

const NAMES: readonly (keyof DumpOptions)[] = [
  'protocol',
  'fixImports',
  'bufferCallback',
  'persistentId',
  'reducerOverride',
  'dispatchTable',
  'registry',
  'memo',
  'typedArrays',
  'pooled',
];

/** The options whose names were looked at last. */
let checked: DumpOptions | undefined;

const DEFAULTS: Settings = /*#__PURE__*/ resolve({});

/** Checks the options. Throws `PicklingError` for a combination that cannot be. */
export function resolve(options: DumpOptions | undefined): Settings {
  if (options === undefined) return DEFAULTS;
  if (options === null || typeof options !== 'object') throw new PicklingError('options must be an object');
  if (options !== checked) {
    // Performance: without making an array of the names (case tiny).
    for (const name in options) if (!NAMES.includes(name as never)) refuseUnknown(options, NAMES, 'options');
    for (const name of ['bufferCallback', 'persistentId', 'reducerOverride'] as const) {
      const value = options[name] ?? undefined;
      if (value !== undefined && typeof value !== 'function') throw new PicklingError(`options.${name} must be a function`);
    }
    checked = options;
  }
  if (options.registry !== undefined && typeof options.registry?.lookup !== 'function') {
    throw new PicklingError('options.registry must be a Registry');
  }
  let protocol = options.protocol ?? DEFAULT_PROTOCOL;
  if (typeof protocol !== 'number') throw new PicklingError(`options.protocol must be a number, not ${typeof protocol}`);
  if (protocol < 0) protocol = HIGHEST_PROTOCOL;
  if (!Number.isInteger(protocol) || protocol > HIGHEST_PROTOCOL) {
    throw new PicklingError(`protocol ${String(options.protocol)} does not exist; protocols are 0 to ${HIGHEST_PROTOCOL}`);
  }
  if (options.bufferCallback !== undefined && protocol < 5) {
    throw new PicklingError(`bufferCallback needs protocol 5, and protocol is ${protocol}`);
  }
  const typedArrays = options.typedArrays ?? 'array';
  if (typedArrays !== 'array' && typedArrays !== 'numpy' && typedArrays !== 'bytes') {
    throw new PicklingError(`typedArrays must be 'array', 'numpy' or 'bytes', not ${String(typedArrays)}`);
  }
  // Performance: a literal; spreading the options makes each message of a few hundred bytes a quarter slower (case tiny).
  return {
    protocol,
    fixImports: options.fixImports ?? true,
    memo: options.memo ?? true,
    typedArrays,
    pooled: options.pooled ?? false,
    bufferCallback: options.bufferCallback,
    persistentId: options.persistentId,
    reducerOverride: options.reducerOverride,
    dispatchTable: options.dispatchTable,
    registry: options.registry,
  };
}

/** The registry of these settings: the caller's, or that of the families this package knows. */
export function registryOf(settings: Settings): Registry {
  return settings.registry ?? standardRegistry();
}
