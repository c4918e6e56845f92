/** A signature for one file: key and certificate are made, used once and forgotten. */
import type { CoseSigner } from './cose';
import { purposes } from './extended-key-usages';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from './x509';

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
/** Without a time stamp of an authority a signature ends with its certificate, and a video should outlive that. */
const YEARS = 30;
/** Clocks differ: valid from the day before. */
const DAY_MS = 86_400_000;

/**
 * C2PA refuses certificates that signed themselves, so there are two: a root that is thrown away at once, and the
 * signing one, as the specification's profile wants it (digital signature, documents and e-mail, no authority).
 * Neither names anybody: it proves that the file is unchanged, not who made it.
 */
export async function oneTimeSigner(software: string, now: Date): Promise<CoseSigner> {
  const root = await newKeys();
  const own = await newKeys();
  const notBefore = new Date(now.getTime() - DAY_MS);
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(now.getUTCFullYear() + YEARS);
  const issuer = 'CN=Made for one file, O=Lipslate (self-signed)';
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [`${software}, in the visitor's browser`] }, { O: ['Lipslate (self-signed)'] }],
    issuer,
    notBefore,
    notAfter,
    signingAlgorithm: SIGNATURE,
    publicKey: own.publicKey,
    signingKey: root.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([purposes.documents, purposes.email]),
      await AuthorityKeyIdentifierExtension.create(root.publicKey),
      await SubjectKeyIdentifierExtension.create(own.publicKey),
    ],
  });
  return {
    algorithm: 'es256',
    chain: [new Uint8Array(certificate.rawData)],
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(SIGNATURE, own.privateKey, bytes)),
  };
}

async function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(KEY, false, ['sign', 'verify']);
}

/** 16 random bytes, positive, as hexadecimal. */
function serialNumber(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  random[0] = (random[0]! & 0x7f) | 0x40;
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
