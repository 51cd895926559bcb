// Which program does a set-up that asks nothing run first, where a glance at config.yaml is enough to know it? It takes
// longer than all else, so it is started before what sets up is loaded: see world/start-ahead.ts.
import { settledProfile } from "../credential/aws-profile.ts";
import type { SetupOptions } from "../flow.ts";
import type { Command, PlainCommand, World } from "../world/types.ts";
import { glance } from "./glanced.ts";
import { askMethod, usesCredential } from "./method.ts";

/** The flags that a token is fetched with or without, in the same way. With any other one nothing is certain. */
const sameWay: ReadonlySet<string> = new Set<keyof SetupOptions>([
  ...(["project", "version", "method", "awsProfile", "impersonateServiceAccount"] as const),
  ...(["store", "team", "remote", "apiKeyStdin", "verify", "json", "yes", "quiet"] as const),
]);

/**
 * The command that fetches the token, for flags that take every default.
 * @returns null where another program may come first, or none
 */
export async function firstProgram(options: SetupOptions, world: World): Promise<PlainCommand | null> {
  const others = Object.entries(options).filter(([key, value]) => !sameWay.has(key) && value !== false);
  if (world.prompter !== null || !options.yes || others.length > 0) return null;
  return glance(options, world, async ({ setUp, config, registry, target }) => {
    // The default method is the one in use, which a glance doesn't tell.
    if (setUp && options.method === undefined) return null;
    // A text that isn't UTF-8 is refused; where it is read, the bytes that are wrong can't be seen any more.
    if (!Buffer.from(config.text, "utf8").equals(config.bytes ?? new Uint8Array())) return null;
    const truss = { image: target.image.text, dockerAuth: null, secrets: [] };
    const method = await askMethod(registry, target, { truss, found: { registry, target } }, options, world);
    if (!usesCredential(method, options) || method.mechanism.fields.length > 0) return null;
    const [first] = method.fetch(target, options);
    if (first?.command.file !== "aws") return plain(first?.command);
    const settled = await settledProfile(options, world);
    if (settled === null) return null;
    const { profile } = settled;
    const values = profile === null ? options : { ...options, awsProfile: profile };
    return plain(method.fetch(target, values)[0]?.command);
  });
}

/** The command, unless it has a secret in it. */
function plain(command: Command | undefined): PlainCommand | null {
  if (command === undefined || command.input !== undefined) return null;
  return Object.values(command.env ?? {}).every((value) => typeof value === "string")
    ? (command as PlainCommand)
    : null;
}
