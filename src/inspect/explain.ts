// biome-ignore-all lint/suspicious/noControlCharactersInRegex: magic numbers are such
/**
 * What bytes are that cannot be read as a pickle, told by their content: other formats, and what transfers do to
 * pickles.
 */

/** Bytes that are looked at. */
const HEAD = 1 << 16;

/** First bytes in latin-1, and what they mean. None of them can start a pickle that loads. */
const FORMATS: readonly (readonly [start: RegExp, what: string])[] = [
  [/^\x1f\x8b/, 'is packed with gzip; unpack it first: gzip -dc FILE'],
  [/^x[\x01^\x9c\xda]/, 'is packed with zlib; unpack it first, in Python with zlib.decompress'],
  [/^BZh[1-9](1AY&SY|\x17rE8P\x90)/, 'is packed with bzip2; unpack it first: bzip2 -dc FILE'],
  [/^\xfd7zXZ\0/, 'is packed with xz; unpack it first: xz -dc FILE'],
  [/^\x28\xb5\x2f\xfd/, 'is packed with zstd; unpack it first: zstd -dc FILE'],
  [/^\x04"M\x18/, 'is packed with lz4; unpack it first: lz4 -dc FILE'],
  // Its dictionary has 4 KB at least: a length of 93 bytes in front of a pickle is none.
  [/^\x5d\0\0([^\0][\0-\xff]|\0[^\0])/, 'is packed with lzma (not xz); unpack it first: xz -dc FILE'],
  [
    /^PK\x03\x04.{26}.{0,300}?\.npy/s,
    'is an .npz file (a zip archive of NumPy arrays), not a pickle; read it with loadNpz of pickle-wasm/npy',
  ],
  [
    /^PK\x03\x04.{26}.{0,300}?(data\.pkl|\.format_version|byteorder)/s,
    'is a PyTorch file (a zip archive), not a pickle; read it with loadTorch of pickle-wasm/torch',
  ],
  [/^PK\x03\x04/, 'is a zip archive; unzip it first, or read it with open of pickle-wasm/all'],
  [/^.{257}ustar/s, 'is a tar archive; unpack it first: tar -xf FILE'],
  [/^\x93NUMPY/, 'is a NumPy .npy file, not a pickle; read it with loadNpy of pickle-wasm/npy'],
  [/^\x89HDF\r\n\x1a\n/, 'is an HDF5 file, not a pickle; read it with h5py or pandas.read_hdf'],
  [/^PAR1[^\n -~]/, 'is a Parquet file, not a pickle; read it with pandas.read_parquet'],
  [/^(ARROW1\0|FEA1)/, 'is an Arrow or Feather file, not a pickle; read it with pandas.read_feather'],
  [/^MATLAB 5\.0 MAT-file/, 'is a MATLAB file, not a pickle; read it with scipy.io.loadmat'],
  [/^GGUF[\x01-\x0f]\0\0\0/, 'is a GGUF model, not a pickle'],
  [/^(%PDF-|\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a)/, 'is a PDF or a picture, not a pickle'],
  [/^SQLite format 3\0/, 'is an SQLite database, not a pickle; read it with sqlite3'],
  [/^.{5}\0\0\0\{\s*"/s, 'is a safetensors file, not a pickle; read it with the library safetensors'],
  [/^version https:\/\/git-lfs/, 'is a Git LFS pointer, not the file itself; fetch that with: git lfs pull'],
  [
    /^(\xef\xbb\xbf)?\s*<[!?a-z]/i,
    'is a web page or XML, perhaps an error page instead of the file; download the file itself',
  ],
  [/^(\xef\xbb\xbf)?\s*(\{\s*["}]|\[\s*["{\d\]])/, 'is text, perhaps JSON, not a pickle'],
  // Of protocols 2 to 5; of dicts, lists, instances at protocols 0 and 1, and of what many classes start with.
  [
    /^\s*(data:[^,]*;base64,)?(gA[I-X]|KGRw|KGxw|KGlf|KGM|Y2NvcHlf|Y19fYnVp|Y2J1aWx0|Y2RhdGV0|Y251bXB5)[\w+/=\s-]*$/,
    'is the base64 text of a pickle; decode it first: base64 -d FILE',
  ],
  [
    /^\s*(\\x)?80(\\x)?0[2-5]([\da-f\s]|\\x)*$/i,
    'is the hexadecimal text of a pickle; decode it first: xxd -r -p FILE',
  ],
  [/^b?["']\\x80\\x0[2-5]/, "is the repr of a pickle's bytes; decode it first, in Python with ast.literal_eval"],
  [
    /^\xc2\x80[\x02-\x05]/,
    'is a pickle that was taken for Latin-1 text and saved as UTF-8; in Python: data.decode("utf-8").encode("latin-1")',
  ],
  [
    /^\xef\xbf\xbd[\x02-\x05]/,
    'is a pickle that was read as UTF-8 text: bytes are lost for good; write the file again, opened with "wb"',
  ],
  [
    /^\xef\xbb\xbf/,
    'starts with a byte order mark: it went through a text editor or was written as text; write it again, opened with "wb"',
  ],
  [
    /^(\xff\xfe|\xfe\xff)/,
    'is UTF-16 text, not a pickle; binary data went through a tool that makes text, such as PowerShell',
  ],
  [/^.{4}\x80[\x02-\x05]./s, 'has four bytes in front of a pickle, as a length before each message; skip them'],
  [/^.{8}\x80[\x02-\x05]./s, 'has eight bytes in front of a pickle, as a length before each message; skip them'],
];

/** A pickle, by its first opcodes, with the line breaks of Windows; other text may have them by right. */
const TEXT_MODE = /^(\x80[\x02-\x05]|\(|[IFL][-\d]|S['"]|c[\w.]+\r\n\w+\r\n).*\r\n/s;

/** Formats that are told by what may also be the argument of a pickle's first opcode. */
const VAGUE = /^(is a safetensors|has)/;

/** The opcodes that pickles start with, PROTO apart. */
const FIRST_OPCODE = /^[().\]}NIJKMLFGSTUVXBCcPZ\x88-\x8f]/;

/** Anything that is no pickle for sure; undefined for a pickle, good or bad, and for what is not known. @internal */
export function formatOf(data: Uint8Array): string | undefined {
  const head = latin1Of(data);
  const what = formatOfHead(head);
  return what !== undefined && VAGUE.test(what) && FIRST_OPCODE.test(head) ? undefined : what;
}

function formatOfHead(head: string): string | undefined {
  return /^\x80[\0-\x05]/.test(head) ? undefined : FORMATS.find(([start]) => start.test(head))?.[1];
}

/**
 * What data are that do not load, and what to do about it, as words to be put behind a name: `'is an HDF5 file, not a
 * pickle; …'`. For other formats, packed files, text, and pickles that a transfer damaged or that joblib mixed with
 * arrays.
 *
 * It is meant for what `loads` has refused: what is said of a pickle that loads may be wrong.
 * @param data the file, or its first bytes; 64 KB are looked at
 * @returns undefined when nothing is recognized
 */
export function explain(data: Uint8Array): string | undefined {
  const head = latin1Of(data);
  const format = formatOfHead(head);
  if (format !== undefined) return format;
  if (head.includes('joblib.numpy_pickle')) {
    return 'was written by joblib, which puts the bytes of arrays between the opcodes; read it with loadJoblib of pickle-wasm/joblib';
  }
  // A line feed is an ordinary byte of a binary pickle: that each has a carriage return before it is no accident when
  // there are some.
  if (TEXT_MODE.test(head) && !/(^|[^\r])\n/.test(head)) {
    return 'has a carriage return before each line feed: it went through a transfer in text mode; transfer it in binary mode';
  }
  return undefined;
}

function latin1Of(data: Uint8Array): string {
  let text = '';
  for (let at = 0, end = Math.min(data.length, HEAD); at < end; at += 4096)
    text += String.fromCharCode(...data.subarray(at, Math.min(end, at + 4096)));
  return text;
}
