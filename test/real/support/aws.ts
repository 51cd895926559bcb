// What is AWS in these tests? moto's server on loopback, spoken to by the real aws.
import { output, program } from "./programs.ts";
import { type Server, startServer } from "./server.ts";

export interface Moto extends Server {
  readonly url: string;
  /** Runs `aws … --output json` as root. */
  aws(args: string): Promise<unknown>;
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** Any key will do before moto starts to check them. */
export const rootEnv = {
  AWS_ACCESS_KEY_ID: "AKIAROOTROOTROOTROOT",
  AWS_SECRET_ACCESS_KEY: "root-secret",
  AWS_DEFAULT_REGION: "us-east-1",
} as const;

/** The file of `~/.aws/credentials`. */
export const credentialsFile = (profiles: Readonly<Record<string, AccessKey>>): string =>
  Object.entries(profiles)
    .map(
      ([name, { id, secret }]) => `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
    )
    .join("\n");

/** Starts moto. It takes every key for root's, until `checkKeys` is called. */
export async function startMoto(): Promise<Moto> {
  const server = await startServer(program("MOTO_SERVER"), ["-H", "127.0.0.1", "-p", "0"], {});
  const url = `http://127.0.0.1:${server.port}`;
  return {
    ...server,
    url,
    aws: async (args) => {
      const words = [...args.split(" "), "--output", "json"];
      const env = { ...rootEnv, AWS_ENDPOINT_URL: url, AWS_PAGER: "" };
      const text = await output(program("AWS_CLI"), words, { env });
      return text.trim() === "" ? null : JSON.parse(text);
    },
  };
}

/** A new IAM user's access key. */
export async function createUser(moto: Moto, name: string): Promise<AccessKey> {
  await moto.aws(`iam create-user --user-name ${name}`);
  const made = (await moto.aws(`iam create-access-key --user-name ${name}`)) as {
    AccessKey: { AccessKeyId: string; SecretAccessKey: string };
  };
  return { id: made.AccessKey.AccessKeyId, secret: made.AccessKey.SecretAccessKey };
}

/** From now on moto refuses unknown keys, and users without a policy. https://docs.getmoto.org/en/latest/docs/iam.html */
export async function checkKeys(moto: Moto): Promise<void> {
  await fetch(`${moto.url}/moto-api/reset-auth`, { method: "POST", body: "0" });
}
