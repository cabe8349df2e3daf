import * as vscode from 'vscode';
import type { Effort } from '../core/catalogue/model';
import { checkServer } from '../core/catalogue/servers';
import type { FallbackPolicy } from '../core/engine/routing';
import type { Bounds } from '../core/engine/request';
import type { DataPolicy } from '../core/privacy/policy';
import type { ServerKind, ServerSettings, TransportName } from '../core/service';
import type { ExplainStyle } from '../core/tasks/explain';
import { forEachTask, keepsItsFallback, type Task, tasks, usualFallback } from '../core/tasks/task';
import { settings } from './contributions';

/** The settings, typed and checked: a value of the wrong type counts as not set, so that a typo breaks nothing. */
export interface Configuration {
  readonly model: string | undefined;
  readonly taskModels: ReadonlyMap<Task, string>;
  readonly ladder: readonly string[];
  readonly fallback: Readonly<Record<Task, FallbackPolicy>>;
  /** Undefined: as the model does by itself. */
  readonly effort: Effort | undefined;
  readonly bounds: Readonly<Record<Task, Bounds>>;
  /** Requests at the same time in this window. */
  readonly atOnce: number;
  /** Requests of the day that automatic features leave alone. */
  readonly reserve: number;
  /** USD a day for paid models; undefined while they are off. */
  readonly dailyBudget: number | undefined;
  readonly baseUrl: string;
  readonly transport: TransportName;
  /** Only those that can be used; `problems` says what is wrong with others. */
  readonly servers: readonly ServerSettings[];
  /** What is wrong in the settings, as sentences. */
  readonly problems: readonly string[];
}

export const DEFAULT_BASE_URL = 'https://openrouter.ai/api/v1';

const policies: readonly string[] = ['announce', 'ask', 'never'] satisfies readonly FallbackPolicy[];
const efforts: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high'] satisfies readonly Effort[];
const kinds: readonly string[] = [
  'ollama',
  'llamaCpp',
  'lmStudio',
  'chutes',
  'gateway',
  'openai',
] satisfies readonly ServerKind[];

/** What can be said of a server; that nobody knows goes without saying. */
const dataPolicies: readonly string[] = ['noRetention', 'keptNotTrained', 'mayTrain'] satisfies readonly DataPolicy[];

export function readConfiguration(): Configuration {
  const values = vscode.workspace.getConfiguration();
  const get = (key: string): unknown => values.get(key);
  const problems: string[] = [];
  const effort = text(get(settings.effort));
  return {
    model: text(get(settings.model)) || undefined,
    taskModels: taskModels(get(settings.taskModels)),
    ladder: strings(get(settings.ladder)),
    fallback: fallbackOf(values),
    effort: isEffort(effort) ? effort : undefined,
    bounds: boundsOf(get),
    atOnce: Math.round(number(get(settings.atOnce), 1, 8) ?? 1),
    reserve: Math.round(number(get(settings.reserve), 0, 1000) ?? 5),
    dailyBudget: get(settings.paidEnabled) === true ? (number(get(settings.dailyBudget), 0, 1000) ?? 0) : undefined,
    baseUrl: text(get(settings.baseUrl)) || DEFAULT_BASE_URL,
    transport: text(get(settings.transport)) === 'editor' ? 'editor' : 'own',
    servers: serversOf(get(settings.providers), problems),
    problems,
  };
}

export interface ExplainSettings {
  readonly detail: ExplainStyle['detail'];
  readonly audience: ExplainStyle['audience'];
  /** As it was written; empty: the display language of the editor. */
  readonly language: string;
  /** Notes by line, from models that can give them. */
  readonly notes: boolean;
  readonly codeLens: boolean;
}

