// A program that knows nothing but the API's description: sets a company up, leads opportunities through their whole life, is refused by
// every rule that can refuse a program, and reads the figures. Says what it did; ends with 1 at the first thing that is not as described.
// Usage: node life.mjs http://host token
import assert from "node:assert/strict";
import { DescribedApi } from "./description.mjs";

const [base, token] = process.argv.slice(2);
const api = await DescribedApi.open(base, token);
let refusals = 0;

const say = (...words) => console.log(words.join(" "));
const later = (date, days) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Must be done; answers the item or what the act made. */
async function done(id, values, what = "") {
  const answer = await api.call(id, values);
  assert(answer.status < 300, `${id} ${JSON.stringify(values)}: ${answer.status} ${JSON.stringify(answer.json)}`);
  say("done   ", id, what);
  return answer;
}

/** Must be refused by a rule, in both languages alike, and change nothing. */
async function refused(row, id, values, status, code, field) {
  const item = values.no && id !== "deleteContact" ? { no: values.no } : null;
  const before = item && (await api.call("getOpportunity", item)).etag;
  const english = await api.call(id, values);
  const french = await api.call(id, { ...values, "Accept-Language": "fr" });
  const seen = `${row}: ${JSON.stringify(english.json)}`;
  assert.deepEqual([english.status, english.json?.code], [status, code], seen);
  assert.deepEqual([french.status, french.json.code], [status, code], seen);
  assert.notEqual(english.json.detail, french.json.detail, seen);
  if (field) assert(english.json.errors[field]?.length > 0, seen);
  if (item) assert.equal((await api.call("getOpportunity", item)).etag, before, `${row} changed something.`);
  refusals++;
  say("refused", row, "→", status, code, "·", english.json.detail);
}

const move = (no, body, what) => done("moveOpportunity", { no, body }, what);

/** Moves, and says where it must have led. */
async function moves(no, body, taken, stage) {
  const { json } = await move(no, body, `${body.action} → ${taken} ${stage}`);
  assert.deepEqual([json.entry.actionTaken, json.entry.stage, json.opportunity.stage], [taken, stage, stage]);
  const method = json.entry.chancesOfSuccess * json.entry.completedPercent / 100;
  assert(Math.abs(json.entry.probability - method) < 1e-9, "The probability follows the method.");
  assert(Math.abs(json.entry.currentValue - json.entry.estimatedValue * method / 100) < 1e-6, "The current value follows the probability.");
  return json;
}

// The company
await done("createTeam", { body: { code: "WEB", name: "Web sales" } });
await done("createSalesperson", { body: { code: "NINA", name: "Nina Node", email: "nina@node.example", teamCode: "WEB" } });
await done("createSalesperson", { body: { code: "OTTO", name: "Otto Node", role: "manager", teamCode: "WEB" } });
await done("changeTeam", { code: "WEB", body: { managerCode: "OTTO" } });
await done("changeSalesperson", { code: "OTTO", body: { language: "fr" } });
assert.equal((await done("getTeam", { code: "WEB" })).json.managerCode, "OTTO");
assert.equal((await done("getSalesperson", { code: "OTTO" })).json.language, "fr");
assert((await done("listTeams", {})).json.items.some(t => t.code === "WEB"));
assert((await done("listSalespeople", {})).json.items.some(p => p.code === "NINA"));
await done("listWaitingPeople", {});

const company = (await done("createContact", { body: { name: "Node Works", type: "company" } })).json.no;
const person = (await done("createContact", { body: { name: "Pia Port", companyNo: company } })).json.no;
const foreign = (await done("createContact", { body: { name: "Elsewhere Ltd", type: "company" } })).json.no;
await done("changeContact", { no: person, body: { phone: "+33 1 00 00 00 00" } });
assert.equal((await done("getContact", { no: person })).json.companyNo, company);
assert.deepEqual((await done("listContacts", { company })).json.items.map(c => c.no), [person]);

await done("createActivity", {
  body: {
    code: "WEBCALL", description: "Call",
    steps: [{ type: "phoneCall", description: "Call them", dateFormula: "2D" }, { description: "Write it down" }],
  },
});
await done("saveActivity", { code: "WEBVISIT", body: { description: "Visit", steps: [{ type: "meeting", description: "Meet" }] } });
assert.equal((await done("getActivity", { code: "WEBCALL" })).json.steps.length, 2);
await done("listActivities", { limit: 1 });
await done("deleteActivity", { code: "WEBVISIT" });

