// Which changes do the mechanisms make? One of each, for tables.
import type { ConfigChange } from "../../src/config/truss.ts";
import { mechanisms as all, dockerAuthKeys } from "../../src/mechanisms/index.ts";
import { render } from "../../src/mechanisms/render.ts";
import type { AuthMethod, Mechanism, Values } from "../../src/mechanisms/types.ts";

const ecr = { host: "123456789012.dkr.ecr.us-east-1.amazonaws.com", region: "us-east-1" };
const google = { host: "us-west2-docker.pkg.dev" };
const hub = { host: "https://index.docker.io/v1/" };
const awsRoleArn = "arn:aws:iam::123456789012:role/pull";

/** The plain secret, which has no docker_auth, or an `auth_method`. */
export type MechanismName = AuthMethod | "plain";

const samples = {
  AWS_IAM: [ecr, {}],
  AWS_OIDC: [ecr, { awsRoleArn }],
  AWS_ASSUME_ROLE: [ecr, { awsRoleArn }],
  GCP_SERVICE_ACCOUNT_JSON: [google, {}],
  GCP_OIDC: [
    google,
    {
      gcpServiceAccount: "puller@team.iam.gserviceaccount.com",
      workloadIdentityProvider:
        "projects/42/locations/global/workloadIdentityPools/baseten/providers/baseten",
    },
  ],
  REGISTRY_SECRET: [{ host: "ghcr.io" }, {}],
  plain: [hub, {}],
} as const satisfies Record<MechanismName, readonly [object, Values]>;

export const mechanisms = Object.keys(samples) as MechanismName[];

export function mechanismOf(name: MechanismName): Mechanism {
  const found = all.find(({ authMethod }) => (authMethod ?? "plain") === name);
  if (found === undefined) throw new Error(`There is no mechanism ${name}.`);
  return found;
}

/** What setting a mechanism up changes. */
export function changeTo(name: MechanismName, more: Partial<ConfigChange> = {}): ConfigChange {
  const [place, values] = samples[name];
  const { dockerAuth, secrets } = render(mechanismOf(name), place, values);
  return { ...onlySecrets(...secrets), dockerAuth, ...more };
}

/** Leaves everything as it is, but for what is given. */
export const onlySecrets = (...addSecrets: string[]): ConfigChange => ({
  image: null,
  dockerAuth: null,
  ownKeys: dockerAuthKeys,
  addSecrets,
  removeSecrets: [],
});
