/**
 * A deep picture of objects: prototypes and property descriptors included, so that nothing that was changed is missed.
 */

/** A text that is different whenever anything reachable from `roots` is. Getters are not called. */
export function snapshot(roots: readonly unknown[]): string {
  const numbers = new Map<object, number>();
  const lines: string[] = [];
  const open: object[] = [];
  const name = (value: unknown): string => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
      return `${typeof value} ${String(value)}`;
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
      // What JavaScript itself is made of would be all of it; its prototypes are named, not entered.
      if (typeof value === 'object') open.push(value);
    }
    return `#${number}`;
  };
  lines.push(roots.map(name).join(' '));
  for (let object = open.shift(); object !== undefined; object = open.shift()) {
    lines.push(`${name(object)} of ${name(Object.getPrototypeOf(object))} ${Object.isExtensible(object)}`);
    if (object instanceof Map)
      lines.push(`map ${[...Map.prototype.entries.call(object)].map(([k, v]) => `${name(k)}:${name(v)}`)}`);
    if (object instanceof Set) lines.push(`set ${[...Set.prototype.values.call(object)].map(name)}`);
    // The private tables of exact containers show in what they iterate over.
    else if (isExact(object))
      lines.push(
        `items ${[...(object as unknown as Iterable<unknown>)].map((v) => (Array.isArray(v) ? v.map(name) : name(v)))}`,
      );
    for (const key of Reflect.ownKeys(object)) {
      const d = Object.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
      lines.push(
        `${String(key)} ${d.enumerable}${d.configurable}${d.writable} ${name(d.value)} ${name(d.get)} ${name(d.set)}`,
      );
    }
  }
  return lines.join('\n');
}

function isExact(object: object): boolean {
  return (
    ['Dict', 'PySet', 'FrozenSet', 'OrderedDict', 'Deque', 'NaturalOrderedDict'].includes(object.constructor?.name) &&
    Object.hasOwn(object, 'size') === false &&
    object !== object.constructor.prototype
  );
}
