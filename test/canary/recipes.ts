// Every input that may bear a secret, each in a recipe that uses it. None of the secrets here opens anything.
import { generateKeyPairSync } from "node:crypto";
import { configOf, ecrHost, ecrImage, googleImage, hubImage, serviceAccount } from "../support/samples.ts";
import type { BasetenMode, RegistryMode } from "./servers.ts";

const word = (prefix: string, length = 40): string =>
  prefix + "Canary0123456789abcdefghijklmnopqrstuvwxyzQ7".slice(0, length - prefix.length);
const key = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** The secrets, by name. */
export const canaries = {
  apiKey: word("bt-"),
  awsId: "AKIACANARY0123456789",
  awsSecret: word("aws/+"),
  awsSession: word("session/+"),
  ecrPassword: word("eyJ-ecr-"),
  googleToken: word("ya29.google-"),
  azureToken: word("azure-"),
  password: word("dckr_pat_"),
  helperPassword: word("helper-"),
  pem: key.split("\n")[1] ?? "",
  oauth: word("oauth-"),
  configValue: word("hf_"),
  proxyPassword: word("proxy-", 30),
} as const;

export const jsonKey: string = JSON.stringify({
  type: "service_account",
  project_id: "my-project",
  private_key: key,
  private_key_id: "1a2b3c4d5e6f",
  client_email: serviceAccount,
});

/** What a program does behind arguments that hold these words. */
export interface Case {
  readonly when: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  readonly seconds?: number;
}

/** One run of the built bin. `IMAGE` in a config is the registry on this machine. */
export interface Run {
  readonly args: readonly string[];
  readonly config: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly home?: Readonly<Record<string, string>>;
  readonly project?: Readonly<Record<string, string>>;
  readonly programs?: Readonly<Record<string, readonly Case[]>>;
  readonly baseten?: BasetenMode;
  readonly registry?: RegistryMode;
  readonly signal?: NodeJS.Signals;
  /** Secrets are to be on stdout. */
  readonly prints?: boolean;
  readonly readOnly?: boolean;
}

