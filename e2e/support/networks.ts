/** Runs single networks, with the tests' weights, in the worker test page. */
import type { Page } from '@playwright/test';
import type { SessionOptions } from '../../workers/lib/ort/sessions';
import type { NetworkRun, NetworksApi } from '../harness/networks.worker';
import { openHarness } from './harness';

type Name = Parameters<NetworksApi['run']>[0];
type Feeds = Record<string, { data: Float32Array<ArrayBuffer>; dims: readonly number[] }>;

/** Reloads the page, so that every run has a worker that knows of none before it. */
export async function runNetwork(
  page: Page,
  name: Name,
  options: SessionOptions,
  feeds?: Feeds,
): Promise<NetworkRun> {
  await openHarness(page);
  return page.evaluate(({ name, options, feeds }) => window.harness.networks().run(name, options, feeds), {
    name,
    options,
    feeds,
  });
}
