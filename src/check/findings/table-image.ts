// The findings about the image and its registry; table.ts says what an entry is.
import type { FindingEntry } from "./table.ts";

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

export const imageFindings = {
  "invalid-image": {
    level: "error",
    breaks: "pull",
    title: "The image is no image reference",
    message: "The image is not a reference that Docker accepts: {why}.",
    why: "No registry can be asked for it.",
    fix: "Write it as host/path/name:tag",
    example: "base_image:\n  image: https://ghcr.io/team/whisper:3\n",
  },
  "no-authentication": {
    level: "error",
    breaks: "pull",
    title: "The image is private, and nothing signs in",
    message: "{host} lets nobody pull without signing in, and the file says nothing of how.",
    why: "Amazon ECR has no anonymous pull; only ECR Public does.",
    fix: "Run create-registry-auth in this folder",
    example: `base_image:\n  image: ${ecr}/whisper:3\n`,
  },
  "perhaps-private": {
    level: "warning",
    title: "The image looks private, and nothing signs in",
    message: "Images on {host} are usually private, and the file says nothing of how to sign in.",
    why: "Unless its owner opened it to everyone, the pull is denied.",
    fix: "Run create-registry-auth in this folder, unless the image is public",
    example: "base_image:\n  image: us-docker.pkg.dev/team/images/whisper:3\n",
  },
  "floating-tag": {
    level: "warning",
    title: "A private image has no fixed tag",
    message: "The image has no tag, or :latest, so the next build may pull another one.",
    why: "A deploy that worked can then break without any change here.",
    fix: "Name a tag or a digest: image:3, or image@sha256:…",
    example: "base_image:\n  image: ghcr.io/team/whisper\nsecrets:\n  DOCKER_REGISTRY_ghcr.io: null\n",
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
    fix: "Renew it with create-registry-auth refresh, or switch: create-registry-auth --method oidc",
    example: `base_image:\n  image: ${ecr}/whisper:3\nsecrets:\n  DOCKER_REGISTRY_${ecr}: null\n`,
  },
} as const satisfies Readonly<Record<string, FindingEntry>>;
