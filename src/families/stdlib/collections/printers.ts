import { type ClassRow, type Printer, printer } from '../../../registry/index.js';
import { Dict, type ReprPart } from '../../../values/index.js';
import {
  ChainMap,
  Counter,
  DefaultDict,
  Deque,
  mostCommon,
  OrderedDict,
  UserDict,
  UserList,
  UserString,
} from './collections.js';

/** dict and `collections`. */
export function collectionPrinters(): ClassRow<Printer>[] {
  return [
    printer(Dict, (dict) => dictParts('', dict.entries(), '')),
    printer(OrderedDict, (dict) =>
      dict.size > 0 ? dictParts('OrderedDict(', dict.entries(), ')') : ['OrderedDict()'],
    ),
    printer(DefaultDict, defaultDictParts),
    printer(Counter, (counter) => (counter.size > 0 ? dictParts('Counter(', mostCommon(counter), ')') : ['Counter()'])),
    printer(
      Deque,
      ({ items, maxlen }) => itemParts('deque([', items, maxlen === null ? '])' : `], maxlen=${maxlen})`),
      '[...]',
    ),
    printer(ChainMap, ({ maps }) => itemParts('ChainMap(', maps, ')')),
    ...[UserDict, UserList, UserString].map((Class) =>
      printer<{ data: unknown }>(Class, ({ data }) => [{ value: data }]),
    ),
  ];
}

function* dictParts(open: string, entries: Iterable<readonly [unknown, unknown]>, close: string): Iterable<ReprPart> {
  let separator = `${open}{`;
  for (const [key, value] of entries) {
    yield separator;
    yield { value: key };
    yield ': ';
    yield { value };
    separator = ', ';
  }
  yield `${separator === ', ' ? '' : separator}}${close}`;
}

function* defaultDictParts(dict: DefaultDict): Iterable<ReprPart> {
  yield 'defaultdict(';
  yield { value: dict.defaultFactory };
  yield* dictParts(', ', dict.entries(), ')');
}

function* itemParts(open: string, items: readonly unknown[], close: string): Iterable<ReprPart> {
  yield open;
  for (let i = 0; i < items.length; i++) {
    if (i > 0) yield ', ';
    yield { value: items[i] };
  }
  yield close;
}
