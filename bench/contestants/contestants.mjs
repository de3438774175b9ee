/**
 * What each contestant does, in JavaScript: given a case's data, a function to measure. Every library is imported only
 * in the process that measures it.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertEngine, lastEngine } from '../../scripts/which-engine.mjs';
import { NO_CODEGEN, POOLED } from '../inputs/cases.mjs';
import { joinMessages, splitMessages } from '../inputs/messages.mjs';
import { Account, registered } from './registered.mjs';

/** @typedef {import('../inputs/cases.mjs').CaseData} CaseData */

/**
 * @typedef {object} Task
 * @property {() => unknown} run the work that is measured
 * @property {number} bytes size of the encoded form
 * @property {(result: any) => unknown} [reread] of our engines: the value that the result is, or that it was written of
 * @property {() => string | undefined} [engine] which engine ran; throws when it is not the one that was asked for
 */

/**
 * @typedef {object} Format
 * @property {string} file extension of the encoded form
 * @property {(data: Uint8Array) => unknown} decode
 * @property {(value: unknown) => Uint8Array} encode
 * @property {string} [engine] whether the library's native part runs; no native part: undefined
 */

/** @typedef {typeof import('pickle-wasm')} Package */

/**
 * The native parts are built for each Node: the report says where one is missing.
 * @param {boolean} enabled
 * @returns {string}
 */
const nativePart = (enabled) => (enabled ? 'native' : 'no native part');

const MESSAGE_PACK = { moreTypes: false, variableMapSize: true };

/** @type {Record<string, () => Promise<Format>>} */
const FORMATS = {
  JSON: async () => {
    const decoder = new TextDecoder();
    return {
      file: 'json',
      decode: (data) => JSON.parse(decoder.decode(data)),
      encode: (value) => Buffer.from(JSON.stringify(value)),
    };
  },
  msgpackr: async () => {
    const { Packr, isNativeAccelerationEnabled } = await import('msgpackr');
    const packr = new Packr({ ...MESSAGE_PACK, useRecords: false });
    const engine = nativePart(isNativeAccelerationEnabled);
    return { file: 'msgpack', decode: (data) => packr.unpack(data), encode: (value) => packr.pack(value), engine };
  },
  'msgpackr records': async () => {
    const { Packr, isNativeAccelerationEnabled } = await import('msgpackr');
    const engine = nativePart(isNativeAccelerationEnabled);
    // A fresh record table for each message: the keys are in the data, as they are in a pickle.
    const packr = new Packr({ ...MESSAGE_PACK, useRecords: true });
    return {
      file: 'records.msgpack',
      decode: (data) => packr.unpack(data),
      encode: (value) => packr.pack(value),
      engine,
    };
  },
  'cbor-x': async () => {
    const { Encoder, isNativeAccelerationEnabled } = await import('cbor-x');
    const encoder = new Encoder({ useRecords: false, variableMapSize: true });
    const engine = nativePart(isNativeAccelerationEnabled);
    return { file: 'cbor', decode: (data) => encoder.decode(data), encode: (value) => encoder.encode(value), engine };
  },
};

/** Options of `loads` for this package's engines. */
const ENGINES = /** @type {const} */ (['wasm', 'js', 'auto']);

/**
 * @param {string} folder of the data
 * @param {CaseData} data the case
 * @param {string} file name
 * @returns {Buffer[]} the messages; one for the cases that are not about messages
 */
function readMessages(folder, data, file) {
  const bytes = readFileSync(join(folder, file));
  return data.messages ? splitMessages(bytes) : [bytes];
}

/**
 * @template Input
 * @param {readonly Input[]} inputs
 * @param {(input: Input) => unknown} step
 * @returns {() => unknown} runs the step on each input; all results stay alive until the end
 */
function overAll(inputs, step) {
  if (inputs.length === 1) {
    const [only] = inputs;
    return () => step(only);
  }
  return () => {
    const results = new Array(inputs.length);
    for (let i = 0; i < inputs.length; i++) results[i] = step(inputs[i]);
    return results;
  };
}

/**
 * @param {readonly { length: number }[]} messages
 * @returns {number} bytes of them all
 */
const sizeOf = (messages) => messages.reduce((sum, { length }) => sum + length, 0);

/**
 * Writes the encoded form of a case for a format that Python cannot write here, unless it is there and newer than the
 * JSON it is made of.
 * @param {string} folder @param {string} name case @param {CaseData} data @param {string} contestant
 */
