/** Where an archive stands, as one file of HTML: nothing is loaded, no script, light and dark by the system's wish. */

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
progress { width: 100%; height: 1.2rem; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
caption { text-align: start; font-weight: 600; padding: 0.5rem 0; }
th, td { text-align: start; font-weight: 400; padding: 0.25rem 0.75rem 0.25rem 0; vertical-align: top; }
td.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; width: 6rem; }
th { overflow-wrap: anywhere; }
td.bar { width: 40%; }`;

/**
 * @param {object} status as `statusOf` gives it
 * @param {Date} now
 * @returns {string}
 */
export function statusPage(
  { clips, done, dead, pending, clipsPerHour, leftS, verdicts, failures, worst },
  now,
) {
  const pace =
    clipsPerHour === null || pending === 0
      ? ''
      : `<p>${clipsPerHour} clips an hour, about ${timeWords(leftS)} left.</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="60">
<title>${percent(done + dead, clips)} – Lipslate archive</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Archive</h1>
<p id="so-far">${done} of ${clips} done, ${dead} without a result, ${pending} left.</p>
<progress aria-labelledby="so-far" max="${Math.max(1, clips)}" value="${done + dead}"></progress>
${pace}
${bars('Verdicts', verdicts)}
${bars('No result, by reason', failures)}
${worstTable(worst)}
<p>As of <time datetime="${now.toISOString()}">${now.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>.</p>
</main>
</body>
</html>
`;
}

/** The most frequent first. */
function bars(caption, counts) {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return '';
  const most = rows[0][1];
  const row = ([name, count]) =>
    `<tr><th scope="row">${escaped(name)}</th><td class="number">${count}</td><td class="bar"><progress aria-hidden="true" max="${most}" value="${count}"></progress></td></tr>`;
  return table(caption, rows.map(row));
}

function worstTable(worst) {
  if (worst.length === 0) return '';
  const row = ({ file, offsetMs }) =>
    `<tr><th scope="row">${escaped(file)}</th><td class="number">${Math.round(offsetMs)} ms</td></tr>`;
  return table('Farthest off (positive: the sound is late)', worst.map(row));
}

function table(caption, rows) {
  return `<table>\n<caption>${caption}</caption>\n${rows.join('\n')}\n</table>`;
}

function timeWords(seconds) {
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 60 / 24)} days`;
}

function percent(part, whole) {
  return whole === 0 ? 'Empty' : `${Math.floor((100 * part) / whole)} %`;
}

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
