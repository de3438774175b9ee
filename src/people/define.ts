/** Puts a method onto a class; not enumerable, as if it had been written there. */
export function define(Class: { readonly prototype: object }, name: string | symbol, method: unknown): void {
  Object.defineProperty(Class.prototype, name, { value: method, writable: true, configurable: true });
}
