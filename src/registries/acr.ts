// Azure Container Registry: https://learn.microsoft.com/azure/container-registry/container-registry-authentication
import { hoursAfter } from "../programs/aws/commands.ts";
import { parseJson, textAt } from "../text/json.ts";
import { basicRegistry } from "./basic.ts";
import type { Attempt, Target } from "./types.ts";

const host = /^([a-z0-9]+)(?:-[a-z0-9-]+)?(?:\.[a-z0-9-]+)*\.azurecr\.(?:io|cn|us)$/;
/** Hours that a token lasts which `az acr login --expose-token` prints. */
const tokenHours = 3;
/** Who such a token's user is, always. */
const tokenUser = "00000000-0000-0000-0000-000000000000";

function exposedToken(target: Target): Attempt {
  // A registry's name has no hyphen; what follows one is a suffix of its domain only.
  const name = host.exec(target.host)?.[1] ?? target.host;
  return {
    command: { file: "az", args: ["acr", "login", "--name", name, "--expose-token", "--output", "json"] },
    read: (stdout, now) => {
      const token = textAt(parseJson(stdout), "accessToken");
      if (token === null) return null;
      const expiresAt = hoursAfter(now, tokenHours);
      return { kind: "basic", username: tokenUser, password: stdout.map(() => token), expiresAt };
    },
  };
}

export const acr = basicRegistry({
  id: "acr",
  title: "Azure Container Registry",
  example: "myregistry.azurecr.io/team/whisper:3",
  hosts: (name) => host.test(name),
  token: {
    title: "Token",
    summary: "one secret; az's lasts 3 hours, a repository-scoped one as you set it",
    lifetimeHours: tokenHours,
    fetch: (target) => [exposedToken(target)],
    typed: {
      message: "Password of the token or service principal",
      why: "A repository-scoped token that may read lasts longer than the one from az.",
      link: "https://learn.microsoft.com/azure/container-registry/container-registry-repository-scoped-permissions",
      usernameMessage: "Token name, or application id of the service principal",
    },
  },
});
