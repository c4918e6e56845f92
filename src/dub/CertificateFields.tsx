/** The visitor's own certificate and key for the signature; held in memory for the export, never stored. */

import type { ExportChoices, NamedText } from '../engine/dub/types';
import { Disclosure } from '../ui/Disclosure';
import { FileButton } from '../ui/FileButton';
import { Option } from '../ui/Option';
import styles from './CertificateFields.module.css';

const ACCEPT = '.pem,.crt,.cer,.key,.p8';

interface CertificateFieldsProps {
  choices: Pick<ExportChoices, 'certificates' | 'privateKey'>;
  onChange(change: Partial<CertificateFieldsProps['choices']>): void;
}

export function CertificateFields({ choices, onChange }: CertificateFieldsProps) {
  const { certificates: chain, privateKey: key } = choices;
  const read = async (file: File): Promise<NamedText> => ({ name: file.name, text: await file.text() });
  const missing =
    chain && !key
      ? 'Its private key is still missing.'
      : !chain && key
        ? 'Its certificate is still missing.'
        : null;
  return (
    <Disclosure className={`small ${styles['certificate']}`} summary="Sign with your own certificate">
      <p className="muted">
        Otherwise the file is signed with a key made for it alone, which shows later changes but not who made
        it. Your key is used here and never stored.
      </p>
      <Option name={chain?.name ?? 'Certificates (PEM)'}>
        <FileButton
          accept={ACCEPT}
          disabled={false}
          testId="certificate-file"
          onFile={(file) => void read(file).then((certificates) => onChange({ certificates }))}
        >
          Choose<span className="visually-hidden"> the certificates</span>
        </FileButton>
      </Option>
      <Option name={key?.name ?? 'Private key (PEM)'}>
        <FileButton
          accept={ACCEPT}
          disabled={false}
          testId="key-file"
          onFile={(file) => void read(file).then((privateKey) => onChange({ privateKey }))}
        >
          Choose<span className="visually-hidden"> the private key</span>
        </FileButton>
      </Option>
      {missing && <p role="status">{missing} Until then a key made for the file alone signs it.</p>}
      {(chain || key) && (
        <p>
          <button
            type="button"
            className="button quiet"
            onClick={() => onChange({ certificates: null, privateKey: null })}
          >
            Forget both
          </button>
        </p>
      )}
    </Disclosure>
  );
}
