// A user and password, kept as one secret: https://docs.baseten.co/development/model/dependencies#private-registries

import plain from "../../templates/registry-credential.yaml";
import named from "../../templates/registry-secret.yaml";
import { type Credential, encodeBasic, expectKind, type Secret } from "../values/secret.ts";
import { secretNameQuestion } from "./questions.ts";
import type { Mechanism, Place } from "./types.ts";

/** The name under which Baseten looks for a registry's user and password. */
export const hostSecret = (host: string): string => `DOCKER_REGISTRY_${host}`;

const training = {
  authMethod: "REGISTRY_SECRET",
  keyword: "registry_secret_docker_auth",
  type: "RegistrySecretDockerAuth",
} as const;

function encoded(credential: Credential, place?: Place) {
  const { username, password } = expectKind(credential, "basic");
  return [encodeBasic(username, password), ...(place?.rawSecret === undefined ? [] : [password])];
}

/** Without docker_auth: the secret's own name says which registry it is for. */
export const plainSecret = {
  authMethod: null,
  since: null,
  strict: false,
  fields: [],
  training,
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
      inTraining: "secret_ref",
      question: secretNameQuestion("registry's user and password"),
    },
  ],
  training,
  template: named,
  credential: "basic",
  secretValues: encoded,
} as const satisfies Mechanism;

/** The user and password as training jobs read them, in plain. */
export function plainUser(credential: Credential): Secret {
  const { username, password } = expectKind(credential, "basic");
  return password.map((value) => `${username}:${value}`);
}

/** The name of a training job's own secret: the host's holds Base64, which training doesn't read. */
export const trainingSecretName = (host: string): string =>
  `training_registry_${host.startsWith("https://index.docker.io") ? "docker.io" : host}`;

/** The secret of a training job, whose value isn't Base64. https://docs.baseten.co/reference/sdk/training */
export const trainingSecret = {
  ...registrySecret,
  fields: [{ ...registrySecret.fields[0], suggest: ({ host }) => trainingSecretName(host) }],
  secretValues: (credential) => [plainUser(credential)],
} as const satisfies Mechanism;
