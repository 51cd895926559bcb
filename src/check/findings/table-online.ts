// The findings that only --online has; table.ts says what an entry is.
import type { FindingEntry } from "./table.ts";

export const onlineFindings = {
  "secret-not-stored": {
    level: "error",
    breaks: "pull",
    title: "The secret doesn't exist in Baseten",
    message: "Baseten has no secret {name}.",
    why: "The build can't sign in to the registry without it.",
    fix: "Run create-registry-auth in this folder, or add {name} in Baseten",
    example: null,
  },
  "secret-name-collides": {
    level: "warning",
    title: "The secret exists under a colliding name",
    message: "Baseten has {other}, and takes it and {name} for one name.",
    why: "Names that differ only in punctuation collide: storing one may replace the other.",
    fix: "Use one of the two names everywhere",
    example: null,
  },
  "pull-denied": {
    level: "error",
    breaks: "pull",
    title: "The registry denies the pull",
    message: "{reason}",
    why: "Baseten's build pulls the same image in the same way.",
    fix: "Correct the image or its credential, then check again",
    example: null,
  },
  "no-linux-amd64": {
    level: "error",
    breaks: "pull",
    title: "The image isn't built for linux/amd64",
    message: "The image is built for {platforms}; Baseten runs linux/amd64.",
    why: "Images built on a Mac with Apple silicon are for arm64 unless told otherwise.",
    fix: "Build it again with docker build --platform linux/amd64",
    example: null,
  },
  "pull-not-proved": {
    level: "info",
    title: "The pull could not be tried from here",
    message: "{reason}",
    why: "Only what can be signed in to without a question is tried.",
    fix: "The next truss push is the proof",
    example: null,
  },
} as const satisfies Readonly<Record<string, FindingEntry>>;
