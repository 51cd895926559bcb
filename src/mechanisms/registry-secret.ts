// A user and password, kept as one secret: https://docs.baseten.co/development/model/dependencies#private-registries

import plain from "../../templates/registry-credential.yaml";
import named from "../../templates/registry-secret.yaml";
import { type Credential, encodeBasic, expectKind } from "../values/secret.ts";
import { secretNameQuestion } from "./questions.ts";
import type { Mechanism } from "./types.ts";

/** The name under which Baseten looks for a registry's user and password. */
export const hostSecret = (host: string): string => `DOCKER_REGISTRY_${host}`;

function encoded(credential: Credential) {
  const { username, password } = expectKind(credential, "basic");
  return [encodeBasic(username, password)];
}

/** Without docker_auth: the secret's own name says which registry it is for. */
export const plainSecret = {
  authMethod: null,
  since: null,
  strict: false,
  fields: [],
  template: plain,
  credential: "basic",
  secretValues: encoded,
} as const satisfies Mechanism;

/**
 * The same secret, named in docker_auth. Baseten's documentation has it for training only, but real model
 * configurations use it, so it is kept where it stands and never written anew.
 */
export const registrySecret = {
  authMethod: "REGISTRY_SECRET",
  since: null,
  strict: false,
  fields: [
    {
      key: "secret_name",
      value: "secretName",
      required: false,
      secret: true,
      suggest: ({ host }) => hostSecret(host),
      question: secretNameQuestion("registry's user and password"),
    },
  ],
  template: named,
  credential: "basic",
  secretValues: encoded,
} as const satisfies Mechanism;
