/** Arrow: a table as bytes that other engines read. */
export { type ArrowField, type ArrowOptions, toArrow } from './stream.js';
