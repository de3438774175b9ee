/** Options of a load, checked once and filled with their defaults. */
import {
  BOOLEAN,
  BOUND,
  checkOptions,
  FUNCTION,
  ITERABLE,
  type OptionKind,
  type OptionKinds,
  oneOf,
  REGISTRY,
  TEXT,
} from '../base/index.js';
import { exactModel, naturalModel } from '../model/index.js';
import type { Registry } from '../registry/index.js';
import { type OldStringDecoder, oldStringDecoder } from '../text/index.js';
import { isPlainObject, type ValueModel } from '../values/index.js';
import type { Limits, LoadOptions } from './load-options.js';

/** Default of `limits.digits`: `sys.int_info.default_max_str_digits` of CPython. */
export const DEFAULT_DIGITS = 4300;
/** Default of `limits.memo`. */
export const DEFAULT_MEMO = 2 ** 26;
/** Default of `limits.items`. */
export const DEFAULT_ITEMS = 2 ** 26;
/** Default of `limits.nodes`. */
export const DEFAULT_NODES = 2 ** 32;

/**
 * The longest Array that V8 is sure to enlarge: of one longer than 2^27 the process dies, and it takes half as much
 * again.
 */
export const MAX_ARRAY = 89_000_000;

/** Default of `limits.bytes`: 2 GiB. */
export const DEFAULT_BYTES = 2 ** 31;

/** `limits: 'strict'`: some hundred megabytes and seconds at most, whatever the input. */
const STRICT: Required<Limits> = { digits: 1000, memo: 2 ** 20, items: 2 ** 20, nodes: 2 ** 22, bytes: 2 ** 26 };

const LIMITS = { digits: BOUND, memo: BOUND, items: BOUND, nodes: BOUND, bytes: BOUND } satisfies OptionKinds<Limits>;

/**
 * Longer inputs are never given to the reader of small pickles, which has no limits: it cannot reach any that is not
 * below this.
 */
export const MAX_PLAIN = 4096;

/** What a dict becomes in the natural value model. */
export const DICT_AUTO = 0;
export const DICT_OBJECT = 1;
export const DICT_MAP = 2;
const DICTS = ['auto', 'object', 'map'];

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

function configuration(options: LoadOptions, limits: Limits): Configuration {
  const exact = options.exact === true;
  const dict = DICTS.indexOf(options.dict ?? 'auto');
  const { digits, memo, items, nodes, bytes } = limits;
  const bounds = {
    digits: digits ?? DEFAULT_DIGITS,
    memo: Math.min(memo ?? DEFAULT_MEMO, MAX_ARRAY),
    items: Math.min(items ?? DEFAULT_ITEMS, MAX_ARRAY),
    nodes: nodes ?? DEFAULT_NODES,
    bytes: bytes ?? DEFAULT_BYTES,
  };
  return {
    ...bounds,
    exact,
    model: exact ? exactModel : naturalModel,
    dict,
    registry: options.registry,
    findClass: options.findClass ?? undefined,
    persistentLoad: options.persistentLoad ?? undefined,
    oldStrings: oldStringDecoder(options.encoding ?? 'ASCII', options.errors ?? 'strict'),
    fixImports: options.fixImports !== false,
    copy: options.copy === true,
    // There are fewer of each than bytes.
    plain: !exact && dict !== DICT_MAP && Math.min(bounds.memo, bounds.items, bounds.nodes) >= MAX_PLAIN,
  };
}

/** Options or limits that were given: copies, because they may be changed between two loads. */
interface Given {
  readonly values: Readonly<Record<string, unknown>>;
  readonly count: number;
}

/** What a configuration was made of. */
interface Prepared {
  readonly options: Given;
  readonly limits: Given;
  readonly configuration: Configuration;
}

/** What each option may be. */
export const OPTIONS = {
  engine: /*#__PURE__*/ oneOf('auto', 'wasm', 'js'),
  exact: BOOLEAN,
  buffers: ITERABLE,
  encoding: TEXT,
  errors: TEXT,
  fixImports: BOOLEAN,
  persistentLoad: FUNCTION,
  findClass: FUNCTION,
  registry: REGISTRY,
  dict: /*#__PURE__*/ oneOf(...DICTS),
  copy: BOOLEAN,
  limits: ["an object or 'strict'", (value) => value === 'strict' || typeof value === 'object'] satisfies OptionKind,
  onProgress: FUNCTION,
  windowSize: [
    'a whole number >= 1',
    (value) => Number.isSafeInteger(value) && (value as number) > 0,
  ] satisfies OptionKind,
} satisfies OptionKinds<LoadOptions>;

/** The options on which no configuration depends; all others are compared, limits by what is in them. */
export const PER_LOAD: { readonly [Option in keyof LoadOptions]?: OptionKind } = {
  buffers: OPTIONS.buffers,
  limits: OPTIONS.limits,
  onProgress: OPTIONS.onProgress,
  windowSize: OPTIONS.windowSize,
};

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
    if (standard === undefined) standard = configuration({}, NO_LIMITS);
    return standard;
  }
  const limits = options?.limits === 'strict' ? STRICT : (options?.limits ?? NO_LIMITS);
  const fits = (one: Prepared | undefined) =>
    one !== undefined &&
    isSame(options, one.options) &&
    (limits === NO_LIMITS ? one.limits.count === 0 : isSame(limits, one.limits));
  // Without functions of the caller's: what is looked for first.
  if (fits(latest)) return (latest as Prepared).configuration;
  let prepared = latestPrivate?.deref();
  if (prepared === undefined || !fits(prepared)) {
    checkOptions(options, OPTIONS);
    checkOptions(limits, LIMITS, 'options.limits');
    prepared = { options: given(options), limits: given(limits), configuration: configuration(options, limits) };
    if (!isPlainObject(options) || !isPlainObject(limits)) return prepared.configuration;
    if (hasFunctions(options)) latestPrivate = new WeakRef(prepared);
    else latest = prepared;
  }
  return prepared.configuration;
}

/** True for options and configurations that hold what is the caller's. */
export function hasFunctions({ registry, findClass, persistentLoad }: LoadOptions | Configuration): boolean {
  return (registry ?? findClass ?? persistentLoad) !== undefined;
}

function given(options: object): Given {
  const entries = Object.entries(options).filter(
    ([name, value]) => value !== undefined && PER_LOAD[name as keyof LoadOptions] === undefined,
  );
  return { values: Object.fromEntries(entries), count: entries.length };
}

/**
 * True when a configuration would come out the same, and nothing is wrong with the options that are of this load alone.
 * Performance: one loop over the few options that there are (bench case tiny); none can be forgotten.
 */
function isSame(options: object, { values, count }: Given): boolean {
  // Of a class there may be getters, which no loop sees.
  if (!isPlainObject(options)) return false;
  let same = 0;
  for (const name in options) {
    const value = (options as Record<string, unknown>)[name];
    if (value !== undefined && value === values[name]) {
      same++;
      continue;
    }
    if (value === undefined && (name in OPTIONS || name in LIMITS)) continue;
    const kind = PER_LOAD[name as keyof LoadOptions];
    if (kind === undefined || !(value === null || kind[1](value))) return false;
  }
  return same === count;
}
