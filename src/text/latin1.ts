/** The encoding whose characters are the bytes 0 to 255. */
import { UnpicklingError } from '../base/index.js';

/**
 * True for a name of the encoding whose characters are the bytes 0 to 255; as in Python, case, `-`, `_` and blanks do
 * not matter.
 */
export function isLatin1(encoding: unknown): boolean {
  return typeof encoding === 'string' && /^(latin1?|l1|(iso)?8859(1)?|cp819)$/i.test(encoding.replace(/[-_ ]/g, ''));
}

/** The characters of `text` as bytes. Refuses characters above U+00FF; `advice` says what to do about it. */
export function encodeLatin1(text: string, advice = ''): Uint8Array {
  const { length } = text;
  const bytes = new Uint8Array(length);
  // All codes are checked at once: a character above U+00FF leaves a bit that none of the others can.
  let seen = 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    seen |= code;
    bytes[index] = code;
  }
  if (seen > 0xff) throw new UnpicklingError(`'latin-1' codec can't encode a character above U+00FF${advice}`);
  return bytes;
}
