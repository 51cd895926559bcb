// Does docker_auth say what its method needs, and nothing that Truss refuses?
import type { Node, Pair, YAMLMap } from "yaml";
import { keyName, keyStart } from "../../config/locate.ts";
import { writeScalar } from "../../config/scalar.ts";
import { changeMap } from "../../config/splice.ts";
import { dockerAuthKeys } from "../../mechanisms/index.ts";
import { didYouMean } from "../../text/nearest.ts";
import { holdsKey } from "./keys.ts";
import { addSecrets } from "./listed-secrets.ts";
import { isForbidden, isForeign, methodFields, neededSecrets } from "./methods.ts";
import type { Finding, View } from "./types.ts";
import { finding, lastPair, replaceNode, secretNames, sourceOf, textAt, textOf } from "./view.ts";

const at = ["base_image", "docker_auth"];

/** All findings about docker_auth. */
export function findInDockerAuth(view: View): readonly Finding[] {
  const auth = view.dockerAuth;
  if (auth === null) return [];
  return [...unknownFields(view, auth), ...registryField(view, auth), ...methodOf(view, auth)];
}

const removal = (view: View, auth: YAMLMap, pair: Pair) => () =>
  changeMap(sourceOf(view), auth, "docker_auth", [pair], []);

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
        pair === undefined ? startOf(view) : keyStart(pair),
        [...at, "registry"],
        args,
        edit,
      ),
    ];
  const hosts = [target.host, target.image.host, target.apiHost];
  if (hosts.includes(registry)) return [];
  return [finding(view, "registry-mismatch", pair?.value, [...at, "registry"], args, edit)];
}

/** Where `docker_auth:` itself stands. */
function startOf(view: View): number {
  const pair = view.baseImage === null ? undefined : lastPair(view.document, view.baseImage, "docker_auth");
  return pair === undefined ? 0 : keyStart(pair);
}

function methodOf(view: View, auth: YAMLMap): readonly Finding[] {
  const written = textAt(view, auth, "auth_method");
  const pair = lastPair(view.document, auth, "auth_method");
  if (written === null)
    return [
      finding(
        view,
        "docker-auth-missing-field",
        pair ? keyStart(pair) : startOf(view),
        [...at, "auth_method"],
        {
          field: "auth_method",
          method: "any method",
        },
      ),
    ];
  const method = written.toUpperCase();
  const fields = methodFields[method];
  if (fields === undefined) return [unknownMethod(view, pair as Pair, written)];
  const missing = fields.required
    .filter((field) => textAt(view, auth, field) === null)
    .map((field) =>
      finding(view, "docker-auth-missing-field", pair?.value, [...at, field], { field, method }),
    );
  const foreign = auth.items
    .filter(
      (item) =>
        dockerAuthKeys.has(keyName(item)) && isForeign(fields, keyName(item)) && textOf(item.value) !== null,
    )
    .map((item) => {
      const field = keyName(item);
      const code = isForbidden(fields, field) ? "docker-auth-forbidden-field" : "docker-auth-unused-field";
      return finding(
        view,
        code,
        keyStart(item),
        [...at, field],
        { field, method },
        removal(view, auth, item),
      );
    });
  return [...missing, ...foreign, ...missingSecrets(view, auth, method)];
}

function unknownMethod(view: View, pair: Pair, written: string): Finding {
  const known = Object.keys(methodFields);
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

function missingSecrets(view: View, auth: YAMLMap, method: string): readonly Finding[] {
  const names = secretNames(view);
  return (
    neededSecrets(method, (field) => textAt(view, auth, field))
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
