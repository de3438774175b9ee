/**
 * The keys of the dicts that were read lately, as a tree: below the root lie first keys, below each key those that came
 * behind it. Dicts of one kind follow one path, so the key that comes next is known before it is read, and need only be
 * compared with the bytes of the input. Where a path ends there is the factory for its objects.
 */
import { MAX_SHAPE_KEYS, makeShapeFactory, type ShapeFactory, setPairs } from '../../session/index.js';

// Bounds of the tree, so that no input can make it grow for ever: less than 1 MB, and 4 MB more if every factory has
// the most and longest keys.
const MAX_NODES = 2048;
const MAX_KEY_BYTES = 1 << 15;
const MAX_FACTORIES = 256;
/** Dicts with longer keys are not kept. Keys that are not ASCII are, but not compared in place. */
const MAX_KEY = 64;
/** Keys that may follow one key. More are no record. */
const MAX_CHILDREN = 16;
/**
 * Dicts in one place that found no room, more than did; then the place is given up: its dicts are tables, not records.
 */
const MAX_MISSES = 64;
/** Dicts that found a full tree; then it begins anew. */
const MAX_OVERFLOWS = 4096;
/** Uses after which a factory is made: compiling costs as much as filling some hundred objects. */
const USES_BEFORE_FACTORY = 16;

/** A key with those in front of it, and what was seen behind it. */
export class KeyNode {
  /** The key that came behind this one the last time. */
  next: KeyNode | undefined = undefined;
  children: readonly KeyNode[] = [];
  /** The tree of the dicts that are values of this key. */
  inside: KeyNode | undefined = undefined;
  uses = 0;
  /** Of a root: see MAX_MISSES. */
  misses = 0;
  factory: ShapeFactory | undefined = undefined;

  constructor(
    readonly parent: KeyNode | undefined,
    readonly key: string,
    /** Keys on the path, this one too. */
    readonly depth: number,
    /** Where the key is in `KeyTree.bytes`. */
    readonly start: number,
    /** Its bytes; -1 when it is not there. */
    readonly length: number,
  ) {}
}

/** The keys of the dicts that were read lately. */
export class KeyTree {
  readonly bytes = new Uint8Array(MAX_KEY_BYTES);
  root = newRoot();
  /** For the dicts that a full tree has no place for: nothing is learnt in it. */
  readonly #nowhere = newRoot(MAX_MISSES + 1);
  #nodes = 0;
  #bytesUsed = 0;
  #factories = 0;
  #overflows = 0;

  /**
   * Makes room when the tree is full of what is no longer met. Not while a dict is being read: nodes from before are
   * void.
   */
  renew(): void {
    if (this.#overflows < MAX_OVERFLOWS) return;
    this.root = newRoot();
    this.#nodes = 0;
    this.#bytesUsed = 0;
    this.#factories = 0;
    this.#overflows = 0;
  }

  /** The tree of the dicts that are found below `place`. */
  inside(place: KeyNode): KeyNode {
    if (place.inside === undefined) {
      if (this.#nodes >= MAX_NODES) {
        this.#overflows++;
        return this.#nowhere;
      }
      this.#nodes++;
      place.inside = newRoot();
    }
    return place.inside;
  }

  /** The object with the keys of `node`, whose keys and values lie in turn in `stack` from `base` on. */
  make(node: KeyNode, stack: readonly unknown[], base: number): object {
    if (node.factory !== undefined) return node.factory(stack, base);
    if (++node.uses === USES_BEFORE_FACTORY && node.depth <= MAX_SHAPE_KEYS && this.#factories < MAX_FACTORIES) {
      this.#factories++;
      node.factory = makeShapeFactory(pathOf(node));
    }
    return setPairs({}, stack, base, base + 2 * node.depth);
  }

  /** `key` behind `node`, when it was there before. */
  find(node: KeyNode, key: unknown): KeyNode | undefined {
    for (const child of node.children) if (child.key === key) return child;
    return undefined;
  }

  /** Keeps the keys in `stack[base..end]`, when there is room: the next time they are expected. */
  learn(root: KeyNode, stack: readonly unknown[], base: number, end: number): void {
    if (root.misses > MAX_MISSES) return;
    let node = root;
    for (let i = base; i < end; i += 2) {
      const key = stack[i] as string;
      const child = this.find(node, key) ?? this.#add(node, key);
      if (child === undefined) {
        if (++root.misses > MAX_MISSES) {
          root.children = [];
          root.next = undefined;
        }
        return;
      }
      node.next = child;
      node = child;
    }
    root.misses = Math.max(0, root.misses - 1);
  }

  #add(node: KeyNode, key: string): KeyNode | undefined {
    if (node.children.length === MAX_CHILDREN || key.length > MAX_KEY) return undefined;
    if (this.#nodes >= MAX_NODES) {
      this.#overflows++;
      return undefined;
    }
    const start = this.#bytesUsed;
    let length = start + key.length > MAX_KEY_BYTES ? -1 : key.length;
    for (let i = 0; i < length; i++) {
      const code = key.charCodeAt(i);
      this.bytes[start + i] = code;
      if (code >= 0x80) length = -1;
    }
    if (length > 0) this.#bytesUsed += length;
    this.#nodes++;
    const child = new KeyNode(node, key, node.depth + 1, start, length);
    node.children = [...node.children, child];
    return child;
  }
}

function newRoot(misses = 0): KeyNode {
  const root = new KeyNode(undefined, '', 0, 0, -1);
  root.misses = misses;
  return root;
}

function pathOf(node: KeyNode): string[] {
  const keys: string[] = [];
  for (let child = node; child.parent !== undefined; child = child.parent) keys.unshift(child.key);
  return keys;
}
