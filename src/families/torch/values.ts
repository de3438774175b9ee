/** Small values of PyTorch: sizes, devices, layouts. */
import { REDUCE, type Reduction } from '../../registry/index.js';
import { EQUALS, HASH, PyGlobal, REPR, type ReprPart, Tuple } from '../../values/index.js';

/** `torch.Size`: a tuple of lengths. */
export class Size implements Iterable<number> {
  readonly items: readonly number[];

  /** @internal */
  constructor(items: readonly number[]) {
    this.items = Object.freeze([...items]);
    Object.freeze(this);
  }

  get length(): number {
    return this.items.length;
  }

  [Symbol.iterator](): Iterator<number> {
    return this.items[Symbol.iterator]();
  }

  toString(): string {
    return `torch.Size([${this.items.join(', ')}])`;
  }

  toJSON(): readonly number[] {
    return this.items;
  }

  [REPR](): Iterable<ReprPart> {
    return [this.toString()];
  }

  [HASH](): readonly unknown[] {
    return this.items;
  }

  [EQUALS](other: unknown): boolean {
    return (
      (other instanceof Size || other instanceof Tuple) &&
      other.length === this.length &&
      String([...other]) === String(this.items)
    );
  }

  /** @internal */
  [REDUCE](): Reduction {
    return [new PyGlobal('torch', 'Size'), [new Tuple([...this.items])]];
  }
}

/** `torch.device`. */
export class TorchDevice {
  /** `'cpu'`, `'cuda'`, `'mps'` … */
  readonly type: string;
  readonly index: number | undefined;

  /** @internal */
  constructor(type: string, index: number | undefined) {
    this.type = type;
    this.index = index;
    Object.freeze(this);
  }

  toString(): string {
    return this.index === undefined ? this.type : `${this.type}:${this.index}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [REPR](): Iterable<ReprPart> {
    return ['device(type=', { value: this.type }, ...(this.index === undefined ? [] : [`, index=${this.index}`]), ')'];
  }

  /** @internal */
  [REDUCE](): Reduction {
    return [new PyGlobal('torch', 'device'), this.index === undefined ? [this.type] : [this.type, this.index]];
  }
}

/** A layout, a memory format or a scheme of quantization: one object each. */
export class TorchConstant {
  /** `'torch.sparse_coo'`. */
  readonly name: string;

  /** @internal */
  constructor(name: string) {
    this.name = name;
    Object.freeze(this);
  }

  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }

  [REPR](): Iterable<ReprPart> {
    return [this.name];
  }

  /** Layouts are pickled by a call, the rest by name (torch/serialization.py, `_get_layout`). @internal */
  [REDUCE](): Reduction | PyGlobal {
    const name = this.name.slice('torch.'.length);
    const isLayout = name === 'strided' || name.startsWith('sparse_');
    return isLayout ? [new PyGlobal('torch.serialization', '_get_layout'), [this.name]] : new PyGlobal('torch', name);
  }
}
