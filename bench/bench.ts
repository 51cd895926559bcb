// Prints what the tool costs, as ratios to what can't be avoided: medians of 15 pairs that take turns.
import { availableParallelism, cpus } from "node:os";
import { benchCheck } from "./check.ts";
import { benchEdit } from "./edit.ts";
import { benchPull } from "./pull.ts";
import { say } from "./ratio.ts";
import { benchRefresh } from "./refresh.ts";
import { benchFirstPrompt, benchHelp } from "./start-up.ts";
import { benchToken } from "./token.ts";
import { benchWaiting } from "./waiting.ts";

/** Each prints its lines and tells whether its aims were met; any other answer is no miss. */
const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  help: benchHelp,
  prompt: benchFirstPrompt,
  token: benchToken,
  pull: benchPull,
  waiting: benchWaiting,
  edit: benchEdit,
  check: benchCheck,
  refresh: benchRefresh,
};

// `npm run bench pull` runs one of them.
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(", ")}.`);

const day = new Date().toISOString().slice(0, 10);
say(
  `${day}, Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
);
let met = true;
for (const [name, bench] of Object.entries(benches))
  if (wanted.length === 0 || wanted.includes(name)) met = (await bench()) !== false && met;
process.exitCode = met ? 0 : 1;
