/**
 * The file format of the cases with many messages: a count and length-prefixed messages, uint32 little-endian.
 */

/**
 * @param {Uint8Array} data a whole file
 * @returns {Buffer[]} its messages, as views
 */
export function splitMessages(data) {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const messages = new Array(bytes.readUInt32LE(0));
  let position = 4;
  for (let i = 0; i < messages.length; i++) {
    const end = position + 4 + bytes.readUInt32LE(position);
    messages[i] = bytes.subarray(position + 4, end);
    position = end;
  }
  return messages;
}

/**
 * @param {readonly Uint8Array[]} messages in order
 * @returns {Buffer} the file
 */
export function joinMessages(messages) {
  const parts = [uint32(messages.length)];
  for (const message of messages) parts.push(uint32(message.length), message);
  return Buffer.concat(parts);
}

/** @param {number} value @returns {Uint8Array} */
function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
