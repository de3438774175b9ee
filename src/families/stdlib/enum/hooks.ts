import { asInteger, fail, type Registry } from '../../../registry/index.js';
import { type ClassHooks, Dict, PyGlobal, shrink, Tuple } from '../../../values/index.js';
import { EnumMember } from './enum-member.js';

/**
 * Registers an enum: `members` maps each member's name to its value, in Python's terms (`1`, `'a'`, a `Tuple`), in the
 * order of definition; a value given twice makes an alias, as in Python. Members become `EnumMember` objects, one per
 * name and value: calling the class with a value, or `getattr` with a name, gives the member. With `flag` an unknown
 * int that is made of members' bits is a member too (`enum.Flag`).
 */
export function addEnum(
  registry: Registry,
  module: string,
  name: string,
  members: Readonly<Record<string, unknown>>,
  { flag = false }: { flag?: boolean } = {},
): Registry {
  const byValue = new Dict<unknown, EnumMember>();
  const byName = new Map<string, EnumMember>();
  const hooks: ClassHooks = {
    construct(args) {
      // A tuple of the natural value model is an Array, which is no key.
      const value = Array.isArray(args[0]) ? new Tuple(args[0]) : args[0];
      if (args.length !== 1) fail(`${module}.${name}: one argument expected, got ${args.length}`);
      const member = byValue.get(value) ?? (flag ? combine(value) : undefined);
      return (
        member ?? fail(`${typeof value === 'object' ? 'the value' : String(value)} is not a valid ${module}.${name}`)
      );
    },
    setState(_self, state) {
      if (state !== null) fail(`members of ${module}.${name} have no state`);
    },
    attributes: byName,
  };
  const cls = new PyGlobal(module, name, hooks);
  Object.freeze(cls);
  for (const [memberName, value] of Object.entries(members)) {
    let member = byValue.get(value);
    if (member === undefined) {
      member = new EnumMember(cls, memberName, value);
      byValue.set(value, member);
    }
    byName.set(memberName, member);
  }
  return registry.addValue(module, name, cls);

  function combine(value: unknown): EnumMember | undefined {
    const integer = asInteger(value);
    if (integer === undefined) return undefined;
    let rest = BigInt(integer);
    if (rest < 0n) return undefined;
    const names: string[] = [];
    for (const member of byName.values()) {
      const mask = BigInt(asInteger(member.value) ?? 0);
      if (mask === 0n || (rest & mask) !== mask) continue;
      names.push(member.name);
      rest &= ~mask;
    }
    if (rest !== 0n) return undefined;
    // Not kept: the input must not be able to grow the registry.
    return new EnumMember(cls, names.join('|') || '0', shrink(BigInt(integer)));
  }
}
