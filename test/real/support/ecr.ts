// What is a machine with the real aws, and a project whose image is on ECR?
import { delimiter, dirname } from "node:path";
import { startRegistry, type TestRegistry } from "../../support/registry.ts";
import { type AccessKey, credentialsFile, type Moto } from "./aws.ts";
import { program } from "./programs.ts";
import { makeProject, type Project } from "./project.ts";

/** Of the account that moto plays. */
export const ecrHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

/** The project's config.yaml. */
export const ecrConfig = `model_name: whisper
base_image:
  image: ${ecrHost}/team/whisper:3 # built nightly
`;

/** The project, in the home of somebody with these profiles. */
export const ecrProject = (profiles: Readonly<Record<string, AccessKey>>, awsConfig = ""): Promise<Project> =>
  makeProject({
    config: ecrConfig,
    programs: [program("AWS_CLI")],
    home: { ".aws/credentials": credentialsFile(profiles), ".aws/config": awsConfig },
  });

/** One try, and no look for the credentials of an EC2 machine: neither adds anything here but time. */
export const awsEnv = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_MAX_ATTEMPTS: "1",
  AWS_EC2_METADATA_DISABLED: "true",
});

/** A PATH that leads to the real aws. */
export const awsPath = (): string => [dirname(program("AWS_CLI")), "/usr/bin", "/bin"].join(delimiter);

/** The registry to which the bin's requests for `ecrHost` are led; it takes the tokens that moto gives. */
export interface LedRegistry extends TestRegistry {
  /** For NODE_OPTIONS: loads what leads there. */
  readonly lead: string;
}

/** Starts it, with `team/whisper:3`. */
export async function startEcr(moto: Moto): Promise<LedRegistry> {
  const answer = (await moto.aws("ecr get-authorization-token")) as {
    authorizationData: { authorizationToken: string }[];
  };
  const token = Buffer.from(answer.authorizationData[0]?.authorizationToken ?? "", "base64").toString();
  const registry = await startRegistry({
    auth: "basic",
    users: { AWS: token.replace(/^AWS:/, "") },
    images: [{ repository: "team/whisper", tag: "3", platforms: ["linux/amd64"], size: 8_100_000_000 }],
  });
  return { ...registry, lead: `--import=data:text/javascript,${encodeURIComponent(leadTo(registry.host))}` };
}

const leadTo = (host: string): string => `
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
const { request } = https;
https.request = (url, ...rest) =>
  url.host === "${ecrHost}" ? http.request(new URL(url.pathname + url.search, "http://${host}"), ...rest) : request(url, ...rest);
syncBuiltinESMExports();
`;
