/** Which of several things that are wrong is said: on both engines the first. */
import { expect, test } from 'vitest';
import { ENGINES, outcome } from '../helpers/engines.js';

const ROWS: [what: string, pickle: string, error: string][] = [
  ['a set before a list, as items', '28635f5f6275696c74696e5f5f0a7365740a5d85525d91', "unhashable type: 'set'"],
  ['a set before a list, as keys', '7d28635f5f6275696c74696e5f5f0a7365740a5d85524e5d4e75', "unhashable type: 'set'"],
  [
    'a state setter of a list',
    '5d710363766563746f725f636c61737365730a7365745f73746174650a68034b058652302e',
    'the state setter vector_classes.set_state',
  ],
];

test.each(ROWS)('%s', (_, pickle, error) => {
  for (const options of [{}, { exact: true }]) {
    const each = ENGINES.map((engine) => outcome(engine, new Uint8Array(Buffer.from(pickle, 'hex')), options));
    expect(each[0]).toEqual(each[1]);
    expect(JSON.stringify(each[0])).toContain(error);
  }
});
