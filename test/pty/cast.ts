// Who plays in these tests? AWS by moto and the real aws, three registries, gcloud, docker, and the files of their users.
import { generateKeyPairSync } from "node:crypto";
import { type AccessKey, createUser, credentialsFile, type Moto, startMoto } from "../real/support/aws.ts";
import { program } from "../real/support/programs.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";
import type { StageOptions } from "./stage.ts";

export const ecrHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
export const googleHost = "us-west2-docker.pkg.dev";
export const images = {
  ecr: `${ecrHost}/team/whisper:3`,
  google: `${googleHost}/my-project/models/whisper:3`,
  hub: "team/whisper:3",
  open: "python:3.11",
} as const;

/** A config.yaml with an image. */
export const configOf = (image: string): string => `model_name: whisper\nbase_image:\n  image: ${image}\n`;
export const hubToken = "dckr_pat_pty";
const googleToken = "ya29.pty";

/** A service account's JSON key. */
export const jsonKey = JSON.stringify(
  {
    type: "service_account",
    project_id: "my-project",
    private_key_id: "1a2b3c4d5e6f",
    private_key: generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
    client_email: "puller@my-project.iam.gserviceaccount.com",
  },
  null,
  2,
);

export interface Cast {
  readonly moto: Moto;
  /** The key of the IAM user `ada`. */
  readonly key: AccessKey;
  /** All that a stage needs for these registries. */
  readonly stage: Required<Pick<StageOptions, "hosts">>;
  /** The real aws on the PATH, and profiles with ada's key. */
  aws(...profiles: readonly string[]): Required<Pick<StageOptions, "files" | "programs" | "env">>;
  close(): Promise<void>;
}

/** Starts them all. */
export async function startCast(): Promise<Cast> {
  const moto = await startMoto();
  const key = await createUser(moto, "ada");
  const registries = await startRegistries(await passwordOf(moto));
  const { ecr, google, hub } = registries;
  return {
    moto,
    key,
    stage: {
      hosts: {
        [`https://${ecrHost}`]: ecr.host,
        [`https://${googleHost}`]: google.host,
        "https://registry-1.docker.io": hub.host,
        "https://auth.docker.io": hub.host,
      },
    },
    aws: (...profiles) => ({
      files: { ".aws/credentials": credentialsFile(Object.fromEntries(profiles.map((name) => [name, key]))) },
      programs: { aws: realAws() },
      env: { AWS_ENDPOINT_URL: moto.url, AWS_MAX_ATTEMPTS: "1", AWS_EC2_METADATA_DISABLED: "true" },
    }),
    close: async () => {
      await Promise.all([moto.stop(), ...Object.values(registries).map((registry) => registry.close())]);
    },
  };
}

/** The password in every token that moto gives. */
async function passwordOf(moto: Moto): Promise<string> {
  const answer = (await moto.aws("ecr get-authorization-token")) as {
    authorizationData: { authorizationToken: string }[];
  };
  const token = answer.authorizationData[0]?.authorizationToken ?? "";
  return Buffer.from(token, "base64").toString().replace(/^AWS:/, "");
}

/** The real aws. moto's tokens all expired on one day of 2015, which is moved to where AWS has it: in 12 hours. */
function realAws(): string {
  const expiresAt = new Date(Date.now() + 12 * 3_600_000).toISOString();
  return `told=$('${program("AWS_CLI")}' "$@")
code=$?
printf '%s\\n' "$told" | sed -E 's/("expiresAt": ).*/\\1"${expiresAt}"/'
exit $code`;
}

async function startRegistries(password: string): Promise<Record<"ecr" | "google" | "hub", TestRegistry>> {
  const image = { tag: "3", platforms: ["linux/amd64"], size: 8_100_000_000 };
  const [ecr, google, hub] = await Promise.all([
    startRegistry({
      auth: "basic",
      users: { AWS: password },
      images: [{ ...image, repository: "team/whisper" }],
    }),
    startRegistry({
      auth: "bearer",
      users: { oauth2accesstoken: googleToken, _json_key: jsonKey },
      realm: `https://${googleHost}/token`,
      images: [{ ...image, repository: "my-project/models/whisper" }],
    }),
    startRegistry({
      auth: "bearer",
      users: { ada: hubToken },
      realm: "https://auth.docker.io/token",
      images: [
        { ...image, repository: "team/whisper" },
        { ...image, repository: "team/whisper", tag: "latest" },
        { ...image, repository: "library/python", tag: "3.11", public: true },
      ],
    }),
  ]);
  return { ecr, google, hub };
}

/** A gcloud that is signed in as Ada. */
export const gcloud = {
  programs: {
    gcloud: `echo '${JSON.stringify({
      credential: {
        access_token: googleToken,
        token_expiry: new Date(Date.now() + 3_600_000).toISOString(),
      },
    })}'`,
  },
  files: { ".config/gcloud/configurations/config_default": "[core]\naccount = ada@example.com\n" },
} as const;

/** What `docker login` leaves for Docker Hub. */
export const dockerLogin = {
  ".docker/config.json": JSON.stringify({
    auths: {
      "https://index.docker.io/v1/": { auth: Buffer.from(`ada:${hubToken}`).toString("base64") },
    },
  }),
} as const;
