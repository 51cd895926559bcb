// The az commands this tool runs, and how their output is read.
import { hoursAfter } from "../../text/clock.ts";
import { parseJson, textAt } from "../../text/json.ts";
import { CliError } from "../../values/errors.ts";
import { isOneLine } from "../../values/token-shape.ts";
import type { Attempt } from "../types.ts";

/** Hours that a token lasts which `az acr login --expose-token` prints. */
const acrTokenHours = 3;
/** Who such a token's user is, always. */
const tokenUser = "00000000-0000-0000-0000-000000000000";

/**
 * A token for a registry. Its name alone is looked for in the cloud that az is set to, so a registry in another one
 * than the usual is named by its host: az then says that the cloud is another.
 * https://learn.microsoft.com/cli/azure/acr#az-acr-login
 * @param host the image's, such as `myregistry.azurecr.io`, or `myregistry-x1y2.azurecr.io` with a scoped name
 */
export const exposedToken = (host: string): Attempt => {
  // A registry's name has no hyphen; what follows one is a suffix of its domain only.
  const name = host.endsWith(".azurecr.io") ? (/^[a-z0-9]+/.exec(host)?.[0] ?? host) : host;
  return {
    command: { file: "az", args: ["acr", "login", "--name", name, "--expose-token", "--output", "json"] },
    read: (stdout, now) => {
      const output = parseJson(stdout);
      const token = textAt(output, "accessToken");
      if (token === null || !isOneLine(token)) return null;
      refuseOther(textAt(output, "loginServer"), host);
      const expiresAt = hoursAfter(now, acrTokenHours);
      return { kind: "basic", username: tokenUser, password: stdout.map(() => token), expiresAt };
    },
  };
};

/** A registry of the same name in another cloud or tenant would give a token that the image's doesn't take. */
function refuseOther(loginServer: string | null, host: string): void {
  if (loginServer === null || loginServer.toLowerCase() === host) return;
  throw new CliError("registry-mismatch", `az signs in to another registry than the image's ${host}.`, {
    hint: `See what it finds: az acr list --query "[].loginServer" --output tsv`,
  });
}
