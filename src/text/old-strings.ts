/**
 * Python 2 `str` (STRING, BINSTRING, SHORT_BINSTRING): bytes that mean text in an encoding that the pickle does not
 * tell.
 * Python 3 takes `encoding` and `errors` (pickle.Unpickler); so does this.
 */
import { PickleError, UnpicklingError } from '../base/index.js';
import { isLatin1 } from './latin1.js';
import { latin1, type TextErrors, utf8WithErrors } from './pickle-text.js';

const ERRORS = 'strict replace ignore surrogateescape backslashreplace';

/** How Python 2 str is read. */
export interface OldStringDecoder {
  /** True when str stays bytes (`encoding: 'bytes'`). */
  readonly keepBytes: boolean;
  /** True when ASCII bytes are the same text in the encoding, whatever it is. */
  readonly asciiCompatible: boolean;
  /** @throws UnpicklingError naming the option, when the bytes are not text in the encoding */
  decode(bytes: Uint8Array): string;
}

/**
 * The decoder for Python 2 str that `encoding` and `errors` ask for.
 * @throws PickleError when the encoding is not known here, or `errors` is none of the documented words
 */
export function oldStringDecoder(encoding: string, errors: TextErrors): OldStringDecoder {
  const known = normalised(encoding);
  const shown = JSON.stringify(encoding);
  const possible = known === undefined ? 'strict replace' : ERRORS;
  if (!possible.split(' ').includes(errors))
    throw new PickleError(`options.errors must be one of: ${possible} with encoding ${shown}`);
  let decode = (bytes: Uint8Array) => utf8WithErrors(bytes, errors, known === 'ascii');
  if (known === 'latin1') decode = (bytes) => latin1(bytes, 0, bytes.length);
  if (known === undefined) {
    try {
      const decoder = new TextDecoder(encoding, { fatal: errors === 'strict', ignoreBOM: true });
      decode = (bytes) => decoder.decode(bytes.slice());
    } catch {
      throw new PickleError(
        `options.encoding: ${shown} is not known here; 'latin1' reads any bytes, 'bytes' keeps them`,
      );
    }
  }
  return {
    keepBytes: known === 'bytes',
    asciiCompatible: known !== undefined,
    decode(bytes) {
      let text: string | undefined;
      let cause: unknown;
      try {
        text = decode(bytes);
      } catch (error) {
        cause = error;
      }
      if (text !== undefined) return text;
      throw new UnpicklingError(
        `a Python 2 str is not ${encoding}: set options.encoding to 'latin1' (binary data, NumPy, datetime), 'utf-8' or 'bytes'`,
        { cause },
      );
    },
  };
}

/**
 * The encoding when this package decodes it itself. Python's names ignore case, and `-`, `_` and blanks are alike
 * (encodings.normalize_encoding).
 */
function normalised(encoding: string): 'ascii' | 'latin1' | 'utf8' | 'bytes' | undefined {
  const name = encoding.toLowerCase().replace(/[-_ ]/g, '');
  if (/^((us)?ascii|646)$/.test(name)) return 'ascii';
  if (isLatin1(encoding)) return 'latin1';
  if (/^(utf8?|u8|cp65001)$/.test(name)) return 'utf8';
  return name === 'bytes' ? name : undefined;
}
