/** Where the official files lie, and what may be done with them. */
import { CATALOGUE } from './catalogue';
import styles from './Official.module.css';

export function Official() {
  return (
    <section className={styles['official']} aria-labelledby="official-title">
      <h2 id="official-title">Where to get them</h2>
      <p className="muted">
        From their authors, or from those who export them. These links open in a new tab; this page itself
        fetches nothing from them.
      </p>
      <ul className={`plain ${styles['list']}`}>
        {CATALOGUE.map(({ title, purpose, files, licence, links }) => (
          <li key={title} className="card">
            <h3>{title}</h3>
            <p>{purpose}</p>
            <dl>
              <div>
                <dt>Files</dt>
                <dd>{files}</dd>
              </div>
              <div>
                <dt>What you may do</dt>
                <dd>{licence}</dd>
              </div>
            </dl>
            <ul className={`plain ${styles['links']}`}>
              {links.map(({ text, href }) => (
                <li key={href}>
                  <a href={href} target="_blank" rel="noreferrer">
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
