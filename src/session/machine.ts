/**
 * What the driver (`loads.ts`, `stream.ts`) asks of an engine. Two engines implement it: the WASM scanner with its
 * builder, and the pure-JavaScript interpreter. Both are fed windows of the input and stop at opcode boundaries.
 */

/** STOP was executed; `Machine.result` is the value, `Machine.position` is behind STOP. */
export const RUN_DONE = 0;
/**
 * The opcode at `Machine.position` needs at least `Machine.need` bytes from there on, or, when that is 0, a line of
 * text that does not end in the window; call again with more.
 */
export const RUN_MORE = 1;
/**
 * A payload of `Machine.need` bytes starts at `Machine.position` and is not wholly in the window. Give it through
 * `supply(payload)` and go on behind it: payload bytes never pass through a window.
 */
export const RUN_PAYLOAD = 2;

export type RunStatus = typeof RUN_DONE | typeof RUN_MORE | typeof RUN_PAYLOAD;

/** An engine executing one pickle (or several in a row with one memo). */
export interface Machine {
  readonly engine: 'wasm' | 'js';
  /** Bytes of the whole input, infinite when nobody knows; the driver sets it between `begin` and the first `run`. */
  total: number;
  /** Index into the last window of the first byte not consumed. */
  position: number;
  /** See RUN_MORE and RUN_PAYLOAD. */
  need: number;
  /** Where the last frame begins (its opcode) and ends, in bytes from the start of the input; it may have ended. */
  frameAt: number;
  frameEnd: number;
  /**
   * False from `begin` to an end that is known: when something has interrupted it anywhere, nobody may use it again.
   */
  isSound: boolean;
  /** The value, after RUN_DONE. */
  result: unknown;
  /** Gets ready for the next pickle; the memo stays when `keepMemo`, as with one Python `Unpickler` object. */
  begin(keepMemo: boolean): void;
  /**
   * Executes opcodes from `window[start]` on.
   * @param window bytes of the input; views of it may be kept by values when `stable`
   * @param start index to start at
   * @param base offset of `window[0]` in the whole input, in bytes (may exceed 2^32)
   * @param last no byte follows this window: what is missing is an error (`TruncatedError`), never RUN_MORE
   * @throws UnpicklingError with offset and opcode; the machine can `begin` again afterwards
   */
  run(window: Uint8Array, start: number, base: number, last: boolean): RunStatus;
  /** Gives the payload that RUN_PAYLOAD asked for; exactly `need` bytes, owned by the value from now on. */
  supply(payload: Uint8Array): void;
  /** Forgets everything that the last pickle left, so that nothing of it is kept alive. */
  release(): void;
}