await done("createSalesCycle", { body: { code: "WEB", description: "Web sale", probabilityMethod: "multiply" } });
for (const [number, body] of [
  [10, {
    description: "Talk", completedPercent: 10, chancesOfSuccessPercent: 20, activityCode: "WEBCALL", dateFormula: "4W", limitWorkingDays: 5,
  }],
  [20, { description: "Offer", completedPercent: 40, chancesOfSuccessPercent: 50, allowSkip: true }],
  [30, { description: "Proof", completedPercent: 60, chancesOfSuccessPercent: 60, allowSkip: true }],
  [40, { description: "Quote", completedPercent: 80, chancesOfSuccessPercent: 75, quoteRequired: true }],
  [50, { description: "Sign", completedPercent: 95, chancesOfSuccessPercent: 95 }],
  [60, { description: "Too much", completedPercent: 100 }],
]) await done("saveStage", { code: "WEB", number, body }, body.description);
await done("deleteStage", { code: "WEB", number: 60 });
assert.equal((await done("getStage", { code: "WEB", number: 40 })).json.quoteRequired, true);
assert.deepEqual((await done("listStages", { code: "WEB" })).json.items.map(s => s.number), [10, 20, 30, 40, 50]);
await done("changeSalesCycle", { code: "WEB", body: { description: "Web sales" } });
assert.equal((await done("getSalesCycle", { code: "WEB" })).json.stages.length, 5);
await done("createSalesCycle", { body: { code: "WEBEMPTY", description: "No stages" } });
await done("createSalesCycle", { body: { code: "WEBSHUT", description: "Shut", blocked: true } });
await done("createSalesCycle", { body: { code: "WEBGONE", description: "Gone" } });
await done("deleteSalesCycle", { code: "WEBGONE" });
assert((await done("listSalesCycles", {})).json.items.length >= 3);

await done("createCloseReason", { body: { code: "WEBWON", description: "Quick", outcome: "won" } });
await done("saveCloseReason", { code: "WEBLOST", body: { description: "Slow", outcome: "lost" } });
await done("saveCloseReason", { code: "WEBGONE", body: { description: "Gone", outcome: "lost" } });
await done("deleteCloseReason", { code: "WEBGONE" });
assert.equal((await done("getCloseReason", { code: "WEBLOST" })).json.outcome, "lost");
assert((await done("listCloseReasons", { outcome: "won" })).json.items.every(r => r.outcome === "won"));

// One that waits for its start
const good = { description: "New web shop", contactNo: person, salespersonCode: "NINA", salesCycleCode: "WEB" };
const made = await done("createOpportunity", { body: { ...good, priority: "high" }, "Idempotency-Key": "life-1" });
const again = await done("createOpportunity", { body: { ...good, priority: "high" }, "Idempotency-Key": "life-1" }, "(repeated)");
assert.deepEqual([again.json, again.etag, again.location], [made.json, made.etag, made.location]);
const { no, creationDate: today } = made.json;
assert.deepEqual([made.json.status, made.json.stage], ["notStarted", null], "Left out, startNow does not start.");
const unstarted = (await done("listMoves", { no })).json.items;
assert.deepEqual(unstarted.map(m => m.action), ["first"]);
assert.equal(unstarted[0].stages[0].missing[0].code, "valueRequired");
await refused("15 start without a value", "startOpportunity", { no, body: {} }, 422, "valueRequired", "estimatedValue");
await refused("24 quote before the start", "giveQuote", { no, body: { number: "Q", amount: 1 } }, 409, "notStarted");

// Its life: every move
const started = (await done("startOpportunity", { no, body: { estimatedValue: 1000 } })).json;
assert.deepEqual(
  [started.entry.actionTaken, started.entry.stage, started.entry.chancesOfSuccess, started.entry.estimatedCloseDate],
  ["first", 10, 20, later(today, 28)]);
const tasks = (await done("listTasks", { no })).json.items;
assert.deepEqual(tasks.map(t => [t.type, t.date]), [["none", today], ["phoneCall", later(today, 2)]]);
const [first] = (await done("listTasks", { no, limit: 1 })).json.items;
const [second] = (await done("listTasks", {
  no, limit: 1, cursor: (await api.call("listTasks", { no, limit: 1 })).json.nextCursor,
})).json.items;
assert.deepEqual([first.id, second.id], tasks.map(t => t.id));
assert.equal((await done("completeTask", { id: first.id })).json.task.status, "completed");
await done("reopenTask", { id: first.id });
assert.equal((await done("cancelTask", { id: first.id })).json.task.cancelled, true);

