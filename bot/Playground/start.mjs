// Runs the Agents Playground in this process: start.mjs <path of its cli.js> <arguments for it>.
// The bot holds our standard input. It closes when the bot ends, even by kill -9, and then we end too.
import { createRequire } from "node:module";
import net from "node:net";

process.stdin.on("end", () => process.exit(0)).on("close", () => process.exit(0)).on("error", () => process.exit(0)).resume();

// The tool listens on every interface and has no setting for it, but whoever reaches it can speak as anyone.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (where, ...rest) {
  if (typeof where === "number" || typeof where === "string" && /^\d+$/.test(where)) {
    const host = typeof rest[0] === "string" ? rest.shift() : "127.0.0.1";
    return listen.call(this, { port: Number(where), host, backlog: typeof rest[0] === "number" ? rest.shift() : undefined },
      ...rest.filter(argument => typeof argument === "function"));
  }
  return listen.call(this, where && typeof where === "object" && "port" in where ? { host: "127.0.0.1", ...where } : where, ...rest);
};

const [cli, ...options] = process.argv.slice(2);
process.argv.splice(1, Infinity, cli, ...options);
createRequire(cli)(cli);