/** Apart from the others: nothing of it is needed at start-up. */
export function readExplainSettings(): ExplainSettings {
  const values = vscode.workspace.getConfiguration();
  const get = (key: string): unknown => values.get(key);
  const detail = get(settings.explainDetail);
  const audience = get(settings.explainAudience);
  return {
    detail: detail === 'brief' || detail === 'thorough' ? detail : 'standard',
    audience: audience === 'beginner' || audience === 'expert' ? audience : 'developer',
    language: text(get(settings.explainLanguage)),
    notes: get(settings.explainNotes) !== 'off',
    codeLens: get(settings.explainCodeLens) === true,
  };
}

/** Read by itself: it is asked for with every key that is typed. */
export interface CompletionSettings {
  readonly enabled: boolean;
  /** Also while typing, where the rules allow it. */
  readonly automatic: boolean;
}

export function readCompletionSettings(): CompletionSettings {
  const values = vscode.workspace.getConfiguration();
  return {
    enabled: values.get(settings.completionEnabled) === true,
    automatic: values.get(settings.completionAutomatic) === true,
  };
}

/** Where the user has set it already, else for the user. */
export async function writeCompletionSetting(name: keyof CompletionSettings, value: boolean): Promise<void> {
  const key = name === 'enabled' ? settings.completionEnabled : settings.completionAutomatic;
  const values = vscode.workspace.getConfiguration();
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await values.update(key, value, values.inspect(key)?.workspaceValue === undefined ? Global : Workspace);
}

export interface ConfigurationChange {
  /** Another service is meant now. */
  readonly baseUrl: boolean;
  readonly servers: boolean;
}

/** Fires when one of our settings changed. */
export function onDidChangeConfiguration(listener: (change: ConfigurationChange) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('tollfree')) return;
    const affects = (key: string): boolean => event.affectsConfiguration(key);
    listener({ baseUrl: affects(settings.baseUrl), servers: affects(settings.providers) });
  });
}

/**
 * Per workspace where there is one, else for the user.
 * @param task for this task only; without a model it uses the common pin again.
 */
export async function writeModel(model: string | undefined, task?: Task): Promise<void> {
  if (task === undefined) return write(settings.model, model);
  const { globalValue, workspaceValue } = vscode.workspace.getConfiguration().inspect(settings.taskModels) ?? {};
  const { [task]: _before, ...others } = objectOf(hasFolder() ? workspaceValue : globalValue);
  // The editor lays the workspace's value over the user's: what is named there must be named here too.
  const isBelow = hasFolder() && objectOf(globalValue)[task] !== undefined;
  const pin = model ?? (isBelow ? '' : undefined);
  await write(settings.taskModels, pin === undefined ? others : { ...others, [task]: pin });
}

/** For all tasks: what single ones had of their own would go before it. */
export async function writeFallback(policy: FallbackPolicy): Promise<void> {
  await write(settings.fallback, policy);
  const own = objectOf(vscode.workspace.getConfiguration().get(settings.taskFallback));
  const named = Object.keys(own);
  if (named.length === 0) return;
  await write(settings.taskFallback, Object.fromEntries(named.map((task) => [task, policy])));
}

/**
 * Puts an entry in the place of those of its name, or takes them out. What else stands there stays, also what cannot be
 * used. For the user: addresses that prompts go to are never a workspace's to decide.
 */
export async function writeServer(name: string, server?: ServerSettings): Promise<void> {
  const values = vscode.workspace.getConfiguration();
  const written: unknown = values.get(settings.providers);
  const entries: readonly unknown[] = Array.isArray(written) ? written : [];
  const others = entries.filter((entry) => text(objectOf(entry)['name']) !== name);
  const servers = server === undefined ? others : [...others, server];
  await values.update(settings.providers, servers, vscode.ConfigurationTarget.Global);
}

