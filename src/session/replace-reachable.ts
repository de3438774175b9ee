/**
 * Replacing objects everywhere in a finished value. A natural dict starts as a plain object and must become a Map when
 * a key comes that is not str; when something else already holds the object, every place that holds it is found here,
 * once, at STOP.
 */
import { Dict, madeOf } from '../values/index.js';

/**
 * `root` with every key of `replaced` exchanged for its value, in place; iterative, so that depth does not matter.
 * @param isForeign true for what others own: nothing in it is looked at
 */
export function replaceReachable(
  root: unknown,
  replaced: ReadonlyMap<object, object>,
  isForeign: (value: object) => boolean,
): unknown {
  const seen = new Set<object>();
  const open: object[] = [];
  const visit = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const now = replaced.get(value) ?? value;
    if (!seen.has(now) && !isForeign(now)) {
      seen.add(now);
      open.push(now);
    }
    return now;
  };
  const result = visit(root);
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) replaceIn(holder, visit);
  return result;
}

function replaceIn(holder: object, visit: (value: unknown) => unknown): void {
  if (ArrayBuffer.isView(holder) || holder instanceof ArrayBuffer) return;
  visit(madeOf(holder));
  if (Array.isArray(holder)) {
    for (let i = 0; i < holder.length; i++) {
      const value = holder[i];
      const now = visit(value);
      if (now !== value) holder[i] = now;
    }
    return;
  }
  if (holder instanceof Map || holder instanceof Dict) {
    // Keys: only hashable things, which hold a dict at most inside an instance.
    for (const [key, value] of holder) {
      visit(key);
      const now = visit(value);
      if (now !== value) holder.set(key, now);
    }
  } else if (holder instanceof Set) {
    for (const value of holder) visit(value);
  }
  for (const name of Object.keys(holder)) {
    const property = Object.getOwnPropertyDescriptor(holder, name);
    if (property === undefined || !('value' in property)) continue;
    const now = visit(property.value);
    if (now === property.value) continue;
    // `args` and the like are readonly to the type checker only.
    if (property.writable || property.configurable) Object.defineProperty(holder, name, { ...property, value: now });
  }
}
