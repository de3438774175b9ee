import { asPairs, define, needed, type Registry, stateEntries } from '../../../registry/index.js';
import { SimpleNamespace } from './simple-namespace.js';

/** Registers `types.SimpleNamespace`. */
export function registerTypes(registry: Registry): void {
  const construct = ([attributes = []]: unknown[]) => new SimpleNamespace(needed(asPairs(attributes), 'dict'));
  define(registry, 'types', 'SimpleNamespace', [0, 1], construct, {
    setState(self: SimpleNamespace, state) {
      for (const [name, value] of stateEntries(state)) self.attributes.set(name, value);
    },
    hashable: false,
  });
}
