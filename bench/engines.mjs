/** The built-in engines in Node: face tracks and an ended SoundAnalyser in, lag maps out. */

/**
 * @param {string} name motion or lipslate
 * @param {string} [model] another ONNX file for lipslate than the shipped one
 * @returns {Promise<(tracks: object[], sound: object) => Promise<{ mapsOf: (track: object, searchS: number, how?: object) => object[] | null, matchOf?: Function, chanceOf?: Function }>>}
 */
export async function engineNamed(core, name, model) {
  if (name === 'motion') {
    const { motionLagMaps, prepareMotionSound } = await core.load('core/sync/motion.ts');
    return async (_tracks, sound) => {
      const prepared = prepareMotionSound(sound.features());
      return { mapsOf: (track, ...how) => motionLagMaps(track, prepared, ...how) };
    };
  }
  const { lipslateLagMaps } = await core.load('core/sync/lipslate.ts');
  const { lipslateMatch } = await core.load('core/sync/lipslate-match.ts');
  const { speechOf } = await core.load('core/sync/active-speaker.ts');
  const { chanceShare } = await core.load('core/sync/lipslate-chance.ts');
  const { embedLips, embedSound } = await core.load('core/sync/lipslate-embed.ts');
  const { lipslateInNode } = await core.load('core/sync/testing/lipslate-network.ts');
  const network = await lipslateInNode(model);
  return async (tracks, sound) => {
    const fine = sound.fine();
    const features = sound.features();
    const heard = await embedSound(network, fine);
    const seen = new Map();
    for (const track of tracks) seen.set(track, await embedLips(network, track, fine.startS));
    return {
      mapsOf: (track, ...how) => lipslateLagMaps(track, seen.get(track), heard, features, ...how),
      matchOf: (track, offsetMsAt) => lipslateMatch(track.id, seen.get(track), heard, offsetMsAt),
      chanceOf: (faces) =>
        chanceShare(
          faces.map(({ track, offsetMsAt }) => ({ lips: seen.get(track), offsetMsAt })),
          heard,
          speechOf(features),
        ),
    };
  };
}
