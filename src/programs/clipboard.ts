// Which program puts a text on the clipboard of this machine? Commands are values; only world/ performs.
import type { Secret } from "../values/secret.ts";
import type { Command, World } from "../world/types.ts";

/**
 * The programs to try, in order. Over SSH there is none: the clipboard wanted is that of the other end, which only
 * the terminal reaches.
 */
export function copyCommands(
  value: Secret,
  { env, platform }: Pick<World, "env" | "platform">,
): readonly Command[] {
  if (env.SSH_CONNECTION || env.SSH_TTY) return [];
  const by = (file: Command["file"], ...args: readonly string[]): Command => ({
    file,
    args,
    input: value,
    timeoutMs: 3000,
  });
  if (platform === "darwin") return [by("pbcopy")];
  if (platform === "win32" || env.WSL_DISTRO_NAME) return [by("clip.exe")];
  return [
    ...(env.WAYLAND_DISPLAY ? [by("wl-copy")] : []),
    ...(env.DISPLAY ? [by("xsel", "--clipboard", "--input")] : []),
  ];
}
