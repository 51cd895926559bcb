// The gh commands this tool runs. https://cli.github.com/manual/gh_auth_token
import { oneLine } from "../../text/json.ts";
import type { Command } from "../../world/types.ts";
import type { Attempt, Probe } from "../types.ts";

/** Whether gh is there; asks nobody. */
export const ghVersion: Command = { file: "gh", args: ["--version"] };

/** Who is signed in at github.com. */
export const ghUser: Probe = {
  command: { file: "gh", args: ["api", "user", "--hostname", "github.com", "--jq", ".login"] },
  read: (stdout) => {
    const login = oneLine(stdout)?.reveal() ?? "";
    return /^[A-Za-z0-9-]+$/.test(login) ? login : null;
  },
};

/** The token with which gh itself signs in: it may do all that gh may. */
export const ghToken = (username: string): Attempt => ({
  command: { file: "gh", args: ["auth", "token", "--hostname", "github.com"] },
  read: (stdout) => {
    const password = oneLine(stdout);
    return password === null ? null : { kind: "basic", username, password, expiresAt: null };
  },
});
