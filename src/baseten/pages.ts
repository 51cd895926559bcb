// Baseten's pages that a hint leads to.

/** Where secrets are added by hand. https://docs.baseten.co/development/model/secrets */
export const secretsPage = "https://app.baseten.co/settings/secrets";

/** Where API keys are made. */
export const apiKeysPage = "https://app.baseten.co/settings/api_keys";
