// The az commands this tool runs, and how their output is read.
import { hoursAfter } from "../../text/clock.ts";
import { parseJson, textAt } from "../../text/json.ts";
import { isOneLine } from "../../values/token-shape.ts";
import type { Attempt } from "../types.ts";

/** Hours that a token lasts which `az acr login --expose-token` prints. */
const acrTokenHours = 3;
/** Who such a token's user is, always. */
const tokenUser = "00000000-0000-0000-0000-000000000000";

/** A token for a registry of that name. https://learn.microsoft.com/cli/azure/acr#az-acr-login */
export const exposedToken = (name: string): Attempt => ({
  command: { file: "az", args: ["acr", "login", "--name", name, "--expose-token", "--output", "json"] },
  read: (stdout, now) => {
    const token = textAt(parseJson(stdout), "accessToken");
    if (token === null || !isOneLine(token)) return null;
    const expiresAt = hoursAfter(now, acrTokenHours);
    return { kind: "basic", username: tokenUser, password: stdout.map(() => token), expiresAt };
  },
});
