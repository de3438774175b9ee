/** Records: dicts whose keys are all str, in each form that `loads` gives them. */
import { canCompile } from '../base/index.js';
import { literal, MAX_SHAPE_KEYS, sourceSize } from '../session/index.js';
import { Dict, keysOf, setOwn, valuesOf } from '../values/index.js';

/** The natural model's object, the Map of `dict: 'map'`, the exact model's Dict. */
export type RecordForm = 'object' | 'map' | 'dict';

/**
 * The form of `value` when it is a dict with str keys, as far as its class tells; the keys of a Map or Dict are to be
 * looked at.
 */
export function formOf(value: unknown): RecordForm | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === Object.prototype) return 'object';
  if (prototype === Dict.prototype) return 'dict';
  return prototype === Map.prototype ? 'map' : undefined;
}

/** The keys of a record, in order; undefined when one is no str. */
export function recordKeys(value: object, form: RecordForm): readonly string[] | undefined {
  if (form === 'object') return Object.keys(value);
  const keys = form === 'dict' ? keysOf(value as Dict) : [...(value as Map<unknown, unknown>).keys()];
  for (const key of keys) if (typeof key !== 'string') return undefined;
  return keys as readonly string[];
}

/** The values of a record, in the order of its keys. */
export function recordValues(value: object, form: RecordForm): readonly unknown[] {
  if (form === 'object') return Object.values(value);
  return form === 'dict' ? valuesOf(value as Dict) : [...(value as Map<unknown, unknown>).values()];
}

/** Characters of source of a shape whose factory is compiled. */
const MAX_SOURCE = 1 << 12;

/** Makes a record of values in the order of the keys. */
export type RecordFactory = (values: unknown[]) => object;

/** A factory for records with these keys. The values are taken over. */
export function recordFactory(keys: readonly string[], form: RecordForm): RecordFactory {
  if (form === 'dict') return (values) => Dict.fromArrays(keys, values);
  if (form === 'map') return (values) => new Map(keys.map((key, i) => [key, values[i]]));
  if (keys.length <= MAX_SHAPE_KEYS && sourceSize(keys) <= MAX_SOURCE && canCompile())
    return new Function('v', `return ${literal(keys, (i) => `v[${i}]`)}`) as RecordFactory;
  return (values) => {
    const record = {};
    for (let i = 0; i < keys.length; i++) setOwn(record, keys[i], values[i]);
    return record;
  };
}
