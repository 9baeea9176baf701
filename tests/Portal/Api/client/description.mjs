// Speaks to an API by its OpenAPI description alone: finds operations, builds requests, holds every answer against its schema.
import assert from "node:assert/strict";

export class DescribedApi {
  static async open(base, token) {
    const answer = await fetch(new URL("/openapi/v1.json", base));
    assert.equal(answer.status, 200);
    return new DescribedApi(base, token, await answer.json());
  }

  constructor(base, token, document) {
    this.base = base;
    this.document = document;
    const [name] = Object.keys(document.security[0]);
    const scheme = document.components.securitySchemes[name];
    assert.deepEqual([scheme.type, scheme.scheme], ["http", "bearer"]);
    this.authorization = `Bearer ${token}`;
    this.operations = new Map(Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        operation.operationId, { path, method, ...operation, parameters: operation.parameters.map(p => this.resolve(p)) },
      ])));
    this.calls = 0;
    this.succeeded = new Set();
  }

  /** Calls an operation; whatever is given goes where the description says a value of that name belongs, the rest into the body. */
  async call(id, { body, form, ...values } = {}) {
    const operation = this.operations.get(id);
    assert(operation, `There is no operation ${id}.`);
    let path = operation.path;
    const query = new URLSearchParams();
    const headers = { authorization: this.authorization };
    for (const [name, value] of Object.entries(values)) {
      const parameter = operation.parameters.find(p => p.name === name);
      assert(parameter, `${id} takes no ${name}.`);
      if (parameter.in === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
      else if (parameter.in === "query") query.set(name, value);
      else headers[name] = value;
      if (parameter.in !== "header") this.validate(parameter.schema, value, `${id} ${name}`);
    }

    assert(!path.includes("{"), `${id} needs more for ${path}.`);
    let sent;
    if (body !== undefined) {
      this.validateSent(operation.requestBody.content["application/json"].schema, body, `${id} body`);
      headers["content-type"] = "application/json";
      sent = JSON.stringify(body);
    }

    if (form !== undefined) {
      const { properties } = this.resolve(operation.requestBody.content["multipart/form-data"].schema);
      sent = new FormData();
      for (const [name, value] of Object.entries(form)) {
        assert(name in properties, `${id} takes no ${name}.`);
        sent.append(name, value, ...(value instanceof Blob ? [`${name}.csv`] : []));
      }
    }

    const address = new URL(path + (query.size ? `?${query}` : ""), this.base);
    const answer = await fetch(address, { method: operation.method.toUpperCase(), headers, body: sent });
    this.calls++;
    const text = await answer.text();
    const described = this.resolve(operation.responses[answer.status] ?? {});
    assert(described.description, `${id} answered ${answer.status}, which is not described: ${text}`);
    const type = answer.headers.get("content-type")?.split(";")[0];
    const media = type && described.content?.[type];
    assert.equal(Boolean(media), text.length > 0, `${id} answered ${text.length} characters of ${type}.`);
    const json = text.length ? JSON.parse(text) : null;
    if (media) this.validate(media.schema, json, `${id} ${answer.status}`);
    for (const name of answer.ok ? Object.keys(described.headers ?? {}) : []) assert(answer.headers.get(name), `${id} lacks ${name}.`);
    if (answer.ok) this.succeeded.add(id);
    return { status: answer.status, json, etag: answer.headers.get("etag"), location: answer.headers.get("location") };
  }

  /** What is sent may lack what a rule asks for: that is what the rule is there to say. */
  validateSent(schema, value, at) {
    const { required, ...rest } = this.resolve(schema);
    this.validate(rest, value, at);
  }

  resolve(node) {
    return node.$ref ? node.$ref.split("/").slice(1).reduce((at, step) => at[step], this.document) : node;
  }

  validate(given, value, at) {
    const schema = this.resolve(given);
    for (const part of schema.allOf ?? []) this.validate(part, value, at);
    if (schema.oneOf) {
      const fitting = schema.oneOf.filter(choice => { try { this.validate(choice, value, at); return true; } catch { return false; } });
      assert.equal(fitting.length, 1, `${at}: ${JSON.stringify(value)} is not exactly one of what it may be.`);
    }

    if (schema.type) {
      const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
      const allowed = [schema.type].flat();
      assert(allowed.includes(type) || (type === "number" && allowed.includes("integer") && Number.isInteger(value)),
        `${at}: ${JSON.stringify(value)} is not of type ${allowed}.`);
    }

    if (schema.enum) assert(schema.enum.includes(value), `${at}: ${JSON.stringify(value)} is not among ${schema.enum}.`);
    if (schema.format === "date" && value !== null) assert.match(value, /^\d{4}-\d\d-\d\d$/, at);
    if (schema.format === "date-time" && value !== null) assert(!Number.isNaN(Date.parse(value)), at);
    if (Array.isArray(value) && schema.items) value.forEach((item, i) => this.validate(schema.items, item, `${at}[${i}]`));
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const name of schema.required ?? []) assert(name in value, `${at}.${name} is missing.`);
      for (const [name, field] of Object.entries(value)) {
        const own = schema.properties?.[name] ?? schema.additionalProperties;
        assert(own !== false, `${at}.${name} is not described.`);
        if (own && own !== true) this.validate(own, field, `${at}.${name}`);
      }
    }
  }
}
