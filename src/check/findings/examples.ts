// What the shortest examples of the findings are made of.

export const ecrHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
export const ecrImage = `base_image:\n  image: ${ecrHost}/whisper:3\n`;
export const keyNames = "secrets:\n  aws_access_key_id: null\n  aws_secret_access_key: null\n";
export const oidcAuth = `    auth_method: AWS_OIDC\n    registry: ${ecrHost}\n`;
export const oidcRole =
  "    aws_oidc_role_arn: arn:aws:iam::123456789012:role/baseten-ecr-access\n    aws_oidc_region: us-east-1\n";
