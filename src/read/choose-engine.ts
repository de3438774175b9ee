/** Which engine runs a load, and engines that wait for the next one. */
import { isEngineLimit, LimitError, PickleError } from '../base/index.js';
import { DirectMachine } from '../engines/js/index.js';
import { PlainReader } from '../engines/small/index.js';
import { createWasmMachine, wasmAvailable } from '../engines/wasm/index.js';
import { configure, type EngineName, type LoadOptions, type Machine, Session } from '../session/index.js';
import { type ByteInput, isShared } from '../values/index.js';
import { isMostlyPayload } from './payload-share.js';

/** An engine and the session it works for. Reused: making one costs more than reading a small message. */
export interface Engine {
  readonly session: Session;
  readonly machine: Machine;
}

/**
 * Inputs of fewer bytes are read by the JavaScript engine: calls into WASM and its fixed costs do not pay for them.
 * Performance: bench case tiny; with records and strings WASM is ahead from 1 KB on, with nested messages from 3 KB.
 */
const SMALL_INPUT = 2048;

/** Idle engines kept for later. More are in use at a time only when hooks load pickles themselves. */
const KEPT = 4;

const idle: { readonly js: Engine[]; readonly wasm: Engine[] } = { js: [], wasm: [] };

/**
 * The engine that runs a load.
 * @param input the bytes where they are known, else their number, undefined when nobody knows
 * @throws PickleError when 'wasm' is wanted and cannot be had
 */
export function chooseEngine(option: EngineName | undefined, input: Uint8Array | number | undefined): 'wasm' | 'js' {
  if (option === 'wasm') {
    if (wasmAvailable()) return 'wasm';
    throw new PickleError("engine 'wasm' is not available here (a content security policy may forbid it; see init())");
  }
  const size = typeof input === 'object' ? input.length : input;
  if (
    option === 'js' ||
    (size !== undefined && size < SMALL_INPUT) ||
    (typeof input === 'object' && isMostlyPayload(input))
  )
    return 'js';
  return wasmAvailable() ? 'wasm' : 'js';
}

let last: 'wasm' | 'js' | undefined;

/** What `engineInfo` tells. */
export interface EngineInfo {
  /** The WASM engine can run here. */
  wasm: boolean;
  /** The engine that the last load of this process took; undefined before the first. */
  last: 'wasm' | 'js' | undefined;
  /**
   * `engine: 'auto'` reads inputs of fewer bytes than this with the JavaScript engine, and those that are payloads of
   * bytes above all.
   */
  smallInput: number;
}

/** Which engine runs, for tests, benchmarks and bug reports. */
export function engineInfo(): EngineInfo {
  return { wasm: wasmAvailable(), last, smallInput: SMALL_INPUT };
}

let plainReader: PlainReader | undefined;

/** The value of a small pickle of plain data, read without an engine; undefined when one is needed. */
export function readPlain(data: ByteInput, options: LoadOptions | undefined): unknown {
  // Not a Proxy, which is an instance too.
  if (!ArrayBuffer.isView(data) || !(data instanceof Uint8Array) || data.length >= SMALL_INPUT) return undefined;
  const configuration = configure(options);
  if (!configuration.plain || (options !== undefined && !isCommon(options)) || isShared(data.buffer)) return undefined;
  // It is nobody's while it reads, so that one that was interrupted anywhere is not used again.
  const reader = plainReader ?? new PlainReader();
  plainReader = undefined;
  const value = reader.read(data, configuration.copy);
  plainReader = reader;
  if (value !== undefined) last = 'js';
  return value;
}

/** False when options of one load ask for what only an engine does. */
function isCommon({ engine, buffers, onProgress, windowSize }: LoadOptions): boolean {
  return engine !== 'wasm' && (buffers ?? onProgress ?? windowSize ?? undefined) === undefined;
}

/** An engine for one load, ready with these options. Give it back with `releaseEngine`. */
export function acquireEngine(options: LoadOptions | undefined, input: Uint8Array | number | undefined): Engine {
  const kind = chooseEngine(options?.engine, input);
  const engine = idle[kind].pop();
  if (engine === undefined) return createEngine(kind, options);
  last = kind;
  try {
    engine.session.open(options);
  } catch (error) {
    idle[kind].push(engine);
    throw error;
  }
  return engine;
}

/** An engine that nobody else will get. */
export function createEngine(kind: 'wasm' | 'js', options: LoadOptions | undefined): Engine {
  const session = new Session(options);
  last = kind;
  return { session, machine: kind === 'wasm' ? createWasmMachine(session) : new DirectMachine(session) };
}

/**
 * The error for the caller of a load that failed: what JavaScript's own limits throw, the end of its stack among them,
 * is a LimitError.
 */
export function failed(engine: Engine | undefined, error: unknown): unknown {
  const cause = error instanceof PickleError ? error.cause : error;
  if (cause instanceof Error && isEngineLimit(cause))
    return cause === error ? new LimitError(cause.message, { cause }) : error;
  if (engine !== undefined) engine.machine.isSound = true;
  return error;
}

/** Takes an engine back, and lets go of all that the load left in it. */
export function releaseEngine(engine: Engine | undefined): void {
  if (!engine?.machine.isSound) return;
  engine.machine.release();
  engine.session.close();
  const kept = idle[engine.machine.engine];
  if (kept.length < KEPT) kept.push(engine);
}
