/**
 * The two engines, and what a load on one of them came to. Every suite takes them from here, so that each proves which
 * one ran.
 */
import { expect } from 'vitest';
import type { LoadOptions } from '../../src/index.js';
import { loads, PickleError, Unpickler, UnpicklingError } from '../../src/index.js';
import { canonical } from './canonical.js';
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

/**
 * The values of `count` pickles that one Pickler wrote one behind the other: they share a memo, so one Unpickler reads
 * them.
 */
export function loadsInRow(engine: Engine, data: Uint8Array, count: number, options: LoadOptions = {}): unknown[] {
  const unpickler = new Unpickler(data, { ...options, engine });
  return Array.from({ length: count }, () => unpickler.load());
}

/** How a load failed: all that the two engines must agree on. */
export interface Failure {
  error: string;
  offset: number | undefined;
  opcode: string | undefined;
  message: string;
}

/**
 * What a load came to: its value as a canonical list, or how it failed. Anything but an UnpicklingError is thrown on.
 */
export type Outcome = string[] | Failure;

/** Of `loads` in the exact model, unless `options` say otherwise. */
export function outcome(engine: Engine, data: Uint8Array, options: LoadOptions = {}): Outcome {
  let value: unknown;
  try {
    // Only an engine of one's own is sure to be made with this window: `loads` may take one that waits.
    if (options.windowSize === undefined) value = loadsOn(engine, data, { exact: true, ...options });
    else value = new Unpickler(data, { exact: true, ...options, engine }).load();
  } catch (error) {
    return failure(error);
  }
  return canonical(value);
}

/** The parts of an error that are compared; fails on what must never escape. */
export function failure(error: unknown): Failure {
  if (!(error instanceof UnpicklingError)) throw error;
  return { error: error.name, offset: error.offset, opcode: error.opcode, message: error.message };
}

/**
 * The failures of `check` on many rows, in one error that shows the first few: a loop that ends at the first failure
 * hides the others. `check` throws what it finds, or returns it as text.
 */
export function expectEach<Row>(rows: Iterable<Row>, check: (row: Row) => string | undefined): void {
  const found: string[] = [];
  for (const row of rows) {
    try {
      const text = check(row);
      if (text !== undefined) found.push(text);
    } catch (error) {
      found.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (found.length > 0)
    throw new Error(`${found.length} rows fail; the first of them:\n\n${found.slice(0, 5).join('\n\n')}`);
}

/** How two outcomes differ, for a message; undefined when they do not. */
export function difference(place: string, found: Outcome, expected: Outcome): string | undefined {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  return a === b ? undefined : `${place}\n  found    ${a.slice(0, 500)}\n  expected ${b.slice(0, 500)}`;
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
