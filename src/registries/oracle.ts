// Oracle Cloud's registry: https://docs.oracle.com/iaas/Content/Registry/Tasks/registrypullingimagesusingthedockercli.htm
import { basicRegistry } from "./basic.ts";

const host = /^(?:[a-z0-9-]+\.ocir\.io|ocir\.[a-z0-9-]+\.oci\.oraclecloud\.com)$/;

export const oracle = basicRegistry({
  id: "oracle",
  title: "Oracle Cloud Registry",
  example: "fra.ocir.io/namespace/whisper:3",
  hosts: (name) => host.test(name),
  token: {
    title: "Auth token",
    summary: "one secret, valid until you delete it",
    typed: {
      message: "Auth token of the Oracle Cloud user",
      why: "A user that may only read repositories is enough. Oracle shows an auth token once, when one is made.",
      link: "https://docs.oracle.com/iaas/Content/Registry/Tasks/registrygettingauthtoken.htm",
      usernameMessage: "User with the tenancy's namespace, as namespace/user",
    },
  },
});
