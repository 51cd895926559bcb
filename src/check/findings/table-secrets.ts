// The findings about `secrets` and leaked values; table.ts says what an entry is.
import type { FindingEntry } from "./table.ts";

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const oidc = `base_image:
  image: ${ecr}/whisper:3
  docker_auth:
    auth_method: AWS_OIDC
    registry: ${ecr}
    aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-access
    aws_oidc_region: us-east-1
`;

export const secretFindings = {
  "secrets-null": {
    level: "error",
    breaks: "load",
    title: "`secrets:` has no value",
    message: "secrets has no value; Truss wants a mapping.",
    why: "A bare `secrets:` is null, which Truss refuses.",
    fix: "Write secrets: {}, or remove the line",
    example: "secrets:\n",
  },
  "secret-not-listed": {
    level: "error",
    breaks: "pull",
    title: "A secret that the method needs isn't listed",
    message: "{method} reads the secret {name}, which is not under secrets.",
    why: "Baseten gives a build only the secrets that the file lists.",
    fix: "Add {name}: null under secrets",
    example:
      "base_image:\n  image: us-docker.pkg.dev/team/images/whisper:3\n  docker_auth:\n    auth_method: GCP_SERVICE_ACCOUNT_JSON\n    secret_name: gcp-service-account\n    registry: us-docker.pkg.dev\n",
  },
  "secret-value": {
    level: "warning",
    title: "A secret has a value in the file",
    message: "{name} has a value here; it belongs in Baseten.",
    why: "Whoever can read the repository, or its history, can read the value.",
    fix: "Write {name}: null; if the value was real, make a new one and store that in Baseten",
    example: "secrets:\n  hf_access_token: my-token\n",
  },
  "key-in-file": {
    level: "warning",
    title: "A credential stands where no secret is expected",
    message: "What stands at {where} looks like a credential.",
    why: "Whoever can read the repository, or its history, can use it. Only Baseten's secrets are kept apart.",
    fix: "Remove it here, make a new one, and store that in Baseten as a secret",
    example: "environment_variables:\n  TEAM: AKIAIOSFODNN7EXAMPLE\n",
  },
  "docker-hub-secret-name": {
    level: "error",
    breaks: "pull",
    title: "Docker Hub's secret has a name that Baseten doesn't look for",
    message: "{name} is not the name that Baseten looks for on Docker Hub.",
    why: "Docker's key for its own registry is https://index.docker.io/v1/, scheme and slash included.",
    fix: "Write {right}: null, and store the secret under that name",
    example: "base_image:\n  image: team/whisper:3\nsecrets:\n  DOCKER_REGISTRY_docker.io: null\n",
  },
  "secret-for-other-host": {
    level: "warning",
    title: "A registry's secret is for a host that the image isn't on",
    message: "{name} is for another host; the image is on {host}.",
    why: "It has no part in this pull, unless the build pulls from that host too.",
    fix: "Remove it, or write {right}: null if the image's registry was meant",
    example: "base_image:\n  image: ghcr.io/team/whisper:3\nsecrets:\n  DOCKER_REGISTRY_quay.io: null\n",
  },
  "leftover-secret": {
    level: "warning",
    title: "A secret is left from an earlier method",
    message: "{method} doesn't read {name}.",
    why: "The next reader can't tell which of the two signs in.",
    fix: "Remove {name} under secrets, unless the model's own code reads it",
    example: `${oidc}secrets:\n  DOCKER_REGISTRY_${ecr}: null\n`,
  },
} as const satisfies Readonly<Record<string, FindingEntry>>;