assert.deepEqual((await done("listMoves", { no })).json.items.map(m => m.action), ["next", "update", "skip"]);
await moves(no, { action: "update", chancesOfSuccess: 30, estimatedValue: 1200 }, "updated", 10);
await moves(no, { action: "next" }, "next", 20);
await refused(
  "28 a quote is asked for on the way", "moveOpportunity", { no, body: { action: "skip", stage: 40 } }, 422, "quoteRequired", "quote");
assert.equal(
  (await done("giveQuote", { no, body: { number: "Q-1", amount: 1100, link: "https://quotes.example/1" } })).json.opportunity.quote.number,
  "Q-1");
await moves(no, { action: "skip", stage: 40 }, "jumped", 40);
await moves(no, { action: "jump", stage: 10 }, "jumped", 10);
await moves(no, { action: "skip", stage: 20 }, "next", 20);
await moves(no, { action: "next" }, "next", 30);
await moves(no, { action: "previous" }, "previous", 20);
await moves(no, { action: "previous" }, "previous", 10);
const byFirst = (await done("createOpportunity", { body: { ...good, estimatedValue: 500 } })).json.no;
await moves(byFirst, { action: "first" }, "first", 10);

// What is refused while it is in progress (rows of the errors)
const item = { no };
await refused("3 no such cycle", "createOpportunity", { body: { ...good, salesCycleCode: "NONE" } }, 422, "cycleUnknown", "salesCycleCode");
await refused(
  "3 cycle blocked", "createOpportunity", { body: { ...good, salesCycleCode: "WEBSHUT" } }, 422, "cycleBlocked", "salesCycleCode");
await refused(
  "4 salesperson emptied", "assignOpportunity", { ...item, body: { salespersonCode: "" } }, 422, "salespersonRequired", "salespersonCode");
await refused("5 contact emptied", "changeOpportunity", { ...item, body: { contactNo: "" } }, 422, "contactRequired", "contactNo");
await refused(
  "6 contact of another company", "changeOpportunity", { ...item, body: { contactNo: foreign } },
  422, "contactOfOtherCompany", "contactNo");
await refused("13 delete while in progress", "deleteOpportunity", item, 409, "deleteInProgress");
await refused(
  "14 description blank", "createOpportunity", { body: { ...good, description: " " } }, 422, "descriptionRequired", "description");
await refused("14 contact blank", "createOpportunity", { body: { ...good, contactNo: "" } }, 422, "contactRequired", "contactNo");
await refused(
  "14 salesperson blank", "createOpportunity", { body: { ...good, salespersonCode: "" } }, 422, "salespersonRequired", "salespersonCode");
await refused("14 cycle blank", "createOpportunity", { body: { ...good, salesCycleCode: "" } }, 422, "cycleRequired", "salesCycleCode");
await refused(
  "15 value not above 0", "createOpportunity", { body: { ...good, startNow: true, estimatedValue: 0 } },
  422, "valueRequired", "estimatedValue");
await refused(
  "15 chances not above 0", "createOpportunity", { body: { ...good, startNow: true, estimatedValue: 1, chancesOfSuccess: 0 } },
  422, "chancesRequired", "chancesOfSuccess");
await refused("20 already started", "startOpportunity", item, 409, "alreadyStarted");
await refused(
  "21 no stage to start at", "createOpportunity", { body: { ...good, salesCycleCode: "WEBEMPTY", startNow: true, estimatedValue: 1 } },
  422, "cycleWithoutStages", "salesCycleCode");
const stuck = (await done("createOpportunity", { body: { ...good, salesCycleCode: "WEBEMPTY", estimatedValue: 1 } })).json.no;
await refused(
  "23 no stage to move to", "moveOpportunity", { no: stuck, body: { action: "first" } }, 422, "cycleWithoutStages", "salesCycleCode");
await refused("24 action not offered", "moveOpportunity", { ...item, body: { action: "previous" } }, 422, "actionNotOffered", "action");
await refused("24 no action", "moveOpportunity", { ...item, body: {} }, 422, "required", "action");
await refused(
  "25 before the last change", "moveOpportunity", { ...item, body: { action: "next", dateOfChange: later(today, -1) } },
  422, "dateBeforeLastChange", "dateOfChange");
await refused(
  "27 stage not a candidate", "moveOpportunity", { ...item, body: { action: "next", stage: 50 } }, 422, "stageNotCandidate", "stage");
await refused(
  "29 value not above 0", "moveOpportunity", { ...item, body: { action: "update", estimatedValue: 0 } },
  422, "valueRequired", "estimatedValue");
await refused(
  "30 chances not above 0", "moveOpportunity", { ...item, body: { action: "update", chancesOfSuccess: 0 } },
  422, "chancesRequired", "chancesOfSuccess");
