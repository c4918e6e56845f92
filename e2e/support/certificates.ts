/** Certificates as a visitor might bring them: a root, an authority between, and one to sign documents with. */
import { purposes } from '../../workers/provenance/extended-key-usages';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  type X509Certificate,
  X509CertificateGenerator,
} from '../../workers/provenance/x509';

export type KeyName = 'ES256' | 'ES384' | 'PS256' | 'Ed25519';

const RSA = { publicExponent: Uint8Array.of(1, 0, 1), modulusLength: 2048, hash: 'SHA-256' };
const KEYS = {
  ES256: [
    { name: 'ECDSA', namedCurve: 'P-256' },
    { name: 'ECDSA', hash: 'SHA-256' },
  ],
  ES384: [
    { name: 'ECDSA', namedCurve: 'P-384' },
    { name: 'ECDSA', hash: 'SHA-384' },
  ],
  // As authorities issue them: an ordinary RSA key, signed with PKCS #1.
  PS256: [
    { name: 'RSASSA-PKCS1-v1_5', ...RSA },
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  ],
  Ed25519: [{ name: 'Ed25519' }, { name: 'Ed25519' }],
} as const;

export interface Wishes {
  key?: KeyName;
  notAfter?: Date;
  authority?: boolean;
  usage?: KeyUsageFlags;
  purpose?: string;
  selfSigned?: boolean;
}

/** @returns PEM texts: the chain from the signing certificate to the root, and its PKCS #8 key */
export async function madeCertificate({
  key = 'ES256',
  notAfter = new Date('2090-01-01'),
  authority = false,
  usage = KeyUsageFlags.digitalSignature,
  purpose = purposes.documents,
  selfSigned = false,
}: Wishes = {}): Promise<{ certificateChainPem: string; privateKeyPem: string }> {
  const [kind, signingAlgorithm] = KEYS[key];
  const newKeys = () =>
    crypto.subtle.generateKey(kind as EcKeyGenParams, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
  const [root, between, own] = await Promise.all([newKeys(), newKeys(), newKeys()]);
  const make = async (
    subject: string,
    keys: CryptoKeyPair,
    issuer: string,
    by: CryptoKeyPair,
    leaf: boolean,
  ) =>
    X509CertificateGenerator.create({
      subject: `CN=${subject}, O=Studio Ltd`,
      issuer: `CN=${issuer}, O=Studio Ltd`,
      notBefore: new Date('2020-01-01'),
      notAfter: leaf ? notAfter : new Date('2090-01-01'),
      publicKey: keys.publicKey,
      signingKey: by.privateKey,
      signingAlgorithm,
      extensions: [
        new BasicConstraintsExtension(!leaf || authority, undefined, true),
        new KeyUsagesExtension(leaf ? usage : KeyUsageFlags.keyCertSign, true),
        ...(leaf ? [new ExtendedKeyUsageExtension([purpose])] : []),
        await AuthorityKeyIdentifierExtension.create(by.publicKey),
      ],
    });
  const chain: X509Certificate[] = selfSigned
    ? [await make('Ada Lovelace', own, 'Ada Lovelace', own, true)]
    : [
        await make('Ada Lovelace', own, 'Between', between, true),
        await make('Between', between, 'Root', root, false),
        await make('Root', root, 'Root', root, false),
      ];
  return {
    certificateChainPem: chain.map((certificate) => certificate.toString('pem')).join('\n'),
    privateKeyPem: PemConverter.encode(await crypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY'),
  };
}

export { KeyUsageFlags, purposes };
