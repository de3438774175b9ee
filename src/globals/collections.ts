/** `collections`: see `types/collections.ts`. Classes derived from these are unknown, and stay inert with their items and entries. */
import { ChainMap, Counter, DefaultDict, Deque, OrderedDict, UserDict, UserList, UserString } from '../types/collections.js';
import type { Dict } from '../types/dict.js';
import { naturalHash } from '../types/equality.js';
import {
  arity,
  asEntries,
  asInteger,
  asItems,
  asPairs,
  asSequence,
  fail,
  inertCall,
  knownClass,
  mergeAttributes,
  refuseState,
  stateEntries,
} from './arguments.js';
import type { ClassHooks, HookContext, Registry } from './registry.js';

/** Registers the classes of `collections`. */
export function registerCollections(registry: Registry): void {
  const add = (name: string, hooks: ClassHooks) => registry.add('collections', name, knownClass(hooks));
  add('OrderedDict', { construct: orderedDict, ...DICT_HOOKS });
  add('defaultdict', { construct: defaultDict, setItem: DICT_HOOKS.setItem, setState: refuseState, hashable: false });
  add('Counter', { construct: counter, ...DICT_HOOKS });
  add('deque', { construct: deque, extend: (self: Deque, items) => self.extend(items), setState: setAttributes, hashable: false });
  add('ChainMap', {
    construct: (args) => new ChainMap([...args]),
    setState: (self: ChainMap, state) =>
      restore(self, state, 'maps', (maps) => {
        self.maps = asSequence(maps) ?? fail('the maps of a ChainMap are a list');
      }),
    hashable: false,
  });
  add('UserDict', {
    construct: (args, context) => {
      arity(args, 'UserDict', 0, 1);
      return new UserDict(context.model.dict(args.length === 0 ? [] : (asPairs(args[0]) ?? fail('UserDict takes a dict'))));
    },
    setState: setData,
    hashable: false,
  });
  add('UserList', {
    construct: (args) => {
      arity(args, 'UserList', 0, 1);
      return new UserList(args.length === 0 ? [] : [...(asItems(args[0]) ?? fail('UserList takes an iterable'))]);
    },
    setState: setData,
    hashable: false,
  });
  add('UserString', {
    construct: userString,
    setState: (self: UserString, state) =>
      restore(self, state, 'data', (data) => {
        self.data = typeof data === 'string' ? data : fail('the data of a UserString is a str');
      }),
  });
}

function setData(self: UserDict | UserList, state: unknown): void {
  restore(self, state, 'data', (data) => {
    self.data = data;
  });
}

/** `UserString()`, `(str)`, `(UserString)`; the text of anything else only Python knows. */
function userString(args: unknown[], context: HookContext): unknown {
  arity(args, 'UserString', 0, 1);
  if (args.length === 0) return new UserString();
  const [text] = args;
  if (text instanceof UserString) return new UserString(text.data);
  return typeof text === 'string' ? new UserString(text) : inertCall(args, context);
}

// In the natural value model a tuple is an Array; these take Arrays as keys and compare them as tuples.

class NaturalOrderedDict extends OrderedDict {
  protected override hashKey(key: unknown): number {
    return naturalHash(key);
  }
}

class NaturalDefaultDict extends DefaultDict {
  protected override hashKey(key: unknown): number {
    return naturalHash(key);
  }
}

class NaturalCounter extends Counter {
  protected override hashKey(key: unknown): number {
    return naturalHash(key);
  }
}

const DICT_HOOKS = {
  setItem: (self: Dict, key: unknown, value: unknown): void => {
    self.set(key, value);
  },
  setState: setAttributes,
  hashable: false,
} satisfies ClassHooks;

function setAttributes(self: { attributes: unknown }, state: unknown, context: HookContext): void {
  self.attributes = mergeAttributes(self.attributes, state, context.model);
}

/** BUILD of a wrapper: its value is the attribute `name`; other attributes are kept. */
function restore(
  self: { attributes: Map<unknown, unknown> | undefined },
  state: unknown,
  name: string,
  set: (value: unknown) => void,
): void {
  for (const [key, value] of stateEntries(state)) {
    if (key === name) set(value);
    else {
      self.attributes ??= new Map();
      self.attributes.set(key, value);
    }
  }
}

/** `OrderedDict()`, or Python 2's `OrderedDict([[key, value], ...])`. */
function orderedDict(args: unknown[], context: HookContext): unknown {
  arity(args, 'OrderedDict', 0, 1);
  const Class = context.model.exact ? OrderedDict : NaturalOrderedDict;
  if (args.length === 0) return new Class();
  const pairs = asPairs(args[0]);
  return pairs === undefined ? inertCall(args, context) : new Class(pairs);
}

/** `defaultdict([factory[, dict]])`. */
function defaultDict(args: unknown[], context: HookContext): unknown {
  arity(args, 'defaultdict', 0, 2);
  const factory = args.length === 0 ? null : args[0];
  if (factory !== null && typeof factory !== 'object' && typeof factory !== 'function') fail('first argument must be callable or None');
  const Class = context.model.exact ? DefaultDict : NaturalDefaultDict;
  if (args.length < 2) return new Class(factory);
  const pairs = asPairs(args[1]);
  return pairs === undefined ? inertCall(args, context) : new Class(factory, pairs);
}

/** `Counter([dict])`, or `Counter(iterable)`, which counts. */
function counter(args: unknown[], context: HookContext): unknown {
  arity(args, 'Counter', 0, 1);
  const Class = context.model.exact ? Counter : NaturalCounter;
  if (args.length === 0 || args[0] === null) return new Class();
  const entries = asEntries(args[0]);
  if (entries !== undefined) return new Class(entries);
  const items = asItems(args[0]);
  if (items === undefined) return inertCall(args, context);
  const counts = new Class();
  for (const item of items) counts.set(item, ((counts.get(item) as number | undefined) ?? 0) + 1);
  return counts;
}

/** `deque([iterable[, maxlen]])`. */
function deque(args: unknown[], context: HookContext): unknown {
  arity(args, 'deque', 0, 2);
  const [iterable = [], maxlen = null] = args;
  const items = asItems(iterable);
  if (items === undefined) return inertCall(args, context);
  if (maxlen === null) return new Deque([...items]);
  const bound = asInteger(maxlen) ?? fail('an integer is required for maxlen');
  if (bound < 0) fail('maxlen must be non-negative');
  if (bound > 0x7fff_ffff_ffff_ffffn) fail('maxlen is too large');
  return new Deque([...items], bound);
}
