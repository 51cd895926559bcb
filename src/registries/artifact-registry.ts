// Google Artifact Registry and Container Registry: https://cloud.google.com/artifact-registry/docs/docker/authentication

import { gcpOidc } from "../mechanisms/gcp-oidc.ts";
import { gcpServiceAccount } from "../mechanisms/gcp-service-account.ts";
import { accessTokens, accessTokenUser, artifactRegistryListing } from "../programs/gcloud/commands.ts";
import type { ImageReference } from "../values/image.ts";
import { expectKind } from "../values/secret.ts";
import { nothingStored, plainTarget, privateRegistriesPage, tokenMethod } from "./basic.ts";
import type { Method, Registry } from "./types.ts";

// Of the hosts under gcr.io only these are projects' own registries; k8s.gcr.io and the like are public.
const hosts = [
  /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)-docker\.pkg\.dev$/,
  /^docker\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.rep\.pkg\.dev$/,
  /^(?:(us|eu|asia|marketplace)\.)?gcr\.io$/,
];

/** The project in the path; a domain-scoped one is two parts there. */
function projectOf({ repository }: ImageReference): string | null {
  const [first = "", second] = repository.split("/");
  if (second === undefined) return null;
  return first.includes(".") ? `${first}:${second}` : first;
}

const oidc: Method = {
  id: "oidc",
  title: "OIDC service account",
  summary: "stores nothing, never expires",
  link: "https://docs.baseten.co/organization/oidc#cloud-provider-setup",
  mechanism: gcpOidc,
  ...nothingStored,
};

const serviceAccount: Method = {
  id: "service-account",
  title: "Service account key",
  summary: "one secret, valid until deleted",
  link: privateRegistriesPage,
  mechanism: gcpServiceAccount,
  shortLived: false,
  fetch: () => [],
  typed: {
    kind: "service-account-key",
    message: "Service account's JSON key",
    why: "The service account needs roles/artifactregistry.reader. Google gives a key out once, when one is made.",
    link: "https://cloud.google.com/iam/docs/keys-create-delete",
  },
  signIn: (_target, credential) => {
    const { json } = expectKind(credential, "service-account-key");
    return { kind: "basic", username: "_json_key", password: json, expiresAt: null };
  },
};

const token = tokenMethod({
  title: "1-hour token",
  summary: "one secret, for a quick try; `refresh` renews it",
  hours: 1,
  fetch: (_target, { impersonateServiceAccount }) => accessTokens(impersonateServiceAccount),
  typed: {
    message: "Access token printed by gcloud auth print-access-token",
    why: "gcloud prints the token. Baseten can sign in with the token for an hour.",
    link: "https://cloud.google.com/artifact-registry/docs/docker/authentication#token",
    username: accessTokenUser,
  },
});

export const artifactRegistry: Registry<"artifact-registry"> = {
  id: "artifact-registry",
  title: "Google Artifact Registry",
  example: "us-west2-docker.pkg.dev/my-project/models/whisper:3",
  match: (image) => {
    const found = hosts.map((pattern) => pattern.exec(image.host)).find((match) => match !== null);
    if (found === undefined) return null;
    const project = projectOf(image);
    const details = [...(project === null ? [] : [`project ${project}`]), ...(found[1] ? [found[1]] : [])];
    return {
      ...plainTarget(image),
      open: "seldom",
      ...(project === null ? {} : { project }),
      ...(details.length === 0 ? {} : { details: details.join(" · ") }),
    };
  },
  takes: ["impersonateServiceAccount"],
  listing: artifactRegistryListing,
  methods: [oidc, serviceAccount, token],
};
