/** The two engines, and what a load on one of them came to. Every suite takes them from here, so that each proves which one ran. */
import { expect } from 'vitest';
import type { LoadOptions } from '../../src/index.js';
import { loads, PickleError, Unpickler, UnpicklingError } from '../../src/index.js';
import { tokens } from './typed.js';

export const ENGINES = ['wasm', 'js'] as const;
export type Engine = (typeof ENGINES)[number];

/** Fails unless a load with `engine` runs on that engine: nothing falls back in silence. */
export function expectEngine(engine: Engine): void {
  expect(new Unpickler(Uint8Array.of(0x4e, 0x2e), { engine }).engine).toBe(engine);
}

/** `loads` on one engine. */
export function loadsOn(engine: Engine, data: Uint8Array, options: LoadOptions = {}): unknown {
  return loads(data, { ...options, engine });
}

/** The values of `count` pickles that one Pickler wrote one behind the other: they share a memo, so one Unpickler reads them. */
export function loadsInRow(engine: Engine, data: Uint8Array, count: number, options: LoadOptions = {}): unknown[] {
  const unpickler = new Unpickler(data, { ...options, engine });
  return Array.from({ length: count }, () => unpickler.load());
}

/** How a load failed: all that the two engines must agree on. */
export interface Failure {
  error: string;
  offset: number | undefined;
  opcode: string | undefined;
}

/** What a load came to: the tokens of its value, or how it failed. Anything but an UnpicklingError is thrown on. */
export type Outcome = string[] | Failure;

export function outcome(engine: Engine, data: Uint8Array, options: LoadOptions = {}): Outcome {
  let value: unknown;
  try {
    // Only an engine of one's own is sure to be made with this window: `loads` may take one that waits.
    if (options.windowSize === undefined) value = loadsOn(engine, data, { exact: true, ...options });
    else value = new Unpickler(data, { exact: true, ...options, engine }).load();
  } catch (error) {
    return failure(error);
  }
  return tokens(value);
}

/** The parts of an error that are compared; fails on what must never escape. */
export function failure(error: unknown): Failure {
  if (!(error instanceof UnpicklingError)) throw error;
  return { error: error.name, offset: error.offset, opcode: error.opcode };
}

/** The error of a load; fails when there is none, when it is no UnpicklingError, or when it does not say where. */
export function errorOf(engine: Engine, data: Uint8Array, options: LoadOptions = {}): UnpicklingError {
  let value: unknown;
  try {
    value = loadsOn(engine, data, { exact: true, ...options });
  } catch (error) {
    expectPlaced(error, data);
    return error as UnpicklingError;
  }
  throw new Error(`accepted as ${tokens(value).slice(0, 20).join(' ')}`);
}

/** An error of this package that says where in `data` it happened. */
export function expectPlaced(error: unknown, data: Uint8Array): void {
  expect(error).toBeInstanceOf(UnpicklingError);
  expect(error).toBeInstanceOf(PickleError);
  const { offset, opcode, message } = error as UnpicklingError;
  expect(offset, 'offset').toBeTypeOf('number');
  expect(
    Number.isInteger(offset) && (offset as number) >= 0 && (offset as number) <= data.length,
    `offset ${offset} of ${data.length}`,
  ).toBe(true);
  // Only the end of the input and an unknown byte have no name.
  if (opcode !== undefined) expect(opcode).toMatch(/^[A-Z][A-Z0-9_]+$/);
  expect(message.length).toBeGreaterThan(10);
}
