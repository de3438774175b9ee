/** Libraries whose objects the package reads where their family is loaded. */

/** Top-level modules. */
const MODULES: ReadonlySet<string> = /*#__PURE__*/ new Set(['pandas', 'torch']);

/** What is said of an inert object of a library that can be read; empty for others. */
export function inertNote({ module }: { readonly module: string }): string {
  return MODULES.has(module.split('.', 1)[0]) ? " (inert; import from 'pickle-wasm/all' to read it)" : '';
}
