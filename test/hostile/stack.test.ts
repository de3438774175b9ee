/**
 * Calls with little room on the stack. They end in an error of this package, or where there is no room even for that in
 * JavaScript's own RangeError; and whichever it was, at whatever depth, the calls after it give what they always give.
 */
import { describe, expect, it } from 'vitest';
import { inChild } from './child.js';

/** Calls of every kind by name; each returns what can be compared. */
const CALLS = `
  const { loads, dumps, repr, PickleError, InternalError, OrderedDict, Pickler, Unpickler, Tuple } = pickle;
  const records = Array.from({ length: 30 }, (_, i) => ({ id: i, name: 'n' + i, tags: ['a', 'b', i], x: i + 0.5, m: new Map([[i, 'é' + i]]) }));
  const latin = (text) => Uint8Array.from(Buffer.from(text, 'latin1'));
  const inputs = {
    small: dumps({ a: 1, b: ['x', 'y'], c: { d: 1.5 } }),
    many: dumps(records),
    other: dumps({ other: ['z', { b: 1, a: [2] }], w: 'x' }),
    datetime: latin('\\x80\\x04cdatetime\\ndatetime\\nC\\x0a\\x07\\xe8\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x85R.'),
    dict: latin('\\x80\\x02ccollections\\nOrderedDict\\n)R}X\\x01\\x00\\x00\\x00aK\\x01sb.'),
    cycle: latin('\\x80\\x04]\\x94(h\\x00K\\x01e.'),
    refused: latin('\\x80\\x04]\\x94h\\x07.'),
  };
  const hex = (value) => Buffer.from(dumps(value)).toString('hex');
  const outcome = (call) => { try { return call(); } catch (error) { if (!(error instanceof PickleError) || error instanceof InternalError) throw error; return error.message; } };
  const calls = {};
  for (const engine of ['auto', 'js', 'wasm']) for (const exact of [false, true]) for (const name in inputs)
    calls['loads ' + [engine, exact, name].join(' ')] = () => loads(inputs[name], { engine, exact });
  calls['dumps'] = () => dumps(records);
  calls['dumps protocol 0'] = () => dumps(records, { protocol: 0 });
  calls['dumps exact'] = () => { const t = Tuple.of(1, Tuple.of(2)); return dumps(Tuple.of(t, t, new OrderedDict([['a', t]]))); };
  calls['dumps refused'] = () => dumps([() => 1]);
  calls['repr'] = () => repr(records);
  const all = () => JSON.stringify(Object.keys(calls).map((name) => outcome(() => { const value = calls[name](); return hex(value); })));
`;

/** Recurses to the end of the stack, and on the way back makes the call at each of `LEVELS` depths. */
const TRY = `
  const LEVELS = 250;
  const kinds = {};
  function at(call) {
    let left = LEVELS;
    (function deeper() {
      try { deeper(); } catch (error) { if (!(error instanceof RangeError)) throw error; }
      if (left-- <= 0) return;
      let kind = 'value';
      try { call(); } catch (error) { kind = error instanceof InternalError ? 'InternalError: ' + error.message : error instanceof PickleError ? 'PickleError' : error.name; }
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    })();
  }
`;

describe('the end of the stack', () => {
  it('leaves nothing behind', () => {
    const { status, stdout, stderr } = inChild(
      `${CALLS}${TRY}
       const expected = all();
       const wrong = [];
       for (const name in calls) { at(calls[name]); if (all() !== expected) wrong.push(name); }
       console.log(JSON.stringify({ kinds: Object.keys(kinds).sort(), wrong }));`,
      { timeoutMs: 60_000 },
    );
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ kinds: ['PickleError', 'RangeError', 'value'], wrong: [] });
  });

  // What is made on first use is made by the first call.
  it.each([
    'loads auto false small',
    'loads auto true dict',
    'loads wasm false many',
    'loads js false datetime',
    'dumps exact',
    'repr',
  ])('does so when nothing was called before: %s', (name) => {
    const { status, stdout, stderr } = inChild(
      // The inputs are written by another process, so that this one has called nothing.
      `const given = ${JSON.stringify(inputsOf())};
         ${CALLS.replace(/const inputs = \{[\s\S]*?\n {2}\};/, 'const inputs = Object.fromEntries(Object.entries(given).map(([n, h]) => [n, Uint8Array.from(Buffer.from(h, "hex"))]));')}${TRY}
         at(calls[${JSON.stringify(name)}]);
         console.log(JSON.stringify({ internal: Object.keys(kinds).filter((kind) => kind.startsWith('Internal')), all: all(), wasm: pickle.engineInfo().wasm }));`,
      { timeoutMs: 30_000 },
    );
    // V8 ends the process when a regular expression, anybody's, is compiled for the first time there.
    if (stderr.includes('RegExpCompiler')) return;
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ internal: [], all: expectedOf(), wasm: true });
  });

  it('a Pickler and an Unpickler that were interrupted say so', () => {
    const { status, stdout, stderr } = inChild(
      `${CALLS}${TRY}
       const seen = new Set();
       for (let i = 0; i < 20; i++) {
         const pickler = new Pickler();
         const first = hex(pickler.dumps(records));
         at(() => pickler.dumps([records, 'new', { q: i }]));
         try { const bytes = pickler.dumps(records); seen.add(hex(bytes).length < first.length ? 'refers' : 'wrong'); } catch (error) { seen.add(error.message); }
         const two = Buffer.concat([inputs.cycle, inputs.cycle]);
         for (const engine of ['js', 'wasm']) {
           const unpickler = new Unpickler(two, { engine });
           at(() => unpickler.load());
           try { unpickler.load(); } catch (error) { if (!(error instanceof PickleError)) seen.add(error.name); }
         }
       }
       console.log(JSON.stringify([...seen].sort()));`,
      { timeoutMs: 60_000 },
    );
    expect(status, stderr).toBe(0);
    for (const text of JSON.parse(stdout) as string[]) expect(text).toMatch(/^refers$|interrupted by a limit/);
  });
});

let made: { inputs: Record<string, string>; all: string } | undefined;

function once(): { inputs: Record<string, string>; all: string } {
  if (made === undefined) {
    const { stdout } = inChild(
      `${CALLS} console.log(JSON.stringify({ inputs: Object.fromEntries(Object.entries(inputs).map(([n, v]) => [n, Buffer.from(v).toString('hex')])), all: all() }));`,
    );
    made = JSON.parse(stdout) as { inputs: Record<string, string>; all: string };
  }
  return made;
}

function inputsOf(): Record<string, string> {
  return once().inputs;
}

function expectedOf(): string {
  return once().all;
}
