/** How each plot is read, in two or three sentences: behind it in the page, and in the help. */

export const HOW_TO_READ = {
  Sound:
    'The taller the wave, the louder. Coloured stretches are speech: only there can sound be compared with lips.',
  'Lips and sound':
    'One curve is how wide the lips are open, the other how loud the sound is. In a video that is in sync both rise and fall together. When the loudness comes after the lips again and again, the sound is late.',
  'Match at every shift':
    'Every column is a moment, every height a shift of the sound: late above the middle, early below. Where the colour is strong, lips and sound fit. A strong line at one height all along is a constant offset, a slanted one a drift, a broken one a jump.',
  'Offset over time':
    'Every dot is a stretch that was measured by itself; the line is what they agree on, and its band how exact that is. Dashed lines are the limits that you judge by. Dots all over the place mean that nothing was found.',
  Faces:
    'A lane for each face, from where it is first seen to where it is last seen. Filled parts are where this face speaks; only those count. Small marks are cuts to another shot.',
  'SyncNet’s confidence':
    'How sure SyncNet is that sound and lips belong together, for each moment, at the offset that it found. Low stretches are those in which nobody speaks, another one speaks, or sound and lips do not fit.',
} as const;

export type PlotTitle = keyof typeof HOW_TO_READ;
