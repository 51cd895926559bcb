// What is a machine with the real aws, and a project whose image is on ECR?
import { delimiter, dirname } from "node:path";
import { type AccessKey, credentialsFile } from "./aws.ts";
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
