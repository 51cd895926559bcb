// What does a whole set-up cost beyond the one aws command that it has to wait for?
import { spawn } from "node:child_process";
import { bin, time } from "./child.ts";
import { makeProject } from "./project.ts";
import { compare, say } from "./ratio.ts";

/** A set-up by flags with the real aws against moto's server, against that aws command alone. */
export async function benchToken(): Promise<boolean> {
  const project = await makeProject();
  const missing = [];
  for (const program of ["aws", "moto_server"])
    if ((await time(["which", program], project).catch(() => null)) === null) missing.push(program);
  if (missing.length > 0) {
    say(
      `NOT MEASURED: set-up with aws (${missing.join(", ")} is missing; pip install awscli 'moto[server]')`,
    );
    await project.remove();
    return false;
  }
  const moto = await startMoto();
  const setting = {
    cwd: project.cwd,
    env: {
      ...project.env,
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: "AKIAROOTROOTROOTROOT",
      AWS_SECRET_ACCESS_KEY: "any",
    },
  };
  const aws = ["ecr", "get-authorization-token", "--region", "us-east-1", "--output", "json"];
  const setup = [bin, "--method", "token", "--store", "print", "--no-verify", "--yes"];
  try {
    return await compare({
      name: "set-up with a 12-hour token",
      floor: { name: "aws ecr get-authorization-token", run: () => time(["aws", ...aws], setting) },
      run: async () => {
        await project.renew();
        return time([process.execPath, ...setup], setting);
      },
      aim: 1.2,
    });
  } finally {
    moto.stop();
    await project.remove();
  }
}

function startMoto(): Promise<{ readonly url: string; stop(): void }> {
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (chunk: Buffer): void => {
      printed += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (url !== undefined) resolve({ url, stop: () => void child.kill() });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject).on("close", () => reject(new Error(`moto_server ended: ${printed}`)));
  });
}
