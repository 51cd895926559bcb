// Does docker_auth say what its method needs, and nothing that Truss refuses?
import type { Node, Pair, YAMLMap } from "yaml";
import { keyName, keyStart } from "../../config/locate.ts";
import { tooOld } from "../../config/pins.ts";
import { writeScalar } from "../../config/scalar.ts";
import { changeMap } from "../../config/splice.ts";
import {
  dockerAuthKeys,
  isForbidden,
  isForeign,
  mechanismNamed,
  neededSecrets,
} from "../../mechanisms/index.ts";
import { authMethods, type Mechanism } from "../../mechanisms/types.ts";
import { didYouMean } from "../../text/nearest.ts";
import { holdsKey } from "../../values/key-shapes.ts";
import { addSecrets, replaceNode, sourceOf } from "./edits.ts";
import { ecrHost, ecrImage, keyNames, oidcAuth, oidcRole } from "./examples.ts";
import type { Entries, Finding, View } from "./types.ts";
import { dockerAuthStart, findingsOf, lastPair, secretNames, textAt, textOf } from "./view.ts";

export const methodFindings = {
  "docker-auth-missing-field": {
    level: "error",
    breaks: "load",
    title: "docker_auth lacks a field that its method needs",
    message: "{field} is missing; {method} needs it.",
    why: "Truss refuses the file.",
    fix: "Add {field} to docker_auth",
    example: `${ecrImage}  docker_auth:\n${oidcAuth}    aws_oidc_region: us-east-1\n`,
  },
  "docker-auth-forbidden-field": {
    level: "error",
    breaks: "load",
    title: "docker_auth has a field that its method forbids",
    message: "{field} belongs to another method; {method} forbids it.",
    why: "Truss refuses the file. Such a field is often left from an earlier method.",
    fix: "Remove {field}",
    example: `${ecrImage}  docker_auth:\n${oidcAuth}${oidcRole}    secret_name: gcp-service-account\n`,
  },
  "docker-auth-unused-field": {
    level: "warning",
    title: "docker_auth has a field that its method ignores",
    message: "{field} belongs to another method; {method} ignores it.",
    why: "Whoever reads it may think that it has an effect.",
    fix: "Remove {field}",
    example: `${ecrImage}  docker_auth:\n    auth_method: AWS_IAM\n    registry: ${ecrHost}\n    aws_oidc_region: us-east-1\n${keyNames}`,
  },
  "unknown-auth-method": {
    level: "error",
    breaks: "load",
    title: "`auth_method` is none that Truss knows",
    message: "{method} is no auth_method.",
    why: "Truss refuses the file. A registry with a user and token needs no docker_auth, only its secret.",
    fix: "In place of {method}: {fix}",
    example: `${ecrImage}  docker_auth:\n    auth_method: aws-iam\n    registry: ${ecrHost}\n`,
  },
  "secret-not-listed": {
    level: "error",
    breaks: "pull",
    title: "A secret that the method needs isn't listed",
    message: "{method} reads the secret {name}, which is not under secrets.",
    why: "Baseten gives a build only the secrets that the file lists.",
    fix: "Add {name}: null under secrets",
    example:
      "base_image:\n  image: us-docker.pkg.dev/team/images/whisper:3\n  docker_auth:\n    auth_method: GCP_SERVICE_ACCOUNT_JSON\n    secret_name: gcp-service-account\n    registry: us-docker.pkg.dev\n",
  },
  "foreign-method": {
    level: "error",
    breaks: "pull",
    title: "The method signs in to another cloud's registry",
    message: "{method} doesn't sign in to {registry}.",
    why: "AWS's methods know Amazon ECR only, and Google's only Google's registries.",
    fix: "Run {setup}; it offers what {registry} takes",
    example: `${ecrImage}  docker_auth:\n    auth_method: GCP_SERVICE_ACCOUNT_JSON\n    secret_name: gcp-service-account\n    registry: ${ecrHost}\nsecrets:\n  gcp-service-account: null\n`,
  },
  "truss-too-old": {
    level: "warning",
    title: "The project pins a Truss that doesn't know its method",
    message: "{method} needs truss {since} or newer; the project has {pin}.",
    why: "An older Truss takes it for no auth_method at all, and refuses the file.",
    fix: "Pin truss {since} or newer, and push with that",
    example: `requirements:\n  - truss==0.18.20\n${ecrImage}  docker_auth:\n    auth_method: AWS_ASSUME_ROLE\n    registry: ${ecrHost}\n    aws_assume_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-access\n    aws_assume_role_region: us-east-1\n`,
  },
} as const satisfies Entries;

