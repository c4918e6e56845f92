/** Whose works the page is made of, with the texts of their licences. Loaded when it is first opened. */
import styles from './AboutText.module.css';

declare const __APP_VERSION__: string;
/** Names of the files in public/licenses. */
declare const __LICENCE_FILES__: readonly string[];

export function AboutText() {
  return (
    <div className={styles['about']}>
      <p>
        Version {__APP_VERSION__}, under the <Text file="LICENSE.txt">MIT licence</Text>. It is made with the
        works of others: <Text file="NOTICE.txt">who made them, under which licences</Text>.
      </p>
      <p>
        ffmpeg, a separate program under the <Text file="licenses/GPL-2.0.txt">GNU GPL</Text>, reads and
        writes files that the browser alone cannot. Its complete source, with the scripts that build it, is at{' '}
        <Away href="https://github.com/ffmpegwasm/ffmpeg.wasm">github.com/ffmpegwasm/ffmpeg.wasm</Away>. The
        AAC encoder is FFmpeg’s too, under the <Text file="licenses/LGPL-2.1.txt">GNU LGPL</Text>; its source
        is at{' '}
        <Away href="https://github.com/Vanilagy/mediabunny/tree/main/packages/aac-encoder">
          github.com/Vanilagy/mediabunny
        </Away>
        .
      </p>
      <p>
        Nothing leaves this device. What was checked is kept in this browser, without the videos: in the list,
        then among the earlier checks, until you delete it there.
      </p>
      <h3 id="licence-texts">Licence texts</h3>
      <ul className={`plain ${styles['texts']}`} aria-labelledby="licence-texts">
        {__LICENCE_FILES__.map((name) => (
          <li key={name}>
            <Text file={`licenses/${name}`}>{name.replace('.txt', '')}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A text that lies beside the page; it opens in a tab of its own, as a check may be running in this one. */
function Text({ file, children }: { file: string; children: string }) {
  return (
    <a href={`./${file}`} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

function Away({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
