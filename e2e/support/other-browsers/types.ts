/** A browser that Playwright does not drive, reduced to what a smoke test needs. */
export interface OtherBrowser {
  /** As the browser names itself: "Firefox 140.5.0". */
  readonly version: string;
  goto(url: string): Promise<void>;
  /** Runs a function in the page, and waits for its promise. Argument and result travel as JSON. */
  evaluate<Result, Argument = null>(
    job: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  /** Ends it and everything that it started. */
  close(): Promise<void>;
}
