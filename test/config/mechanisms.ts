// Which changes do the five mechanisms make? One of each, for tables.

import type { ConfigChange } from "../../src/config/truss.ts";
import { renderTemplate, type TemplateName } from "../../src/mechanisms/render.ts";

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const google = "us-west2-docker.pkg.dev";

const values = {
  "aws-iam": {
    registry: ecr,
    customAccessKeyIdSecret: undefined,
    customSecretAccessKeySecret: undefined,
    accessKeyIdSecret: "aws_access_key_id",
    secretAccessKeySecret: "aws_secret_access_key",
  },
  "aws-oidc": { registry: ecr, awsRoleArn: "arn:aws:iam::123456789012:role/pull", awsRegion: "us-east-1" },
  "gcp-service-account": { registry: google, secretName: "gcp-service-account" },
  "gcp-oidc": {
    registry: google,
    gcpServiceAccount: "puller@team.iam.gserviceaccount.com",
    workloadIdentityProvider: "projects/42/locations/global/workloadIdentityPools/baseten/providers/baseten",
  },
  "registry-credential": { secret: "DOCKER_REGISTRY_https://index.docker.io/v1/" },
} as const satisfies Record<TemplateName, object>;

export const mechanisms = Object.keys(values) as TemplateName[];

/** What setting a mechanism up changes. */
export function changeTo(name: TemplateName, more: Partial<ConfigChange> = {}): ConfigChange {
  const { dockerAuth, secrets } = renderTemplate(name, values[name]);
  return { image: null, dockerAuth, addSecrets: secrets, removeSecrets: [], ...more };
}

/** Leaves everything as it is, but for what is given. */
export const onlySecrets = (...addSecrets: string[]): ConfigChange => ({
  image: null,
  dockerAuth: null,
  addSecrets,
  removeSecrets: [],
});
