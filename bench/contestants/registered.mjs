/**
 * The class of the case `registered`: made with two arguments, as Python's class is, and then given its state.
 */
export class Account {
  /** @param {number} number @param {string} owner */
  constructor(number, owner) {
    this.number = number;
    this.owner = owner;
  }
}

/**
 * A case whose class is registered: what every contestant that can register classes is given.
 * @template {{ addClass: (module: string, name: string, Class: typeof Account) => unknown }} Registry
 * @param {string} name case
 * @param {new () => Registry} Registry the package's
 * @returns {{ registry: Registry } | undefined} options of `loads` and `dumps`
 */
export function registered(name, Registry) {
  if (name !== 'registered') return undefined;
  const registry = new Registry();
  registry.addClass('bench_models', 'Account', Account);
  return { registry };
}
