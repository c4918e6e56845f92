/** Words for programs that know less than a browser: plain blanks, plain letters, no control characters. */

/** No-break spaces become blanks, line breaks too; other control characters go. */
export function plain(text: string): string {
  return text
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}

/** Letters that a 1970s format can hold; what has no like becomes `?`. */
export function ascii(text: string): string {
  return plain(text)
    .replace(/[–—−]/g, '-')
    .replace(/±/g, '+/-')
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/gu, '?');
}

/** For XML 1.0 and HTML, in text and in attributes; characters that XML forbids are left out. */
export function markup(text: string): string {
  return (
    wellFormed(text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to go.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
  );
}

/** A number as programs read it: dot, no exponent, no `-0`. */
export function decimal(value: number, digits: number): string {
  const text = value
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  return /^-0$/.test(text) ? '0' : text;
}

/** A file name as a relative URL, or the absolute one that is known. */
export function mediaUrl(name: string, known?: string): string {
  return known ?? encodeURIComponent(wellFormed(name));
}

/** Half a surrogate pair, which file systems allow and encoders refuse, becomes a replacement character. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
