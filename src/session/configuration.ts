/** Options of a load, checked once and filled with their defaults. */
import { PickleError, refuseUnknown } from '../base/index.js';
import { exactModel, naturalModel } from '../model/index.js';
import type { Registry } from '../registry/index.js';
import { type OldStringDecoder, oldStringDecoder } from '../text/index.js';
import type { ValueModel } from '../values/index.js';
import type { Limits, LoadOptions } from './load-options.js';

/** Default of `limits.digits`: `sys.int_info.default_max_str_digits` of CPython. */
export const DEFAULT_DIGITS = 4300;
/** Default of `limits.memo`. */
export const DEFAULT_MEMO = 2 ** 27;
/** Default of `limits.items`. */
export const DEFAULT_ITEMS = 2 ** 26;
/** Default of `limits.nodes`. */
export const DEFAULT_NODES = 2 ** 32;

/** Default of `limits.bytes`: 2 GiB. */
export const DEFAULT_BYTES = 2 ** 31;

const STANDARD: Required<Limits> = {
  digits: DEFAULT_DIGITS,
  memo: DEFAULT_MEMO,
  items: DEFAULT_ITEMS,
  nodes: DEFAULT_NODES,
  bytes: DEFAULT_BYTES,
};

/** `limits: 'strict'`: some hundred megabytes and seconds at most, whatever the input. */
const STRICT: Required<Limits> = { ...STANDARD, digits: 1000, memo: 2 ** 20, items: 2 ** 20, nodes: 2 ** 22, bytes: 2 ** 26 };

const LIMITS = Object.keys(STANDARD) as (keyof Limits)[];

/** Longer inputs are never given to the reader of small pickles, which has no limits: it cannot reach any that is not below this. */
export const MAX_PLAIN = 4096;

/** What a dict becomes in the natural value model. */
export const DICT_AUTO = 0;
export const DICT_OBJECT = 1;
export const DICT_MAP = 2;

/** Options with every default filled in. Immutable, shared by all loads with equal options. */
export interface Configuration extends Required<Limits> {
  readonly exact: boolean;
  readonly model: ValueModel;
  readonly dict: number;
  /** Undefined: that of the families this package knows, which only a pickle that names something pays for. */
  readonly registry: Registry | undefined;
  readonly findClass: ((module: string, name: string) => unknown) | undefined;
  readonly persistentLoad: ((id: unknown) => unknown) | undefined;
  readonly oldStrings: OldStringDecoder;
  readonly fixImports: boolean;
  readonly copy: boolean;
  /** Small pickles of plain data are the same with and without these options, and hit no limit. */
  readonly plain: boolean;
}

function configuration(options: LoadOptions): Configuration {
  const exact = options.exact === true;
  const dict = ['auto', 'object', 'map'].indexOf(options.dict ?? 'auto');
  if (dict < 0) throw new PickleError(`options.dict must be 'auto', 'object' or 'map', not ${JSON.stringify(options.dict)}`);
  const limits = { ...STANDARD, ...limitsOf(options) };
  for (const name of LIMITS) {
    const value = limits[name] ?? STANDARD[name];
    limits[name] = value;
    if (typeof value !== 'number' || !(value >= 0)) throw new PickleError(`options.limits.${name} must be a number >= 0`);
  }
  return {
    ...limits,
    exact,
    model: exact ? exactModel : naturalModel,
    dict,
    registry: registryOption(options.registry),
    findClass: functionOption(options, 'findClass'),
    persistentLoad: functionOption(options, 'persistentLoad'),
    oldStrings: oldStringDecoder(options.encoding ?? 'ASCII', options.errors ?? 'strict'),
    fixImports: options.fixImports !== false,
    copy: options.copy === true,
    // There are fewer of each than bytes.
    plain: !exact && dict !== DICT_MAP && Math.min(limits.memo, limits.items, limits.nodes) >= MAX_PLAIN,
  };
}

/** What a configuration was made of: copies, because options may be changed between two loads. */
interface Prepared {
  readonly options: LoadOptions;
  readonly limits: Limits;
  readonly configuration: Configuration;
}

