/** The tones of a state: a colour (`tone-*` in base.css) that always stands beside an icon or a word. */
export type ToneName = 'good' | 'warn' | 'bad' | 'unsure' | 'plain';
