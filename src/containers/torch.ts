/**
 * PyTorch's files: the zip archive of 1.6 and later, the legacy stack of pickles before it (torch/serialization.py).
 * The pickle in them is read with all promises of `loads`; storages are read when somebody asks for a tensor's items.
 */
import { TruncatedError, UnpicklingError } from '../base/index.js';
import { MAGIC_PICKLE, registerTorch, Storage, type StorageSource, TorchDtype } from '../families/torch/index.js';
import { loads, Unpickler } from '../read/index.js';
import { asBigInt, asSequence, type Family, joinRegistries, Registry } from '../registry/index.js';
import { configure, type LoadOptions } from '../session/index.js';
import { isByteInput, PyGlobal } from '../values/index.js';
import { type FileSource, type RandomAccess, randomAccess, readExactly } from './random-access.js';
import { crc32, ZipArchive, type ZipEntry } from './zip.js';

/** What is read of a legacy file at first; more when the pickles do not end within. */
const FIRST_PIECE = 1 << 16;
const PROTOCOL_VERSION = 1001;

/** For `registry.use(torch)`: tensors in plain pickles become `Tensor`s. Files of PyTorch are read by `loadTorch`. */
export const torch: Family = /*#__PURE__*/ Object.freeze({
  name: 'torch',
  register: (registry: Registry) => registerTorch(registry, (bytes) => readArchive(bytes)),
});

let standard: Registry | undefined;

/** What files know by default; archives within archives stay inert there. */
function torchRegistry(): Registry {
  if (standard === undefined) {
    standard = new Registry();
    registerTorch(standard, () => {
      throw new UnpicklingError('an archive within an archive');
    });
  }
  return standard;
}

type FindStorage = (key: string, size: number, make: (source: StorageSource) => Storage) => Storage;

/** The parts of a storage's persistent id. */
interface StorageId {
  readonly cls: PyGlobal;
  readonly dtype: TorchDtype | undefined;
  readonly key: string;
  readonly location: string;
  /** Bytes. */
  readonly size: number;
  /** Of files before PyTorch 0.4: `(view_key, offset, view_size)`, in items. */
  readonly view: readonly unknown[] | undefined;
}

function wrongId(): never {
  throw new UnpicklingError('torch: a persistent id of another form than PyTorch writes');
}

/** An item count; -1 is refused like anything that is no count. */
function countOf(value: unknown): number {
  const count = Number(asBigInt(value) ?? wrongId());
  return Number.isSafeInteger(count) && count >= 0 ? count : wrongId();
}

/** `('storage', storage_type, key, location, numel[, view_metadata])`. */
function storageId(parts: readonly unknown[]): StorageId {
  const [, cls, key, location, numel, view] = parts;
  if (
    !(cls instanceof PyGlobal) ||
    typeof key !== 'string' ||
    typeof location !== 'string' ||
    parts.length < 5 ||
    parts.length > 6
  )
    wrongId();
  const dtype = TorchDtype.ofStorage(cls.name);
  if (dtype === undefined && cls.name !== 'UntypedStorage')
    throw new UnpicklingError(`torch: ${cls} is a class of storages that is not known`);
  const size = countOf(numel) * (dtype?.itemsize ?? 1);
  if (!Number.isSafeInteger(size)) wrongId();
  return {
    cls,
    dtype,
    key,
    location,
    size,
    view: view === undefined || view === null ? undefined : (asSequence(view) ?? wrongId()),
  };
}

/** Options whose persistent ids are storages, each made once; others go to the caller's own function. */
function withStorages(options: LoadOptions | undefined, littleEndian: boolean, find: FindStorage): LoadOptions {
  const own = options?.registry;
  const registry = own === undefined ? torchRegistry() : joinRegistries(own, torchRegistry());
  const known = new Map<string, { readonly storage: Storage; readonly cls: PyGlobal }>();
  const views = new Map<string, Storage>();

  const storageOf = (id: StorageId): Storage => {
    const { cls, key, location, size } = id;
    const made = known.get(key);
    if (made !== undefined) {
      if (made.storage.size !== size || String(made.cls) !== String(cls))
        throw new UnpicklingError(`torch: storage ${key} is there in two kinds`);
      return made.storage;
    }
    const storage = find(key, size, (source) => new Storage({ cls, size, key, location, littleEndian, source }));
    known.set(key, { storage, cls });
    return storage;
  };

  const viewOf = (id: StorageId, [viewKey, offset, count]: readonly unknown[]): Storage => {
    if (typeof viewKey !== 'string') wrongId();
    const width = id.dtype?.itemsize ?? 1;
    const made = views.get(viewKey) ?? storageOf(id).part(countOf(offset) * width, countOf(count) * width, viewKey);
    views.set(viewKey, made);
    return made;
  };

  return {
    ...options,
    registry,
    persistentLoad(id) {
      const parts = asSequence(id);
      if (parts?.[0] === 'storage') {
        const storage = storageId(parts);
        return storage.view === undefined ? storageOf(storage) : viewOf(storage, storage.view);
      }
      // ('module', class, source_file, source): the class is what counts.
      if (parts?.[0] === 'module' && parts.length === 4 && parts[1] instanceof PyGlobal) return parts[1];
      if (options?.persistentLoad !== undefined) return options.persistentLoad(id);
      return wrongId();
    },
  };
}

