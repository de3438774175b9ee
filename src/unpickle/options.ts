/** Options of a load, checked once and filled with their defaults. */
import { PickleError } from '../errors.js';
import type { Registry } from '../globals/registry.js';
import { standardRegistry } from '../globals/standard.js';
import type { LoadOptions } from '../options.js';
import { exactModel, naturalModel, type ValueModel } from './model.js';
import { OldStringDecoder } from './oldstring.js';

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
export class Configuration {
  readonly exact: boolean;
  readonly model: ValueModel;
  readonly dict: typeof DICT_AUTO | typeof DICT_OBJECT | typeof DICT_MAP;
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

  constructor(options: LoadOptions) {
    this.exact = options.exact === true;
    this.model = this.exact ? exactModel : naturalModel;
    this.dict = dictPolicy(options.dict);
    this.registry = options.registry ?? standardRegistry();
    this.findClass = functionOption('findClass', options.findClass);
    this.persistentLoad = functionOption('persistentLoad', options.persistentLoad);
    this.oldStrings = OldStringDecoder.of(options.encoding ?? 'ASCII', options.errors ?? 'strict');
    this.fixImports = options.fixImports !== false;
    this.copy = options.copy === true;
    const limits = options.limits;
    this.digits = limit('digits', limits?.digits, DEFAULT_DIGITS);
    this.memo = limit('memo', limits?.memo, DEFAULT_MEMO);
    this.items = limit('items', limits?.items, DEFAULT_ITEMS);
    this.nodes = limit('nodes', limits?.nodes, DEFAULT_NODES);
  }
}

/** What the last `Configuration` was made of, so that the next load with equal options need not make one. */
class Prepared {
  exact: unknown;
  dict: unknown;
  registry: unknown;
  findClass: unknown;
  persistentLoad: unknown;
  encoding: unknown;
  errors: unknown;
  fixImports: unknown;
  copy: unknown;
  digits: unknown;
  memo: unknown;
  items: unknown;
  nodes: unknown;
  readonly configuration: Configuration;

  constructor(options: LoadOptions) {
    const limits = options.limits;
    this.exact = options.exact;
    this.dict = options.dict;
    this.registry = options.registry;
    this.findClass = options.findClass;
    this.persistentLoad = options.persistentLoad;
    this.encoding = options.encoding;
    this.errors = options.errors;
    this.fixImports = options.fixImports;
    this.copy = options.copy;
    this.digits = limits?.digits;
    this.memo = limits?.memo;
    this.items = limits?.items;
    this.nodes = limits?.nodes;
    this.configuration = new Configuration(options);
  }

  /** Options may have been changed since, so their values are compared, not the object. */
  matches(options: LoadOptions): boolean {
    const limits = options.limits;
    return (
      this.exact === options.exact &&
      this.dict === options.dict &&
      this.registry === options.registry &&
      this.findClass === options.findClass &&
      this.persistentLoad === options.persistentLoad &&
      this.encoding === options.encoding &&
      this.errors === options.errors &&
      this.fixImports === options.fixImports &&
      this.copy === options.copy &&
      (limits === undefined
        ? this.digits === undefined && this.memo === undefined && this.items === undefined && this.nodes === undefined
        : this.digits === limits.digits && this.memo === limits.memo && this.items === limits.items && this.nodes === limits.nodes)
    );
  }
}

const NO_OPTIONS: LoadOptions = {};
let standard: Prepared | undefined;
let latest: Prepared | undefined;

/**
 * The configuration for `options`.
 *
 * Performance: tiny messages (bench case `tiny`) pay for every allocation, so equal options share one configuration.
 * @throws PickleError when an option has a value that is not documented
 */
export function configure(options: LoadOptions | undefined): Configuration {
  if (options === undefined) {
    if (standard === undefined) standard = new Prepared(NO_OPTIONS);
    return standard.configuration;
  }
  if (options === null || typeof options !== 'object') throw new PickleError('options must be an object');
  if (latest === undefined || !latest.matches(options)) latest = new Prepared(options);
  return latest.configuration;
}

function dictPolicy(dict: LoadOptions['dict']): Configuration['dict'] {
  switch (dict) {
    case undefined:
    case 'auto':
      return DICT_AUTO;
    case 'object':
      return DICT_OBJECT;
    case 'map':
      return DICT_MAP;
    default:
      throw new PickleError(`options.dict must be 'auto', 'object' or 'map', not ${JSON.stringify(dict)}`);
  }
}

function functionOption<F>(name: string, value: F | undefined): F | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'function') throw new PickleError(`options.${name} must be a function`);
  return value;
}

function limit(name: string, value: number | undefined, standardValue: number): number {
  if (value === undefined) return standardValue;
  if (typeof value !== 'number' || !(value >= 0)) throw new PickleError(`options.limits.${name} must be a number >= 0`);
  return value;
}
