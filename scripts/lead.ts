// Leads a registry's address to a registry on this machine: a module for Node to import before the tool.
export const leadTo = (host: string, local: string): string => `import http from "node:http";
import https from "node:https";
const { request } = https;
https.request = (url, ...rest) => url.host === "${host}" ? http.request(new URL(url.pathname + url.search, "http://${local}"), ...rest) : request(url, ...rest);
`;
