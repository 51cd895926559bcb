// The grants that the tests of this room look at, one of each kind.
import { type Goal, grantFor } from "../../src/grant/grant-for.ts";
import type { GrantPlan } from "../../src/grant/read-grant.ts";
import type { Grant, Wanted } from "../../src/grant/types.ts";
import { findRegistry } from "../../src/registries/index.ts";
import type { MethodId } from "../../src/registries/types.ts";
import { parseImage } from "../../src/values/image.ts";

export const wanted: Wanted = {
  organization: "PJAd5Q0",
  team: { id: "wgeyxoq", name: "Default" },
  assumedBy: {
    roleArn: "arn:aws:iam::337139236424:role/baseten-customer-access",
    externalId: "baseten-2fdd8a01",
  },
};

export const ecrImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3";
export const googleImage = "us-west2-docker.pkg.dev/my-project/models/whisper:3";
export const azureImage = "myregistry.azurecr.io/team/whisper:3";

export function goalOf(image: string, id: MethodId): Goal {
  const { registry, target } = findRegistry(parseImage(image));
  const method = registry.methods.find((one) => one.id === id);
  if (method === undefined) throw new Error(`${registry.id} has no method ${id}`);
  return { registry, method, target };
}

export function grantOf(image: string, id: MethodId, more: Wanted = {}): Grant {
  const grant = grantFor(goalOf(image, id), { ...wanted, ...more });
  if (grant === null) throw new Error(`There is no grant for ${image} by ${id}`);
  return grant;
}

/** One of each kind, by name. */
export const allGrants: readonly (readonly [name: string, grant: Grant])[] = [
  ["ecr-oidc", grantOf(ecrImage, "oidc")],
  ["ecr-oidc-containers", grantOf(ecrImage, "oidc", { containers: true })],
  ["ecr-oidc-cross-account", grantOf(ecrImage, "oidc", { account: "999999999999" })],
  ["ecr-oidc-pull-through", grantOf(ecrImage, "oidc", { pullThrough: true })],
  ["ecr-assume-role", grantOf(ecrImage, "assume-role")],
  ["ecr-iam", grantOf(ecrImage, "iam")],
  ["google-oidc", grantOf(googleImage, "oidc")],
  ["google-service-account", grantOf(googleImage, "service-account")],
  ["gcr-oidc", grantOf("gcr.io/my-project/whisper:3", "oidc")],
  ["acr-token", grantOf(azureImage, "token")],
];

/** Whether nothing is left to make. */
export const isGranted = ({ planned }: GrantPlan): boolean =>
  planned.every(({ found }) => found.state === "there");