/**
 * Reads a file of `torch.save` (`.pt`, `.pth`, `.ckpt`, `.bin`): state dicts with a `Tensor` for each entry,
 * checkpoints, whole modules as inert trees. Of a file handle, a Blob or an object that reads pieces nothing but the
 * directory and the pickle is read; `await tensor.read()` reads one tensor's bytes.
 * @param source bytes, a Blob or File, a file handle, or an object with `size` and `read(offset, length)`
 * @param options as of `loads`; the registry is asked before PyTorch's own names, `persistentLoad` for ids that are no
 *   storages; `limits.bytes` bounds the pickle and each storage that is decompressed
 * @throws UnpicklingError when it is no such file or contradicts itself, TruncatedError when it is cut off
 */
export async function loadTorch<T = unknown>(source: FileSource, options?: LoadOptions): Promise<T> {
  const { bytes: limit } = configure(options);
  const memory = isByteInput(source);
  const file = await randomAccess(source);
  const start = await readExactly(file, 0, Math.min(file.size, 512));
  if (startsWith(start, [0x50, 0x4b, 3, 4])) return (await loadZip(file, options, limit, memory)) as T;
  if (startsWith(start, MAGIC_PICKLE)) return (await loadLegacy(file, options, memory)) as T;
  const isTar = String.fromCharCode(...start.subarray(257, 262)) === 'ustar';
  throw new UnpicklingError(
    isTar
      ? 'torch: a tar archive of PyTorch 0.1; torch.save it again with a newer PyTorch'
      : 'torch: neither a zip archive nor a legacy file of torch.save; a plain pickle is read by loads',
  );
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

async function loadZip(
  file: RandomAccess,
  options: LoadOptions | undefined,
  limit: number,
  memory: boolean,
): Promise<unknown> {
  const archive = await ZipArchive.open(file);
  const pickles = [...archive.entries.keys()].filter((name) => /^[^/]*\/data\.pkl$/.test(name));
  if (pickles.length !== 1) {
    throw new UnpicklingError(
      `torch: ${pickles.length === 0 ? 'no data.pkl' : 'more than one data.pkl'} in the archive, so torch.save did not write it`,
    );
  }
  const prefix = pickles[0].slice(0, -'data.pkl'.length);
  const entry = (name: string) => archive.entries.get(prefix + name);
  const order = entry('byteorder');
  const text = order === undefined ? 'little' : String.fromCharCode(...(await archive.read(order, 64)));
  if (text !== 'little' && text !== 'big') throw new UnpicklingError(`torch: ${JSON.stringify(text)} is no byte order`);
  const starts = memory ? await payloadStarts(archive, `${prefix}data/`) : undefined;
  const pickle = await archive.read(entry('data.pkl') as ZipEntry, limit);
  return loads(
    pickle,
    withStorages(options, text === 'little', (key, size, make) => {
      const found = entry(`data/${key}`);
      if (found === undefined) throw new UnpicklingError(`torch: there is no data/${key} in the archive`);
      if (found.size !== size)
        throw new UnpicklingError(`torch: storage ${key} has ${found.size} bytes, ${size} expected`);
      const start = starts?.get(found);
      return make(start === undefined ? zipSource(archive, found, limit) : memorySource(start, found));
    }),
  );
}

/** The bytes of stored entries, where the archive is in memory. */
async function payloadStarts(archive: ZipArchive, prefix: string): Promise<Map<ZipEntry, Uint8Array>> {
  const starts = new Map<ZipEntry, Uint8Array>();
  for (const [name, entry] of archive.entries) {
    if (entry.isStored && name.startsWith(prefix)) starts.set(entry, await archive.readPart(entry, 0, entry.size));
  }
  return starts;
}

/** A stored entry in memory: its CRC is checked when the bytes are first used. */
function memorySource(bytes: Uint8Array, entry: ZipEntry): StorageSource {
  let isChecked = false;
  const checked = (): Uint8Array => {
    if (!isChecked && crc32(bytes) !== entry.crc)
      throw new UnpicklingError(`torch: the CRC of ${JSON.stringify(entry.name)} is wrong: the file is damaged`);
    isChecked = true;
    return bytes;
  };
  return {
    readNow: checked,
    readAll: async () => checked(),
    read: async (offset, length) => checked().subarray(offset, offset + length),
  };
}

/** An entry of an archive elsewhere, or one that is compressed, which is read as a whole. */
function zipSource(archive: ZipArchive, entry: ZipEntry, limit: number): StorageSource {
  return {
    readNow: () => undefined,
    readAll: () => archive.read(entry, limit),
    read: async (offset, length) =>
      entry.isStored
        ? archive.readPart(entry, offset, length)
        : (await archive.read(entry, limit)).subarray(offset, offset + length),
  };
}

/** Storages of a legacy archive get their place when all pickles are read. */
interface Pending {
  readonly size: number;
  readonly width: number;
  offset: number | undefined;
}

interface LegacyHead {
  readonly value: unknown;
  readonly keys: readonly unknown[];
  readonly pending: ReadonlyMap<string, Pending>;
  /** Offset of the first storage. */
  readonly end: number;
}

/** The five pickles at the start. @throws TruncatedError when `bytes` end within */
function readHead(
  bytes: Uint8Array,
  options: LoadOptions | undefined,
  sourceOf: (pending: Pending) => StorageSource,
): LegacyHead {
  let end = 0;
  const next = (settings?: LoadOptions): unknown => {
    const unpickler = new Unpickler(bytes.subarray(end), settings);
    const value = unpickler.load();
    end += unpickler.position;
    return value;
  };
  if (!startsWith(bytes, MAGIC_PICKLE))
    throw new UnpicklingError('torch: an archive that does not begin with the magic number of torch.save');
  next();
  if (next() !== PROTOCOL_VERSION) throw new UnpicklingError('torch: a version of the legacy format that is not known');
  const info = next() as Record<string, unknown> | null;
  const pending = new Map<string, Pending>();
  const settings = withStorages(options, info?.little_endian !== false, (key, size, make) => {
    const place: Pending = { size, width: 1, offset: undefined };
    pending.set(key, place);
    return make(sourceOf(place));
  });
  const value = next(settings);
  const keys = asSequence(next()) ?? wrongId();
  return { value, keys, pending, end };
}

function notPlaced(): never {
  throw new UnpicklingError('torch: the archive has no bytes for a storage that its pickle names');
}

/** Gives each storage its place: an int64 of items, then the bytes. `countAt` reads the former. */
function* places({ keys, pending, end }: LegacyHead, total: number): Generator<number, void, Uint8Array> {
  let at = end;
  for (const key of keys) {
    const place = pending.get(key as string);
    if (place === undefined || place.offset !== undefined)
      throw new UnpicklingError('torch: the archive has bytes for a storage that its pickle does not name');
    const count = yield at;
    const items = new DataView(count.buffer, count.byteOffset, 8).getBigInt64(0, true);
    const swapped = new DataView(count.buffer, count.byteOffset, 8).getBigInt64(0, false);
    if (place.size === 0 ? items !== 0n : !fits(items, place.size) && !fits(swapped, place.size)) {
      throw new UnpicklingError(
        `torch: storage ${String(key)} has ${items} items, and not the ${place.size} bytes that its id says`,
      );
    }
    place.offset = at + 8;
    at += 8 + place.size;
    if (at > total) throw new TruncatedError(`torch: the archive ends within the bytes of storage ${String(key)}`);
  }
  for (const place of pending.values()) if (place.offset === undefined) notPlaced();
}

/** True when `items` items of a width that there is make `size` bytes. */
function fits(items: bigint, size: number): boolean {
  return items > 0n && BigInt(size) % items === 0n && BigInt(size) / items <= 16n;
}

async function loadLegacy(file: RandomAccess, options: LoadOptions | undefined, memory: boolean): Promise<unknown> {
  if (memory) return readArchive(await readExactly(file, 0, file.size), options);
  const sourceOf = (place: Pending): StorageSource => ({
    readNow: () => undefined,
    readAll: () => file.read(place.offset ?? notPlaced(), place.size),
    read: (offset, length) => file.read((place.offset ?? notPlaced()) + offset, length),
  });
  for (let length = FIRST_PIECE; ; length *= 4) {
    const bytes = await readExactly(file, 0, Math.min(length, file.size));
    let head: LegacyHead;
    try {
      head = readHead(bytes, options, sourceOf);
    } catch (error) {
      if (error instanceof TruncatedError && length < file.size) continue;
      throw error;
    }
    const walk = places(head, file.size);
    for (let step = walk.next(); !step.done; ) step = walk.next(await readExactly(file, step.value, 8));
    return head.value;
  }
}

/** An archive of the legacy format in memory. */
function readArchive(bytes: Uint8Array, options?: LoadOptions): unknown {
  const sourceOf = (place: Pending): StorageSource => {
    const now = () => bytes.subarray(place.offset ?? notPlaced(), (place.offset as number) + place.size);
    return {
      readNow: now,
      readAll: async () => now(),
      read: async (offset, length) => now().subarray(offset, offset + length),
    };
  };
  const head = readHead(bytes, options, sourceOf);
  const walk = places(head, bytes.length);
  for (let step = walk.next(); !step.done; ) {
    if (step.value + 8 > bytes.length)
      throw new TruncatedError('torch: the archive ends before the bytes of a storage');
    step = walk.next(bytes.subarray(step.value, step.value + 8));
  }
  return head.value;
}
