// What the registry tests share: a target from an image's text, and a command on one line.
import { inspect } from "node:util";
import type { Attempt } from "../../src/programs/types.ts";
import { findRegistry, type RegistryId, registryById } from "../../src/registries/index.ts";
import type { Method, MethodId, Target } from "../../src/registries/types.ts";
import { parseImage } from "../../src/values/image.ts";
import { type BasicCredential, Secret } from "../../src/values/secret.ts";
import type { Command } from "../../src/world/types.ts";

export const now = new Date("2026-01-01T00:00:00.000Z");
export const ecrImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3";

export const targetOf = (text: string): Target => findRegistry(parseImage(text)).target;

export function methodOf(registry: RegistryId, id: MethodId): Method {
  const method = registryById(registry).methods.find((candidate) => candidate.id === id);
  if (method === undefined) throw new Error(`${registry} has no method ${id}`);
  return method;
}

/** `NAME=value file arg…`, secrets redacted. */
export function line(command: Command | null): string {
  if (command === null) return "none";
  const env = Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${value} `);
  return `${env.join("")}${command.file} ${command.args.join(" ")}`;
}

/** What an attempt reads, with the password shown; for tests only. */
export function readOf(attempt: Attempt | undefined, stdout: string): string | null {
  const read = attempt?.read(new Secret(stdout), now) ?? null;
  return read === null ? null : show(read);
}

export const show = ({ username, password, expiresAt }: BasicCredential): string =>
  `${username}:${password.reveal()} until ${expiresAt?.toISOString() ?? "set by the user"}`;

/** An attempt, or a failure of the test. */
export function attemptOf(way: ReturnType<Method["signIn"]>): Attempt {
  if (way === null || "kind" in way) throw new Error(`${inspect(way)} is no attempt`);
  return way;
}