const finding = findingsOf(methodFindings);

const at = ["base_image", "docker_auth"];

/** The findings about `auth_method` and what it needs. */
export function findInAuthMethod(view: View): readonly Finding[] {
  const auth = view.dockerAuth;
  if (auth === null) return [];
  const written = textAt(view, auth, "auth_method");
  const pair = lastPair(view.document, auth, "auth_method");
  if (pair === undefined || written === null) {
    const args = { field: "auth_method", method: "any method" };
    const place = pair === undefined ? dockerAuthStart(view) : keyStart(pair);
    return [finding(view, "docker-auth-missing-field", place, [...at, "auth_method"], args)];
  }
  const mechanism = mechanismNamed(written);
  if (mechanism === null) return [unknownMethod(view, pair, written)];
  const method = written.toUpperCase();
  const missing = mechanism.fields
    .filter(({ required, key }) => required && textAt(view, auth, key) === null)
    .map(({ key: field }) =>
      finding(view, "docker-auth-missing-field", pair.value, [...at, field], { field, method }),
    );
  const pin = mechanism.since === null ? null : tooOld(view.text, mechanism.since);
  return [
    ...missing,
    ...foreignMethod(view, pair, mechanism),
    ...(pin === null ? [] : [findOldTruss(view, pin)]),
    ...foreignFields(view, auth, mechanism, method),
    ...missingSecrets(view, auth, mechanism, method),
  ];
}

/** The first truss that knows the file's method; null where all in use do. */
export const sinceOf = (view: View): string | null =>
  mechanismNamed(textAt(view, view.dockerAuth, "auth_method") ?? "")?.since ?? null;

/** What an old pin means for the file. */
export function findOldTruss(view: View, pin: string): Finding {
  const pair = view.dockerAuth === null ? undefined : lastPair(view.document, view.dockerAuth, "auth_method");
  const method = textAt(view, view.dockerAuth, "auth_method")?.toUpperCase() ?? "";
  const since = sinceOf(view) ?? "";
  return finding(view, "truss-too-old", pair?.value, [...at, "auth_method"], { method, since, pin });
}

/** A registry that isn't known by its host may be anybody's. */
function foreignMethod(view: View, pair: Pair, mechanism: Mechanism): readonly Finding[] {
  const registry = view.image?.registry;
  const offers = registry?.methods.some(
    (method) => method.mechanism === mechanism || method.alias === mechanism,
  );
  if (registry === undefined || registry.id === "other" || offers) return [];
  const args = { method: mechanism.authMethod ?? "", registry: registry.title };
  return [finding(view, "foreign-method", pair.value, [...at, "auth_method"], args)];
}

/** Fields of other mechanisms: Truss refuses some, and ignores the rest. */
function foreignFields(view: View, auth: YAMLMap, mechanism: Mechanism, method: string): readonly Finding[] {
  return auth.items.flatMap((item) => {
    const field = keyName(item);
    const means = dockerAuthKeys.has(field) && isForeign(mechanism, field) && textOf(item.value) !== null;
    if (!means) return [];
    const code = isForbidden(mechanism, field) ? "docker-auth-forbidden-field" : "docker-auth-unused-field";
    const remove = () => changeMap(sourceOf(view), auth, "docker_auth", [item], []);
    return [finding(view, code, keyStart(item), [...at, field], { field, method }, remove)];
  });
}

function unknownMethod(view: View, pair: Pair, written: string): Finding {
  const known: readonly string[] = authMethods;
  const plain = written.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  const guess = known.includes(plain) ? plain : null;
  const edit = guess === null ? null : () => [replaceNode(view, pair.value as Node, writeScalar(guess))];
  const near = guess ?? didYouMean(plain, known);
  const fix = near === null ? `write one of ${known.join(", ")}` : `write ${near}`;
  return finding(
    view,
    "unknown-auth-method",
    pair.value,
    [...at, "auth_method"],
    { method: written, fix },
    edit,
  );
}

function missingSecrets(view: View, auth: YAMLMap, mechanism: Mechanism, method: string): readonly Finding[] {
  const names = secretNames(view);
  return (
    neededSecrets(mechanism, (field) => textAt(view, auth, field))
      // A key in place of its name is a leak, and is reported as one.
      .filter(({ name }) => !names.includes(name) && !holdsKey(name))
      .map(({ field, name }) => {
        const value =
          lastPair(view.document, auth, field)?.value ?? lastPair(view.document, auth, "auth_method")?.value;
        return finding(view, "secret-not-listed", value, ["secrets", name], { name, method }, () =>
          addSecrets(view, [name]),
        );
      })
  );
}
