/**
 * What exists before a load and must be the same after it: an application's constants, enum members, persistent
 * objects, results.
 */
import {
  addEnum,
  Bytes,
  Dict,
  Ellipsis,
  EllipsisType,
  type LoadOptions,
  NoneType,
  NotImplemented,
  NotImplementedType,
  PyCall,
  PyGlobal,
  PyObject,
  PySet,
  Range,
  Registry,
  Tuple,
} from '../../src/index.js';

/** A class whose instances come back from their own arguments, or from the application. */
class Cached {
  static readonly shared = Object.create(Cached.prototype) as Cached;
  constructor(argument?: unknown) {
    // biome-ignore lint/correctness/noConstructorReturn: the case that is tested
    return typeof argument === 'object' && argument !== null ? (argument as Cached) : Cached.shared;
  }
}

/** Names of the constants in module `app`. */
export const CONSTANTS = [
  'LIST',
  'MAP',
  'SET',
  'OBJECT',
  'TYPED',
  'INERT',
  'CALL',
  'TUPLE',
  'DICT',
  'PYSET',
  'BYTES',
  'RANGE',
] as const;

export interface World {
  readonly options: LoadOptions;
  /** Everything that was there before. */
  readonly roots: readonly unknown[];
}

/** A new application. */
export function world(): World {
  const constants: Record<(typeof CONSTANTS)[number], unknown> = {
    LIST: ['user', 1],
    MAP: new Map<unknown, unknown>([['a', [1]]]),
    SET: new Set(['a']),
    OBJECT: { role: 'user', nested: { list: [1] } },
    TYPED: Uint8Array.of(1, 2),
    INERT: new PyObject(new PyGlobal('app', 'C'), [1]),
    CALL: new PyCall(new PyGlobal('app', 'f'), [1]),
    TUPLE: Tuple.of<unknown>(1, 'a'),
    DICT: new Dict<unknown, unknown>([['a', 1]]),
    PYSET: new PySet([1]),
    BYTES: new Bytes(Uint8Array.of(1, 2)),
    RANGE: new Range(0, 3),
  };
  const registry = new Registry();
  for (const [name, value] of Object.entries(constants)) registry.addValue('app', name, value);
  const shared = { held: ['x'] };
  const fromOutside = [{ kept: 1 }, ['kept'], new Map([['kept', 1]]), new PyObject(new PyGlobal('app', 'P'), [])];
  registry.addFunction('app', 'shared', () => shared);
  registry.addFunction('app', 'same', (value: unknown) => value ?? null);
  registry.addClass('app', 'Cached', Cached);
  registry.add('app', 'Cell', {
    construct: (args) => args[0] ?? constants.LIST,
    extend: (self: unknown[], items) => void self.push(...items),
    setItem: (self: Map<unknown, unknown>, key, value) => void self.set(key, value),
    add: (self: Set<unknown>, item) => void self.add(item),
    setState: (self: object, state) => void Object.assign(self, { state }),
  });
  addEnum(registry, 'app', 'Color', { RED: 1, PAIR: Tuple.of(1, 2) });
  const color = registry.lookup('app', 'Color');
  const members = (PyGlobal.hooksOf(color as PyGlobal)?.attributes ?? new Map()).values();
  return {
    options: {
      registry,
      persistentLoad: (id) => (typeof id === 'number' ? fromOutside[id % fromOutside.length] : fromOutside[0]),
      findClass: (module, name) => (module === 'found' ? (name === 'value' ? constants.OBJECT : undefined) : undefined),
      buffers: [constants.TYPED as Uint8Array, constants.TYPED as Uint8Array],
    },
    roots: [
      constants,
      shared,
      fromOutside,
      Cached.shared,
      color,
      [...members],
      [Ellipsis, NotImplemented, NoneType, EllipsisType, NotImplementedType],
      [Object.prototype, Array.prototype, Map.prototype, Tuple.prototype, Dict.prototype, PyObject.prototype],
    ],
  };
}
