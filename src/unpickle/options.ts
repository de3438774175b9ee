/** Options of a load, checked once and filled with their defaults. */
import { PickleError } from '../errors.js';
import type { Registry } from '../globals/registry.js';
import type { Limits, LoadOptions } from '../options.js';
import { refuseUnknown } from '../unknown-keys.js';
import { exactModel, naturalModel, type ValueModel } from './model.js';
import { type OldStringDecoder, oldStringDecoder } from './oldstring.js';
import { MAX_PLAIN } from './plain.js';

/** Default of `limits.digits`: `sys.int_info.default_max_str_digits` of CPython. */
export const DEFAULT_DIGITS = 4300;
/** Default of `limits.memo`. */
export const DEFAULT_MEMO = 2 ** 27;
/** Default of `limits.items`. */
export const DEFAULT_ITEMS = 2 ** 26;
/** Default of `limits.nodes`. */
export const DEFAULT_NODES = 2 ** 32;

/** What a dict becomes in the natural value model. */
export const DICT_AUTO = 0;
export const DICT_OBJECT = 1;
export const DICT_MAP = 2;

/** Options with every default filled in. Immutable, shared by all loads with equal options. */
export interface Configuration {
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
  readonly digits: number;
  readonly memo: number;
  readonly items: number;
  readonly nodes: number;
  /** Small pickles of plain data are the same with and without these options, and hit no limit. */
  readonly plain: boolean;
}

const NAMES: readonly (keyof LoadOptions)[] = [
  'engine',
  'exact',
  'buffers',
  'encoding',
  'errors',
  'fixImports',
  'persistentLoad',
  'findClass',
  'registry',
  'dict',
  'copy',
  'limits',
  'onProgress',
  'windowSize',
];

function configuration(options: LoadOptions): Configuration {
  const exact = options.exact === true;
  const dict = ['auto', 'object', 'map'].indexOf(options.dict ?? 'auto');
  if (dict < 0) throw new PickleError(`options.dict must be 'auto', 'object' or 'map', not ${JSON.stringify(options.dict)}`);
  const limits = options.limits ?? {};
  const memo = limit(limits, 'memo', DEFAULT_MEMO);
  const items = limit(limits, 'items', DEFAULT_ITEMS);
  const nodes = limit(limits, 'nodes', DEFAULT_NODES);
  return {
    exact,
    model: exact ? exactModel : naturalModel,
    dict,
    registry: registryOption(options.registry),
    findClass: functionOption(options, 'findClass'),
    persistentLoad: functionOption(options, 'persistentLoad'),
    oldStrings: oldStringDecoder(options.encoding ?? 'ASCII', options.errors ?? 'strict'),
    fixImports: options.fixImports !== false,
    copy: options.copy === true,
    digits: limit(limits, 'digits', DEFAULT_DIGITS),
    memo,
    items,
    nodes,
    // There are fewer of each than bytes.
    plain: !exact && dict !== DICT_MAP && Math.min(memo, items, nodes) >= MAX_PLAIN,
  };
}

/** What a configuration was made of: copies, because options may be changed between two loads. */
interface Prepared {
  readonly options: LoadOptions;
  readonly limits: Limits;
  readonly configuration: Configuration;
}

const NO_LIMITS: Limits = {};
let standard: Configuration | undefined;
let latest: Prepared | undefined;
/** The options looked at last. */
let checked: LoadOptions | undefined;

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
  // A name that nobody knows makes no difference to the rest, so names are looked at for each object that was not seen before.
  if (options !== checked) {
    // Performance: without making an array of the names (case tiny).
    for (const name in options) if (!NAMES.includes(name as never)) refuseUnknown(options, NAMES, 'options');
    checked = options;
  }
  if (latest === undefined || !isSame(options, latest.options) || !haveSameLimits(options.limits ?? NO_LIMITS, latest.limits)) {
    latest = {
      options: { ...options, buffers: undefined },
      limits: options.limits ? { ...options.limits } : NO_LIMITS,
      configuration: configuration(options),
    };
  }
  return latest.configuration;
}

/**
 * True when a configuration would come out the same; limits apart.
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
  return a === b || (a.digits === b.digits && a.memo === b.memo && a.items === b.items && a.nodes === b.nodes);
}

function functionOption<K extends 'findClass' | 'persistentLoad'>(options: LoadOptions, name: K): LoadOptions[K] {
  const value = options[name] ?? undefined;
  if (value !== undefined && typeof value !== 'function') throw new PickleError(`options.${name} must be a function`);
  return value;
}

function registryOption(registry: Registry | undefined): Registry | undefined {
  // Not `instanceof`: that would bind the class.
  if (registry !== undefined && typeof registry?.lookup !== 'function') throw new PickleError('options.registry must be a Registry');
  return registry;
}

function limit(limits: Limits, name: keyof Limits, standardValue: number): number {
  const value = limits[name] ?? standardValue;
  if (typeof value !== 'number' || !(value >= 0)) throw new PickleError(`options.limits.${name} must be a number >= 0`);
  return value;
}
