/** Which engine `engine: 'auto'` takes. */
import { describe, expect, it } from 'vitest';
import { Bytes, dumps, engineInfo, loads } from '../../src/index.js';
import { isMostlyPayload } from '../../src/read/payload-share.js';

const large = new Bytes(new Uint8Array(100_000));

function engineFor(value: unknown, protocol: number): 'wasm' | 'js' | undefined {
  loads(dumps(value, { protocol }));
  return engineInfo().last;
}

describe.each([3, 4, 5])('engine auto, protocol %i', (protocol) => {
  it('takes JavaScript for payloads, which are stepped over', () => {
    expect(engineFor(large, protocol)).toBe('js');
    expect(engineFor({ name: 'a', data: [large, large], shape: [100, 1000] }, protocol)).toBe('js');
    expect(
      engineFor(
        new Array(1000).fill(0).map(() => new Bytes(new Uint8Array(5000))),
        protocol,
      ),
    ).toBe('js');
  });

  it('takes WASM for values', () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => i);
    expect(engineFor(numbers, protocol)).toBe('wasm');
    expect(
      engineFor(
        numbers.map((i) => `text ${i}`),
        protocol,
      ),
    ).toBe('wasm');
    // As many bytes of values as of payload.
    expect(engineFor([...numbers, new Bytes(new Uint8Array(20_000))], protocol)).toBe('wasm');
  });
});

describe('isMostlyPayload', () => {
  const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

  it('reads lines', () => {
    expect(isMostlyPayload(latin1(`cnumpy\nndarray\nB\xff\x00\x00\x00${'x'.repeat(255)}.`))).toBe(true);
    expect(isMostlyPayload(latin1(`I1\nB\xff\x00\x00\x00${'x'.repeat(255)}.`))).toBe(true);
  });

  it('is false for what is no pickle', () => {
    expect(isMostlyPayload(new Uint8Array(0))).toBe(false);
    expect(isMostlyPayload(latin1('I'.repeat(10_000)))).toBe(false);
    expect(isMostlyPayload(latin1('cmodule\nname without an end'))).toBe(false);
    expect(isMostlyPayload(new Uint8Array(10_000))).toBe(false);
  });
});
