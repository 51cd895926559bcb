// How long does somebody wait after the last answer, when the token came while they were still reading?
import { startBaseten } from "../test/support/baseten.ts";
import { bin, timeOnTerminal } from "./child.ts";
import { makeProject } from "./project.ts";
import { measure } from "./ratio.ts";

const token = Buffer.from("AWS:not-a-password").toString("base64");
const answer = JSON.stringify({
  authorizationData: [{ authorizationToken: token, expiresAt: 4_000_000_000 }],
});

/** From Enter at the plan to the last line, and to the end. The aws of this run takes 1 s, the person 2 s. */
export async function benchWaiting(): Promise<boolean> {
  const baseten = await startBaseten({ apiKey: "bench-key" });
  const run = (until: { readonly until?: string }) => async (): Promise<number> => {
    const project = await makeProject({ programs: { aws: `sleep 1\necho '${answer}'` } });
    const env = {
      ...project.env,
      BASETEN_API_KEY: "bench-key",
      BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url,
    };
    const argv = [process.execPath, bin, "--method", "token", "--no-verify"];
    const steps = [{ shows: String.raw`\(Y/n\)`, wait: 2000, type: "\r" }];
    try {
      return (await timeOnTerminal(argv, { cwd: project.cwd, env }, { steps, ...until })).since;
    } finally {
      await project.remove();
    }
  };
  try {
    const line = await measure(
      "from the plan's Enter to the last line, the token being there",
      run({ until: "Next " }),
      {
        runs: 15,
        aimMs: 20,
      },
    );
    return (
      (await measure("from the plan's Enter to the end of the process", run({}), {
        runs: 15,
        aimMs: null,
      })) && line
    );
  } finally {
    await baseten.close();
  }
}
