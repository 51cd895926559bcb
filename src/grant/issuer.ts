// Who says that a token is Baseten's? https://docs.baseten.co/organization/oidc

/** Baseten's identity provider. */
export const issuer = "https://oidc.baseten.co";
/** Whom its tokens are for. */
export const audience = "oidc.baseten.co";
