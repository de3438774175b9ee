/**
 * A load in progress: what both engines share. The engines run opcodes, keep stack, marks and memo, and make plain values; everything that
 * needs to know what a name means, what an object can do, or what the caller asked for, is here, a file for each question.
 *
 * Convention for results: a method that makes a value returns it, and leaves its kind in `owners.lastKind`, which also says which hooks
 * made it (value-kinds.ts). Engines keep the kind beside the value, and hand it back on BUILD, APPEND(S), SETITEM(S) and ADDITEMS. Errors
 * are thrown without a place; the engine adds it (`placed` in fault-messages.ts).
 */
import { naturalModel } from '../model/index.js';
import type { ValueModel } from '../values/index.js';
import { Calls } from './calls.js';
import { type Configuration, configure, DICT_AUTO, hasFunctions, windowOption } from './configuration.js';
import { Contents } from './contents.js';
import { LoadLimits } from './load-limits.js';
import type { LoadOptions } from './load-options.js';
import { Names } from './names.js';
import { Outside } from './outside.js';
import { Owners } from './owners.js';
import { replaceReachable } from './replace-reachable.js';
import { States } from './states.js';

/** One load in progress; reused for later loads by `open`. */
export class Session {
  /** Set by `open`. */
  configuration!: Configuration;
  exact = false;
  model: ValueModel = naturalModel;
  /** DICT_AUTO, DICT_OBJECT or DICT_MAP of configuration.ts. */
  dict = DICT_AUTO;
  /** Bytes must not be views of the input. */
  copy = false;
  /** Set by PROTO; 0 until then. */
  protocol = 0;
  /** Bytes handed to the scanner at a time, undefined for what is best. */
  windowSize: number | undefined = undefined;
  /** Plain objects that had to become Maps after the memo or a container got hold of them (see `finish`). */
  replaced: Map<object, Map<unknown, unknown>> | undefined = undefined;

  readonly limits = new LoadLimits();
  readonly owners = new Owners();
  readonly names: Names = new Names(this);
  readonly outside: Outside = new Outside(this);
  readonly calls: Calls = new Calls(this);
  readonly contents: Contents = new Contents(this);
  readonly states: States = new States(this);

  constructor(options?: LoadOptions) {
    this.open(options);
  }

  /** Gets ready for another load, with other options perhaps. */
  open(options: LoadOptions | undefined): void {
    const configuration = configure(options);
    if (configuration !== this.configuration) {
      this.configuration = configuration;
      this.exact = configuration.exact;
      this.model = configuration.model;
      this.dict = configuration.dict;
      this.copy = configuration.copy;
      this.limits.open(configuration);
      this.calls.open(configuration.model);
    }
    this.windowSize = windowOption(options?.windowSize);
    this.outside.open(options?.buffers);
  }

  /** Starts the next pickle of the same load: the protocol is unknown again. Globals and buffers stay, as with one `Unpickler`. */
  begin(): void {
    this.protocol = 0;
    this.limits.begin();
  }

  /** Forgets everything of the load, so that nothing of it is kept alive. */
  close(): void {
    // Its functions belong to the caller.
    if (hasFunctions(this.configuration)) this.configuration = undefined as never;
    this.replaced = undefined;
    this.limits.clear();
    this.owners.clear();
    this.names.clear();
    this.outside.clear();
    this.calls.clear();
    this.contents.clear();
    this.states.hasMade = false;
  }

  /** Kind of what was made last. */
  get lastKind(): number {
    return this.owners.lastKind;
  }

  /** The value of STOP, with plain objects that became Maps replaced everywhere in it. */
  finish(value: unknown): unknown {
    if (this.replaced === undefined) return value;
    // They stay known: a memo that is kept may still hand out the plain objects.
    return replaceReachable(value, this.replaced, (holder) => this.owners.isForeign(holder));
  }
}
