/**
 * Tests that are left to `npm run test:wide`: more of a kind of which some are run in any case, and states that seldom
 * break alone. A whole run has to end in less than half an hour on two cores.
 */

export const WIDE = { tag: '@wide' };

/** For one of many. @param always whether it is run without being asked for */
export function unless(always: boolean): { tag?: string } {
  return always ? {} : WIDE;
}
