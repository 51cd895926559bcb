// A Google Cloud on loopback, as far as gcloud asks it for service accounts, identity pools and permissions.
// https://cloud.google.com/iam/docs/reference/rest
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Json = Record<string, unknown>;

export interface GoogleCloud {
  readonly url: string;
  /** What was asked, as `POST /v1/…`. */
  readonly requests: readonly string[];
  /** Everything that was made, by its resource name. */
  readonly things: ReadonlyMap<string, Json>;
  /** Policies, by the name of what they are on. */
  readonly policies: ReadonlyMap<string, Json>;
  /** Puts a thing there. */
  put(name: string, thing: Json): void;
  /** From now on requests that begin so fail with this. */
  refuse(request: string, status: number, message: string): void;
  stop(): Promise<void>;
}

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const words: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
};

/** Starts one with a project, its number, and a repository of Artifact Registry. */
export async function startGoogleCloud(
  project: string,
  number: string,
  repository: string,
): Promise<GoogleCloud> {
  const projectName = `projects/${project}`;
  const things = new Map<string, Json>([
    [projectName, { projectId: project, projectNumber: number, lifecycleState: "ACTIVE" }],
    [repository, { name: repository, format: "DOCKER" }],
  ]);
  const policies = new Map<string, Json>();
  const refusals: { request: string; status: number; message: string }[] = [];
  const requests: string[] = [];

  const found = (name: string): Json => {
    const thing = things.get(name);
    if (thing === undefined) throw new Refusal(404, `Unknown resource ${name}`);
    return thing;
  };
  const add = (name: string, thing: Json): Json => {
    if (things.has(name)) throw new Refusal(409, `${name} already exists`);
    things.set(name, thing);
    return thing;
  };
  const finished = (name: string): Json => ({
    name: `${name}/operations/1`,
    done: true,
    response: found(name),
  });

  const verbs: Readonly<Record<string, (name: string, body: Json) => Json>> = {
    getIamPolicy: (name) => {
      found(name);
      return policies.get(name) ?? { etag: "BwA=" };
    },
    setIamPolicy: (name, body) => {
      found(name);
      policies.set(name, body.policy as Json);
      return body.policy as Json;
    },
    enable: (name) => {
      things.set(name, { ...found(name), disabled: false });
      return {};
    },
    undelete: (name) => {
      things.set(name, { ...found(name), state: "ACTIVE" });
      return finished(name);
    },
  };

  const makeAccount = (body: Json): Json => {
    const email = `${body.accountId}@${project}.iam.gserviceaccount.com`;
    const name = `${projectName}/serviceAccounts/${email}`;
    return add(name, { ...(body.serviceAccount as Json), name, email, projectId: project, uniqueId: "1" });
  };

  const makeKey = (account: string): Json => {
    found(account);
    const keys = [...things.keys()].filter((name) => name.startsWith(`${account}/keys/`));
    const name = `${account}/keys/${keys.length + 1}`;
    const email = account.slice(account.lastIndexOf("/") + 1);
    const json = JSON.stringify({ type: "service_account", project_id: project, client_email: email });
    add(name, { name, keyType: "USER_MANAGED" });
    return {
      name,
      privateKeyType: "TYPE_GOOGLE_CREDENTIALS_FILE",
      privateKeyData: Buffer.from(json).toString("base64"),
    };
  };

  const answer = (method: string, path: string, query: URLSearchParams, body: Json): Json => {
    const [name = "", verb] = path.replace(/^\/v\d+\//, "").split(":");
    if (verb !== undefined) {
      const act = verbs[verb];
      if (act === undefined) throw new Refusal(404, `No verb ${verb}`);
      return act(name, body);
    }
    if (method === "PATCH") {
      const id = found(name);
      things.set(name, { ...id, ...body });
      return finished(name);
    }
    if (method === "POST" && name.endsWith("/serviceAccounts")) return makeAccount(body);
    if (method === "POST" && name.endsWith("/keys")) return makeKey(name.replace(/\/keys$/, ""));
    if (method === "POST") {
      const id = query.get("workloadIdentityPoolId") ?? query.get("workloadIdentityPoolProviderId");
      add(`${name}/${id}`, { ...body, name: `${name}/${id}`, state: "ACTIVE", disabled: false });
      return finished(`${name}/${id}`);
    }
    if (name.endsWith("/keys"))
      return { keys: [...things].filter(([key]) => key.startsWith(`${name}/`)).map(([, key]) => key) };
    if (name.includes("/operations/")) return finished(name.replace(/\/operations\/.*$/, ""));
    return found(name);
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://loopback");
    // `-` is the project of an e-mail that names it.
    const path = decodeURIComponent(url.pathname).replace("projects/-/", `${projectName}/`);
    const line = `${request.method} ${path}`;
    requests.push(line);
    const reply = (status: number, json: Json) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    try {
      const body = await bodyOf(request);
      const refusal = refusals.find((one) => line.startsWith(one.request));
      if (refusal !== undefined) throw new Refusal(refusal.status, refusal.message);
      reply(200, answer(request.method ?? "GET", path, url.searchParams, body));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply(error.status, {
        error: { code: error.status, message: error.message, status: words[error.status] ?? "UNKNOWN" },
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    things,
    policies,
    put: (name, thing) => void things.set(name, thing),
    refuse: (request, status, message) => void refusals.push({ request, status, message }),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? {} : JSON.parse(text);
}
