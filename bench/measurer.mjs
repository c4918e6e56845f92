/** A whole measurement with lipslate in Node, of features that were extracted before. */

/** @returns measures embedded faces and sound: what `embedded` gives, or a film composed of it */
export async function embeddedMeasurer(core) {
  const { measureFile } = await core.load('workers/sync/measure.ts');
  const { lipslateLagMaps } = await core.load('core/sync/lipslate.ts');
  const { speechOf } = await core.load('core/sync/active-speaker.ts');
  const { chanceShare } = await core.load('core/sync/lipslate-chance.ts');
  const { lipslateMatch } = await core.load('core/sync/lipslate-match.ts');
  return async ({ chunk, sound, heard, seen, media: { durationS, video } }) => {
    const lipslate = async (tracks) => {
      const own = new Map(tracks.map(({ id }, i) => [id, seen[i]]));
      return {
        mapsOf: (track, ...how) => lipslateLagMaps(track, own.get(track.id), heard, sound, ...how),
        matchOf: (track, offsetMsAt) => lipslateMatch(track.id, own.get(track.id), heard, offsetMsAt),
        chanceOf: (faces) =>
          chanceShare(
            faces.map(({ track, offsetMsAt }) => ({ lips: own.get(track.id), offsetMsAt })),
            heard,
            speechOf(sound),
          ),
      };
    };
    const options = { engine: 'lipslate', profile: 'itu', searchS: 1, durationS, fps: video.fps };
    const { measurement } = await measureFile(
      { chunks: [chunk], sound, lipslate, syncnet: null },
      { ...options, pictureWidthPx: video.width },
    );
    return measurement;
  };
}

/** @param sound a SoundAnalyser that has ended */
export async function embedded(core, media, chunk, tracks, sound) {
  const { embedLips, embedSound } = await core.load('core/sync/lipslate-embed.ts');
  const { lipslateInNode } = await core.load('core/sync/testing/lipslate-network.ts');
  const network = await lipslateInNode();
  const seen = [];
  for (const track of tracks) seen.push(await embedLips(network, track, sound.fine().startS));
  return {
    media,
    chunk: { ...chunk, tracks },
    sound: sound.features(),
    heard: await embedSound(network, sound.fine()),
    seen,
  };
}
