/** From bytes to text and numbers, and back. */
export { complexRepr, floatRepr, numberRepr } from './float-text.js';
export { encodeLatin1, isLatin1 } from './latin1.js';
export { nativeText } from './native-text.js';
export { type OldStringDecoder, oldStringDecoder } from './old-strings.js';
export { floatFromText, intFromText, longFromBytes } from './pickle-numbers.js';
export { latin1, rawUnicodeEscape, type TextErrors, unquote, utf8, utf8WithErrors } from './pickle-text.js';
export { byteArrayRepr, bytesRepr, splitTextRepr, strRepr } from './quoted-text.js';
