// Which images, keys and projects do the wizard's tests use? None of the secrets here opens anything.
import { generateKeyPairSync } from "node:crypto";

export const ecrHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
export const ecrImage = `${ecrHost}/team/whisper:3`;
export const googleHost = "us-west2-docker.pkg.dev";
export const googleImage = `${googleHost}/my-project/models/whisper:3`;
export const gcrImage = "gcr.io/my-project/whisper:3";
export const hubImage = "team/whisper:3";
export const hubSecret = "DOCKER_REGISTRY_https://index.docker.io/v1/";

export const roleArn = "arn:aws:iam::123456789012:role/baseten-ecr-access";
export const userArn = "arn:aws:iam::123456789012:user/ada";
export const serviceAccount = "puller@my-project.iam.gserviceaccount.com";
export const provider = "projects/42/locations/global/workloadIdentityPools/pool/providers/baseten";

export const keyId = "AKIAIOSFODNN7EXAMPLE";
export const otherKeyId = "AKIAI44QH8DHBEXAMPLE";
export const keySecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
export const temporaryKeyId = "ASIAIOSFODNN7EXAMPLE";
export const ecrPassword = "eyJwYXlsb2FkIjoiZWNyLXBhc3N3b3JkIn0x";
export const googleToken = "ya29.google-access-token";
export const hubToken = "dckr_pat_hub-access-token";
export const apiKey = "baseten-api-key.0123456789";

/** A service account's JSON key, as downloaded. */
export const jsonKey: string = JSON.stringify(
  {
    type: "service_account",
    project_id: "my-project",
    private_key: generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
    private_key_id: "1a2b3c4d5e6f",
    client_email: serviceAccount,
  },
  null,
  2,
);

export const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** The value of a `DOCKER_REGISTRY_…` secret. */
export const basicValue = (user: string, password: string): string => base64(`${user}:${password}`);

/** What `aws ecr get-authorization-token` prints. */
export const ecrAnswer = (expiresAt: string | number = "2026-01-01T12:00:00+00:00"): string =>
  JSON.stringify({
    authorizationData: [
      {
        authorizationToken: base64(`AWS:${ecrPassword}`),
        expiresAt,
        proxyEndpoint: `https://${ecrHost}`,
      },
    ],
  });

/** What `gcloud config config-helper` prints. */
export const googleAnswer: string = JSON.stringify({
  credential: { access_token: googleToken, token_expiry: "2026-01-01T01:00:00Z" },
});

/** A config.yaml with the image, a secret of the user's and something to be left alone. */
export const configOf = (image: string): string =>
  `model_name: whisper # ours\nbase_image:\n  image: ${image}\nsecrets:\n  hf_access_token: null\n`;

/** `~/.aws/credentials` with the profiles, each with a key. */
export const awsCredentials = (...names: readonly string[]): string =>
  names
    .map(
      (name, index) =>
        `[${name}]\naws_access_key_id = ${index === 0 ? keyId : otherKeyId}\naws_secret_access_key = ${keySecret}\n`,
    )
    .join("\n");

/** Every value above that may be shown nowhere, and the forms it takes. */
export const everySecret: readonly string[] = [
  ...[keyId, otherKeyId, keySecret, ecrPassword, googleToken, hubToken, apiKey, temporaryKeyId],
  ...[basicValue("AWS", ecrPassword), basicValue("oauth2accesstoken", googleToken)],
  ...[basicValue("ada", hubToken), JSON.parse(jsonKey).private_key.split("\n")[1] as string],
];
