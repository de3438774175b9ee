/** A fault of the package says so; it does not blame the input, and no hook is blamed for it. */
import { describe, expect, it } from 'vitest';
import { PlainReader } from '../../src/engines/small/plain-reader.js';
import { placed } from '../../src/format/fault-messages.js';
import { InternalError, LimitError, loads, PickleError, Registry, UnpicklingError } from '../../src/index.js';
import { define } from '../../src/registry/hook-arguments.js';
import * as OP from '../../src/shared/opcodes.js';
import { ENGINES } from '../helpers/engines.js';

const p = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a fault of the package', () => {
  const cause = new TypeError('x is undefined');
  it('is an InternalError where no hook can be at work', () => {
    const error = placed(cause, 5, OP.BININT1);
    expect(error).toBeInstanceOf(InternalError);
    expect(error).toBeInstanceOf(PickleError);
    expect(error).not.toBeInstanceOf(UnpicklingError);
    expect(error).toMatchObject({ name: 'InternalError', offset: 5, opcode: 'BININT1', cause });
    expect(error.message).toBe('a bug in pickle-wasm, please report it: TypeError: x is undefined (offset 5, BININT1)');
  });
  it('is not what a limit of JavaScript is', () => {
    expect(placed(new RangeError('Map maximum size exceeded'), 5, OP.BININT1)).toBeInstanceOf(LimitError);
    expect(placed(new RangeError('Maximum call stack size exceeded'), 5, OP.BININT1)).toBeInstanceOf(LimitError);
  });
  it('is not swallowed by the reader for small messages, which gives up on bad text alone', () => {
    const broken = new Proxy(p('\x80\x04N.'), {
      get(target, key) {
        if (key === 'length') return target.length;
        throw new TypeError('broken');
      },
    });
    expect(errorOf(() => new PlainReader().read(broken, false))).toBeInstanceOf(InternalError);
    expect(new PlainReader().read(p('\x80\x04\x8c\x01\xff.'), false)).toBe(undefined);
  });
});

describe.each(ENGINES)('on %s', (engine) => {
  const fails = (): never => {
    throw new TypeError('mine');
  };
  it('what a hook of the caller throws is not a fault of the package', () => {
    const registry = new Registry();
    registry.addFunction('app', 'f', fails);
    registry.add('app', 'C', { construct: () => ({}), setState: fails });
    for (const [data, options] of [
      ['\x80\x04capp\nf\n)R.', { registry }],
      ['\x80\x04capp\nC\n)\x81}b.', { registry }],
      ['\x80\x04capp\ng\n.', { findClass: fails }],
      ['\x80\x04NQ.', { persistentLoad: fails }],
    ] as const) {
      const error = errorOf(() => loads(p(data), { engine, ...options }));
      expect(error).toBeInstanceOf(UnpicklingError);
      expect(error).toMatchObject({ name: 'UnpicklingError', cause: { message: 'mine' } });
    }
  });
  it('what a class of the package throws is one', () => {
    const registry = new Registry();
    define(registry, 'app', 'own', [0, 0], fails);
    const error = errorOf(() => loads(p('\x80\x04capp\nown\n)R.'), { engine, registry }));
    expect(error).toBeInstanceOf(InternalError);
    expect(error).toMatchObject({ offset: 12, opcode: 'REDUCE' });
  });
});
