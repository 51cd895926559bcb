// Does `secrets` list the right names, and names only?
import { isMap, isScalar, type Node, type Pair, type YAMLMap } from "yaml";
import type { Edit } from "../../config/edit.ts";
import { isNull, keyName, keyStart, rangeOf } from "../../config/locate.ts";
import { namedInConfig } from "../../config/mentions.ts";
import { writeScalar } from "../../config/scalar.ts";
import { changeMap, empty } from "../../config/splice.ts";
import { mechanismNamed, neededSecrets, secretsByDefault } from "../../mechanisms/index.ts";
import { hostSecret } from "../../mechanisms/registry-secret.ts";
import { replaceNode, sourceOf } from "./edits.ts";
import { ecrHost, ecrImage, oidcAuth, oidcRole } from "./examples.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { Entries, Finding, View } from "./types.ts";
import { findingsOf, lastPair, resolved, secretNames, textAt, textOf } from "./view.ts";

export const secretFindings = {
  "secrets-null": {
    level: "error",
    breaks: "load",
    title: "`secrets:` has no value",
    message: "secrets has no value; Truss wants a mapping.",
    why: "A bare `secrets:` is null, which Truss refuses.",
    fix: "Write secrets: {}, or remove the line",
    example: "secrets:\n",
  },
  "secret-value": {
    level: "warning",
    title: "A secret has a value in the file",
    message: "{name} has a value here; it belongs in Baseten.",
    why: "Whoever can read the repository, or its history, can read the value.",
    fix: "Write {name}: null; if the value was real, make a new one and store that in Baseten",
    example: "secrets:\n  hf_access_token: correct-horse-7\n",
  },
  "secret-placeholder": {
    level: "info",
    title: "A secret has a placeholder for its value",
    message: "{name} has words here instead of a value; null is enough.",
    why: "Values are kept in Baseten, so nothing needs to stand here.",
    fix: "Write {name}: null",
    example: "secrets:\n  hf_access_token: your-hf-access-token\n",
  },
  "docker-hub-secret-name": {
    level: "error",
    breaks: "pull",
    title: "Docker Hub's secret has a name that Baseten doesn't look for",
    message: "{name} is not the name that Baseten looks for on Docker Hub.",
    why: "Docker's key for its own registry is https://index.docker.io/v1/, scheme and slash included.",
    fix: "Write {right}: null, and store the secret under that name",
    example: "base_image:\n  image: team/whisper:3\nsecrets:\n  DOCKER_REGISTRY_docker.io: null\n",
  },
  "secret-for-other-host": {
    level: "warning",
    title: "A registry's secret is for a host that the image isn't on",
    message: "{name} is for another host; the image is on {host}.",
    why: "It has no part in this pull, unless the build pulls from that host too.",
    fix: "Remove it, or write {right}: null if the image's registry was meant",
    example: "base_image:\n  image: ghcr.io/team/whisper:3\nsecrets:\n  DOCKER_REGISTRY_quay.io: null\n",
  },
  "leftover-secret": {
    level: "warning",
    title: "A secret is left from an earlier method",
    message: "{method} doesn't read {name}.",
    why: "The next reader can't tell which of the two signs in.",
    fix: "Remove {name} under secrets, unless the model's own code reads it",
    example: `${ecrImage}  docker_auth:\n${oidcAuth}${oidcRole}secrets:\n  DOCKER_REGISTRY_${ecrHost}: null\n`,
  },
} as const satisfies Entries;

const finding = findingsOf(secretFindings);

const prefix = hostSecret("");

/** All findings about `secrets`. */
export function findInSecrets(view: View): readonly Finding[] {
  const pair = lastPair(view.document, view.root, "secrets");
  if (pair !== undefined && isNull(resolved(view.document, pair.value))) return [secretsNull(view, pair)];
  if (view.secrets === null) return [];
  const secrets = view.secrets;
  return [
    ...secrets.items.flatMap((item) => valueIn(view, item)),
    ...credentials(view, secrets),
    ...leftovers(view, secrets),
  ];
}

