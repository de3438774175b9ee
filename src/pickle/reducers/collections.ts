import { ChainMap, Counter, DefaultDict, Deque, OrderedDict, UserDict, UserList, UserString } from '../../types/collections.js';
import { Dict } from '../../types/dict.js';
import { PyGlobal } from '../../types/global.js';
import { Tuple } from '../../types/tuple.js';
import type { Reduction } from '../reduce-symbol.js';
import { defaultReduction } from './default.js';
import { type ReducerRow, row } from './row.js';

const cls = (name: string) => new PyGlobal('collections', name);
const NO_ITEMS = /*#__PURE__*/ new Tuple<never>();

/** `collections`. */
export function collectionReducers(): ReducerRow[] {
  return [
    row(OrderedDict, (self) => [cls('OrderedDict'), [], self.attributes, null, self.entries()]),
    row(DefaultDict, (self) => [cls('defaultdict'), self.defaultFactory === null ? [] : [self.defaultFactory], null, null, self.entries()]),
    // A Map: keys of the natural value model may be Arrays.
    row(Counter, (self) => [cls('Counter'), [new Map(self.entries())], self.attributes]),
    row(Deque, ({ maxlen, attributes, items }) => [cls('deque'), maxlen === null ? [] : [NO_ITEMS, maxlen], attributes, items]),
    row(ChainMap, (self, protocol) => reduceWrapper(self, protocol, 'ChainMap', 'maps', self.maps)),
    row(UserDict, (self, protocol) => reduceWrapper(self, protocol, 'UserDict', 'data', self.data)),
    row(UserList, (self, protocol) => reduceWrapper(self, protocol, 'UserList', 'data', self.data)),
    row(UserString, (self, protocol) => reduceWrapper(self, protocol, 'UserString', 'data', self.data, protocol >= 2 ? [self.data] : [])),
  ];
}

/** The attributes of the instance are its whole state. */
function reduceWrapper(
  self: { attributes: Map<unknown, unknown> | undefined },
  protocol: number,
  className: string,
  name: string,
  value: unknown,
  args: unknown[] = [],
): Reduction {
  return defaultReduction(protocol, cls(className), args, new Dict<unknown, unknown>([[name, value], ...(self.attributes ?? [])]));
}
