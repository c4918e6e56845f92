/** A file to be had, as a button that names it or says what it is. */
import { Icon } from './Icon';
import { useUrl } from './useUrl';

interface DownloadLinkProps {
  file: File;
  /** That it is saved under; its own when left out. */
  name?: string;
  /** Instead of its name. */
  words?: string;
  primary?: boolean;
  onTake?(): void;
}

export function DownloadLink({
  file,
  name = file.name,
  words = `Download ${name}`,
  primary = false,
  onTake,
}: DownloadLinkProps) {
  return (
    <a className={primary ? 'button primary' : 'button'} href={useUrl(file)} download={name} onClick={onTake}>
      <Icon name="download" />
      {words}
    </a>
  );
}
