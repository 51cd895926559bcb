// Red Hat's registry: https://access.redhat.com/RegistryAuthentication
import { basicRegistry } from "./basic.ts";

export const redHat = basicRegistry({
  id: "red-hat",
  title: "Red Hat",
  example: "registry.redhat.io/ubi9/python-311:1",
  // Its sister registry.access.redhat.com lets anyone in.
  hosts: (host) => host === "registry.redhat.io",
  access: [["", { open: "never" }]],
  token: {
    title: "Service account",
    summary: "one secret, valid until you delete it",
    typed: {
      message: "Token of the registry service account",
      why: "A registry service account may only pull. Service accounts belong to no person.",
      link: "https://access.redhat.com/terms-based-registry/",
      usernameMessage: "Registry service account, such as 1234567|puller",
    },
  },
});
