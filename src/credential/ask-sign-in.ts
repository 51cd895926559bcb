// Settles which sign-in of the `baseten` CLI is used; asks where several would do, or where it is another workspace's.
import type { CliSignIn } from "../baseten/baseten-cli.ts";
import type { CliProfile } from "../baseten/cli-profiles.ts";
import type { World } from "../world/types.ts";
import { canAsk } from "./ask.ts";
import type { CliWay } from "./cli-sign-in.ts";

/** The sign-in, and whether somebody chose it. */
export interface AskedSignIn {
  readonly signIn: CliSignIn;
  readonly chosen: boolean;
}

/**
 * Settles the sign-in; null where somebody wants none of the CLI's.
 * @param identify asks Baseten whose a chosen profile is
 * @throws CliError `api-key-missing` for none or another workspace's, `missing-flag` (`--remote`) for several,
 *   `not-signed-in` for one that has ended
 */
export async function askSignIn(
  way: CliWay,
  identify: (profile: CliProfile) => Promise<CliSignIn>,
  world: World,
): Promise<AskedSignIn | null> {
  if (way.kind === "signed-in") return { signIn: way.signIn, chosen: false };
  if (way.kind === "none" || !canAsk(world)) throw way.error;
  if (way.kind === "choose") {
    const profile = await world.prompter.select({
      message: "Which profile of the baseten CLI?",
      why: "It stores the secret in the profile's workspace.",
      choices: way.profiles.map((one) => ({ value: one, name: one.name, description: one.remoteUrl ?? "" })),
    });
    return { signIn: await identify(profile), chosen: true };
  }
  const { profile, workspace } = way.signIn;
  const take = await world.prompter.select({
    message: "Where does the secret go?",
    why: way.error.message,
    choices: [
      { value: false, name: "Another way", description: "by an API key, or by hand" },
      {
        value: true,
        name: `To ${workspace}`,
        description: profile === null ? "by the baseten CLI" : `as profile ${profile}`,
      },
    ],
  });
  return take ? { signIn: way.signIn, chosen: true } : null;
}
