/**
 * Python 2 `str` (STRING, BINSTRING, SHORT_BINSTRING): bytes that mean text in an encoding that the pickle does not tell.
 * Python 3 takes `encoding` and `errors` (pickle.Unpickler); so does this.
 */
import { PickleError, UnpicklingError } from '../errors.js';
import type { LoadOptions } from '../options.js';
import { badByte, latin1, utf8WithErrors } from './text.js';

type Errors = NonNullable<LoadOptions['errors']>;

const ERRORS: readonly string[] = ['strict', 'replace', 'ignore', 'surrogateescape', 'backslashreplace'];

/** Decodes Python 2 str as `encoding` and `errors` say. */
export class OldStringDecoder {
  /** True when str stays bytes (`encoding: 'bytes'`). */
  readonly keepBytes: boolean;
  /** True when ASCII bytes are the same text in the encoding, whatever it is. */
  get asciiCompatible(): boolean {
    return this.#decoder === undefined;
  }
  readonly #encoding: string;
  readonly #name: string;
  readonly #errors: Errors;
  #decoder: TextDecoder | undefined;

  private constructor(encoding: string, errors: Errors) {
    this.#name = encoding;
    this.#encoding = normalised(encoding);
    this.#errors = errors;
    this.keepBytes = this.#encoding === 'bytes';
  }

  /** @throws PickleError when the encoding is not known here, or `errors` is none of the documented words. */
  static of(encoding: string, errors: Errors): OldStringDecoder {
    if (typeof encoding !== 'string') throw new PickleError('options.encoding must be a string');
    if (!ERRORS.includes(errors)) throw new PickleError(`options.errors must be one of ${ERRORS.join(', ')}`);
    const result = new OldStringDecoder(encoding, errors);
    const known = result.#encoding;
    if (known !== 'ascii' && known !== 'latin1' && known !== 'utf8' && known !== 'bytes') {
      if (errors !== 'strict' && errors !== 'replace') {
        throw new PickleError(`options.errors: ${JSON.stringify(errors)} works with ASCII, latin1 and utf-8 only`);
      }
      try {
        result.#decoder = new TextDecoder(encoding, { fatal: errors === 'strict', ignoreBOM: true });
      } catch {
        throw new PickleError(
          `options.encoding: ${JSON.stringify(encoding)} is not known here; 'latin1' reads any bytes, 'bytes' keeps them`,
        );
      }
    }
    return result;
  }

  /** @throws UnpicklingError naming the option, when the bytes are not text in the encoding */
  decode(bytes: Uint8Array): string {
    if (this.#decoder !== undefined) {
      try {
        return this.#decoder.decode(bytes.slice());
      } catch (cause) {
        throw this.#failure(cause);
      }
    }
    if (this.#encoding === 'latin1') return latin1(bytes, 0, bytes.length);
    if (this.#encoding === 'utf8') {
      const text = utf8WithErrors(bytes, this.#errors);
      if (text === undefined) throw this.#failure();
      return text;
    }
    return this.#ascii(bytes);
  }

  #ascii(bytes: Uint8Array): string {
    let first = 0;
    while (first < bytes.length && bytes[first] < 0x80) first++;
    if (first === bytes.length) return latin1(bytes, 0, bytes.length);
    if (this.#errors === 'strict') throw this.#failure();
    const units: string[] = [];
    for (const byte of bytes) {
      if (byte < 0x80) units.push(String.fromCharCode(byte));
      else units.push(badByte(byte, this.#errors));
    }
    return units.join('');
  }

  #failure(cause?: unknown): UnpicklingError {
    return new UnpicklingError(
      `a Python 2 str is not ${this.#name}: set options.encoding to 'latin1' (binary data, NumPy, datetime), 'utf-8' or 'bytes'`,
      cause === undefined ? {} : { cause },
    );
  }
}

/** Python's encoding names ignore case, and `-`, `_` and blanks are alike (encodings.normalize_encoding). */
function normalised(encoding: string): string {
  const name = encoding.toLowerCase().replace(/[-_ ]/g, '');
  switch (name) {
    case 'ascii':
    case 'usascii':
    case '646':
      return 'ascii';
    case 'latin1':
    case 'latin':
    case 'l1':
    case 'iso88591':
    case '88591':
    case 'cp819':
      return 'latin1';
    case 'utf8':
    case 'u8':
    case 'utf':
    case 'cp65001':
      return 'utf8';
    default:
      return name;
  }
}
