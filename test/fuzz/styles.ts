// How do people write config.yaml? Makes one in any mixture of styles.
import type { Random } from "./random.ts";

/** Blocks that no edit may touch. In each, one thing that a careless editor would break. */
const others: readonly string[] = [
  "model_name: whisper # ours\n",
  "model_name: 'it''s'\n",
  "python_version: py311\n",
  "resources: {cpu: '1', use_gpu: yes, memory: 2Gi}\n",
  "resources:\n  cpu: 0o17\n  mode: 0644\n  time: 12:30\n  date: 2024-01-01\n",
  "requirements:\n- torch==2.4.0\n- 'a: b'\n",
  "requirements:\n    - torch\n\n    # why\n    - numpy\n",
  "requirements: [a, 'b, c', \"d # e\"] # f\n",
  "description: |\n  secrets:\n    a: b\n  base_image: no\n",
  "description: |+\n  kept\n\n\n",
  "description: >-\n  folded\n  text # no comment\n\n  more\n",
  "description: |2-\n    indented\n  less\n",
  "description: plain text that\n  goes on # here\n",
  'description: "double\n  that goes on\n\n  and \\\n  on"\n',
  "description: 'single\n\n  that goes on'\n",
  "# a comment alone\n",
  "\n",
  "\n# a comment\n  # and one that is indented\n\n",
  "model_metadata:\n  secrets: {not: ours}\n  base_image:\n    image: not/ours\n",
  "model_metadata: &m\n  tags: [x]\nother: *m\n",
  "defaults: &d {a: 1}\nuses:\n  <<: *d\n  b: 2\n",
  "build_commands:\n- 'echo {'\n- \"x: y\"\n- |\n  cat <<E\n  secrets: x\n  E\n",
  "environment_variables:\n  A: 'x'\n  B: # nothing\n",
  "? explicit\n: value\n",
  "'quoted key': 1\n",
  "emoji: 😀 # é\n",
  "trailing: spaces   \n",
  "empty:\n",
  "tilde: ~\n",
  "weights:\n  - source: s3://x\n    auth:\n      auth_secret_name: w\n",
  "tagged: !!str 12\n",
  "deep:\n   a:\n      b:\n       - c: d\n         e: f\n",
  "{a: 1}: complex\n",
  "- \n",
];

const foreign = ["hf_access_token", "'quoted one'", '"double"', "0644", "yes", "a-b.c", "x:y"] as const;
const values = ["null", "", "~", "'v'", "v # c", '"w"', "|\n{}    x"] as const;
const images = [
  "a/b",
  "ghcr.io/o/i:1",
  "'a/b:2'",
  '"a/b"',
  "127.0.0.1:5000/x",
  "2024",
  "1.5",
  "",
  "null",
] as const;
const methods: readonly (readonly string[])[] = [
  ["auth_method: AWS_IAM", "registry: r.example"],
  ["auth_method: aws_iam", "registry: 'r'", "aws_access_key_id_secret_name: my_id"],
  ["auth_method: AWS_OIDC", "aws_oidc_role_arn: arn:aws:iam::1:role/x", "aws_oidc_region: us-east-1"],
  ["auth_method: GCP_SERVICE_ACCOUNT_JSON", "secret_name: gcp-service-account", 'registry: "r"'],
  ["auth_method: REGISTRY_SECRET", "secret_name: DOCKER_REGISTRY_ghcr.io"],
  ["secret_name:", "registry: null", "auth_method: GCP_OIDC"],
  ["x_unknown: 1", "registry: r"],
];

const comment = (random: Random): string =>
  random.chance(20) ? ` # ${random.one(["c", "é", "a: b", "{"])}` : "";

/** Whole comment lines or blank lines between others, sometimes. */
const between = (random: Random, indent: string): string =>
  random.chance(12) ? random.one([`${indent}# between\n`, "\n", `  \n`, `${indent} # off\n`]) : "";

function flow(random: Random, pairs: readonly string[]): string {
  const pad = random.one(["", " "]);
  if (random.chance(75)) return `{${pad}${pairs.join(", ")}${random.chance(10) ? "," : ""}${pad}}`;
  const lines = pairs.map(
    (pair, index) =>
      `${pair}${index < pairs.length - 1 || random.chance(30) ? "," : ""}${random.chance(25) ? " # in" : ""}\n`,
  );
  return `{${random.one(["", " # open"])}\n    ${lines.join("    ")}  }`;
}

const block = (random: Random, indent: string, pairs: readonly string[]): string =>
  pairs
    .map(
      (pair) =>
        `${between(random, indent)}${indent}${pair}${pair.includes("\n") ? "\n" : `${comment(random)}\n`}`,
    )
    .join("");

