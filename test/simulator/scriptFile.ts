import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Account } from './account';
import type { Behaviour, Failure, ScriptLine } from './behaviour';
import { shiftedClock } from './clock';
import { practiceAnswers } from './practice/practiceAnswers';
import type { OwnAccount, Simulator, SimulatorOptions } from './simulator';

/** A script file that cannot be used; the message is one sentence for the person who wrote it. */
export class BadScript extends Error {}

const whole = z.int().nonnegative();
const milliseconds = z.number().nonnegative();
const pieces = z.union([z.string(), z.array(z.string())]);
const headers = z.record(z.string(), z.string());
const time = z.iso.datetime({ offset: true });
const afterPieces = whole;

/** An object in which nothing has to be given, and nothing unknown may be: a misspelt switch would do nothing, silently. */
function optional<Shape extends z.ZodRawShape>(shape: Shape) {
  const given = Object.entries(shape).map(([name, schema]) => [name, z.exactOptional(schema)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `fromEntries` cannot tell that the names stay
  return z.strictObject(Object.fromEntries(given) as { [Name in keyof Shape]: z.ZodExactOptional<Shape[Name]> });
}

const told = { code: whole, message: z.string(), errorType: z.string() };

const failure: z.ZodType<Failure> = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599) })
    .extend(optional({ message: z.string(), metadata: z.record(z.string(), z.unknown()), headers }).shape),
  z.strictObject({ kind: z.literal('minuteQuota') }).extend(optional({ resetInMs: milliseconds }).shape),
  z.strictObject({ kind: z.literal('dayQuota') }),
  z
    .strictObject({ kind: z.literal('pool') })
    .extend(optional({ form: z.enum(['captured', 'documented']), as: z.enum(['status', 'body', 'event']) }).shape),
  z.strictObject({ kind: z.literal('event'), afterPieces }).extend(optional({ ...told, done: z.boolean() }).shape),
  z.strictObject({ kind: z.literal('body'), form: z.enum(['topLevel', 'choice']) }).extend(optional(told).shape),
  z
    .strictObject({ kind: z.literal('edge'), status: z.int().min(400).max(599) })
    .extend(optional({ html: z.string() }).shape),
  z.strictObject({ kind: z.literal('cut'), afterPieces }).extend(optional({ how: z.enum(['end', 'reset']) }).shape),
  z.strictObject({ kind: z.literal('stall'), afterPieces }),
  z.strictObject({ kind: z.literal('noResponse') }),
  z
    .strictObject({
      kind: z.literal('raw'),
      writes: z.array(
        z.union([
          z.string(),
          z.strictObject({ base64: z.base64() }).transform(({ base64 }) => Buffer.from(base64, 'base64')),
        ]),
      ),
    })
    .extend(optional({ status: z.int().min(200).max(599), headers }).shape),
]);

const toolCall = z
  .strictObject({ name: z.string(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]) })
  .extend(optional({ id: z.string(), form: z.enum(['whole', 'fragmented', 'text']) }).shape);

const behaviour: z.ZodType<Behaviour> = optional({
  latencyMs: milliseconds,
  comments: whole,
  firstPieceMs: milliseconds,
  commentEveryMs: milliseconds,
  pieceMs: milliseconds,
  text: pieces,
  reasoning: pieces,
  reasoningField: z.enum(['reasoning', 'reasoning_content']),
  toolCalls: z.array(toolCall),
  finishReason: z.string(),
  nativeFinishReason: z.string(),
  servedBy: z.string(),
  model: z.string(),
  provider: z.string().nullable(),
  quantization: z.string(),
  usageForm: z.enum(['A', 'B', 'C', 'none']),
  cost: z.number(),
  promptTokens: whole,
  completionTokens: whole,
  cuts: z.union([z.literal('every byte'), z.array(whole)]),
  newline: z.enum(['\n', '\r\n']),
  hold: z.strictObject({ afterPieces, until: milliseconds }),
  failure,
});

const requests: z.ZodType<ScriptLine[]> = z.array(
  z.strictObject({ behaviour }).extend(
    optional({
      match: optional({
        model: z.string(),
        lastMessage: z.string(),
        anyMessage: z.string(),
        form: z.union([z.string(), z.boolean()]),
        times: z.int().positive(),
      }),
    }).shape,
  ),
);

const quota = optional({ perMinute: whole, perDay: whole, used: whole });
const keyLagSeconds = z.number().min(0).max(60);

const keySettings = {
  limit: z.number().nonnegative().nullable(),
  limitReset: z.enum(['daily', 'weekly', 'monthly']).nullable(),
  expiresAt: time.nullable(),
  revoked: z.boolean(),
};

const ids = z.array(z.string());

const account = optional({
  userId: z.string(),
  totalCredits: z.number(),
  totalUsage: z.number(),
  keyLimit: keySettings.limit,
  keyLimitReset: keySettings.limitReset,
  keyExpiresAt: keySettings.expiresAt,
  revoked: z.boolean(),
  creditsForOrdinaryKey: z.boolean(),
  allowFreeTraining: z.boolean(),
  allowFreePublication: z.boolean(),
  allowPaidTraining: z.boolean(),
  zeroRetentionOnly: z.boolean(),
  allowedModels: ids.nullable(),
  ignoredModels: ids,
  allowedProviders: ids.nullable(),
  ignoredProviders: ids,
  defaultModel: z.string(),
  countRefused: z.boolean(),
  countAborted: z.boolean(),
  quotaHeaders: z.enum(['http and metadata', 'metadata only']),
  quota,
  keyLagSeconds,
  /** Keys beside the one every account has. */
  keys: z.array(optional({ key: z.string(), ...keySettings })),
});