/** Every option, and whether a configuration depends on it: those that do are compared in `isSame`. */
export const OPTIONS = {
  engine: false,
  exact: true,
  buffers: false,
  encoding: true,
  errors: true,
  fixImports: true,
  persistentLoad: true,
  findClass: true,
  registry: true,
  dict: true,
  copy: true,
  limits: true,
  onProgress: false,
  windowSize: false,
} satisfies Record<keyof LoadOptions, boolean>;

const NO_LIMITS: Limits = {};
let standard: Configuration | undefined;
let latest: Prepared | undefined;
/** The latest with functions or a registry of the caller's: weak, so that these do not outlive the load. */
let latestPrivate: WeakRef<Prepared> | undefined;

/**
 * The configuration for `options`.
 *
 * Performance: tiny messages (bench case `tiny`) pay for every allocation, so equal options share one configuration.
 * @throws PickleError when an option has a value that is not documented
 */
export function configure(options: LoadOptions | undefined): Configuration {
  if (options === undefined) {
    if (standard === undefined) standard = configuration({});
    return standard;
  }
  if (options === null || typeof options !== 'object') throw new PickleError('options must be an object');
  const limits = options.limits === undefined ? NO_LIMITS : limitsOf(options);
  // A name that nobody knows makes no difference to the rest. Performance: looked up without an array of the names (case tiny).
  for (const name in options) if (OPTIONS[name as keyof LoadOptions] === undefined) refuseUnknown(options, Object.keys(OPTIONS), 'options');
  const fits = (one: Prepared | undefined) => one !== undefined && isSame(options, one.options) && haveSameLimits(limits, one.limits);
  // Without functions of the caller's: what is looked for first.
  if (fits(latest)) return (latest as Prepared).configuration;
  let prepared = latestPrivate?.deref();
  if (prepared === undefined || !fits(prepared)) {
    refuseUnknown(limits, LIMITS, 'options.limits');
    prepared = { options: { ...options, buffers: undefined }, limits: { ...limits }, configuration: configuration(options) };
    if (hasFunctions(options)) latestPrivate = new WeakRef(prepared);
    else latest = prepared;
  }
  return prepared.configuration;
}

/** True for options and configurations that hold what is the caller's. */
export function hasFunctions({ registry, findClass, persistentLoad }: LoadOptions | Configuration): boolean {
  return (registry ?? findClass ?? persistentLoad) !== undefined;
}

function limitsOf({ limits }: LoadOptions): Limits {
  const result = limits === 'strict' ? STRICT : (limits ?? NO_LIMITS);
  if (typeof result !== 'object') throw new PickleError("options.limits must be an object or 'strict'");
  return result;
}

/**
 * True when a configuration would come out the same: every option that OPTIONS says so of, limits apart.
 * Performance: named properties are read in place, those of a loop are looked up.
 */
function isSame(a: LoadOptions, b: LoadOptions): boolean {
  return (
    a.exact === b.exact &&
    a.encoding === b.encoding &&
    a.errors === b.errors &&
    a.fixImports === b.fixImports &&
    a.persistentLoad === b.persistentLoad &&
    a.findClass === b.findClass &&
    a.registry === b.registry &&
    a.dict === b.dict &&
    a.copy === b.copy
  );
}

function haveSameLimits(a: Limits, b: Limits): boolean {
  return a === b || (a.digits === b.digits && a.memo === b.memo && a.items === b.items && a.nodes === b.nodes && a.bytes === b.bytes);
}

function functionOption<K extends 'findClass' | 'persistentLoad'>(options: LoadOptions, name: K): LoadOptions[K] {
  const value = options[name] ?? undefined;
  if (value !== undefined && typeof value !== 'function') throw new PickleError(`options.${name} must be a function`);
  return value;
}

/** @throws PickleError when a window would never be full, or have no end */
export function windowOption(size: number | undefined): number | undefined {
  if (size !== undefined && !(Number.isSafeInteger(size) && size > 0))
    throw new PickleError('options.windowSize must be a whole number >= 1');
  return size;
}

function registryOption(registry: Registry | undefined): Registry | undefined {
  // Not `instanceof`: that would bind the class.
  if (registry !== undefined && typeof registry?.lookup !== 'function') throw new PickleError('options.registry must be a Registry');
  return registry;
}
