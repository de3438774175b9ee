/** Options of a load, checked once and filled with their defaults. */
import { PickleError } from '../errors.js';
import type { Registry } from '../globals/registry.js';
import { standardRegistry } from '../globals/standard.js';
import type { Limits, LoadOptions } from '../options.js';
import { exactModel, naturalModel, type ValueModel } from './model.js';
import { type OldStringDecoder, oldStringDecoder } from './oldstring.js';

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
}

function configuration(options: LoadOptions): Configuration {
  const exact = options.exact === true;
  const dict = ['auto', 'object', 'map'].indexOf(options.dict ?? 'auto');
  if (dict < 0) throw new PickleError(`options.dict must be 'auto', 'object' or 'map', not ${JSON.stringify(options.dict)}`);
  const limits = options.limits ?? {};
  return {
    exact,
    model: exact ? exactModel : naturalModel,
    dict,
    registry: options.registry ?? standardRegistry(),
    findClass: functionOption(options, 'findClass'),
    persistentLoad: functionOption(options, 'persistentLoad'),
    oldStrings: oldStringDecoder(options.encoding ?? 'ASCII', options.errors ?? 'strict'),
    fixImports: options.fixImports !== false,
    copy: options.copy === true,
    digits: limit(limits, 'digits', DEFAULT_DIGITS),
    memo: limit(limits, 'memo', DEFAULT_MEMO),
    items: limit(limits, 'items', DEFAULT_ITEMS),
    nodes: limit(limits, 'nodes', DEFAULT_NODES),
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
  const limits = options.limits ?? NO_LIMITS;
  if (latest === undefined || !haveSame(options, latest.options) || !haveSame(limits, latest.limits)) {
    latest = { options: { ...options, buffers: undefined }, limits: { ...limits }, configuration: configuration(options) };
  }
  return latest.configuration;
}

/** True when both have the same values, but for those that are of one load only. */
function haveSame(some: object, others: object): boolean {
  const a = some as Record<string, unknown>;
  const b = others as Record<string, unknown>;
  for (const key in a) if (a[key] !== b[key] && key !== 'buffers' && key !== 'limits') return false;
  for (const key in b) if (!(key in a) && b[key] !== undefined && key !== 'limits') return false;
  return true;
}

function functionOption<K extends 'findClass' | 'persistentLoad'>(options: LoadOptions, name: K): LoadOptions[K] {
  const value = options[name] ?? undefined;
  if (value !== undefined && typeof value !== 'function') throw new PickleError(`options.${name} must be a function`);
  return value;
}

function limit(limits: Limits, name: keyof Limits, standardValue: number): number {
  const value = limits[name] ?? standardValue;
  if (typeof value !== 'number' || !(value >= 0)) throw new PickleError(`options.limits.${name} must be a number >= 0`);
  return value;
}
