// How does a command look that can be pasted into a shell?

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
  /^[\w./:@=+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Words as one command. */
export const shellLine = (words: readonly string[]): string => words.map(quoted).join(" ");

/** As the tool was called: npx and kin tell it, and then its name is on no PATH. */
export function toolOf({ env }: { readonly env: Readonly<Record<string, string | undefined>> }) {
  if (env.npm_command !== "exec") return ["create-registry-auth"];
  const pnpm = env.npm_config_user_agent?.startsWith("pnpm");
  return pnpm ? ["pnpm", "dlx", "create-registry-auth"] : ["npx", "create-registry-auth"];
}

/** This tool's command on the same projects, as it works when it is pasted. */
export const ownCommand = (
  words: readonly string[],
  { projects, recursive }: { readonly projects: readonly string[]; readonly recursive: boolean },
  caller: Parameters<typeof toolOf>[0],
): string => {
  const [verb = "", ...flags] = words;
  const given = recursive || projects.join() !== "." ? projects : [];
  return shellLine([...toolOf(caller), verb, ...(recursive ? ["-r"] : []), ...given, ...flags]);
};

/** `--aws-role-arn` for `awsRoleArn`. */
export const dashed = (key: string): `--${string}` =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