/** Values that fit in a flow mapping, and on one line. */
const inline = (pair: string): boolean => !/[\n#]/.test(pair) && !/:$/.test(pair);

function authPairs(random: Random): string[] {
  return random.shuffled([...random.one(methods), ...random.some(["note: mine", "extra: [1, 2]"], 10)]);
}

function baseImage(random: Random, step: number): string {
  const [one, two] = [" ".repeat(step), " ".repeat(2 * step)];
  const key = random.one(["base_image", "base_image", "base_image", '"base_image"', "'base_image'"]);
  if (random.chance(12))
    return `${key}:${random.one(["", " {}", " null", " ~", " { }", " {\n  }", " # none"])}${comment(random)}\n`;
  const image = random.chance(90) ? [`image: ${random.one(images)}`.trimEnd()] : [];
  const more = random.some(["python_executable_path: /usr/bin/python3", "note: |\n{}  x"], 10);
  const auth = random.chance(55) ? authPairs(random) : null;
  const pairs = [...image, ...more];
  if (random.chance(20)) {
    const kept = pairs.filter(inline);
    const all = auth === null ? kept : [...kept, `docker_auth: {${auth.filter(inline).join(", ")}}`];
    return `${key}: ${flow(random, random.shuffled(all))}${comment(random)}\n`;
  }
  const lines = pairs.map((pair) => pair.replaceAll("{}", two));
  if (auth === null)
    return lines.length === 0 ? "" : `${key}:${comment(random)}\n${block(random, one, lines)}`;
  const written = random.chance(15)
    ? `${one}docker_auth: ${random.one(["null", "{}", "", "~"])}\n`
    : random.chance(25)
      ? `${one}docker_auth: ${flow(random, auth.filter(inline))}${comment(random)}\n`
      : `${one}docker_auth:${comment(random)}\n${block(random, two, auth)}`;
  const body = block(random, one, lines);
  return `${key}:${comment(random)}\n${random.chance(70) ? body + written : written + body}`;
}

function secrets(random: Random, step: number): string {
  const one = " ".repeat(step);
  if (random.chance(20))
    return `secrets:${random.one(["", " {}", " null", " ~", " {\n  }", " # none"])}${comment(random)}\n`;
  const mine = ["aws_access_key_id", "aws_secret_access_key", "my_id", "gcp-service-account"];
  const hosts = ["DOCKER_REGISTRY_ghcr.io", "DOCKER_REGISTRY_https://index.docker.io/v1/"];
  const names = random.shuffled([
    ...random.some(foreign, 30),
    ...random.some(mine, 30),
    ...random.some(hosts, 40),
  ]);
  const pairs = names.map((name) => `${name}: ${random.one(values)}`.trimEnd());
  if (pairs.length === 0) return "";
  if (random.chance(25)) {
    const kept = pairs.filter((pair) => inline(pair) && !pair.startsWith("x:y"));
    return `secrets: ${flow(random, kept)}${comment(random)}\n`;
  }
  return `secrets:${comment(random)}\n${block(
    random,
    one,
    pairs.map((pair) => pair.replaceAll("{}", one)),
  )}`;
}

/** A config.yaml and, of it, the parts that every edit must leave as they are, in order. */
export interface Config {
  readonly text: string;
  readonly untouched: readonly string[];
}

/** Makes a config. Some can't be read, and some can't be edited safely: these are to be refused. */
export function makeConfig(random: Random): Config {
  const step = random.one([2, 2, 2, 3, 4, 1]);
  const ours = [
    random.chance(88) ? baseImage(random, step) : "",
    random.chance(80) ? secrets(random, step) : "",
  ];
  const around = Array.from({ length: random.below(5) }, () => random.one(others));
  const parts = random.shuffled([
    ...ours.map((text) => [text, true] as const),
    ...around.map((text) => [text, false] as const),
  ]);
  const start = random.chance(12)
    ? random.one(["---\n", "# head\n\n", "%YAML 1.1\n---\n", "--- # doc\n"])
    : "";
  const end = random.chance(8) ? random.one(["...\n", "# tail\n", "\n\n"]) : "";
  const eol = random.chance(25) ? "\r\n" : "\n";
  const bare = random.chance(15);
  const write = (text: string): string => text.replaceAll("\n", eol);
  const all = `${start}${parts.map(([text]) => text).join("")}${end}`;
  const text = `${random.chance(8) ? "\ufeff" : ""}${write(bare ? all.replace(/\n$/, "") : all)}`;
  const untouched = parts
    .filter(([, own]) => !own)
    .map(([part]) => write(part.replace(/\s+$/, "").replace(/^\n+/, "")));
  return { text, untouched: untouched.filter((part) => part.trim() !== "") };
}
