export class TestServer {
  readonly url: string;
  start(): void;
  stop(how?: 'fast' | 'immediate'): void;
  remove(): void;
}