export interface Recipe {
  readonly name: string;
  readonly run: Run;
  /** What Baseten is sent when all goes well: a secret of this name within. */
  readonly sends?: keyof typeof canaries;
  /** The exit code then; 0 unless said. */
  readonly code?: number;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const withKey = { BASETEN_API_KEY: canaries.apiKey };
const section = (more: string): Readonly<Record<string, string>> => ({
  ".trussrc": `[baseten]\nremote_provider = baseten\nremote_url = https://app.baseten.co\n${more}\n`,
});
const ecrAnswer = JSON.stringify({
  authorizationData: [
    {
      authorizationToken: base64(`AWS:${canaries.ecrPassword}`),
      expiresAt: "2999-01-01T00:00:00Z",
      proxyEndpoint: `https://${ecrHost}`,
    },
  ],
});
const aws: readonly Case[] = [{ when: "ecr get-authorization-token", stdout: ecrAnswer }];
const gcloud: readonly Case[] = [
  {
    when: "config-helper",
    stdout: JSON.stringify({
      credential: { access_token: canaries.googleToken, token_expiry: "2999-01-01T00:00:00Z" },
    }),
  },
  { when: "print-access-token", stdout: `${canaries.googleToken}\n` },
];
const helper: readonly Case[] = [
  {
    when: "get",
    stdout: JSON.stringify({ ServerURL: "x", Username: "ada", Secret: canaries.helperPassword }),
  },
];
const basetenCli: readonly Case[] = [
  { when: "whoami", stdout: '{"workspace_name":"Acme"}' },
  { when: "team list", stdout: '{"teams":[{"id":"t1","name":"Default","default":true}]}' },
  { when: "secret list", stdout: '{"secrets":[]}' },
  { when: "secret set", stdout: "" },
];
const profile = `[prod]\naws_access_key_id = ${canaries.awsId}\naws_secret_access_key = ${canaries.awsSecret}\n`;
const awsEnv = { AWS_ACCESS_KEY_ID: canaries.awsId, AWS_SECRET_ACCESS_KEY: canaries.awsSecret };
const here = configOf("IMAGE");
const withValue = here.replace("hf_access_token: null", `hf_access_token: ${canaries.configValue}`);
const user = ["--username", "ada", "--password-stdin"];
const ecrToken = { config: configOf(ecrImage), programs: { aws } };

export const recipes: readonly Recipe[] = [
  {
    name: "ECR token, the key in BASETEN_API_KEY",
    run: { ...ecrToken, args: ["--method", "token"], env: withKey },
    sends: "ecrPassword",
  },
  {
    name: "ECR token, the key on stdin",
    run: { ...ecrToken, args: ["--method", "token", "--api-key-stdin"], input: canaries.apiKey },
    sends: "ecrPassword",
  },
  {
    name: "ECR token, Truss's variables",
    run: {
      ...ecrToken,
      args: ["--method", "token"],
      env: {
        BASETEN_TRUSS_AUTH_API_KEY: canaries.apiKey,
        BASETEN_TRUSS_AUTH_REMOTE_URL: "https://app.baseten.co",
      },
    },
    sends: "ecrPassword",
  },
  {
    name: "ECR token, ~/.trussrc",
    run: { ...ecrToken, args: ["--method", "token"], home: section(`api_key = ${canaries.apiKey}`) },
    sends: "ecrPassword",
  },
  {
    name: "ECR token, through the baseten CLI, tokens in both files",
    run: {
      ...ecrToken,
      args: ["--method", "token"],
      home: {
        ...section(`auth_type = oauth\noauth_access_token = ${canaries.oauth}`),
        ".config/baseten/auth.json": JSON.stringify({
          current: "web",
          profiles: {
            web: { remote_url: "https://app.baseten.co", oauth_credential: { access_token: canaries.oauth } },
          },
        }),
      },
      programs: { aws, baseten: basetenCli },
    },
  },
  {
    name: "ECR token on stdin",
    run: { ...ecrToken, args: ["--password-stdin"], input: canaries.ecrPassword, env: withKey },
    sends: "ecrPassword",
  },
  {
    name: "an IAM key of the environment",
    run: { ...ecrToken, args: ["--method", "iam"], env: { ...withKey, ...awsEnv } },
    sends: "awsSecret",
  },
  {
    name: "an IAM key of a profile, another in the environment",
    run: {
      ...ecrToken,
      args: ["--method", "iam", "--aws-profile", "prod"],
      env: { ...withKey, AWS_SESSION_TOKEN: canaries.awsSession },
      home: { ".aws/credentials": profile },
    },
    sends: "awsSecret",
  },
  {
    name: "a token of gcloud, AWS keys beside it",
    run: {
      args: ["--method", "token"],
      config: configOf(googleImage),
      programs: { gcloud },
      env: { ...withKey, ...awsEnv },
    },
    sends: "googleToken",
  },
  {
    name: "a JSON key in a file",
    run: {
      args: ["--service-account-key", "key.json"],
      config: configOf(googleImage),
      project: { "key.json": jsonKey },
      env: withKey,
    },
    sends: "pem",
  },
  {
    name: "a JSON key on stdin",
    run: {
      args: ["--service-account-key", "-"],
      config: configOf(googleImage),
      input: jsonKey,
      env: withKey,
    },
    sends: "pem",
  },
  {
    name: "a token of az",
    run: {
      args: ["--method", "token"],
      config: configOf("acmeregistry.azurecr.io/app:1"),
      programs: {
        az: [
          {
            when: "acr login",
            stdout: JSON.stringify({
              accessToken: canaries.azureToken,
              loginServer: "acmeregistry.azurecr.io",
            }),
          },
        ],
      },
      env: { ...withKey, AZURE_CLIENT_SECRET: canaries.oauth },
    },
    sends: "azureToken",
  },
  {
    name: "a helper of Docker",
    run: {
      args: ["--from-docker"],
      config: here,
      home: { ".docker/config.json": '{"credsStore":"x"}' },
      programs: { "docker-credential-x": helper },
      env: { ...withKey, ...awsEnv },
    },
    sends: "helperPassword",
  },
  {
    name: "Docker's own file",
    run: {
      args: ["--from-docker"],
      config: configOf(hubImage),
      home: {
        ".docker/config.json": JSON.stringify({
          auths: { "https://index.docker.io/v1/": { auth: base64(`ada:${canaries.password}`) } },
        }),
      },
      env: withKey,
    },
    sends: "password",
  },
  {
    name: "DOCKER_AUTH_CONFIG",
    run: {
      args: ["--from-docker"],
      config: configOf(hubImage),
      env: {
        ...withKey,
        DOCKER_AUTH_CONFIG: JSON.stringify({
          auths: { "https://index.docker.io/v1/": { auth: base64(`ada:${canaries.password}`) } },
        }),
      },
    },
    sends: "password",
  },
  {
    name: "a password on stdin, a value in config.yaml",
    run: { args: user, config: withValue, input: canaries.password, env: withKey },
    sends: "password",
  },
  {
    name: "a proxy with a password",
    run: {
      ...ecrToken,
      args: ["--method", "token"],
      env: {
        ...withKey,
        HTTPS_PROXY: `http://ada:${canaries.proxyPassword}@127.0.0.1:9`,
        NO_PROXY: "localhost,127.0.0.1",
      },
    },
    sends: "ecrPassword",
  },
  {
    name: "refresh",
    run: {
      args: ["refresh"],
      config: `base_image:\n  image: ${ecrImage}\nsecrets:\n  DOCKER_REGISTRY_${ecrHost}: null\n  hf: ${canaries.configValue}\n`,
      programs: { aws },
      env: { ...withKey, ...awsEnv },
    },
    sends: "ecrPassword",
  },
  {
    name: "check --online",
    // The secret isn't stored.
    code: 5,
    run: {
      args: ["check", "--online"],
      config: `base_image:\n  image: ${ecrImage}\nsecrets:\n  DOCKER_REGISTRY_${ecrHost}: null\n  hf: ${canaries.configValue}\n`,
      programs: { aws },
      env: withKey,
    },
  },
];

/** Secrets that stand where none belongs. Their owner typed them, so their arguments are known to this machine. */
export const misplaced: readonly Recipe[] = [
  ["as a path", ["--service-account-key", jsonKey], "pem"],
  ["as a project", [canaries.password], "password"],
  ["as a second project", [".", canaries.password], "password"],
  ["behind --password-stdin", [...user, canaries.password], "password"],
  ["as a flag's name", [`--${canaries.password}`], "password"],
  ["as a flag's value", ["--password", canaries.password], "password"],
  ["as the method", ["--method", canaries.password], "password"],
  ["as a remote", ["--remote", canaries.password, ...user], "password"],
  ["as a team", ["--team", canaries.password, ...user], "password"],
  ["in the image", ["--image", `https://ada:${canaries.password}@ghcr.io/o/i:1`, ...user], "password"],
  ["as an output", ["check", "--format", "sarif", "--output", canaries.password], "password"],
].map(([name, args]) => ({
  name: `misplaced ${name}`,
  run: { args: args as readonly string[], config: here, input: "another-password-1", env: withKey },
}));
