import { expectArray, expectText } from '../../../values/index.js';

/** An exception of Python's builtins: its class, arguments and attributes. It is data; nothing throws it. */
export class PyException {
  /** `'builtins'`. */
  readonly module: string;
  /** Name of the class, for instance `'ValueError'`. */
  readonly name: string;
  /** The positional arguments; for OSError and its kin errno, text and file names as given. */
  args: unknown[];
  /**
   * The instance's `__dict__` (notes, and what Python 3.12 keeps of AttributeError and NameError): a dict of the value
   * model.
   */
  attributes: unknown = undefined;

  constructor(name: string, args: unknown[] = [], module = 'builtins') {
    expectText(name);
    expectText(module);
    expectArray(args);
    this.module = module;
    this.name = name;
    this.args = args;
  }

  /** The first argument if it is text, else `''`; of OSErrors the text of the system's error. */
  get message(): string {
    const message = this.args[this.args.length >= 2 && typeof this.args[0] === 'number' ? 1 : 0];
    return typeof message === 'string' ? message : '';
  }

  /** `ValueError: message`, as the last line of a traceback. */
  toString(): string {
    return this.message === '' ? this.name : `${this.name}: ${this.message}`;
  }

  /** A JavaScript Error of the same name and message, with this as its `cause`. */
  toError(): Error {
    const error = new Error(this.message, { cause: this });
    error.name = this.name;
    return error;
  }

  toJSON(): { name: string; args: unknown[] } {
    return { name: this.name, args: this.args };
  }
}