await refused(
  "30 chances above 100", "moveOpportunity", { ...item, body: { action: "update", chancesOfSuccess: 101 } },
  422, "chancesRequired", "chancesOfSuccess");
await refused(
  "32 closes before the change", "moveOpportunity", { ...item, body: { action: "update", estimatedCloseDate: later(today, -1) } },
  422, "closeDateBeforeChange", "estimatedCloseDate");
await refused(
  "33 neither won nor lost", "closeOpportunity", { ...item, body: { reasonCode: "WEBWON" } }, 422, "outcomeRequired", "outcome");
await refused("34 reason blank", "closeOpportunity", { ...item, body: { outcome: "lost" } }, 422, "reasonRequired", "reasonCode");
await refused(
  "34 reason of the other kind", "closeOpportunity", { ...item, body: { outcome: "lost", reasonCode: "WEBWON" } },
  422, "reasonUnknown", "reasonCode");
await refused(
  "36 won for nothing", "closeOpportunity", { ...item, body: { outcome: "won", reasonCode: "WEBWON", amount: 0 } },
  422, "amountRequired", "amount");
await refused(
  "closing before the last change", "closeOpportunity",
  { ...item, body: { outcome: "lost", reasonCode: "WEBLOST", closingDate: later(today, -1) } },
  422, "closingDateBeforeLastChange", "closingDate");
await refused("40 delete a cycle in use", "deleteSalesCycle", { code: "WEB" }, 409, "cycleInUse");
await refused("41 delete a stage in use", "deleteStage", { code: "WEB", number: 10 }, 409, "stageInUse");
await refused("42 delete a person in use", "deleteSalesperson", { code: "NINA" }, 409, "personInUse");
await refused("43 delete a contact in use", "deleteContact", { no: person }, 409, "contactInUse");
await refused("an older version", "moveOpportunity", { ...item, body: { action: "next" }, "If-Match": '"0"' }, 412, "stale");
await refused(
  "a key used for something else", "createOpportunity", { body: good, "Idempotency-Key": "life-1" }, 422, "idempotencyKeyReused");
await refused("reopen what is open", "reopenOpportunity", { ...item, body: { note: "Why not" } }, 409, "notClosed");

// Its end, and a second one
assert.equal((await done("assignOpportunity", { no, body: { salespersonCode: "OTTO" } })).json.opportunity.salespersonCode, "OTTO");
await done("changeOpportunity", { no, body: { description: "Newer web shop" }, "If-Match": (await done("getOpportunity", { no })).etag });
const won = (await done("closeOpportunity", { no, body: { outcome: "won", reasonCode: "WEBWON" } })).json;
assert.deepEqual([won.opportunity.status, won.entry.actionTaken, won.entry.currentValue, won.entry.stage], ["won", "won", 1100, null]);
await refused("22 update when closed", "moveOpportunity", { ...item, body: { action: "update" } }, 409, "alreadyClosed");
await refused(
  "22 close when closed", "closeOpportunity", { ...item, body: { outcome: "lost", reasonCode: "WEBLOST" } }, 409, "alreadyClosed");
assert.deepEqual((await done("listMoves", { no })).json.items, []);
const wonFigures = (await done("getSalespersonStatistics", { code: "OTTO" })).json;
assert.deepEqual([wonFigures.won.opportunities, wonFigures.won.currentValue, wonFigures.open.opportunities], [1, 1100, 0]);
await refused("reopen without a note", "reopenOpportunity", { ...item, body: {} }, 422, "noteRequired", "note");
const reopened = (await done("reopenOpportunity", { no, body: { note: "They came back" } })).json;
assert.deepEqual([reopened.opportunity.status, reopened.opportunity.stage, reopened.entry.actionTaken], ["inProgress", 10, "reopened"]);

// Figures
const cycle = (await done("getCycleStatistics", { code: "WEB" })).json;
assert.deepEqual(cycle.stages.map(s => [s.number, s.opportunities]), [[10, 2], [20, 0], [30, 0], [40, 0], [50, 0]]);
assert.equal(cycle.estimatedValue, 1700);
for (const groupBy of ["stage", "salesperson", "month"]) {
  const { groups } = (await done("getPipeline", { cycle: "WEB", groupBy }, groupBy)).json;
  assert.equal(groups.reduce((sum, g) => sum + g.opportunities, 0), 2);
  assert(Math.abs(groups.reduce((sum, g) => sum + g.currentValue, 0) - cycle.currentValue) < 1e-6);
}

