import { type ClassRow, defaultReduction, type Reducer, type Reduction, reducer } from '../../../registry/index.js';
import { Dict, PyGlobal, Tuple } from '../../../values/index.js';
import { ChainMap, Counter, DefaultDict, Deque, OrderedDict, UserDict, UserList, UserString } from './collections.js';

const cls = (name: string) => new PyGlobal('collections', name);
const NO_ITEMS = /*#__PURE__*/ new Tuple<never>();

/** `collections`. */
export function collectionReducers(): ClassRow<Reducer>[] {
  return [
    reducer(OrderedDict, (self) => [cls('OrderedDict'), [], self.attributes, null, self.entries()]),
    reducer(DefaultDict, (self) => [
      cls('defaultdict'),
      self.defaultFactory === null ? [] : [self.defaultFactory],
      null,
      null,
      self.entries(),
    ]),
    // A Map: keys of the natural value model may be Arrays.
    reducer(Counter, (self) => [cls('Counter'), [new Map(self.entries())], self.attributes]),
    reducer(Deque, ({ maxlen, attributes, items }) => [
      cls('deque'),
      maxlen === null ? [] : [NO_ITEMS, maxlen],
      attributes,
      items,
    ]),
    reducer(ChainMap, (self, protocol) => reduceWrapper(self, protocol, 'ChainMap', 'maps', self.maps)),
    reducer(UserDict, (self, protocol) => reduceWrapper(self, protocol, 'UserDict', 'data', self.data)),
    reducer(UserList, (self, protocol) => reduceWrapper(self, protocol, 'UserList', 'data', self.data)),
    reducer(UserString, (self, protocol) =>
      reduceWrapper(self, protocol, 'UserString', 'data', self.data, protocol >= 2 ? [self.data] : []),
    ),
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
  return defaultReduction(
    protocol,
    cls(className),
    args,
    new Dict<unknown, unknown>([[name, value], ...(self.attributes ?? [])]),
  );
}
