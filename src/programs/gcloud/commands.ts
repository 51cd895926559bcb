// The gcloud commands this tool runs, and how their output is read.

import { hoursAfter } from "../../text/clock.ts";
import { listAt, oneLine, parseJson, textAt } from "../../text/json.ts";
import type { Secret } from "../../values/secret.ts";
import { dateOf, laterThan, tokenLine } from "../../values/token-shape.ts";
import type { Command } from "../../world/types.ts";
import type { Attempt, Listing, Probe } from "../types.ts";

/** Hours that a Google access token lasts. https://cloud.google.com/docs/authentication/token-types */
const googleTokenHours = 1;
/** The user of a Google access token. https://cloud.google.com/artifact-registry/docs/docker/authentication */
export const accessTokenUser = "oauth2accesstoken";

/** A gcloud command that never asks. */
export const gcloud = (...args: readonly string[]): Command => ({
  file: "gcloud",
  args,
  env: { CLOUDSDK_CORE_DISABLE_PROMPTS: "1" },
});

const basic = (password: Secret, expiresAt: Date) =>
  ({ kind: "basic", username: accessTokenUser, password, expiresAt }) as const;

/** An access token with its expiry. */
const configHelper: Attempt = {
  command: gcloud("config", "config-helper", "--format=json(credential)"),
  read: (stdout, now) => {
    const output = parseJson(stdout);
    const token = tokenLine(stdout.map(() => textAt(output, "credential", "access_token") ?? ""));
    if (token === null) return null;
    const expiresAt = laterThan(now, dateOf(textAt(output, "credential", "token_expiry") ?? ""));
    return basic(token, expiresAt ?? hoursAfter(now, googleTokenHours));
  },
};

const printAccessToken = (...flags: readonly string[]): Attempt => ({
  command: gcloud("auth", "print-access-token", ...flags),
  read: (stdout, now) => {
    const token = tokenLine(stdout);
    return token === null ? null : basic(token, hoursAfter(now, googleTokenHours));
  },
});

/**
 * The ways to an access token, best first. With a service account to impersonate there is one only: a
 * second that ignored the flag would quietly store the user's own, broader token.
 */
export const accessTokens = (impersonate: string | undefined): readonly Attempt[] =>
  impersonate === undefined
    ? [configHelper, printAccessToken()]
    : [printAccessToken(`--impersonate-service-account=${impersonate}`)];

const readLine = (stdout: Secret): string | null => oneLine(stdout)?.reveal() ?? null;

/** The project that gcloud is set to. An unset one is an empty line and no failure. */
export const googleProject: Probe = { command: gcloud("config", "get", "project"), read: readLine };

/** The Docker repositories of a project, as `us-west2-docker.pkg.dev/project/repository`. */
export const artifactRegistryListing: Listing = {
  suffix: "/",
  context: googleProject,
  command: ({ project }) =>
    project === undefined
      ? null
      : gcloud("artifacts", "repositories", "list", `--project=${project}`, "--format=json"),
  read: (stdout) =>
    listAt(parseJson(stdout)).flatMap((repository) => {
      if (textAt(repository, "format") !== "DOCKER") return [];
      const name = /^projects\/([^/]+)\/locations\/([^/]+)\/repositories\/([^/]+)$/.exec(
        textAt(repository, "name") ?? "",
      );
      if (name === null) return [];
      const [, project = "", location = "", repositoryId = ""] = name;
      // A domain-scoped project, `example.com:name`, is two parts of a path.
      return `${location}-docker.pkg.dev/${project.replace(":", "/")}/${repositoryId}`;
    }),
};
