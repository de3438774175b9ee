import {
  BOOLEAN,
  checkOptions,
  FUNCTION,
  MAP,
  NUMBER,
  type OptionKinds,
  oneOf,
  PicklingError,
  REGISTRY,
} from '../base/index.js';
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

/** What each option may be. */
const OPTIONS = {
  protocol: NUMBER,
  fixImports: BOOLEAN,
  bufferCallback: FUNCTION,
  persistentId: FUNCTION,
  reducerOverride: FUNCTION,
  dispatchTable: MAP,
  registry: REGISTRY,
  memo: BOOLEAN,
  typedArrays: /*#__PURE__*/ oneOf('array', 'numpy', 'bytes'),
  undefined: /*#__PURE__*/ oneOf('error', 'skip', 'none'),
  instances: /*#__PURE__*/ oneOf('error', 'dict'),
  pooled: BOOLEAN,
} satisfies OptionKinds<DumpOptions>;

const DEFAULTS: Settings = /*#__PURE__*/ resolve({});

/**
 * Checks the options.
 * @throws PicklingError for one that is unknown or of a wrong kind, and for a combination that cannot be
 */
export function resolve(options: DumpOptions | undefined): Settings {
  if (options === undefined) return DEFAULTS;
  checkOptions(options, OPTIONS, 'options', PicklingError);
  let protocol = options.protocol ?? DEFAULT_PROTOCOL;
  if (protocol < 0) protocol = HIGHEST_PROTOCOL;
  if (!Number.isInteger(protocol) || protocol > HIGHEST_PROTOCOL) {
    throw new PicklingError(
      `protocol ${String(options.protocol)} does not exist; protocols are 0 to ${HIGHEST_PROTOCOL}`,
    );
  }
  const bufferCallback = options.bufferCallback ?? undefined;
  if (bufferCallback !== undefined && protocol < 5) {
    throw new PicklingError(`bufferCallback needs protocol 5, and protocol is ${protocol}`);
  }
  // Performance: a literal; spreading the options makes each message of a few hundred bytes a quarter slower (case
  // tiny).
  return {
    protocol,
    fixImports: options.fixImports ?? true,
    memo: options.memo ?? true,
    typedArrays: options.typedArrays ?? 'array',
    undefined: options.undefined ?? 'error',
    instances: options.instances ?? 'error',
    pooled: options.pooled ?? false,
    bufferCallback,
    persistentId: options.persistentId ?? undefined,
    reducerOverride: options.reducerOverride ?? undefined,
    dispatchTable: options.dispatchTable ?? undefined,
    registry: options.registry,
  };
}

/** The registry of these settings: the caller's, or that of the families this package knows. */
export function registryOf(settings: Settings): Registry {
  return settings.registry ?? standardRegistry();
}
