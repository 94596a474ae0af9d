import type { Environment } from './environment.js';

/** OIDC Discovery §3, RFC 8414 §2. */
export interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly revocation_endpoint?: string;
  readonly end_session_endpoint?: string;
  readonly authorization_response_iss_parameter_supported?: boolean;
}

export const fetchMetadata = async (
  environment: Environment,
  issuer: string,
  signal: AbortSignal | null,
): Promise<Metadata> => {
  const url = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const response = await environment.fetch(url, { signal });
  const metadata: Metadata = await response.json();
  // OIDC Discovery §4.3: another issuer's document would send codes and tokens elsewhere.
  if (!response.ok || metadata.issuer !== issuer) {
    throw new TypeError(`No metadata at ${url}`);
  }
  return metadata;
};