const lost = (await done("closeOpportunity", { no, body: { outcome: "lost", reasonCode: "WEBLOST", note: "Too slow" } })).json;
assert.deepEqual([lost.opportunity.status, lost.entry.currentValue], ["lost", 0]);
assert.equal((await done("getSalespersonStatistics", { code: "OTTO" })).json.lost.opportunities, 1);

// History, lists, log
const history = [];
for (let cursor; history.length === 0 || cursor;) {
  const page = (await done("listEntries", { no, limit: 4, ...(cursor ? { cursor } : {}) })).json;
  history.push(...page.items);
  cursor = page.nextCursor;
}

assert.deepEqual(history.map(e => e.actionTaken).reverse(),
  ["first", "updated", "next", "jumped", "jumped", "next", "next", "previous", "previous", "won", "reopened", "lost"]);
assert.equal(history.filter(e => e.active).length, 1);
await done("listReminders", { no });
assert.deepEqual((await done("listOpportunities", { cycle: "WEB", status: "lost" })).json.items.map(o => o.no), [no]);
assert((await done("listAudit", { subject: "opportunity", key: no })).json.items.length >= 12);
await done("deleteOpportunity", { no });
assert.equal((await api.call("getOpportunity", { no })).status, 404);
await done("deleteOpportunity", { no: stuck });
await done("deleteSalesCycle", { code: "WEBEMPTY" });
await done("deleteContact", { no: foreign });
await done("createSalesperson", { body: { code: "GUEST", name: "Only a guest" } });
await done("deleteSalesperson", { code: "GUEST" });
await done("createTeam", { body: { code: "NOBODY", name: "Nobody in it" } });
await done("deleteTeam", { code: "NOBODY" });

// A file
const file = new Blob(["name,type\nBrought Along,company\nBrought Too,company\n"], { type: "text/csv" });
const brought = (await done("createImport", { form: { file, kind: "contacts" } })).json;
assert.deepEqual([brought.kind, brought.state, brought.counts.new], ["contacts", "ready", 2]);
const { id } = brought;
assert.deepEqual(
  (await done("listImportRows", { import: id })).json.items.map(row => [row.line, row.state]), [[2, "new"], [3, "new"]]);
assert.equal((await done("changeImport", { import: id, body: { answers: [] } })).json.state, "ready");

/** Until the lines are worked through, beside the requests. */
async function until(state) {
  for (let import_ = (await done("getImport", { import: id })).json; ; import_ = (await api.call("getImport", { import: id })).json) {
    if (import_.state === state) return import_;
    assert.notEqual(import_.state, "failed");
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

await done("takeInImport", { import: id });
assert.equal((await until("takenIn")).made, 2);
assert.equal((await done("listContacts", { q: "brought" })).json.items.length, 2);
await done("takeBackImport", { import: id });
await until("takenBack");
assert.equal((await done("listContacts", { q: "brought" })).json.items.length, 0);

// Who is told
const hook = (await done(
  "createWebhook", { body: { name: "Warehouse", address: "https://warehouse.example.com/hook", events: ["note.added"] } })).json;
assert.deepEqual([hook.events, hook.state], [["note.added"], "on"]);
assert((await done("renewWebhookSecret", { id: hook.id })).json.secret.startsWith("whsec_"));
assert((await done("listWebhooks", {})).json.items.some(w => w.id === hook.id));
assert.equal((await done("changeWebhook", { id: hook.id, body: { events: ["opportunity.moved"] } })).json.events[0], "opportunity.moved");
const trial = (await done("testWebhook", { id: hook.id })).json;
assert.deepEqual([trial.type, trial.state], ["webhook.test", "waiting"]);
assert.equal((await done("listWebhookDeliveries", { id: hook.id })).json.items[0].id, trial.id);
assert.equal((await done("sendWebhookDelivery", { id: hook.id, delivery: trial.id })).json.id, trial.id);
assert.equal((await done("changeWebhook", { id: hook.id, body: { on: false } })).json.state, "paused");
await refused("a test of one that is paused", "testWebhook", { id: hook.id }, 409, "webhookNotOn");
await refused(
  "a private address", "createWebhook", { body: { name: "Inside", address: "https://10.0.0.1/" } }, 422, "webhookPrivate", "address");
await refused("no event", "changeWebhook", { id: hook.id, body: { events: [] } }, 422, "noEvents", "events");
assert.equal((await done("getWebhook", { id: hook.id })).json.name, "Warehouse");
await done("deleteWebhook", { id: hook.id });

const never = [...api.operations.keys()].filter(id => !api.succeeded.has(id));
assert.deepEqual(never, [], "Every operation that is described was done once.");
say(`${refusals} refusals as described; ${api.succeeded.size} of ${api.operations.size} operations done; ${api.calls} calls.`);
