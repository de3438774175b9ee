/** `Unpickler`: several pickles of one input with one memo, like Python's object of that name. */
import { PickleError } from '../base/index.js';
import type { LoadOptions } from '../session/index.js';
import { type ByteInput, inputBytes, isByteInput } from '../values/index.js';
import { chooseEngine, createEngine, type Engine, failed } from './choose-engine.js';
import { type Loaded, runBytes } from './loads.js';
import { openSource, type StreamInput } from './source.js';
import { PickleReader, unpromised } from './stream.js';

/**
 * Reads pickles one by one. The memo survives between them, as CPython's does: for the output of one `Pickler` object
 * that was used several times. Pickles made independently of one another are read by `loadAll`.
 */
export class Unpickler<Input extends ByteInput | StreamInput = ByteInput | StreamInput> {
  readonly #engine: Engine;
  readonly #options: LoadOptions | undefined;
  readonly #bytes: Uint8Array | undefined;
  readonly #reader: PickleReader | undefined;
  #at = 0;
  #begun = false;
  #running = false;

  /** @throws PickleError when `input` cannot be read from, or an option is wrong */
  constructor(input: Input, options?: LoadOptions) {
    this.#options = options;
    if (isByteInput(input)) {
      this.#bytes = inputBytes(input);
    } else {
      this.#reader = new PickleReader(openSource(input), options?.onProgress);
    }
    this.#engine = createEngine(chooseEngine(options?.engine, this.#bytes ?? this.#reader?.total), options);
    if (this.#bytes === undefined) this.#engine.session.copy = true;
  }

  /** Which engine reads. */
  get engine(): 'wasm' | 'js' {
    return this.#engine.machine.engine;
  }

  /**
   * Bytes consumed from the start of the input: where the next pickle starts. After an error, where the failed one
   * started or was left.
   */
  get position(): number {
    return this.#reader === undefined ? this.#at : this.#reader.position;
  }

  /**
   * The next value; a promise of it when the input is a stream, which refuses a value with a function `then` as `load`
   * does.
   * @throws TruncatedError at the end of the input, UnpicklingError and PickleError as `loads`
   */
  load<T = Loaded>(): Input extends ByteInput ? T : Promise<T>;
  load(): unknown {
    if (this.#running) throw new PickleError('this Unpickler is reading: wait until its load() has ended');
    this.#running = true;
    if (this.#reader !== undefined) return this.#loadFrom(this.#reader);
    try {
      const machine = this.#begin();
      this.#at = runBytes(machine, this.#bytes as Uint8Array, this.#at, this.#options);
      return this.#take();
    } catch (error) {
      throw failed(this.#engine, error);
    } finally {
      this.#running = false;
    }
  }

  async #loadFrom(reader: PickleReader): Promise<unknown> {
    try {
      await reader.run(this.#begin());
      return unpromised(this.#take());
    } catch (error) {
      throw failed(this.#engine, error);
    } finally {
      this.#running = false;
    }
  }

  #begin(): Engine['machine'] {
    const { machine } = this.#engine;
    if (!machine.isSound)
      throw new PickleError('this Unpickler was interrupted by a limit of JavaScript; its memo is lost');
    machine.begin(this.#begun);
    this.#begun = true;
    return machine;
  }

  #take(): unknown {
    const value = this.#engine.machine.result;
    this.#engine.machine.result = undefined;
    return value;
  }
}
