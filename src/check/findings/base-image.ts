// Can Baseten find and pull the image as it is written?
import { keyStart } from "../../config/locate.ts";
import { hostSecret } from "../../mechanisms/registry-secret.ts";
import { nearly } from "../../registries/nearly.ts";
import { CliError } from "../../values/errors.ts";
import { isFloating, parseImage } from "../../values/image.ts";
import { ecrHost, keyNames } from "./examples.ts";
import type { Entries, Finding, View, ViewImage } from "./types.ts";
import { findingsOf, lastPair, resolved, secretNames, textOf } from "./view.ts";

export const imageFindings = {
  "image-missing": {
    level: "warning",
    title: "docker_auth stands beside no image",
    message: "base_image names no image, so docker_auth has nothing to sign in for.",
    why: "Baseten then uses its own base image.",
    fix: "Add image to base_image, or remove docker_auth",
    example: `base_image:\n  docker_auth:\n    auth_method: AWS_IAM\n${keyNames}`,
  },
  "invalid-image": {
    level: "error",
    breaks: "pull",
    title: "The image is no image reference",
    message: "The image is not a reference that Docker accepts: {why}.",
    why: "No registry can be asked for it.",
    fix: "Write it as host/path/name:tag",
    example: "base_image:\n  image: https://ghcr.io/team/whisper:3\n",
  },
  "nearly-a-registry": {
    level: "warning",
    title: "The image's host is nearly a registry's",
    message: "{host} is no registry's host: {why}.",
    why: "Nothing answers there, so the image can't be pulled.",
    fix: "Write {meant}",
    example: "base_image:\n  image: 123456789012.ecr.us-east-1.amazonaws.com/whisper:3\n",
  },
  "no-authentication": {
    level: "error",
    breaks: "pull",
    title: "The image is private, and nothing signs in",
    message: "{what} can't be pulled without signing in, and the file says nothing of how.",
    why: "The registry lets nobody in without a credential, and Baseten's build has none.",
    fix: "Run {setup}",
    example: `base_image:\n  image: ${ecrHost}/whisper:3\n`,
  },
  "perhaps-private": {
    level: "warning",
    title: "The image looks private, and nothing signs in",
    message: "Images on {host} are usually private, and the file says nothing of how to sign in.",
    why: "Unless its owner opened it to everyone, the pull is denied.",
    fix: "Run {setup}, unless the image is public; check --online tells",
    example: "base_image:\n  image: us-docker.pkg.dev/team/images/whisper:3\n",
  },
  "floating-tag": {
    level: "warning",
    title: "The image has no fixed tag",
    message: "The image {tag}; Baseten serves that from a cached copy, which may be an old one.",
    why: "What you push under :latest later may not reach your next deploy. Baseten's documentation recommends a digest.",
    fix: "Name a digest or a tag: image@sha256:…, or image:3",
    example: "base_image:\n  image: ghcr.io/team/whisper\n",
  },
  "legacy-gcr": {
    level: "info",
    title: "The image is on gcr.io",
    message: "{host} is Container Registry's old host, now served by Artifact Registry.",
    why: "Google shut Container Registry down in 2025; the host works for projects that moved over.",
    fix: "Consider the Artifact Registry host, such as us-docker.pkg.dev",
    example: "base_image:\n  image: gcr.io/team/whisper:3\n",
  },
  "short-lived-token": {
    level: "info",
    title: "An ECR token expires after 12 hours",
    message: "{name} holds an ECR token, which expires after 12 hours.",
    why: "Builds after that are denied until it is renewed. An IAM key or an OIDC role doesn't expire.",
    fix: "Renew it with {refresh}, or switch: {switch}",
    example: `base_image:\n  image: ${ecrHost}/whisper:3\nsecrets:\n  DOCKER_REGISTRY_${ecrHost}: null\n`,
  },
  "nim-api-key": {
    level: "warning",
    title: "A NIM lacks its API key",
    message: "A NIM reads {name} when it starts, and the file doesn't list it.",
    why: "The key that pulls the image also downloads the model; without it the NIM stops at its start.",
    fix: "Run {setup}, which stores and lists the key",
    example: "base_image:\n  image: nvcr.io/nim/meta/llama:1\nsecrets:\n  DOCKER_REGISTRY_nvcr.io: null\n",
  },
} as const satisfies Entries;

