/** The part of seek-bzip that `bzip2.ts` uses; the library has no declarations of its own. */
declare module 'seek-bzip' {
  /** Bytes one by one. `read` is inherited from the library's `Stream`. */
  class Stream {
    readByte(): number;
    writeByte(byte: number): void;
  }
  const Bunzip: {
    Stream: typeof Stream;
    /** Unpacks one bzip2 stream; throws an Error (a TypeError in places) when it is malformed. */
    decode(input: Stream, output: Stream): void;
  };
  export default Bunzip;
}
