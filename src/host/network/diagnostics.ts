import * as vscode from 'vscode';
import type { Probe, TransportName } from '../../core/service';
import type { Assistant } from '../assistant';
import { readConfiguration } from '../configuration';
import { settings } from '../contributions';
import { type Advice, adviceOn, type DiagnosticFacts, diagnosticsReport } from './report';

/** The editor's settings that decide how a connection is made (platform reference 5.2, 5.3). */
const networkSettings = [
  'proxy',
  'proxySupport',
  'proxyStrictSSL',
  'proxyAuthorization',
  'proxyKerberosServicePrincipal',
  'noProxy',
  'useLocalProxyConfiguration',
  'fetchAdditionalSupport',
  'systemCertificates',
  'systemCertificatesNode',
  'experimental.systemCertificatesV2',
  'electronFetch',
];

/** Tries both ways to the service, with a reading that costs nothing, and opens what was found as a text. */
export async function showNetworkDiagnostics(assistant: Assistant, version: string): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Tollfree: trying the network',
    cancellable: true,
  };
  const probes = await vscode.window.withProgress(options, async (_progress, token) => {
    const ended = new AbortController();
    token.onCancellationRequested(() => ended.abort());
    const both = await Promise.all([probe('own', assistant, ended.signal), probe('editor', assistant, ended.signal)]);
    return ended.signal.aborted ? undefined : both;
  });
  if (probes === undefined) return;
  const facts = factsWith(probes, version);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: diagnosticsReport(facts) });
  await vscode.window.showTextDocument(document);
  offer(adviceOn(facts));
}

async function probe(transport: TransportName, assistant: Assistant, signal: AbortSignal): Promise<Probe> {
  const began = Date.now();
  try {
    return await assistant.probe(transport, signal);
  } catch (error) {
    // Also a network part that cannot be loaded is a finding.
    const message = error instanceof Error ? error.message : String(error);
    return { transport, took: Date.now() - began, outcome: { ok: false, failure: { kind: 'defect', message } } };
  }
}

function factsWith(probes: readonly Probe[], extension: string): DiagnosticFacts {
  const http = vscode.workspace.getConfiguration('http');
  const { baseUrl, transport } = readConfiguration();
  return {
    at: Date.now(),
    extension,
    editor: `${vscode.env.appName} ${vscode.version}`,
    remote: vscode.env.remoteName,
    window: vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop',
    platform: `${process.platform} ${process.arch}`,
    versions: process.versions,
    settings: Object.fromEntries(networkSettings.map((name) => [`http.${name}`, http.get<unknown>(name)])),
    environment: process.env,
    baseUrl,
    transport,
    probes,
  };
}

/** A setting is only changed by the user's own click. */
function offer({ sentence, transport }: Advice): void {
  if (transport === undefined) return;
  const change = transport === 'editor' ? 'Use the Editor’s Connection' : 'Use Tollfree’s Own Connection';
  void vscode.window.showWarningMessage(sentence.replaceAll('`', ''), change).then(async (chosen) => {
    if (chosen !== change) return;
    await vscode.workspace.getConfiguration().update(settings.transport, transport, vscode.ConfigurationTarget.Global);
  });
}
