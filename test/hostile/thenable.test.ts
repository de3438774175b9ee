/** A promise calls a function `then` of what it is to hand out: no pickle makes it do so. */
import { describe, expect, it } from 'vitest';
import { load, loadAll, loads, Registry, Unpickler, UnpicklingError } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES } from '../helpers/engines.js';
import { global, int, pickle, text } from '../helpers/program.js';
import { iterated } from '../helpers/sources.js';

let calls = 0;
const then = (resolve: (value: string) => void) => {
  calls++;
  resolve('taken over');
};
class Later {
  // biome-ignore lint/suspicious/noThenProperty: the case that is tested
  then(resolve: (value: string) => void) {
    then(resolve);
  }
}
const callable = Object.assign(() => undefined, { then });
const registry = new Registry()
  .addClass('app', 'Later', Later)
  .addFunction('app', 'made', () => ({ then }))
  .addValue('app', 'CALLABLE', callable)
  .addValue('app', 'THEN', then);
const persistentLoad = () => ({ then });

const ROWS: readonly (readonly [name: string, data: Uint8Array])[] = [
  ['class', pickle(op.PROTO, 4, global('app', 'Later'), op.EMPTY_TUPLE, op.NEWOBJ, op.STOP)],
  ['function', pickle(op.PROTO, 4, global('app', 'made'), op.EMPTY_TUPLE, op.REDUCE, op.STOP)],
  [
    'function object',
    pickle(
      op.PROTO,
      4,
      global('app', 'CALLABLE'),
      op.EMPTY_TUPLE,
      op.TUPLE1,
      op.POP,
      global('app', 'CALLABLE'),
      op.STOP,
    ),
  ],
  ['persistent object', pickle(op.PROTO, 4, int(1), op.BINPERSID, op.STOP)],
  ['dict', pickle(op.PROTO, 4, op.EMPTY_DICT, text('then'), global('app', 'THEN'), op.SETITEM, op.STOP)],
];

describe.each(ENGINES)('values with a then (%s)', (engine) => {
  const options = { engine, registry, persistentLoad };

  it.each(ROWS)('%s: refused where a promise would hand it out', async (_name, data) => {
    calls = 0;
    await expect(load(iterated([data]), options)).rejects.toThrow(/use loads/);
    await expect(load(data, options)).rejects.toBeInstanceOf(UnpicklingError);
    await expect(loadAll(iterated([data]), options).next()).rejects.toThrow(/use loads/);
    await expect(new Unpickler(iterated([data]), options).load()).rejects.toThrow(/use loads/);
    expect(calls).toBe(0);
  });

  it.each(ROWS)('%s: handed out as it is where no promise is', (_name, data) => {
    calls = 0;
    expect(loads(data, options)).toHaveProperty('then');
    expect([...loadAll(data, options)]).toHaveLength(1);
    expect(new Unpickler(data, options).load()).toHaveProperty('then');
    expect(calls).toBe(0);
  });

  it('plain data is what it is, and what is not at the top, too', async () => {
    const plain = pickle(op.PROTO, 4, op.EMPTY_DICT, text('then'), int(1), op.SETITEM, op.STOP);
    expect(Object.entries((await load(iterated([plain]), options)) as object)).toEqual([['then', 1]]);
    const inside = pickle(op.PROTO, 4, global('app', 'Later'), op.EMPTY_TUPLE, op.NEWOBJ, op.TUPLE1, op.STOP);
    expect(await load(iterated([inside]), options)).toEqual([new Later()]);
  });
});
