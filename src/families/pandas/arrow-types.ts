/** Types of Arrow as pyarrow pickles them: calls of the functions that make them. */
import { asSequence, fail } from '../../registry/index.js';
import { type Made, Pickled } from './pickled.js';

/** Other names of types (pyarrow/types.pxi). */
const ALIASES: Readonly<Record<string, string>> = {
  float16: 'halffloat',
  float32: 'float',
  float64: 'double',
  f2: 'halffloat',
  f4: 'float',
  f8: 'double',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  boolean: 'bool',
  str: 'string',
  utf8: 'string',
  large_str: 'large_string',
  large_utf8: 'large_string',
  date32: 'date32[day]',
  date64: 'date64[ms]',
};

/** Functions of `pyarrow.lib` that make types, with what is between their brackets. @internal */
export const TYPE_FUNCTIONS: readonly string[] = [
  'type_for_alias',
  'timestamp',
  'duration',
  'time32',
  'time64',
  'decimal32',
  'decimal64',
  'decimal128',
  'decimal256',
  'binary',
  'list_',
  'large_list',
  'struct',
  'map_',
  'dictionary',
];

/** `pyarrow.lib.field(name, type, nullable, metadata)`. */
export class ArrowField extends Pickled {
  readonly name: string;
  readonly type: ArrowType;

  /** @internal */
  constructor(made: Made) {
    super(made);
    const [name, type] = made.args;
    if (typeof name !== 'string' || !(type instanceof ArrowType)) fail('name and type expected');
    this.name = name;
    this.type = type;
    Pickled.complete(this, type);
  }

  override toString(): string {
    return `${this.name}: ${this.type}${this.isNullable ? '' : ' not null'}`;
  }

  get isNullable(): boolean {
    return Pickled.madeOf(this)?.args[2] !== false;
  }
}

/** A type of Arrow; `toString()` is what pyarrow prints, such as `'timestamp[us, tz=Europe/Paris]'`. */
export class ArrowType extends Pickled {
  /** Without parameters: `'int64'`, `'double'`, `'large_string'`, `'timestamp'`, `'list'`, `'struct'`, … */
  readonly id!: string;
  /** Of times. */
  readonly unit: string | undefined;
  /** Zone of a timestamp; null without one. */
  readonly tz: string | null = null;
  /** Bytes of a `fixed_size_binary`, items of a `fixed_size_list`, digits of a decimal. */
  readonly size: number | undefined;
  /** Digits behind the point of a decimal. */
  readonly scale: number = 0;
  /** Of lists and structs; a map's key and value. */
  readonly fields: readonly ArrowField[] = [];
  /** Of a dictionary: type of its codes and of its values. */
  readonly index: ArrowType | undefined;
  readonly values: ArrowType | undefined;

  /** @internal */
  constructor(made: Made, name: string) {
    super(made);
    const { args } = made;
    const self = this as { -readonly [K in keyof ArrowType]: ArrowType[K] };
    const [first, second] = args;
    self.id = name.replace(/_$/, '');
    if (name === 'type_for_alias') {
      const text = ALIASES[first as string] ?? (typeof first === 'string' ? first : fail('name of a type expected'));
      const [, id, unit] = /^([\w ]+)(?:\[(\w+)\])?$/.exec(text) ?? fail('name of a type expected');
      [self.id, self.unit] = [id, unit];
    } else if (name === 'timestamp' || name.startsWith('time') || name === 'duration') {
      self.unit = typeof first === 'string' ? first : fail('unit expected');
      self.tz = typeof second === 'string' ? second : null;
    } else if (name.startsWith('decimal')) {
      self.size = number(first);
      self.scale = number(second);
    } else if (name === 'binary') {
      if (typeof first === 'number' && first >= 0) [self.id, self.size] = ['fixed_size_binary', first];
    } else if (name === 'dictionary') {
      self.index = first instanceof ArrowType ? first : fail('type expected');
      self.values = second instanceof ArrowType ? second : fail('type expected');
    } else if (name === 'map_') {
      self.fields = [fieldOf(first, 'key'), fieldOf(second, 'value')];
    } else if (name === 'struct') {
      self.fields = (asSequence(first) ?? fail('fields expected')).map((field) => fieldOf(field, ''));
    } else {
      self.fields = [fieldOf(first, 'item')];
      if (typeof second === 'number' && second >= 0) [self.id, self.size] = ['fixed_size_list', second];
    }
    Pickled.complete(this, ...this.fields, this.index, this.values);
  }

  override toString(): string {
    const { id, unit, fields } = this;
    if (id === 'date32' || id === 'date64') return `${id}[${unit}]`;
    if (unit !== undefined) return `${id}[${unit}${this.tz === null ? '' : `, tz=${this.tz}`}]`;
    if (id.startsWith('decimal')) return `${id}(${this.size}, ${this.scale})`;
    if (id === 'fixed_size_binary') return `${id}[${this.size}]`;
    if (id === 'dictionary')
      return `dictionary<values=${this.values}, indices=${this.index}, ordered=${Number(Pickled.madeOf(this)?.args[2])}>`;
    if (id === 'map') return `map<${fields.map((field) => field.type).join(', ')}>`;
    return fields.length === 0 ? id : `${id}<${fields.join(', ')}>${id === 'fixed_size_list' ? `[${this.size}]` : ''}`;
  }
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : fail('int expected');
}

/** A field, or a type that is to be the type of a field. */
function fieldOf(value: unknown, name: string): ArrowField {
  if (value instanceof ArrowField) return value;
  if (!(value instanceof ArrowType)) fail('field or type expected');
  return new ArrowField({ ...(Pickled.madeOf(value) as Made), args: [name, value] });
}
