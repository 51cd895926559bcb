// How is this tool called again, from where it was called now?
import { shellLine } from "./shell.ts";

/** Where the command was started from. */
export interface Caller {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** As the tool was called: npx and kin tell it, and then its name is on no PATH. */
export function toolOf({ env }: Caller): readonly string[] {
  if (env.npm_command !== "exec") return ["create-registry-auth"];
  const pnpm = env.npm_config_user_agent?.startsWith("pnpm");
  return pnpm ? ["pnpm", "dlx", "create-registry-auth"] : ["npx", "create-registry-auth"];
}

/** This tool's command on the same projects, as it works when it is pasted. */
export const ownCommand = (
  words: readonly string[],
  { projects, recursive }: { readonly projects: readonly string[]; readonly recursive: boolean },
  caller: Caller,
): string => {
  const [verb = "", ...flags] = words;
  const given = recursive || projects.join() !== "." ? projects : [];
  return shellLine([...toolOf(caller), verb, ...(recursive ? ["-r"] : []), ...given, ...flags]);
};
