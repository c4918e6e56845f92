export interface ServeOptions {
  dir?: string;
  port?: number;
  isolation?: boolean;
  base?: string;
}

export function serve(options?: ServeOptions): Promise<{ url: string; close(): Promise<void> }>;
