/** Types of @ffmpeg/core 0.12.10, which ships none: the part that is used here. */

interface EmscriptenStream {
  seekable: boolean;
  position: number;
}

interface EmscriptenDevice {
  open(stream: EmscriptenStream): void;
  close(stream: EmscriptenStream): void;
  write(stream: EmscriptenStream, heap: Int8Array, offset: number, length: number, position: number): number;
  llseek?(stream: EmscriptenStream, offset: number, whence: 0 | 1 | 2): number;
}

interface FfmpegCore {
  FS: {
    ErrnoError: new (errno: number) => Error;
    filesystems: { WORKERFS: object };
    mkdir(path: string): void;
    rmdir(path: string): void;
    unlink(path: string): void;
    mount(filesystem: object, options: { blobs: { name: string; data: Blob }[] }, path: string): void;
    unmount(path: string): void;
    makedev(major: number, minor: number): number;
    registerDevice(device: number, operations: EmscriptenDevice): void;
    mkdev(path: string, device: number): void;
  };
  exec(...args: string[]): number;
  ffprobe(...args: string[]): number;
  setLogger(logger: (line: { type: 'stdout' | 'stderr'; message: string }) => void): void;
  setTimeout(milliseconds: number): void;
  reset(): void;
}

declare module '@ffmpeg/core' {
  export default function createCore(options: { mainScriptUrlOrBlob: string }): Promise<FfmpegCore>;
}

declare module '@ffmpeg/core/wasm?url' {
  const url: string;
  export default url;
}
