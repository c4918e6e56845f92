/** Extended key usages of certificates that C2PA signs with (specification 2.2, section 14.5.1). */
export const purposes = {
  email: '1.3.6.1.5.5.7.3.4',
  documents: '1.3.6.1.5.5.7.3.36',
  /** The C2PA's own. */
  claims: '1.3.6.1.4.1.62558.2.1',
} as const;
