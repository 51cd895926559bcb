// Who is signed in here? What the machine's files say stands in the header; AWS is asked beside the token.

import type { SetupOptions } from "../flow.ts";
import type { Values } from "../mechanisms/types.ts";
import { awsIdentity } from "../programs/aws/commands.ts";
import { gcloudAccount } from "../programs/gcloud/account.ts";
import type { Registry, Target } from "../registries/types.ts";
import type { World } from "../world/types.ts";
import { awsProfilesOf, settledProfile } from "./aws-profile.ts";

/** Who is signed in with a program. */
export interface SignedIn {
  readonly program: "aws" | "gcloud";
  /** `profile prod`, `AWS_ACCESS_KEY_ID`, `ada@example.com` */
  readonly who: string;
}

/**
 * Who is signed in with the program that a registry goes with, as far as files and variables tell.
 * @returns null where no program goes with the registry, or nothing tells
 */
export async function signedIn(
  { takes = [] }: Registry,
  options: Pick<SetupOptions, "awsProfile">,
  world: Pick<World, "files" | "env" | "home" | "platform">,
): Promise<SignedIn | null> {
  if (takes.includes("awsProfile")) {
    const { profile = null, variable = null } = (await settledProfile(options, world)) ?? {};
    const by = variable === null ? "" : ` (${variable})`;
    const who = profile === null ? (variable ?? (await byDefault(world))) : `profile ${profile}${by}`;
    return who === null ? null : { program: "aws", who };
  }
  if (!takes.includes("impersonateServiceAccount")) return null;
  const who = await gcloudAccount(world);
  return who === null ? null : { program: "gcloud", who };
}

/** Nothing names a profile: aws takes the default one, if that has something to sign in with. */
async function byDefault(world: Pick<World, "files" | "env" | "home">): Promise<string | null> {
  const own = (await awsProfilesOf(world)).find(({ name }) => name === "default");
  return own === undefined || own.signIn === "no key" ? null : "profile default";
}

/**
 * Asks AWS who fetches the token; a second or so.
 * @returns `profile prod · arn:aws:iam::123456789012:user/ada`; null when AWS doesn't say
 */
export async function callerOf(
  { region }: Target,
  { awsProfile }: Values,
  { exec }: Pick<World, "exec">,
): Promise<string | null> {
  const { command, read } = awsIdentity({
    ...(region === undefined ? {} : { region }),
    ...(awsProfile === undefined ? {} : { awsProfile }),
  });
  const result = await exec(command);
  const arn = result.status === "ok" ? (read(result.stdout)?.arn ?? null) : null;
  if (arn === null) return null;
  return awsProfile === undefined ? arn : `profile ${awsProfile} · ${arn}`;
}
