// The table of flags, and the help text made of it.

export const commandNames = ["setup", "refresh", "check"] as const;
export type CommandName = (typeof commandNames)[number];

/** One flag, as it stands in the help. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** The placeholder of its value; null for a switch. */
  readonly value: string | null;
  readonly help: string;
  /** The commands it goes with. */
  readonly commands: readonly CommandName[];
  readonly repeatable?: boolean;
}

interface Group {
  readonly title: string;
  /** For the flags that don't say otherwise. */
  readonly commands: readonly CommandName[];
  readonly flags: readonly (Omit<Flag, "commands"> & { readonly commands?: readonly CommandName[] })[];
}

const groups: readonly Group[] = [
  {
    title: "What to set up",
    commands: ["setup"],
    flags: [
      {
        name: "registry",
        value: "<id>",
        help: "ecr, artifact-registry, docker-hub, ghcr, ngc,\nacr, gitlab, quay, other",
      },
      { name: "method", value: "<id>", help: "oidc, iam, service-account, token" },
      { name: "image", value: "<reference>", help: "set base_image.image" },
    ],
  },
  {
    title: "Amazon ECR",
    commands: ["setup"],
    flags: [
      {
        name: "aws-profile",
        value: "<name>",
        help: "the AWS profile to use\nrefresh and check also take <account>=<name>",
        commands: commandNames,
        repeatable: true,
      },
      { name: "access-key-id-secret", value: "<name>", help: "name of the access key id's secret" },
      { name: "secret-access-key-secret", value: "<name>", help: "name of the secret access key's secret" },
      { name: "aws-role-arn", value: "<arn>", help: "the role Baseten assumes (OIDC)" },
      { name: "aws-region", value: "<region>", help: "the role's region (OIDC); default: the image's" },
    ],
  },
  {
    title: "Google Artifact Registry",
    commands: ["setup"],
    flags: [
      { name: "service-account-key", value: "<file>", help: "the JSON key; - is standard input" },
      { name: "secret-name", value: "<name>", help: "name of the service account key's secret" },
      { name: "gcp-service-account", value: "<email>", help: "the service account (OIDC)" },
      { name: "workload-identity-provider", value: "<resource>", help: "projects/…/providers/… (OIDC)" },
      {
        name: "impersonate-service-account",
        value: "<email>",
        help: "passed to gcloud",
        commands: commandNames,
      },
    ],
  },
  {
    title: "A user and a token",
    commands: ["setup"],
    flags: [
      { name: "username", value: "<name>", help: "the registry user" },
      { name: "password-stdin", value: null, help: "read the token from standard input" },
      { name: "from-docker", value: null, help: "use what `docker login` stored" },
    ],
  },
  {
    title: "Where the secret goes",
    commands: commandNames,
    flags: [
      {
        name: "store",
        value: "<where>",
        help: "baseten, print (standard output), none",
        commands: ["setup"],
      },
      { name: "team", value: "<name>", help: "Baseten team" },
      { name: "remote", value: "<name>", help: "section of ~/.trussrc" },
      { name: "api-key-stdin", value: null, help: "read the Baseten API key from standard input" },
    ],
  },
  {
    title: "refresh and check",
    commands: ["refresh", "check"],
    flags: [
      { name: "recursive", short: "r", value: null, help: "every Truss config.yaml below" },
      {
        name: "schedule",
        value: "<kind>",
        help: "print a schedule that renews:\ngithub-actions, cron, kubernetes",
        commands: ["refresh"],
      },
      { name: "online", value: null, help: "also ask Baseten and the registry", commands: ["check"] },
      { name: "fix", value: null, help: "apply the fixes that edit config.yaml", commands: ["check"] },
      { name: "strict", value: null, help: "warnings fail too", commands: ["check"] },
      { name: "format", value: "<kind>", help: "text, github, sarif", commands: ["check"] },
      { name: "output", value: "<file>", help: "write the schedule or SARIF there" },
    ],
  },
  {
    title: "How to run",
    commands: commandNames,
    flags: [
      { name: "no-verify", value: null, help: "skip the pull check", commands: ["setup", "refresh"] },
      {
        name: "dry-run",
        value: null,
        help: "only show what would be done",
        commands: ["setup", "refresh"],
      },
      { name: "json", value: null, help: "one JSON document on standard output; no prompts" },
      { name: "yes", short: "y", value: null, help: "take every default" },
      { name: "quiet", short: "q", value: null, help: "only the result" },
      { name: "no-color", value: null, help: "no colour; NO_COLOR works too" },
      { name: "version", short: "V", value: null, help: "print the version" },
      { name: "help", short: "h", value: null, help: "print this help" },
    ],
  },
];

/** Every flag. */
export const flags: readonly Flag[] = groups.flatMap((group) =>
  group.flags.map((flag) => ({ commands: group.commands, ...flag })),
);

const label = (flag: Omit<Flag, "commands">): string =>
  `${flag.short === undefined ? "    " : `-${flag.short}, `}--${flag.name}${flag.value === null ? "" : ` ${flag.value}`}`;

/** The text of `--help`, at most 100 columns wide. */
export function helpText(): string {
  const width = Math.max(...flags.map((flag) => label(flag).length));
  const sections = groups.map(({ title, flags }) =>
    [
      `${title}:`,
      ...flags.map(
        (flag) => `  ${label(flag).padEnd(width)}  ${flag.help.replace("\n", `\n${" ".repeat(width + 4)}`)}`,
      ),
    ].join("\n"),
  );
  return `Set a Truss project up to pull a private base image on Baseten.

Usage:
  create-registry-auth [setup] [project]      the wizard
  create-registry-auth refresh [project…]     fetch and store new short-lived tokens; never asks
  create-registry-auth check [project…]       say what would break, and why

project is a folder that holds config.yaml, or the file itself (default: this folder).
On a terminal it asks for what it can't find out. Every question has a flag.

${sections.join("\n\n")}

Examples:
  create-registry-auth                                        the wizard
  create-registry-auth --method token --yes                   a 12-hour ECR token, no questions
  create-registry-auth --method iam --aws-profile prod --dry-run
  create-registry-auth --service-account-key key.json --method service-account
  pass show hub | create-registry-auth --username me --password-stdin

Exit codes: 0 ok, 1 failed, 2 usage, 3 sign-in, 4 not found, 5 invalid, 6 server, 130 interrupted
`;
}
