/** `Registry.use`: a library's classes are made known all at once. */
import { describe, expect, it } from 'vitest';
import { type Family, PickleError, Registry } from '../../src/index.js';
import * as op from '../../src/shared/opcodes.js';
import { ENGINES, loadsOn } from '../helpers/engines.js';
import { global, pickle } from '../helpers/program.js';

const family: Family = {
  name: 'app',
  register(registry) {
    registry.addFunction('app', 'f', () => this.name);
  },
};
const call = pickle(global('app', 'f'), op.EMPTY_TUPLE, op.REDUCE, op.STOP);

describe.each(ENGINES)('engine %s', (engine) => {
  it('knows what a family adds', () => {
    expect(loadsOn(engine, call, { registry: new Registry().use(family) })).toBe('app');
  });
});

it('refuses anything else', () => {
  for (const wrong of [undefined, null, {}, 'pandas', { name: 'x', register: 1 }])
    expect(() => new Registry().use(wrong as never)).toThrow(PickleError);
});
