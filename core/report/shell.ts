/** Arguments quoted so that a shell hands them on as they are. */

export type Shell = 'posix' | 'powershell';

/** Words that need no quotes. PowerShell takes a word apart that begins with a hyphen and has a dot. */
const HARMLESS: Record<Shell, RegExp> = {
  posix: /^[A-Za-z0-9_/.:,-]+$/,
  powershell: /^(-{1,2}[A-Za-z_:]+|[A-Za-z0-9_][A-Za-z0-9_/.:-]*)$/,
};

/** The command as one line for sh, bash, zsh or for PowerShell 5 and later. */
export function commandLine(words: readonly string[], shell: Shell): string {
  return words.map((word) => quote(word, shell)).join(' ');
}

export function quote(word: string, shell: Shell): string {
  if (HARMLESS[shell].test(word)) return word;
  if (shell === 'posix') return `'${word.replace(/'/g, `'\\''`)}'`;
  // PowerShell ends a string at curly quotes, too.
  return `'${word.replace(/['‘’‚‛]/g, '$&$&')}'`;
}

/** A name as ffmpeg and mkvmerge take it: not as an option, not as a protocol. */
export function asArgument(name: string): string {
  return /^[-@+]|:/.test(name) && !/^([A-Za-z]:)?[\\/]/.test(name) ? `./${name}` : name;
}
