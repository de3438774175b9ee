import { Dict } from '../types/dict.js';
import { EnumMember } from '../types/enum.js';
import { PyGlobal } from '../types/global.js';
import { Tuple } from '../types/tuple.js';
import { asInteger, fail, shrink } from './arguments.js';
import type { ClassHooks } from './registry.js';

/**
 * The class of an enum: calling it with a value, or `getattr` with a name, gives the member; what `Registry.addEnum` registers.
 *
 * @param members name to value, in the order of definition; a value given twice makes an alias, as in Python
 * @param flag combinations of the members' bits are members too (`enum.Flag`)
 */
export function enumGlobal(module: string, name: string, members: Readonly<Record<string, unknown>>, flag: boolean): PyGlobal {
  const byValue = new Dict<unknown, EnumMember>();
  const byName = new Map<string, EnumMember>();
  const hooks: ClassHooks = {
    construct(args) {
      // A tuple of the natural value model is an Array, which is no key.
      const value = Array.isArray(args[0]) ? new Tuple(args[0]) : args[0];
      if (args.length !== 1) fail(`${module}.${name} takes the value of a member, got ${args.length} arguments`);
      const member = byValue.get(value) ?? (flag ? combine(value) : undefined);
      return member ?? fail(`${typeof value === 'object' ? 'the value' : String(value)} is not a valid ${module}.${name}`);
    },
    setState(_self, state) {
      if (state !== null) fail(`members of ${module}.${name} have no state`);
    },
    attributes: byName,
  };
  const cls = new PyGlobal(module, name, hooks);
  for (const [memberName, value] of Object.entries(members)) {
    let member = byValue.get(value);
    if (member === undefined) {
      member = new EnumMember(cls, memberName, value);
      byValue.set(value, member);
    }
    byName.set(memberName, member);
  }
  return cls;

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
