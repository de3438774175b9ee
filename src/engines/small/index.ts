/** The reader of small plain pickles. */
export { PlainReader } from './plain-reader.js';
