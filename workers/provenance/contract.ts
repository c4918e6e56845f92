/** The provenance worker: writes into a generated video what it is, who says so and how it was made, and reads it back. */

export interface Provenance {
  title: string;
  /** Tool and version. */
  software: string;
  /** Names of the files that went in: the face, the speech. */
  ingredients: { title: string; relationship: 'parentOf' | 'componentOf'; mimeType: string }[];
  /** ISO date of the export. */
  createdAt: string;
}

/** The visitor's own signature instead of one made here for this file alone. PEM texts; never stored. */
export interface OwnCertificate {
  certificateChainPem: string;
  /** PKCS #8. */
  privateKeyPem: string;
}

export interface SignedVideo {
  file: Blob;
  /** The manifest as a file of its own, where the container cannot hold it (webm); else null. */
  sidecar: Blob | null;
  /** What reading the signed file back gave. */
  readBack: ManifestSummary;
}

export interface ManifestSummary {
  /** False when a hash or the signature does not fit the file. */
  valid: boolean;
  /** True when a known authority stands behind the certificate: never so for a self-signed one. */
  trusted: boolean;
  title: string;
  digitalSourceType: string | null;
  signer: string | null;
  /** Codes of the C2PA specification for everything that is not in order. */
  problems: string[];
}

export interface ProvenanceWorkerApi {
  /** @throws LipslateError certificate-unusable for the visitor's own one */
  sign(
    file: Blob,
    mimeType: string,
    provenance: Provenance,
    own: OwnCertificate | null,
  ): Promise<SignedVideo>;
  /** Null when the file holds no manifest. */
  read(file: Blob, mimeType: string): Promise<ManifestSummary | null>;
}