const endpoint = {
  provider: z.string(),
  tag: z.string(),
  quantization: z.string(),
  trains: z.boolean(),
  publishes: z.boolean(),
  zeroRetention: z.boolean(),
  context: whole,
  maxOutput: whole.nullable(),
  status: z.int(),
  uptime: z.number(),
};

const model = optional({
  busyForMs: milliseconds,
  gone: z.enum(['endedWithPaidTwin', 'delisted', 'neverValid']),
  listed: z.boolean(),
  gate: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('harness'), allowedReferers: z.array(z.string()) }),
    z.strictObject({ kind: z.literal('region') }),
    z.strictObject({ kind: z.literal('age') }),
  ]),
  endpoint: optional(endpoint),
  endpoints: z.array(optional(endpoint)).min(1),
  expires: z.iso.date().nullable(),
  maxOutput: whole.nullable(),
  context: whole,
  tools: z.boolean(),
  images: z.boolean(),
  structured: z.boolean(),
  forms: z.enum(['kept', 'ignored', 'refused']),
  reasoning: z.enum(['optional', 'mandatory', 'none']),
  price: z.tuple([z.number(), z.number()]),
});

const scriptFile = optional({
  seed: whole,
  practice: z.boolean(),
  startAt: time,
  speed: z.number().positive(),
  generationLagMs: milliseconds,
  availability: z.boolean(),
  account,
  accounts: z.array(account),
  quota,
  keyLagSeconds,
  models: z.record(z.string(), model),
  requests,
});

/** A script file that was read; a plain list stands for its `requests`. */
export type ScriptFile = z.infer<typeof scriptFile>;

/** Reads a script file, or throws {@link BadScript}. */
export function readScriptFile(file: string): ScriptFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new BadScript(`${file} cannot be read.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadScript(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const read = scriptFile.safeParse(Array.isArray(value) ? { requests: value } : value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  throw new BadScript(`${file} is no script${where}: ${issue?.message ?? 'it does not fit'}.`);
}

/** The options a script file stands for. */
export function toOptions(file: ScriptFile): SimulatorOptions {
  const clock =
    file.startAt === undefined && file.speed === undefined
      ? undefined
      : shiftedClock(file.startAt === undefined ? Date.now() : Date.parse(file.startAt), file.speed);
  return {
    ...(file.seed === undefined ? {} : { seed: file.seed }),
    ...(file.practice === true ? { answer: practiceAnswers } : {}),
    ...(clock === undefined ? {} : { clock }),
    ...(file.generationLagMs === undefined ? {} : { generationLagMs: file.generationLagMs }),
    ...(file.availability === undefined ? {} : { availability: file.availability }),
    account: toAccount(firstAccount(file)),
    script: file.requests ?? [],
  };
}

type AccountInFile = z.infer<typeof account>;

/** `quota` and `keyLagSeconds` at the top are those of the first account. */
function firstAccount(file: ScriptFile): AccountInFile {
  const lag = file.keyLagSeconds === undefined ? {} : { keyLagSeconds: file.keyLagSeconds };
  return { ...file.account, quota: { ...file.account?.quota, ...file.quota }, ...lag };
}

function toAccount({ keys: _keys, quota: given, keyLagSeconds: lag, ...fields }: AccountInFile): Partial<Account> {
  return {
    ...fields,
    ...(given?.perDay === undefined ? {} : { dayLimit: given.perDay }),
    ...(given?.perMinute === undefined ? {} : { minuteLimit: given.perMinute }),
    ...(lag === undefined ? {} : { keyLagMs: lag * 1000 }),
  };
}

/** An account as the ready line tells it. */
export interface ReadyAccount {
  userId: string;
  keys: string[];
}

/** Brings a started simulator into the state the file describes, and gives its accounts with all their keys. */
export function applyScriptFile(simulator: Simulator, file: ScriptFile): ReadyAccount[] {
  for (const [id, changes] of Object.entries(file.models ?? {})) changeModel(simulator, id, changes);
  const others = (file.accounts ?? []).map((own) => fill(simulator.newAccount(toAccount(own)), own));
  return [fill(simulator, firstAccount(file)), ...others];
}

function fill(holder: Simulator | OwnAccount, { quota: given, keys = [] }: AccountInFile): ReadyAccount {
  if (given?.used !== undefined) holder.presetUsed(given.used);
  const further = keys.map(({ key, ...settings }) => holder.newKey(settings, key));
  return { userId: holder.account.userId, keys: [holder.key, ...further] };
}

function changeModel(simulator: Simulator, id: string, changes: z.infer<typeof model>): void {
  if (simulator.models.every(({ entry }) => entry.id !== id)) throw new BadScript(`There is no model ${id}.`);
  const { busyForMs, gone, listed, ...rest } = changes;
  simulator.change(id, rest);
  if (busyForMs !== undefined) simulator.busy(id, busyForMs);
  if (gone !== undefined) simulator.gone(id, gone, listed);
  else if (listed !== undefined) simulator.model(id).listed = listed;
}
