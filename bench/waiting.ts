// How long does somebody wait after the last answer, when the token came while they were still reading?
import { setTimeout as after } from "node:timers/promises";
import { startBaseten } from "../test/support/baseten.ts";
import { bin, onTerminal } from "./child.ts";
import { makeProject } from "./project.ts";
import { measure } from "./ratio.ts";

const token = Buffer.from("AWS:not-a-password").toString("base64");
const answer = JSON.stringify({
  authorizationData: [{ authorizationToken: token, expiresAt: 4_000_000_000 }],
});

/** From Enter at the plan to the last line. The aws of this run takes 1 s, the person 2 s. */
export async function benchWaiting(): Promise<boolean> {
  const apiKey = "bench-key";
  const baseten = await startBaseten({ apiKey });
  const project = await makeProject({ aws: `sleep 1\necho '${answer}'` });
  const setting = {
    cwd: project.cwd,
    env: { ...project.env, BASETEN_API_KEY: apiKey, BASETEN_MANAGEMENT_API_URL_OVERRIDE: baseten.url },
  };
  const run = async (): Promise<number> => {
    const tool = onTerminal(process.execPath, [bin, "--method", "token", "--no-verify"], setting);
    try {
      await tool.shows(/\(Y\/n\)/);
      await after(2000);
      const asked = performance.now();
      tool.type("\r");
      return (await tool.shows(/Next /)) - asked;
    } finally {
      tool.kill();
      await tool.ended;
    }
  };
  try {
    return await measure("from the plan's Enter to the end, the token being there", run, {
      runs: 7,
      aimMs: 50,
    });
  } finally {
    await Promise.all([project.remove(), baseten.close()]);
  }
}
