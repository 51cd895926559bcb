// With which account is gcloud signed in? Read from its files, since gcloud itself takes seconds to start.
import path from "node:path";
import { readIni } from "../../text/ini.ts";
import type { World } from "../../world/types.ts";

/**
 * The account that gcloud is set to; null where none is.
 * https://cloud.google.com/sdk/docs/configurations and https://cloud.google.com/sdk/docs/properties
 * @returns an e-mail address
 */
export async function gcloudAccount(
  world: Pick<World, "files" | "env" | "home" | "platform">,
): Promise<string | null> {
  const { env, files } = world;
  if (env.CLOUDSDK_CORE_ACCOUNT) return env.CLOUDSDK_CORE_ACCOUNT;
  const { folder, join } = configFolder(world);
  const read = async (...names: readonly string[]): Promise<string> =>
    Buffer.from((await files.read(join(folder, ...names))) ?? []).toString("utf8");
  const active = env.CLOUDSDK_ACTIVE_CONFIG_NAME || (await read("active_config")).trim() || "default";
  // The name becomes a part of a path.
  if (!/^[\w-]+$/.test(active)) return null;
  const properties = readIni(await read("configurations", `config_${active}`));
  return properties.get("core")?.get("account") || null;
}

function configFolder({ env, home, platform }: Pick<World, "env" | "home" | "platform">) {
  const { join } = platform === "win32" ? path.win32 : path.posix;
  const usual =
    platform === "win32"
      ? join(env.APPDATA || join(home, "AppData", "Roaming"), "gcloud")
      : join(home, ".config", "gcloud");
  return { folder: env.CLOUDSDK_CONFIG || usual, join };
}
