/**
 * What people see of values: `console.log` and `util.inspect` in Node, Deno and Bun, `String(value)` and JSON; and plain
 * data for those who want no classes.
 *
 * It is no part of a bundle that only loads: `install` puts methods onto the classes, and the entry points for Node
 * and `pickle-wasm/all` call it.
 */
import { installConsole } from './console.js';
import { installText } from './str-and-json.js';

export { toPlain } from './plain.js';

/** Puts the methods onto the classes. */
export function install(): void {
  installConsole();
  installText();
}
