/**
 * `collections`: see `types/collections.ts`. Classes derived from these are unknown, and stay inert with their items
 * and entries.
 */

import { natural } from '../../../model/index.js';
import {
  asEntries,
  asInteger,
  asItems,
  asPairs,
  asSequence,
  type Construct,
  charged,
  define,
  fail,
  inertCall,
  mergeAttributes,
  needed,
  type Registry,
  refuseState,
  stateEntries,
} from '../../../registry/index.js';
import { type ClassHooks, checkKey, type Dict, type HookContext } from '../../../values/index.js';
import { ChainMap, Counter, DefaultDict, Deque, OrderedDict, UserDict, UserList, UserString } from './collections.js';

const DICT_HOOKS: ClassHooks = {
  setItem: (self: Dict, key, value) => {
    self.set(key, value);
  },
  setState: setAttributes,
  hashable: false,
  asksKinds: true,
};

/** Registers the classes of `collections`. */
export function registerCollections(registry: Registry): void {
  const add = (name: string, max: number, construct: Construct, hooks: ClassHooks) =>
    define(registry, 'collections', name, [0, max], construct, hooks);
  add('OrderedDict', 1, orderedDict, DICT_HOOKS);
  add('defaultdict', 2, defaultDict, { ...DICT_HOOKS, setState: refuseState });
  add('Counter', 1, counter, DICT_HOOKS);
  add('deque', 2, deque, {
    extend: (self: Deque, items) => self.extend(items),
    setState: setAttributes,
    hashable: false,
  });
  add(
    'ChainMap',
    Infinity,
    (args, context) => new ChainMap([...charged(args, context)]),
    restore('maps', false, asSequence),
  );
  add(
    'UserDict',
    1,
    ([data], context) => new UserDict(context.model.dict(needed(asPairs(charged(data ?? [], context, 16)), 'dict'))),
    {
      ...restore('data', false),
      asksKinds: true,
    },
  );
  add(
    'UserList',
    1,
    ([data], context) => new UserList([...needed(asItems(charged(data ?? [], context)), 'iterable')]),
    restore('data', false),
  );
  add(
    'UserString',
    1,
    userString,
    restore('data', true, (data) => (typeof data === 'string' ? data : undefined)),
  );
}

/** BUILD of a wrapper: its value is the attribute `name`; other attributes are kept. */
function restore(name: string, hashable: boolean, read: (value: unknown) => unknown = (value) => value): ClassHooks {
  return {
    hashable,
    setState(self: { attributes: Map<unknown, unknown> | undefined } & Record<string, unknown>, state) {
      for (const [key, value] of stateEntries(state)) {
        if (key === name) {
          self[name] = needed(read(value), name);
        } else {
          self.attributes ??= new Map();
          self.attributes.set(key, value);
        }
      }
    },
  };
}

function setAttributes(self: { attributes: unknown }, state: unknown, context: HookContext): void {
  self.attributes = mergeAttributes(self.attributes, state, context.model);
}

/** `UserString()`, `(str)`, `(UserString)`; the text of anything else only Python knows. */
function userString(args: unknown[], context: HookContext): unknown {
  const [value = ''] = args;
  const text = value instanceof UserString ? value.data : value;
  return typeof text === 'string' ? new UserString(text) : inertCall(args, context);
}

const NaturalOrderedDict = /*#__PURE__*/ natural(OrderedDict);
const NaturalDefaultDict = /*#__PURE__*/ natural(DefaultDict);
const NaturalCounter = /*#__PURE__*/ natural(Counter);

/** `OrderedDict()`, or Python 2's `OrderedDict([[key, value], ...])`. */
function orderedDict(args: unknown[], context: HookContext): unknown {
  const pairs = asPairs(args.length === 0 ? [] : charged(args[0], context, 16));
  if (pairs === undefined) return inertCall(args, context);
  return new (context.model.exact ? OrderedDict : NaturalOrderedDict)(pairs);
}

/** `defaultdict([factory[, dict]])`. */
function defaultDict(args: unknown[], context: HookContext): unknown {
  const [factory = null] = args;
  if (typeof factory !== 'object' && typeof factory !== 'function') fail('callable or None expected');
  const pairs = asPairs(args.length < 2 ? [] : charged(args[1], context, 16));
  if (pairs === undefined) return inertCall(args, context);
  return new (context.model.exact ? DefaultDict : NaturalDefaultDict)(factory, pairs);
}

/** `Counter([dict])`, or `Counter(iterable)`, which counts. */
function counter(args: unknown[], context: HookContext): unknown {
  const source = charged(args[0] ?? [], context, 16);
  const entries = asEntries(source);
  const counts = new (context.model.exact ? Counter : NaturalCounter)(entries);
  if (entries !== undefined) return counts;
  const items = asItems(source);
  if (items === undefined) return inertCall(args, context);
  for (const item of items) counts.set(checkKey(item), ((counts.get(item) as number | undefined) ?? 0) + 1);
  return counts;
}

/** `deque([iterable[, maxlen]])`. */
function deque(args: unknown[], context: HookContext): unknown {
  const [iterable = [], maxlen = null] = args;
  const items = asItems(charged(iterable, context));
  if (items === undefined) return inertCall(args, context);
  const bound = maxlen === null ? null : needed(asInteger(maxlen), 'int');
  if (bound !== null && !(bound >= 0 && bound <= 0x7fff_ffff_ffff_ffffn)) fail('maxlen out of range');
  return new Deque([...items], bound);
}
