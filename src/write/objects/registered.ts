/**
 * Instances of classes that the registry knows: what `registry.addClass` reads, written so that Python has it again.
 */

import { PicklingError } from '../../base/index.js';
import { asEntries, FreshList, type Reduction, setFields } from '../../registry/index.js';
import {
  ByteString,
  Dict,
  FrozenSet,
  type Made,
  madeOf,
  PyGlobal,
  PySet,
  SLOTS,
  setOwn,
  Tuple,
} from '../../values/index.js';
import type { ReductionOrGlobal } from '../dump-options.js';
import { describeValue } from '../path.js';
import { hashable, type KeyForms } from '../values/keys.js';
import { NEWOBJ_EX_FUNCTION, NEWOBJ_FUNCTION, RECONSTRUCTOR } from './global-opcodes.js';
import { hiddenIn, PRIVATE } from './hidden.js';
import { FreshTuple } from './recipe.js';

/** Classes of this package whose instances hold something that is no field. */
const OPAQUE = [Tuple, FrozenSet, ByteString];
const NO_NAMES: readonly string[] = [];
/** Classes whose contents are written. */
const KNOWN = [
  Map,
  Set,
  Array,
  Dict,
  PySet,
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];

/** The reduction of an instance of the class that is registered as `cls`. */
export function reduceRegistered(value: object, cls: PyGlobal, protocol: number, forms: KeyForms): ReductionOrGlobal {
  const hooks = PyGlobal.hooksOf(cls);
  if (hooks?.reduce !== undefined) return hooks.reduce(value, protocol) as ReductionOrGlobal;
  if (hooks?.setState !== undefined && hooks.setState !== setFields && hooks.getState === undefined) {
    throw remedy(
      value,
      'has a setState hook, and only a getState or reduce hook beside it can say what state to write',
    );
  }
  const made = madeOf(value);
  const newArgs = hooks?.newArgs;
  if (hooks?.getState === undefined) refuseHidden(value, made);
  if (made === undefined && newArgs === undefined && hooks?.takesArguments === true && Object.keys(value).length > 0) {
    throw remedy(value, 'is of a class that Python calls with arguments', "newArgs: ['the fields', 'that they are']");
  }
  const state =
    hooks?.getState === undefined ? stateOf(value, newArgs ?? NO_NAMES, made) : (hooks.getState(value) as unknown);
  const args = newArgs?.map((name) => (value as Record<string, unknown>)[name]) ?? made?.args ?? [];
  const head = (): [callable: unknown, args: unknown[]] => {
    if (newArgs !== undefined) return [NEWOBJ_FUNCTION, [cls, ...args]];
    if (made?.base !== undefined) return [RECONSTRUCTOR, [cls, made.base, reconstructed(made.base, args)]];
    if (made?.how === 'call') return [cls, args];
    if (made?.kwargs !== undefined) return [NEWOBJ_EX_FUNCTION, [cls, new FreshTuple(args), new Dict(made.kwargs)]];
    return [NEWOBJ_FUNCTION, [cls, ...args]];
  };
  if (value instanceof Error && made !== undefined && made.message !== value.message)
    throw remedy(value, 'has got another message');
  if (value instanceof Error)
    return [cls, made === undefined ? (value.message === '' ? [] : [value.message]) : args, state];
  if (value instanceof Set || value instanceof PySet) {
    if (args.length > 1) throw remedy(value, 'was made with more arguments than its items');
    return [cls, [new FreshList(Array.from(value as Iterable<unknown>, (item) => hashable(item, forms)))], state];
  }
  const isList = Array.isArray(value);
  const isDict = value instanceof Map || value instanceof Dict;
  if (isList || isDict) {
    if (made?.size !== undefined) throw remedy(value, 'was made with arguments that held its items');
    return [...head(), state, isList ? value.slice() : null, isDict ? value.entries() : null] as Reduction;
  }
  return [...head(), state];
}

/** What `base.__new__(cls, …)` was given; the natural value model has an Array for a tuple. */
function reconstructed(base: unknown, args: unknown[]): unknown {
  const [state = null] = args;
  return Array.isArray(state) && base instanceof PyGlobal && base.name === 'tuple' ? new FreshTuple(state) : state;
}

/**
 * @throws PicklingError for an instance that holds what cannot be seen, unless a load made it: without its constructor,
 * or with the same arguments
 */
function refuseHidden(value: object, made: Made | undefined): void {
  if (OPAQUE.some((Class) => value instanceof Class)) throw remedy(value, 'holds more than its own enumerable fields');
  const hidden = hiddenIn(value, KNOWN);
  if (hidden !== '' && (hidden !== PRIVATE || made === undefined)) throw remedy(value, hidden);
}

function remedy(
  value: object,
  why: string,
  hook = 'reduce: (self, protocol) => [callable, args, state]',
): PicklingError {
  return new PicklingError(`${describeValue(value)} ${why}; register its class with the hook ${hook}`);
}

/**
 * The state that Python's own `__reduce_ex__` would have: the fields, or a pair of the fields and those that are slots.
 * What the constructor made of the arguments that it was given in a load comes from them again; so do the fields
 * `newArgs`.
 */
function stateOf(value: object, newArgs: readonly string[], made: Made | undefined): unknown {
  const slots = SLOTS.get(value);
  const names = slots === undefined ? undefined : new Set(Array.from(asEntries(slots) ?? [], ([name]) => name));
  const isList = Array.isArray(value);
  // As records, so that the option `undefined` holds for them.
  let fields: Record<string, unknown> | null = null;
  let inSlots: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    if ((isList && String(Number(name) >>> 0) === name) || newArgs.includes(name)) continue;
    const field = (value as Record<string, unknown>)[name];
    if (newArgs.length === 0 && made !== undefined && Object.hasOwn(made.fields, name)) {
      if (Object.is(made.fields[name], field)) continue;
      if (!made.hasState) throw remedy(value, `was made with arguments, and its field '${name}' has changed since`);
    }
    if (names?.has(name) === true) {
      inSlots ??= {};
      setOwn(inSlots, name, field);
    } else {
      fields ??= {};
      setOwn(fields, name, field);
    }
  }
  return inSlots === undefined ? fields : new FreshTuple([fields, inSlots]);
}
