/** The field's words as the page uses them, in the order of the alphabet. */

export const GLOSSARY: readonly (readonly [term: string, meaning: string])[] = [
  ['ATSC IS-191', 'American broadcasting’s limits: sound at most 15 ms early or 45 ms late.'],
  [
    'Baked, lossless',
    'Two ways of correcting a file. Lossless moves the times that are written beside the sound and touches nothing else. Baked writes the sound anew, which players of every kind understand, and which drifts and jumps need. The picture is never written anew.',
  ],
  [
    'Drift',
    'The offset grows along the video, as from two clocks that do not run alike, or a film played at another speed.',
  ],
  [
    'EBU R 37',
    'European broadcasting’s limits for what a production hands over: sound at most 40 ms early or 60 ms late.',
  ],
  [
    'Interval, ±',
    'With 95 % certainty the true offset lies between its two ends. It is wider for short, noisy or small pictures.',
  ],
  [
    'ITU-R BT.1359-1',
    'A recommendation of the International Telecommunication Union, from tests with viewers: sound is noticed from 45 ms early or 125 ms late, and not accepted from 90 ms early or 185 ms late. People are used to late sound, which comes from far away, and not to early sound.',
  ],
  ['Jump', 'The offset changes at one place, as at a cut, or where a recording dropped something.'],
  [
    'LSE-C, LSE-D',
    'Two figures of the network SyncNet by which papers compare lip-sync generators: confidence (higher is better) and distance (lower is better).',
  ],
  [
    'LUFS, dBTP',
    'How loud a sound is to people (ITU-R BS.1770), and how high it goes between its samples. Podcasts are at −16 LUFS, European television at −23.',
  ],
  [
    'Netflix',
    'Its quality control reports dialogue that is one frame or more early or late as an issue (Partner Help Center, “Dialogue Out of Sync”).',
  ],
  [
    'Offset',
    'By how much the sound comes too late (positive) or too early (negative), in milliseconds. At 25 frames per second, one frame is shown for 40 ms.',
  ],
  [
    'Part',
    'A stretch from in to out that you mark under the player (I, O) or on the ruler of the plots (Shift and drag). It can be played over and over, or checked alone, as where one person speaks towards the camera.',
  ],
  ['Shot', 'A stretch without a cut. Every face is followed within its shot.'],
  [
    'Sure, not sure',
    'How likely it is that the right match was found at all, counted on videos whose offset is known. Below a limit the answer is “not sure”, and the figure a guess.',
  ],
  [
    'Track',
    'One of several sounds in a file, such as another language; or the path of one face through a shot.',
  ],
];