export async function prepareFile(folder, name, data, contestant) {
  const make = FORMATS[contestant];
  if (!make || contestant === 'JSON' || data.json === null) return;
  const format = await make();
  const path = join(folder, `${name}.${format.file}`);
  if (existsSync(path) && statSync(path).mtimeMs >= statSync(join(folder, data.json)).mtimeMs) return;
  const encoded = readMessages(folder, data, data.json).map((text) =>
    Uint8Array.from(format.encode(JSON.parse(text.toString()))),
  );
  writeFileSync(path, data.messages ? joinMessages(encoded) : encoded[0]);
}

/** @returns {Promise<Package>} the package as it is built */
const builtPackage = () => import('pickle-wasm');

/**
 * Makes the decoding task of a contestant.
 * @param {string} folder @param {string} name case @param {CaseData} data @param {string} contestant
 * @param {() => Promise<Package>} [ours] another build of this package
 * @returns {Promise<Task>}
 */
export async function decodeTask(folder, name, data, contestant, ours = builtPackage) {
  const engine = contestant === NO_CODEGEN ? 'auto' : ENGINES.find((known) => known === contestant);
  const buffers = data.buffers === null ? undefined : splitMessages(readFileSync(join(folder, data.buffers)));
  if (engine) {
    const { engineInfo, loads, Registry } = await ours();
    const messages = readMessages(folder, data, data.pickle);
    const options = { engine, ...(buffers ? { buffers } : {}), ...registered(name, Registry) };
    return {
      run: overAll(messages, (message) => loads(message, options)),
      bytes: sizeOf(messages),
      reread: (result) => result,
      engine: () => {
        const ran = lastEngine(engineInfo);
        if (ran === undefined) throw new Error('engineInfo() does not say which engine ran');
        if (engine !== 'auto') assertEngine(engineInfo, engine);
        return ran;
      },
    };
  }
  if (contestant === 'pickleparser') {
    const { NameRegistry, Parser } = await import('pickleparser');
    const messages = readMessages(folder, data, data.pickle);
    const nameResolver = new NameRegistry().register('bench_models', 'Account', Account);
    const named = name === 'registered' ? () => new Parser({ nameResolver }) : () => new Parser();
    const parser = buffers ? () => new Parser({ buffers: buffers.values() }) : named;
    return { run: overAll(messages, (message) => parser().parse(message)), bytes: sizeOf(messages) };
  }
  const format = await FORMATS[contestant]();
  const messages = readMessages(folder, data, `${name}.${format.file}`);
  return { run: overAll(messages, format.decode), bytes: sizeOf(messages), engine: () => format.engine };
}

/**
 * Makes the encoding task of a contestant. Ours writes the values of the pickle, the others the nearest JSON.
 * @param {string} folder @param {string} name case @param {CaseData} data @param {string} contestant
 * @param {() => Promise<Package>} [ours] another build of this package
 * @returns {Promise<Task>}
 */
export async function encodeTask(folder, name, data, contestant, ours = builtPackage) {
  const parseJson = () =>
    readMessages(folder, data, /** @type {string} */ (data.json)).map((text) => JSON.parse(text.toString()));
  if (contestant !== 'ours' && contestant !== POOLED) {
    const format = await FORMATS[contestant]();
    const values = parseJson();
    return {
      run: overAll(values, format.encode),
      bytes: sizeOf(values.map((value) => format.encode(value))),
      engine: () => format.engine,
    };
  }
  const { dumps, loads, Registry } = await ours();
  const buffers = data.buffers === null ? undefined : splitMessages(readFileSync(join(folder, data.buffers)));
  const known = registered(name, Registry);
  const options = { exact: true, copy: true, buffers, ...known };
  const values = data.sameInJson
    ? parseJson()
    : readMessages(folder, data, data.pickle).map((message) => loads(message, options));
  const { protocol } = data;
  const settings = buffers
    ? { protocol, bufferCallback: () => false }
    : { protocol, pooled: contestant === POOLED, ...known };
  const step = (/** @type {unknown} */ value) => dumps(value, settings);
  const read = (/** @type {Uint8Array} */ pickle) => loads(pickle, { buffers, ...known });
  return {
    run: overAll(values, step),
    bytes: sizeOf(values.map(step)),
    reread: (result) => (data.messages ? result.map(read) : read(result)),
  };
}
