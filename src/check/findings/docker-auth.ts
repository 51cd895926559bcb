// Is docker_auth for the image's registry, with fields that Truss knows?
import type { Node, YAMLMap } from "yaml";
import { keyName, keyStart } from "../../config/locate.ts";
import { writeScalar } from "../../config/scalar.ts";
import { changeMap } from "../../config/splice.ts";
import { dockerAuthKeys } from "../../mechanisms/index.ts";
import { didYouMean } from "../../text/nearest.ts";
import { replaceNode, sourceOf } from "./edits.ts";
import { ecrImage, keyNames, oidcAuth, oidcRole } from "./examples.ts";
import type { Entries, Finding, View } from "./types.ts";
import { dockerAuthStart, findingsOf, lastPair, textAt } from "./view.ts";

export const authFindings = {
  "registry-mismatch": {
    level: "error",
    breaks: "pull",
    title: "`registry` isn't the image's host",
    message: "registry is {registry}, but the image is on {host}.",
    why: "Baseten signs in to `registry`; the pull from another host then goes without a credential.",
    fix: "Write registry: {host}",
    example: `${ecrImage}  docker_auth:\n    auth_method: AWS_IAM\n    registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com\n${keyNames}`,
  },
  "registry-missing": {
    level: "warning",
    title: "docker_auth has no `registry`",
    message: "docker_auth doesn't say which registry it is for.",
    why: "Baseten's documentation wants the image's host there; Truss doesn't check it.",
    fix: "Add registry: {host}",
    example: `${ecrImage}  docker_auth:\n    auth_method: AWS_IAM\n${keyNames}`,
  },
  "docker-auth-unknown-field": {
    level: "error",
    breaks: "push",
    title: "docker_auth has a field that Truss doesn't know",
    message: "{field} is no field of docker_auth.",
    why: "truss push refuses fields that it doesn't know.",
    fix: "In place of {field}: {fix}",
    example: `${ecrImage}  docker_auth:\n${oidcAuth}${oidcRole}    aws_oidc_role: reader\n`,
  },
} as const satisfies Entries;

const finding = findingsOf(authFindings);

const at = ["base_image", "docker_auth"];

/** The findings about docker_auth whatever its method. */
export function findInDockerAuth(view: View): readonly Finding[] {
  const auth = view.dockerAuth;
  if (auth === null) return [];
  return [...unknownFields(view, auth), ...registryField(view, auth)];
}

function unknownFields(view: View, auth: YAMLMap): readonly Finding[] {
  const unknown = auth.items.filter((pair) => {
    const name = keyName(pair);
    // `secrets` and such have a finding of their own.
    return !dockerAuthKeys.has(name) && !["<<", "secrets", "base_image", "docker_auth"].includes(name);
  });
  return unknown.map((pair) => {
    const name = keyName(pair);
    const guess = didYouMean(
      name,
      [...dockerAuthKeys].filter((key) => lastPair(view.document, auth, key) === undefined),
    );
    const near = guess !== null && guess[0] === name[0] ? guess : null;
    const edit = near === null ? null : () => [replaceNode(view, pair.key as Node, writeScalar(near))];
    const fix = near === null ? "remove it" : `write ${near}`;
    return finding(
      view,
      "docker-auth-unknown-field",
      keyStart(pair),
      [...at, name],
      { field: name, fix },
      edit,
    );
  });
}

function registryField(view: View, auth: YAMLMap): readonly Finding[] {
  if (view.image === null) return [];
  const { target } = view.image;
  const pair = lastPair(view.document, auth, "registry");
  const registry = textAt(view, auth, "registry");
  const args = { registry: registry ?? "", host: target.host };
  const edit =
    pair?.value == null
      ? () =>
          changeMap(sourceOf(view), auth, "docker_auth", pair === undefined ? [] : [pair], [
            ["registry", target.host],
          ])
      : () => [replaceNode(view, pair.value as Node, writeScalar(target.host))];
  if (registry === null)
    return [
      finding(
        view,
        "registry-missing",
        pair === undefined ? dockerAuthStart(view) : keyStart(pair),
        [...at, "registry"],
        args,
        edit,
      ),
    ];
  const hosts = [target.host, target.image.host, target.apiHost];
  if (hosts.includes(registry)) return [];
  return [finding(view, "registry-mismatch", pair?.value, [...at, "registry"], args, edit)];
}
