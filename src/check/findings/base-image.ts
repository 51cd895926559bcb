// Can Baseten find and pull the image as it is written?
import { keyStart } from "../../config/locate.ts";
import { CliError } from "../../values/errors.ts";
import { parseImage } from "../../values/image.ts";
import { credentialName } from "./listed-secrets.ts";
import type { Finding, View, ViewImage } from "./types.ts";
import { finding, lastPair, resolved, secretNames, textOf } from "./view.ts";

const at = ["base_image", "image"];

/** All findings about base_image.image. */
export function findInImage(view: View): readonly Finding[] {
  const pair = view.baseImage === null ? undefined : lastPair(view.document, view.baseImage, "image");
  const text = textOf(resolved(view.document, pair?.value));
  if (text === null || pair === undefined) {
    const auth = view.baseImage === null ? undefined : lastPair(view.document, view.baseImage, "docker_auth");
    return view.dockerAuth === null || auth === undefined
      ? []
      : [finding(view, "image-missing", keyStart(auth), at)];
  }
  if (view.image === null) return [finding(view, "invalid-image", pair.value, at, { why: whyNot(text) })];
  const here = (code: Finding["code"], args: Finding["args"] = {}): Finding =>
    finding(view, code, pair.value, at, args);
  return [...authentication(view, view.image, here), ...details(view, view.image, here)];
}

type Here = (code: Finding["code"], args?: Finding["args"]) => Finding;

function whyNot(text: string): string {
  try {
    parseImage(text);
    return "";
  } catch (error) {
    return error instanceof CliError ? (/: (.*)\.$/.exec(error.message)?.[1] ?? "") : "";
  }
}

/** Registries whose images are private unless their owner opened them to everyone. */
const usuallyPrivate = new Set(["artifact-registry", "acr"]);

const isLegacyGoogle = (host: string): boolean => /(?:^|\.)gcr\.io$/.test(host);

function authentication(view: View, image: ViewImage, here: Here): readonly Finding[] {
  const { registry, target } = image;
  const name = credentialName(image);
  const listed = secretNames(view).includes(name);
  if (view.dockerAuth === null && listed && registry.id === "ecr")
    return [here("short-lived-token", { name })];
  if (view.dockerAuth !== null || listed || target.publicBecause !== undefined) return [];
  const args = { host: target.host, name };
  // ECR lets nobody in without a token, so this can't work; elsewhere an owner may have made the image public.
  if (registry.id === "ecr") return [here("no-authentication", args)];
  if (usuallyPrivate.has(registry.id) && !isLegacyGoogle(target.host)) return [here("perhaps-private", args)];
  return [];
}

function details(view: View, image: ViewImage, here: Here): readonly Finding[] {
  const { target, registry } = image;
  const { tag, digest, host } = target.image;
  const guarded =
    view.dockerAuth !== null ||
    registry.id === "ecr" ||
    usuallyPrivate.has(registry.id) ||
    secretNames(view).includes(credentialName(image));
  const floats = digest === null && (tag === null || tag === "latest");
  return [
    ...(isLegacyGoogle(host) && host !== "marketplace.gcr.io" ? [here("legacy-gcr", { host })] : []),
    ...(guarded && floats && target.publicBecause === undefined ? [here("floating-tag")] : []),
  ];
}
