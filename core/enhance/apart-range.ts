/** How far a voice is set apart. In a file of its own, so that the page knows it without the arithmetic. */

/** Lowered by this much, nothing of the rest is left. */
export const APART_ALL_DB = 40;
