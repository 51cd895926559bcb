import type { CommandStub } from "../support/fake-exec.ts";
import {
  apiKey,
  configOf,
  ecrAnswer,
  ecrHost,
  ecrImage,
  ecrPassword,
  googleHost,
  hubToken,
  keyId,
  keySecret,
  userArn,
} from "../support/samples.ts";

export const env = { BASETEN_API_KEY: apiKey };
export const credentials = "/home/user/.aws/credentials";
export const method = (pick: string) => ({ expect: /How should Baseten sign in to .*\?/, pick });
/** The plan is the last question, and says what it does. */
export const goAhead = { expect: /^\? (?:Store|Replace|Print|Change|Make) .*\? \(Y/m };
export const ecrRepository = {
  apiHost: ecrHost,
  repository: "team/whisper",
  user: "AWS",
  password: ecrPassword,
};
export const google = {
  apiHost: googleHost,
  repository: "my-project/models/whisper",
  realm: `https://${googleHost}/v2/token`,
};
export const hub = {
  apiHost: "registry-1.docker.io",
  repository: "team/whisper",
  user: "ada",
  password: hubToken,
  realm: "https://auth.docker.io/token",
};
export const ecrToken: CommandStub = {
  when: "aws ecr get-authorization-token --region us-east-1 --output json",
  reply: { stdout: ecrAnswer() },
};
/** Whose key it is, asked with the key itself. */
export const keyOwner: CommandStub = {
  when: "aws sts get-caller-identity --region us-east-1 --output json",
  reply: { stdout: JSON.stringify({ Account: "123456789012", Arn: userArn }) },
};
/** A person's own key is the last choice. */
export const ownKey = (pick = "Profile prod") => ({ expect: "Which access key may Baseten have?", pick });
export const iamSecrets = { aws_access_key_id: keyId, aws_secret_access_key: keySecret };
export const iamNames = Object.keys(iamSecrets);

export const iamConfig = `model_name: whisper # ours
base_image:
  image: ${ecrImage}
  docker_auth:
    auth_method: AWS_IAM
    registry: ${ecrHost}
secrets:
  hf_access_token: null
  aws_access_key_id: null
  aws_secret_access_key: null
`;
export const withSecret = (image: string, name: string): string => `${configOf(image)}  ${name}: null\n`;
export const ecrTokenConfig = withSecret(ecrImage, `DOCKER_REGISTRY_${ecrHost}`);
/** Where no role or account can be looked for, one is named. */
export const namesRole = { expect: "Which role lets Baseten in?", pick: "Name another" };
export const namesAccount = { expect: "Which service account lets Baseten in?", pick: "Name another" };
