// What does the pull check cost beyond its requests?
import { manifestTypes } from "../src/distribution/manifest.ts";
import { checkPull } from "../src/distribution/pull.ts";
import { parseImage } from "../src/values/image.ts";
import { Secret } from "../src/values/secret.ts";
import { createFetch } from "../src/world/http.ts";
import { startRegistry } from "../test/support/registry.ts";
import { compare } from "./ratio.ts";

const user = "bench";
const password = "open-sesame";
const repository = "team/whisper";
const accept = manifestTypes.join(", ");

/**
 * The check against bare requests to the same registry, on loopback: the three that prove it (challenge, token,
 * HEAD), and the five that tell platforms and size too.
 */
export async function benchPull(): Promise<boolean> {
  const registry = await startRegistry({
    auth: "bearer",
    users: { [user]: password },
    images: [{ repository, tag: "3", platforms: ["linux/amd64", "linux/arm64"] }],
  });
  const image = parseImage(`${registry.host}/${repository}:3`);
  const credential = {
    kind: "basic",
    username: user,
    password: new Secret(password),
    expiresAt: null,
  } as const;
  const target = { image, apiHost: registry.host };
  const check = async (): Promise<void> => {
    const { kind } = await checkPull({ target, credential }, createFetch({}));
    if (kind !== "pulled") throw new Error(`The check ended with ${kind}.`);
  };
  const floor = (more: boolean) => tenTimes(() => bareRequests(`http://${registry.host}`, more));
  const run = tenTimes(check);
  const name = "pull check on loopback, ten times";
  try {
    const same = { name: "its five requests", run: floor(true) };
    const fewest = { name: "the three that prove it", run: floor(false) };
    const met = await compare({ name, floor: same, run, aim: 1.3 });
    return (await compare({ name, floor: fewest, run, aim: null })) && met;
  } finally {
    await registry.close();
  }
}

/** One check is over in a few milliseconds, too short for the clock of a busy machine. */
const tenTimes = (work: () => Promise<void>) => async (): Promise<number> => {
  const started = performance.now();
  for (let count = 0; count < 10; count++) await work();
  return performance.now() - started;
};

async function bareRequests(base: string, more: boolean): Promise<void> {
  await (await fetch(`${base}/v2/`)).text();
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  const scope = `service=test&scope=repository:${repository}:pull`;
  const granted = await fetch(`${base}/token?${scope}`, { headers: { authorization: `Basic ${basic}` } });
  const { token } = (await granted.json()) as { token: string };
  const read = (reference: string, method = "GET") =>
    fetch(`${base}/v2/${repository}/manifests/${reference}`, {
      method,
      headers: { accept, authorization: `Bearer ${token}` },
    });
  const head = await read("3", "HEAD");
  if (head.status !== 200) throw new Error(`The HEAD ended with ${head.status}.`);
  if (!more) return;
  const index = (await (await read("3")).json()) as { manifests: readonly { digest: string }[] };
  await (await read(index.manifests[0]?.digest ?? "")).json();
}
