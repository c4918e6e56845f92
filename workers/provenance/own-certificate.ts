/** The visitor's own certificate and key, looked over before anything is signed with them. */
import { LipslateError } from '../../core/errors';
import type { OwnCertificate } from './contract';
import type { CoseSigner, SigningAlgorithm } from './cose';
import { purposes } from './extended-key-usages';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  X509Certificate,
} from './x509';

interface KeyKind {
  algorithm: SigningAlgorithm;
  /** For importing the key, and for signing with it. */
  key: EcKeyImportParams | RsaHashedImportParams | Algorithm;
  signature: EcdsaParams | RsaPssParams | Algorithm;
}

/** Order of the two halves of a pair is checked with these. */
const PROBE = new TextEncoder().encode('Lipslate');

/**
 * @returns what signs; the root is left out of its chain
 * @throws LipslateError certificate-unusable, saying what is wrong
 */
export async function ownSigner(own: OwnCertificate, now: Date): Promise<CoseSigner> {
  const chain = await orderedChain(own.certificateChainPem);
  const leaf = chain[0]!;
  checkProfile(leaf, now);
  const kind = kindOf(leaf);
  const key = await importKey(own.privateKeyPem, kind);
  const sign = async (bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.sign(kind.signature, key, bytes));
  const publicKey = await leaf.publicKey.export(kind.key, ['verify']);
  if (!(await crypto.subtle.verify(kind.signature, publicKey, (await sign(PROBE)) as BufferSource, PROBE)))
    throw unusable('The key does not belong to this certificate.');
  const withoutRoot = chain.filter(({ subject, issuer }) => subject !== issuer);
  return {
    algorithm: kind.algorithm,
    chain: withoutRoot.map((certificate) => new Uint8Array(certificate.rawData)),
    sign,
  };
}

/** Leaf first, each signed by the next. */
async function orderedChain(pem: string): Promise<X509Certificate[]> {
  let chain: X509Certificate[];
  try {
    chain = PemConverter.decode(pem).map((der) => new X509Certificate(der));
  } catch (cause) {
    throw unusable('The certificate cannot be read: it must be a PEM file.', cause);
  }
  if (chain.length === 0)
    throw unusable('The certificate cannot be read: it must be a PEM file, "BEGIN CERTIFICATE".');
  for (const [i, certificate] of chain.slice(0, -1).entries()) {
    const signed = await certificate
      .verify({ publicKey: chain[i + 1]!, signatureOnly: true })
      .catch(() => false);
    if (!signed)
      throw unusable('The chain is not in order: your certificate first, then each one that signed it.');
  }
  return chain;
}

/** The rules of C2PA 2.2, section 14.5.1, of which a visitor can do something about. */
function checkProfile(leaf: X509Certificate, now: Date): void {
  if (leaf.subject === leaf.issuer)
    throw unusable(
      'This certificate signed itself, which C2PA does not allow: one of an authority is needed.',
    );
  if (leaf.getExtension(BasicConstraintsExtension)?.ca)
    throw unusable('This is the certificate of an authority, not one to sign documents with.');
  if (now < leaf.notBefore) throw unusable(`This certificate is valid only from ${day(leaf.notBefore)} on.`);
  if (now > leaf.notAfter) throw unusable(`This certificate was valid until ${day(leaf.notAfter)}.`);
  const usage = leaf.getExtension(KeyUsagesExtension)?.usages ?? 0;
  if ((usage & KeyUsageFlags.digitalSignature) === 0)
    throw unusable('This certificate is not made for digital signatures.');
  const allowed: string[] = Object.values(purposes);
  const uses = leaf.getExtension(ExtendedKeyUsageExtension)?.usages ?? [];
  if (!uses.some((use) => allowed.includes(String(use))))
    throw unusable('This certificate is made neither for signing documents nor for e-mail.');
}

function kindOf(leaf: X509Certificate): KeyKind {
  const { name, namedCurve } = leaf.publicKey.algorithm as { name: string; namedCurve?: string };
  const curve = {
    'P-256': ['es256', 'SHA-256'],
    'P-384': ['es384', 'SHA-384'],
    'P-521': ['es512', 'SHA-512'],
  }[namedCurve ?? ''] as [SigningAlgorithm, string] | undefined;
  if (name === 'ECDSA' && namedCurve !== undefined && curve !== undefined) {
    const [algorithm, hash] = curve;
    return { algorithm, key: { name, namedCurve }, signature: { name, hash } };
  }
  if (name.startsWith('RSA')) {
    const pss = { name: 'RSA-PSS', hash: 'SHA-256' };
    return { algorithm: 'ps256', key: pss, signature: { name: 'RSA-PSS', saltLength: 32 } };
  }
  if (name === 'Ed25519') return { algorithm: 'ed25519', key: { name }, signature: { name } };
  throw unusable(`Its kind of key (${namedCurve ?? name}) is not among ES256, ES384, PS256 and Ed25519.`);
}

async function importKey(pem: string, kind: KeyKind): Promise<CryptoKey> {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem))
    throw unusable('The key is locked with a password: save it without one and try again.');
  if (/BEGIN (RSA|EC|DSA) PRIVATE KEY/.test(pem))
    throw unusable('The key is not in PKCS #8 form: convert it with "openssl pkcs8 -topk8 -nodes".');
  const block = /-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----/.exec(pem)?.[1];
  if (block === undefined)
    throw unusable('The key cannot be read: it must be a PEM file, "BEGIN PRIVATE KEY".');
  try {
    const der = Uint8Array.from(atob(block.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
    return await crypto.subtle.importKey('pkcs8', der, kind.key, false, ['sign']);
  } catch (cause) {
    throw unusable('The key does not belong to this certificate, or is damaged.', cause);
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function unusable(message: string, cause?: unknown): LipslateError {
  return new LipslateError('certificate-unusable', cause === undefined ? undefined : String(cause), message);
}
