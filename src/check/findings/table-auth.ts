// The findings about docker_auth; table.ts says what an entry is.
import type { FindingEntry } from "./table.ts";

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const image = `base_image:\n  image: ${ecr}/whisper:3\n`;
const iam = "secrets:\n  aws_access_key_id: null\n  aws_secret_access_key: null\n";
const oidc = `    auth_method: AWS_OIDC\n    registry: ${ecr}\n`;
const role =
  "    aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-access\n    aws_oidc_region: us-east-1\n";

export const authFindings = {
  "registry-mismatch": {
    level: "error",
    breaks: "pull",
    title: "`registry` isn't the image's host",
    message: "registry is {registry}, but the image is on {host}.",
    why: "Baseten signs in to `registry`; the pull from another host then goes without a credential.",
    fix: "Write registry: {host}",
    example: `${image}  docker_auth:\n    auth_method: AWS_IAM\n    registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com\n${iam}`,
  },
  "registry-missing": {
    level: "warning",
    title: "docker_auth has no `registry`",
    message: "docker_auth doesn't say which registry it is for.",
    why: "Baseten's documentation wants the image's host there; Truss doesn't check it.",
    fix: "Add registry: {host}",
    example: `${image}  docker_auth:\n    auth_method: AWS_IAM\n${iam}`,
  },
  "docker-auth-missing-field": {
    level: "error",
    breaks: "load",
    title: "docker_auth lacks a field that its method needs",
    message: "{field} is missing; {method} needs it.",
    why: "Truss refuses the file.",
    fix: "Add {field} to docker_auth",
    example: `${image}  docker_auth:\n${oidc}    aws_oidc_region: us-east-1\n`,
  },
  "docker-auth-forbidden-field": {
    level: "error",
    breaks: "load",
    title: "docker_auth has a field that its method forbids",
    message: "{field} belongs to another method; {method} forbids it.",
    why: "Truss refuses the file. Such a field is often left from an earlier method.",
    fix: "Remove {field}",
    example: `${image}  docker_auth:\n${oidc}${role}    secret_name: gcp-service-account\n`,
  },
  "docker-auth-unused-field": {
    level: "warning",
    title: "docker_auth has a field that its method ignores",
    message: "{field} belongs to another method; {method} ignores it.",
    why: "Whoever reads it may think that it has an effect.",
    fix: "Remove {field}",
    example: `${image}  docker_auth:\n    auth_method: AWS_IAM\n    registry: ${ecr}\n    aws_oidc_region: us-east-1\n${iam}`,
  },
  "docker-auth-unknown-field": {
    level: "error",
    breaks: "push",
    title: "docker_auth has a field that Truss doesn't know",
    message: "{field} is no field of docker_auth.",
    why: "truss push refuses fields that it doesn't know.",
    fix: "In place of {field}: {fix}",
    example: `${image}  docker_auth:\n${oidc}${role}    aws_oidc_role: reader\n`,
  },
  "unknown-auth-method": {
    level: "error",
    breaks: "load",
    title: "`auth_method` is none that Truss knows",
    message: "{method} is no auth_method.",
    why: "Truss refuses the file. A registry with a user and token needs no docker_auth, only its secret.",
    fix: "In place of {method}: {fix}",
    example: `${image}  docker_auth:\n    auth_method: aws-iam\n    registry: ${ecr}\n`,
  },
  "image-missing": {
    level: "warning",
    title: "docker_auth stands beside no image",
    message: "base_image names no image, so docker_auth has nothing to sign in for.",
    why: "Baseten then uses its own base image.",
    fix: "Add image to base_image, or remove docker_auth",
    example: `base_image:\n  docker_auth:\n    auth_method: AWS_IAM\n${iam}`,
  },
} as const satisfies Readonly<Record<string, FindingEntry>>;
