// The doctl commands this tool runs. https://docs.digitalocean.com/reference/doctl/reference/registries/docker-config/
import { at, parseJson, textAt } from "../../text/json.ts";
import { isOneLine } from "../../values/token-shape.ts";
import type { Command } from "../../world/types.ts";
import type { Attempt } from "../types.ts";

/** Whether doctl is there; asks nobody. */
export const doctlVersion: Command = { file: "doctl", args: ["version"] };

/** A read-only credential of a registry, which doesn't expire, as Docker's config.json has it. */
export const dockerConfig = (registry: string, host: string): Attempt => ({
  command: { file: "doctl", args: ["registries", "docker-config", registry] },
  read: (stdout) => {
    const auth = textAt(at(parseJson(stdout), "auths"), host, "auth");
    const [user, ...password] = Buffer.from(auth ?? "", "base64")
      .toString()
      .split(":");
    const token = password.join(":");
    if (!user || !isOneLine(user) || !isOneLine(token)) return null;
    return { kind: "basic", username: user, password: stdout.map(() => token), expiresAt: null };
  },
});
