import { SimpleNamespace } from '../types/namespace.js';
import { arity, asPairs, fail, knownClass, stateEntries } from './arguments.js';
import type { ClassHooks, Registry } from './registry.js';

/** Registers `types.SimpleNamespace`. */
export function registerTypes(registry: Registry): void {
  const hooks: ClassHooks = {
    construct(args) {
      arity(args, 'SimpleNamespace', 0, 1);
      return new SimpleNamespace(args.length === 0 ? [] : (asPairs(args[0]) ?? fail('SimpleNamespace takes a dict')));
    },
    setState(self: SimpleNamespace, state) {
      for (const [name, value] of stateEntries(state)) self.attributes.set(name, value);
    },
    hashable: false,
  };
  registry.add('types', 'SimpleNamespace', knownClass(hooks));
}