export function hasFolder(): boolean {
  return (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
}

async function write(key: string, value: unknown): Promise<void> {
  const target = hasFolder() ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(key, value, target);
}

/** A task's own setting, else the common one if the user set it, else what the task does by itself. */
function fallbackOf(values: vscode.WorkspaceConfiguration): Configuration['fallback'] {
  const own = objectOf(values.get(settings.taskFallback));
  const common = values.inspect<unknown>(settings.fallback);
  const chosen = [common?.workspaceFolderValue, common?.workspaceValue, common?.globalValue].find(isPolicy);
  const policyOf = (task: Task): FallbackPolicy => {
    const told = own[task];
    if (isPolicy(told)) return told;
    return keepsItsFallback.has(task) ? usualFallback[task] : (chosen ?? usualFallback[task]);
  };
  // Nobody could answer an offer for a completion.
  const complete = policyOf('complete') === 'announce' ? 'announce' : 'never';
  return { ...forEachTask(policyOf), complete, compare: 'never' };
}

function boundsOf(get: (key: string) => unknown): Configuration['bounds'] {
  const own = objectOf(get(settings.taskLimits));
  const of = (task: Task): Bounds => {
    const told = objectOf(own[task]);
    const outputTokens = number(told['outputTokens'] ?? get(settings.outputTokens), 1, 1_000_000);
    const seconds = (name: string, key: string, most: number, usual: number): number =>
      1000 * (number(told[name] ?? get(key), 5, most) ?? usual);
    return {
      ...(outputTokens === undefined ? {} : { outputTokens: Math.round(outputTokens) }),
      firstToken: seconds('firstToken', settings.firstToken, 600, 180),
      silence: seconds('silence', settings.silence, 600, 90),
      whole: seconds('answer', settings.answer, 7200, 900),
    };
  };
  return { ...forEachTask(of), compare: of('chat') };
}

function taskModels(value: unknown): ReadonlyMap<Task, string> {
  const own = objectOf(value);
  return new Map(tasks.flatMap((task) => (text(own[task]) === '' ? [] : [[task, text(own[task])] as const])));
}

function serversOf(value: unknown, problems: string[]): readonly ServerSettings[] {
  if (!Array.isArray(value)) return [];
  const servers: ServerSettings[] = [];
  for (const entry of value) {
    const server = toServer(objectOf(entry));
    const problem = server === undefined ? 'each one needs a name, a kind and an address' : checkServer(server);
    if (server === undefined || problem !== undefined) {
      problems.push(`A server in tollfree.providers is not used: ${problem ?? ''}.`.replace(/\.\.$/, '.'));
    } else if (servers.some(({ name }) => name === server.name)) {
      problems.push(`Two servers in tollfree.providers are called “${server.name}”; only the first is used.`);
    } else servers.push(server);
  }
  return servers;
}

function toServer(entry: Readonly<Record<string, unknown>>): ServerSettings | undefined {
  const [name, kind, baseUrl] = [text(entry['name']), text(entry['kind']), text(entry['baseUrl'])];
  if (name === '' || baseUrl === '' || !isKind(kind)) return undefined;
  const whole = (key: string): number | undefined => {
    const value = number(entry[key], 1, Number.MAX_SAFE_INTEGER);
    return value === undefined ? undefined : Math.round(value);
  };
  const [perMinute, perDay, contextLength] = [whole('perMinute'), whole('perDay'), whole('contextLength')];
  const dataPolicy = entry['dataPolicy'];
  return {
    name,
    kind,
    baseUrl,
    ...(perMinute === undefined ? {} : { perMinute }),
    ...(perDay === undefined ? {} : { perDay }),
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(isDataPolicy(dataPolicy) ? { dataPolicy } : {}),
  };
}

function isPolicy(value: unknown): value is FallbackPolicy {
  return typeof value === 'string' && policies.includes(value);
}

function isDataPolicy(value: unknown): value is DataPolicy {
  return typeof value === 'string' && dataPolicies.includes(value);
}

function isEffort(value: string): value is Effort {
  return efforts.includes(value);
}

function isKind(value: string): value is ServerKind {
  return kinds.includes(value);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string' && id !== '') : [];
}

/** Undefined when it is no number or outside the bounds. */
function number(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
