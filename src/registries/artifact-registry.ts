// Google Artifact Registry and Container Registry: https://cloud.google.com/artifact-registry/docs/docker/authentication

import { mustMatch, secretNameQuestion } from "../mechanisms/questions.ts";
import {
  accessTokens,
  accessTokenUser,
  artifactRegistryListing,
  googleTokenHours,
} from "../programs/gcloud/commands.ts";
import type { ImageReference } from "../values/image.ts";
import { expectKind, plainTarget, privateRegistriesPage, tokenMethod } from "./basic.ts";
import type { Method, Registry } from "./types.ts";

// Of the hosts under gcr.io only these are projects' own registries; k8s.gcr.io and the like are public.
const hosts = [
  /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)-docker\.pkg\.dev$/,
  /^docker\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.rep\.pkg\.dev$/,
  /^(?:(us|eu|asia|marketplace)\.)?gcr\.io$/,
];

/** The project in the path; a domain-scoped one is two parts there, or one with a colon. */
function projectOf({ repository }: ImageReference): string | null {
  const [first = "", second] = repository.split("/");
  if (second === undefined) return null;
  return first.includes(".") && !first.includes(":") ? `${first}:${second}` : first;
}

const oidcPage = "https://docs.baseten.co/organization/oidc#cloud-provider-setup";

const oidc: Method = {
  id: "oidc",
  title: "OIDC service account",
  summary: "stores nothing, never expires",
  link: oidcPage,
  lifetimeHours: null,
  questions: () => [
    {
      key: "gcpServiceAccount",
      flag: "--gcp-service-account",
      message: "E-mail of the service account that Baseten acts as",
      why: "It holds the permission to pull: roles/artifactregistry.reader.",
      link: "https://cloud.google.com/iam/docs/service-accounts-create",
      problem: mustMatch(
        /^[a-z0-9][a-z0-9.-]*@[a-z0-9.-]+\.gserviceaccount\.com$/,
        "A service account looks like puller@my-project.iam.gserviceaccount.com.",
      ),
    },
    {
      key: "workloadIdentityProvider",
      flag: "--workload-identity-provider",
      message: "Resource name of the workload identity provider",
      why: "It lets your Baseten team in.",
      link: oidcPage,
      problem: providerProblem,
    },
  ],
  template: "gcp-oidc",
  templateValues: (target, { gcpServiceAccount, workloadIdentityProvider }) => ({
    registry: target.host,
    gcpServiceAccount,
    workloadIdentityProvider,
  }),
  secretValues: () => [],
  fetch: () => [],
  typed: null,
  signIn: () => null,
};

const provider =
  /^projects\/([^/]+)\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/;

function providerProblem(value: string): string | null {
  const project = provider.exec(value)?.[1];
  if (project === undefined)
    return "It looks like projects/123456789/locations/global/workloadIdentityPools/pool/providers/baseten.";
  // Google answers with the id in some places, but the token exchange takes only the number.
  return /^\d+$/.test(project) ? null : "It holds the project's number, not its id.";
}

const defaultSecret = "gcp-service-account";

const serviceAccount: Method = {
  id: "service-account",
  title: "Service account key",
  summary: "one secret, valid until deleted",
  link: privateRegistriesPage,
  lifetimeHours: null,
  questions: () => [
    secretNameQuestion("secretName", "--secret-name", "service account's key", defaultSecret),
  ],
  template: "gcp-service-account",
  templateValues: (target, { secretName = defaultSecret }) => ({ registry: target.host, secretName }),
  secretValues: (credential) => [expectKind(credential, "service-account-key").json],
  fetch: () => [],
  typed: {
    kind: "service-account-key",
    message: "The service account's JSON key",
    why: "Baseten signs in with it; the account needs roles/artifactregistry.reader.",
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
  lifetimeHours: googleTokenHours,
  fetch: (_target, { impersonateServiceAccount }) => accessTokens(impersonateServiceAccount),
  typed: {
    message: "Access token printed by gcloud auth print-access-token",
    why: "Baseten signs in with it for the next hour.",
    link: "https://cloud.google.com/artifact-registry/docs/docker/authentication#token",
    username: accessTokenUser,
  },
});

export const artifactRegistry: Registry = {
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
      ...(project === null ? {} : { project }),
      ...(details.length === 0 ? {} : { details: details.join(" · ") }),
    };
  },
  listing: artifactRegistryListing,
  methods: [oidc, serviceAccount, token],
};
