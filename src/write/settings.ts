import { PicklingError, refuseUnknown } from '../base/index.js';
import { standardRegistry } from '../families/index.js';
import type { Registry } from '../registry/index.js';
import type { DumpOptions } from './dump-options.js';

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

type WithDefault = 'protocol' | 'fixImports' | 'memo' | 'typedArrays' | 'undefined' | 'instances' | 'pooled';

/** Every option. */
const OPTIONS = {
  protocol: true,
  fixImports: true,
  bufferCallback: true,
  persistentId: true,
  reducerOverride: true,
  dispatchTable: true,
  registry: true,
  memo: true,
  typedArrays: true,
  undefined: true,
  instances: true,
  pooled: true,
} satisfies Record<keyof DumpOptions, true>;

const DEFAULTS: Settings = /*#__PURE__*/ resolve({});

/** Checks the options. Throws `PicklingError` for a combination that cannot be. */
export function resolve(options: DumpOptions | undefined): Settings {
  if (options === undefined) return DEFAULTS;
  if (options === null || typeof options !== 'object') throw new PicklingError('options must be an object');
  // Performance: looked up without an array of the names (case tiny).
  for (const name in options) if (OPTIONS[name as keyof DumpOptions] === undefined) refuseUnknown(options, Object.keys(OPTIONS), 'options');
  callback(options, 'bufferCallback');
  callback(options, 'persistentId');
  callback(options, 'reducerOverride');
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
  // Performance: a literal; spreading the options makes each message of a few hundred bytes a quarter slower (case tiny).
  return {
    protocol,
    fixImports: options.fixImports ?? true,
    memo: options.memo ?? true,
    typedArrays: choice(options, 'typedArrays', 'array', 'numpy', 'bytes'),
    undefined: choice(options, 'undefined', 'error', 'skip', 'none'),
    instances: choice(options, 'instances', 'error', 'dict'),
    pooled: options.pooled ?? false,
    bufferCallback: options.bufferCallback,
    persistentId: options.persistentId,
    reducerOverride: options.reducerOverride,
    dispatchTable: options.dispatchTable,
    registry: options.registry,
  };
}

/** @throws PicklingError when the option is there and no function */
function callback(options: DumpOptions, name: 'bufferCallback' | 'persistentId' | 'reducerOverride'): void {
  const value = options[name];
  if (value !== undefined && value !== null && typeof value !== 'function') throw new PicklingError(`options.${name} must be a function`);
}

/** The option's value; the first of the allowed ones when it is left out. */
function choice<K extends 'typedArrays' | 'undefined' | 'instances'>(
  options: DumpOptions,
  name: K,
  ...allowed: NonNullable<DumpOptions[K]>[]
): NonNullable<DumpOptions[K]> {
  const value = options[name];
  if (value === undefined || value === null) return allowed[0];
  if (!allowed.includes(value as never)) {
    throw new PicklingError(`${name} must be ${allowed.map((each) => `'${each}'`).join(', ')}, not ${JSON.stringify(value)}`);
  }
  return value as NonNullable<DumpOptions[K]>;
}

/** The registry of these settings: the caller's, or that of the families this package knows. */
export function registryOf(settings: Settings): Registry {
  return settings.registry ?? standardRegistry();
}
