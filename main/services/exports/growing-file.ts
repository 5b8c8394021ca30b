import type { FileHandle } from 'node:fs/promises';

/** A file that is written from its beginning on. What a full disk did not take waits, and is tried again first. */
export class GrowingFile {
  readonly #file: FileHandle;
  #waiting: Uint8Array[] = [];
  #size = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Bytes on the disk. */
  get size(): number {
    return this.#size;
  }

  add(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
  }

  /** Writes what waits. Throws the system's error; nothing is lost or written twice by it. */
  async flush(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { bytesWritten } = await this.#file.write(next, 0, next.length, this.#size);
      this.#size += bytesWritten;
      if (bytesWritten === next.length) this.#waiting.shift();
      else this.#waiting[0] = next.subarray(bytesWritten);
    }
  }

  async sync(): Promise<void> {
    await this.flush();
    await this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
