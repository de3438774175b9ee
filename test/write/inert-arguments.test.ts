/** Inert data in the place of a tuple of arguments: kept, shown, and written as it was read. */
import { describe, expect, it } from 'vitest';
import { dumps, loads, PersistentId, PyCall, PyGlobal, type PyObject, repr, Tuple } from '../../src/index.js';
import { ENGINES, loadsOn, outcome } from '../helpers/engines.js';
import { tokens } from '../helpers/typed.js';
import { handmadeRows } from '../helpers/vectors.js';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** `c_codecs encode` called with None, a persistent id. */
const CALL = latin1('c_codecs\nencode\nNQR.');
const OBJECT = latin1('\x80\x02capp\nPoint\nK\x01Q\x81.');
const KEYWORDS = latin1('\x80\x04capp\nPoint\nK\x01Q}\x8c\x01aK\x02s\x92.');

const ROWS = handmadeRows('handmade').filter(
  ({ name, expected }) => / as (arguments|keywords|persistent ids)$/.test(name) && expected === 'value',
);

describe.each(ENGINES)('engine %s', (engine) => {
  it('is kept beside an empty list of arguments', () => {
    const call = loadsOn(engine, CALL, { exact: true }) as PyCall;
    expect(call.args).toEqual([]);
    expect(call.argsValue).toEqual(new PersistentId(null));
    const object = loadsOn(engine, KEYWORDS) as PyObject;
    expect([object.form, object.args, object.argsValue, object.kwargs]).toEqual([
      'NEWOBJ_EX',
      [],
      new PersistentId(1),
      { a: 2 },
    ]);
  });

  it('is used when the caller loads it', () => {
    const persistentLoad = (): Tuple => Tuple.of('abc', 'latin1');
    expect(loadsOn(engine, CALL, { persistentLoad })).toEqual(latin1('abc'));
    // A list is no tuple, and neither is what only looks like one.
    for (const given of [['abc', 'latin1'], 'abc', { length: 2 }, null, 5]) {
      for (const exact of [true, false]) {
        expect(outcome(engine, CALL, { persistentLoad: () => given, exact })).toMatchObject({
          error: 'UnpicklingError',
          offset: 18,
          opcode: 'REDUCE',
        });
      }
    }
  });

  it.each(ROWS)('$name is written as it was read, in every protocol', ({ data }) => {
    for (let protocol = 0; protocol <= 5; protocol++) {
      for (const exact of [true, false]) {
        const value = loadsOn(engine, data, { exact });
        let again: Uint8Array;
        try {
          again = dumps(value, { protocol });
        } catch (error) {
          // Persistent ids and extension codes have no form in protocols that lack it.
          expect(String(error)).toMatch(/protocol 0 must be ASCII strings|extension code \d+ needs protocol 2/);
          continue;
        }
        const head = tokens(value)[0];
        // Protocols without the opcode have a call that does the same.
        const asCall = /oNEWOBJ_EX/.test(head) ? protocol < 4 : /oNEWOBJ /.test(head) ? protocol < 2 : false;
        if (!asCall) expect(tokens(loadsOn(engine, again, { exact }))).toEqual(tokens(value));
        else expect(tokens(loadsOn(engine, again, { exact }))[0]).toMatch(/^ocall [03]|^oNEWOBJ_EX/);
      }
    }
  });
});

describe('inert arguments', () => {
  it('are shown', () => {
    expect(repr(loads(CALL))).toBe('_codecs.encode(*<persistent id None>)');
    expect(repr(loads(OBJECT))).toBe('app.Point(*<persistent id 1>)');
    expect(repr(loads(KEYWORDS))).toBe("app.Point(*<persistent id 1>, **{'a': 2})");
  });

  it('are the same bytes again', () => {
    expect(dumps(loads(CALL, { exact: true }), { protocol: 1, memo: false })).toEqual(CALL);
    expect(dumps(loads(OBJECT, { exact: true }), { protocol: 2, memo: false })).toEqual(OBJECT);
    const written = dumps(loads(KEYWORDS, { exact: true }), { protocol: 4, memo: false });
    const tail = latin1('K\x01Q}\x8c\x01aK\x02s\x92.');
    expect(written.subarray(-tail.length)).toEqual(tail);
  });

  it('come from a value made by hand', () => {
    const call = new PyCall(new PyGlobal('app', 'make'), []);
    call.argsValue = new PersistentId('x');
    expect(dumps(call, { protocol: 0, memo: false })).toEqual(latin1('capp\nmake\nPx\nR.'));
  });
});