function secretsNull(view: View, pair: Pair): Finding {
  const value = pair.value as Node | null;
  const bare = value === null || rangeOf(value)[0] === rangeOf(value)[1];
  const edit = (): readonly Edit[] =>
    bare ? [{ offset: endOfKey(view, pair), length: 0, text: " {}" }] : [replaceNode(view, value, "{}")];
  return finding(view, "secrets-null", keyStart(pair), ["secrets"], {}, edit);
}

const endOfKey = ({ text }: View, pair: Pair): number => text.indexOf(":", rangeOf(pair.key as Node)[1]) + 1;

/** What truss_chains writes for each secret in a config.yaml that it generates. */
const trussDummy = "***";

/** A value belongs in Baseten. It is never repeated, not even its length. */
function valueIn(view: View, item: Pair): readonly Finding[] {
  const value = resolved(view.document, item.value);
  const name = keyName(item);
  const text = textOf(value);
  if (name === "<<" || !isScalar(value) || text === null || text === trussDummy) return [];
  const edit = isScalar(item.value) ? () => [replaceNode(view, item.value as Node, "null")] : null;
  const code = isPlaceholder(name, text) ? "secret-placeholder" : "secret-value";
  return [finding(view, code, keyStart(item), ["secrets", name], { name }, edit)];
}

/** The only name that Baseten looks for on Docker Hub. */
const hub = hostSecret("https://index.docker.io/v1/");

/** Forms in which Docker Hub's host is written that Baseten doesn't look for. */
const hubHost =
  /^(?:https?:\/\/)?(?:(?:www\.|index\.|registry-1\.|registry\.|hub\.)?docker\.(?:io|com))(?:\/v[12])?\/?$/i;

function credentials(view: View, secrets: YAMLMap): readonly Finding[] {
  if (view.image === null) return [];
  const right = hostSecret(view.image.target.host);
  const { target } = view.image;
  return secrets.items.flatMap((item) => {
    const name = keyName(item);
    if (!name.startsWith(prefix) || name === right) return [];
    const place = ["secrets", name];
    const onHub = hubHost.test(name.slice(prefix.length));
    const code =
      onHub && (right === hub || name !== hub) ? "docker-hub-secret-name" : "secret-for-other-host";
    if (code === "secret-for-other-host")
      return [finding(view, code, keyStart(item), place, { name, host: target.host, right })];
    const edit = secretNames(view).includes(hub)
      ? () => changeMap(sourceOf(view), secrets, "secrets", [item], [])
      : () => [replaceNode(view, item.key as Node, writeScalar(hub))];
    return [finding(view, code, keyStart(item), place, { name, right: hub }, edit)];
  });
}

/** Names that another way to sign in needs, beside a docker_auth that doesn't read them. */
function leftovers(view: View, secrets: YAMLMap): readonly Finding[] {
  const method = textAt(view, view.dockerAuth, "auth_method")?.toUpperCase();
  const mechanism = method === undefined ? null : mechanismNamed(method);
  if (view.image === null || method === undefined || mechanism === null) return [];
  const token = hostSecret(view.image.target.host);
  const used = neededSecrets(mechanism, (field) => textAt(view, view.dockerAuth, field));
  const own = mechanism.fields.map(({ byDefault }) => byDefault);
  const defaults = secretsByDefault.filter((name) => !own.includes(name));
  const others = mechanism.credential === "basic" ? [] : [token, ...defaults];
  return secrets.items.flatMap((item) => {
    const name = keyName(item);
    if (!others.includes(name) || used.some((needed) => needed.name === name)) return [];
    const remove = (): readonly Edit[] =>
      secrets.items.length === 1
        ? empty(sourceOf(view), lastPair(view.document, view.root, "secrets") as Pair, secrets)
        : changeMap(sourceOf(view), secrets, "secrets", [item], []);
    // The model's own code may read AWS keys; only a token that nothing else here names is surely of no more use.
    const unread = name === token && !namedInConfig(view, [name]).has(name);
    const edit = unread && isMap(lastPair(view.document, view.root, "secrets")?.value) ? remove : null;
    return [finding(view, "leftover-secret", keyStart(item), ["secrets", name], { name, method }, edit)];
  });
}