const finding = findingsOf(imageFindings);

const at = ["base_image", "image"];

const imagePair = (view: View) =>
  view.baseImage === null ? undefined : lastPair(view.document, view.baseImage, "image");

/** All findings about base_image.image. */
export function findInImage(view: View): readonly Finding[] {
  const pair = imagePair(view);
  const text = textOf(resolved(view.document, pair?.value));
  if (text === null || pair === undefined) {
    const auth = view.baseImage === null ? undefined : lastPair(view.document, view.baseImage, "docker_auth");
    return view.dockerAuth === null || auth === undefined
      ? []
      : [finding(view, "image-missing", keyStart(auth), at)];
  }
  if (view.image === null) return [finding(view, "invalid-image", pair.value, at, { why: whyNot(text) })];
  const here: Here = (code, args = {}) => finding(view, code, pair.value, at, args);
  return [
    ...nearlyThere(view.image, here),
    ...authentication(view, view.image, here),
    ...details(view.image, here),
    ...nimKey(view, view.image, here),
  ];
}

function nearlyThere({ target: { image } }: ViewImage, here: Here): readonly Finding[] {
  const near = nearly(image);
  if (near === null) return [];
  return [
    here("nearly-a-registry", {
      host: image.host,
      why: near.why,
      meant: near.meant ?? "the registry's own host",
    }),
  ];
}

type Here = (code: keyof typeof imageFindings, args?: Finding["args"]) => Finding;

function whyNot(text: string): string {
  try {
    parseImage(text);
    return "";
  } catch (error) {
    return error instanceof CliError ? (/: (.*)\.$/.exec(error.message)?.[1] ?? "") : "";
  }
}

const isLegacyGoogle = (host: string): boolean => /(?:^|\.)gcr\.io$/.test(host);

function authentication(view: View, image: ViewImage, here: Here): readonly Finding[] {
  const { registry, target } = image;
  const name = hostSecret(image.target.host);
  const listed = secretNames(view).includes(name);
  if (view.dockerAuth === null && listed && registry.id === "ecr")
    return [here("short-lived-token", { name })];
  if (view.dockerAuth !== null || listed || target.publicBecause !== undefined) return [];
  if (target.open === "never") return [here("no-authentication", { what: `Images on ${target.host}` })];
  // Here an owner may have made the image public.
  if (target.open === "seldom" && !isLegacyGoogle(target.host))
    return [here("perhaps-private", { host: target.host })];
  return [];
}

function nimKey(view: View, { target }: ViewImage, here: Here): readonly Finding[] {
  const { host, rawSecret: name } = target;
  const signsIn = view.dockerAuth !== null || secretNames(view).includes(hostSecret(host));
  return name === undefined || !signsIn || secretNames(view).includes(name)
    ? []
    : [here("nim-api-key", { name })];
}

/** That the registry let nobody in without a credential, once it was asked. */
export const findPrivate = (view: View, { target }: ViewImage): Finding =>
  finding(view, "no-authentication", imagePair(view)?.value, at, { what: target.image.text });

function details({ target }: ViewImage, here: Here): readonly Finding[] {
  const { tag, host } = target.image;
  const floats = isFloating(target.image);
  return [
    ...(isLegacyGoogle(host) && host !== "marketplace.gcr.io" ? [here("legacy-gcr", { host })] : []),
    ...(floats
      ? [here("floating-tag", { tag: tag === null ? "has no tag, so :latest" : "is :latest" })]
      : []),
  ];
}
