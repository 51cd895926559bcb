// How is what was made in AWS marked as this tool's?
import { createdBy } from "../names.ts";

/** Tags as `aws iam` takes them. */
export const iamTags = ["--tags", `Key=created-by,Value=${createdBy}`];

/** Tags in Terraform. */
export const terraformTags = `  tags = {
    created-by = "${createdBy}"
  }`;
