// IBM Cloud's registry: https://cloud.ibm.com/docs/Registry?topic=Registry-registry_access
import { basicRegistry } from "./basic.ts";

// cp.icr.io is IBM's own, for software that is bought: its user is `cp`, its password an entitlement key.
const host = /^(?!cp\.)(?:[a-z0-9-]+\.){0,2}icr\.io$/;

export const ibm = basicRegistry({
  id: "ibm",
  title: "IBM Cloud Container Registry",
  example: "us.icr.io/team/whisper:3",
  hosts: (name) => host.test(name),
  token: {
    title: "API key",
    summary: "one secret, valid until you delete it",
    typed: {
      message: "IBM Cloud API key",
      why: "A service ID's key with the role Reader on Container Registry is enough. Service IDs belong to no person.",
      link: "https://cloud.ibm.com/iam/serviceids",
      username: "iamapikey",
    },
  },
});
