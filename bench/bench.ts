// Prints what the tool costs, as ratios to what can't be avoided: medians of 15 turns, smallest and largest beside them.
import { writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { benchCheck } from "./check.ts";
import { benchEdit } from "./edit.ts";
import { benchDryRun, benchPullProcess } from "./flags.ts";
import { benchGrowth } from "./growth.ts";
import { benchPacked } from "./packed.ts";
import { benchPull } from "./pull.ts";
import { said, say } from "./ratio.ts";
import { benchRefresh } from "./refresh.ts";
import { benchFirstQuestion, benchHelp, type Reach } from "./start-up.ts";
import { benchToken } from "./token.ts";
import { benchWaiting } from "./waiting.ts";

/** Each prints its lines and tells whether its aims were met; any other answer is no miss. */
const benches: Readonly<Record<string, (reach: Reach) => Promise<unknown>>> = {
  packed: benchPacked,
  help: benchHelp,
  question: benchFirstQuestion,
  flags: benchDryRun,
  token: benchToken,
  waiting: benchWaiting,
  process: benchPullProcess,
  pull: benchPull,
  edit: benchEdit,
  check: benchCheck,
  refresh: benchRefresh,
  growth: benchGrowth,
};

// `npm run bench pull` runs one of them; `--offline` leaves out what would have to be installed first.
const offline = process.argv.includes("--offline");
const wanted = process.argv.slice(2).filter((word) => word !== "--offline");
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(", ")}.`);

const day = new Date().toISOString().slice(0, 10);
say(
  `${day}, Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? "unknown processor"}, load ${loadavg()[0]?.toFixed(1)}`,
);
say("A ratio is the median of 15 turns [smallest–largest], of the wall clock unless it says CPU or memory.");
let met = true;
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  try {
    met = (await bench({ offline })) !== false && met;
  } catch (error) {
    // One that fails doesn't take the others' results along.
    say(`NOT MEASURED: ${name} (${error instanceof Error ? error.message : error})`);
    met = false;
  }
}
// Only a whole run is worth keeping.
if (wanted.length === 0) {
  const results = new URL("../bench/RESULTS.md", import.meta.url);
  await writeFile(results, `# What \`npm run bench\` printed\n\n\`\`\`\n${said()}\`\`\`\n`);
}
process.exit(met ? 0 : 1);
