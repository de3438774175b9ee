/** Instances of classes that the registry knows: what `registry.addClass` reads, written so that Python has it again. */

import { PicklingError } from '../../base/index.js';
import { asEntries, FreshList, MADE, type Reduction, SLOTS, setFields } from '../../registry/index.js';
import { ByteString, Dict, FrozenSet, PyGlobal, PySet, Tuple } from '../../values/index.js';
import type { ReductionOrGlobal } from '../dump-options.js';
import { describeValue } from '../path.js';
import { hashable, type KeyForms } from '../values/keys.js';
import { NEWOBJ_EX_FUNCTION, NEWOBJ_FUNCTION, RECONSTRUCTOR } from './global-opcodes.js';
import { FreshTuple } from './recipe.js';

/** Classes whose instances hold something that is no field, and of which nothing is known to write. */
const OPAQUE = [Date, RegExp, Number, String, Boolean, ArrayBuffer, Promise, WeakMap, WeakSet, Tuple, FrozenSet, ByteString];

/** The reduction of an instance of the class that is registered as `cls`. */
export function reduceRegistered(value: object, cls: PyGlobal, protocol: number, forms: KeyForms): ReductionOrGlobal {
  const hooks = PyGlobal.hooksOf(cls);
  if (hooks?.reduce !== undefined) return hooks.reduce(value, protocol) as ReductionOrGlobal;
  if (hooks?.setState !== undefined && hooks.setState !== setFields && hooks.getState === undefined) {
    throw remedy(value, 'has a setState hook, and only a getState or reduce hook beside it can say what state to write');
  }
  const state = hooks?.getState === undefined ? stateOf(value) : (hooks.getState(value) as unknown);
  const made = MADE.get(value);
  const args = made?.args ?? [];
  const head = (): [callable: unknown, args: unknown[]] => {
    if (made?.base !== undefined) return [RECONSTRUCTOR, [cls, made.base, reconstructed(made.base, args)]];
    if (made?.how === 'call') return [cls, args];
    if (made?.kwargs !== undefined) return [NEWOBJ_EX_FUNCTION, [cls, new FreshTuple(args), new Dict(made.kwargs)]];
    return [NEWOBJ_FUNCTION, [cls, ...args]];
  };
  if (value instanceof Error && made !== undefined && made.message !== value.message) throw remedy(value, 'has got another message');
  if (value instanceof Error) return [cls, made === undefined ? (value.message === '' ? [] : [value.message]) : args, state];
  if (value instanceof Set || value instanceof PySet) {
    if (args.length > 1) throw remedy(value, 'was made with more arguments than its items');
    return [cls, [new FreshList(Array.from(value as Iterable<unknown>, (item) => hashable(item, forms)))], state];
  }
  const isList = Array.isArray(value);
  const isDict = value instanceof Map || value instanceof Dict;
  if (isList || isDict) {
    if (made !== undefined && made.size > 0) throw remedy(value, 'was made with arguments that held its items');
    return [...head(), state, isList ? value.slice() : null, isDict ? value.entries() : null] as Reduction;
  }
  if (ArrayBuffer.isView(value) || OPAQUE.some((Class) => value instanceof Class)) {
    throw remedy(value, 'holds more than its own enumerable fields');
  }
  return [...head(), state];
}

/** What `base.__new__(cls, …)` was given; the natural value model has an Array for a tuple. */
function reconstructed(base: unknown, args: unknown[]): unknown {
  const [state = null] = args;
  return Array.isArray(state) && base instanceof PyGlobal && base.name === 'tuple' ? new FreshTuple(state) : state;
}

function remedy(value: object, why: string): PicklingError {
  return new PicklingError(
    `${describeValue(value)} ${why}; register its class with the hook reduce: (self, protocol) => [callable, args, state]`,
  );
}

/**
 * The state that Python's own `__reduce_ex__` would have: the fields, or a pair of the fields and those that are slots. What the constructor made
 * of the arguments that it was given in a load comes from them again.
 */
function stateOf(value: object): unknown {
  const made = MADE.get(value);
  const slots = SLOTS.get(value);
  const names = slots === undefined ? undefined : new Set(Array.from(asEntries(slots) ?? [], ([name]) => name));
  const fields: [string, unknown][] = [];
  const inSlots: [string, unknown][] = [];
  for (const [name, field] of Object.entries(value)) {
    if (Array.isArray(value) && String(Number(name) >>> 0) === name) continue;
    if (made !== undefined && Object.hasOwn(made.fields, name)) {
      if (Object.is(made.fields[name], field)) continue;
      if (!made.hasState) throw remedy(value, `was made with arguments, and its field '${name}' has changed since`);
    }
    (names?.has(name) === true ? inSlots : fields).push([name, field]);
  }
  // As records, so that the option `undefined` holds for them.
  const dict = fields.length === 0 ? null : Object.fromEntries(fields);
  return inSlots.length === 0 ? dict : new FreshTuple([dict, Object.fromEntries(inSlots)]);
}
