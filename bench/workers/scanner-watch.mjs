/**
 * What the benchmark needs to see of the scanner, without a word of the package's own.
 */

/** Sees every scanner instance, by standing in the way of the constructor that the package uses. */
export class ScannerWatch {
  /** Calls of the scanner so far. */
  calls = 0;
  /** Time in the scanner so far, ms. */
  time = 0;
  /** WebAssembly's linear memory at its largest, bytes. */
  linear = 0;
  /** Called before each call of the scanner. */
  onScan = () => {};

  constructor() {
    const watch = this;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = /** @type {any} */ (
      class {
        /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
        constructor(module, imports) {
          const { exports } = new Instance(module, imports);
          this.exports = { ...exports, scan: watch.#around(/** @type {any} */ (exports)) };
        }
      }
    );
  }

  /** @param {{ scan: (...args: unknown[]) => unknown, memory: WebAssembly.Memory }} exports */
  #around({ scan, memory }) {
    return (/** @type {unknown[]} */ ...args) => {
      this.calls++;
      this.onScan();
      const start = performance.now();
      const status = scan(...args);
      this.time += performance.now() - start;
      this.linear = Math.max(this.linear, memory.buffer.byteLength);
      return status;
    };
  }
}
