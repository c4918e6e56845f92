/** Vite plugins that change a package find it by name: one that finds nothing any more must not go unnoticed. */

/**
 * What must happen at least once in a build, in the page's bundle or in a worker's.
 * @param {string} words what is wrong when it did not
 */
export function mustHappen(words) {
  let count = 0;
  return {
    words,
    happened() {
      count += 1;
    },
    /** For the page's own plugins: workers are bundled while it is. @returns {import('vite').Plugin} */
    plugin: () => ({
      name: 'lipslate:must-happen',
      apply: 'build',
      buildStart() {
        count = 0;
      },
      buildEnd(error) {
        if (!error && count === 0) this.error(words);
      },
    }),
  };
}
