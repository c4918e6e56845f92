/** A file to be had, as a button that names it. */
import { Icon } from './Icon';
import { useUrl } from './useUrl';

interface DownloadLinkProps {
  file: File;
  /** That it is saved under; its own when left out. */
  name?: string;
  primary?: boolean;
  onTake?(): void;
}

export function DownloadLink({ file, name = file.name, primary = false, onTake }: DownloadLinkProps) {
  return (
    <a className={primary ? 'button primary' : 'button'} href={useUrl(file)} download={name} onClick={onTake}>
      <Icon name="download" />
      {`Download ${name}`}
    </a>
  );
}
