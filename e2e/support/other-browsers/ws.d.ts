/** The little of `ws` that the Firefox driver uses; Node has a WebSocket of its own from version 22 on. */
declare module 'ws' {
  export default class WebSocket {
    constructor(url: string);
    on(event: 'open', listener: () => void): this;
    on(event: 'message', listener: (data: { toString(): string }) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'close', listener: () => void): this;
    send(text: string): void;
    close(): void;
  }
}
