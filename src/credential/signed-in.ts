// Who is signed in with the program that a registry goes with? For the header, while the person reads.

import type { SetupOptions } from "../flow.ts";
import { awsIdentity } from "../programs/aws/commands.ts";
import { gcloudAccount } from "../programs/gcloud/account.ts";
import type { Registry, Target } from "../registries/types.ts";
import type { World } from "../world/types.ts";
import { settledProfile } from "./aws-profile.ts";

/** Who is signed in with a program, for the header. */
export interface SignedIn {
  readonly program: "aws" | "gcloud";
  /** `profile prod · arn:aws:iam::123456789012:user/ada`, or `ada@example.com` */
  readonly who: string;
}

/**
 * Asks who is signed in with the program that a registry goes with: `aws` takes a second, gcloud's account is read from
 * its files. Meant to run while a person reads.
 * @returns null where no program goes with the registry, the profile isn't settled yet, or nobody is signed in
 */
export async function signedIn(
  registry: Registry,
  target: Target,
  options: Pick<SetupOptions, "awsProfile">,
  world: Pick<World, "exec" | "files" | "env" | "home" | "platform">,
): Promise<SignedIn | null> {
  if (registry.takes?.includes("awsProfile")) return signedInToAws(target, options, world);
  if (!registry.takes?.includes("impersonateServiceAccount")) return null;
  const who = await gcloudAccount(world).catch(() => null);
  return who === null ? null : { program: "gcloud", who };
}

async function signedInToAws(
  { region }: Target,
  options: Pick<SetupOptions, "awsProfile">,
  world: Pick<World, "exec" | "files" | "env" | "home">,
): Promise<SignedIn | null> {
  const settled = await settledProfile(options, world).catch(() => null);
  if (settled === null) return null;
  const { profile } = settled;
  const { command, read } = awsIdentity({
    ...(region === undefined ? {} : { region }),
    ...(profile === null ? {} : { awsProfile: profile }),
  });
  const result = await world.exec(command).catch(() => null);
  const arn = result?.status === "ok" ? (read(result.stdout)?.arn ?? null) : null;
  if (arn === null) return null;
  return { program: "aws", who: [...(profile === null ? [] : [`profile ${profile}`]), arn].join(" · ") };
}
