import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import {
  commands,
  commentControllers,
  containers,
  contextKeys,
  internalCommands,
  panels,
  settings,
  statusBarItems,
  submenus,
  views,
} from '../src/host/contributions';
import { inRoot } from './launch/paths';

const menuItem = z.object({
  command: z.string().optional(),
  submenu: z.string().optional(),
  when: z.string().optional(),
  group: z.string().optional(),
});
const setting = z.looseObject({
  default: z.unknown(),
  scope: z.string(),
  type: z.string(),
  description: z.string().optional(),
  markdownDescription: z.string().optional(),
  enum: z.array(z.string()).optional(),
  enumDescriptions: z.array(z.string()).optional(),
});
const manifest = z
  .looseObject({
    version: z.string(),
    main: z.string(),
    icon: z.string(),
    engines: z.object({ vscode: z.string(), node: z.string() }),
    devDependencies: z.record(z.string(), z.string()),
    activationEvents: z.array(z.string()),
    capabilities: z.object({
      untrustedWorkspaces: z.object({
        supported: z.string(),
        description: z.string(),
        restrictedConfigurations: z.array(z.string()),
      }),
      virtualWorkspaces: z.object({ supported: z.boolean(), description: z.string() }),
    }),
    contributes: z.object({
      viewsContainers: z.record(z.string(), z.array(z.object({ id: z.string(), title: z.string(), icon: z.string() }))),
      views: z.record(
        z.string(),
        z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            type: z.string(),
            icon: z.string(),
            contextualTitle: z.string(),
          }),
        ),
      ),
      commands: z.array(
        z.object({
          command: z.string(),
          title: z.string(),
          category: z.string(),
          icon: z.string().optional(),
          enablement: z.string().optional(),
        }),
      ),
      menus: z.record(z.string(), z.array(menuItem)),
      submenus: z.array(z.object({ id: z.string(), label: z.string() })),
      configuration: z.array(z.object({ title: z.string(), properties: z.record(z.string(), setting) })),
    }),
  })
  .parse(JSON.parse(readFileSync(inRoot('package.json'), 'utf8')));

const { contributes, capabilities } = manifest;
const sorted = (ids: Iterable<string>): string[] => [...ids].toSorted();
const allMenuItems = Object.values(contributes.menus).flat();
const inPalette = (command: string): string | undefined =>
  contributes.menus['commandPalette']?.find((item) => item.command === command)?.when;

const settingsById = Object.fromEntries(
  contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
);

describe('the manifest and the code', () => {
  it('know the same commands', () => {
    const inCode = [...Object.values(commands), ...Object.values(internalCommands)];
    const inManifest = contributes.commands.map(({ command }) => command);
    assert.deepEqual(sorted(inManifest), sorted(inCode));
    assert.equal(new Set(inManifest).size, inManifest.length);
  });

  it('know the same settings', () => {
    assert.deepEqual(sorted(Object.keys(settingsById)), sorted(Object.values(settings)));
  });

  it('know the same views and containers', () => {
    const inManifest = Object.values(contributes.views).flat();
    assert.deepEqual(sorted(inManifest.map(({ id }) => id)), sorted(Object.values(views)));
    const shown = Object.values(contributes.viewsContainers).flat();
    assert.deepEqual(sorted(shown.map(({ id }) => id)), sorted(Object.values(containers)));
    assert.deepEqual(sorted(Object.keys(contributes.views)), sorted(Object.values(containers)));
  });

  it('know the same submenus', () => {
    const ids = sorted(Object.values(submenus));
    assert.deepEqual(sorted(contributes.submenus.map(({ id }) => id)), ids);
    assert.deepEqual(sorted(allMenuItems.flatMap(({ submenu }) => submenu ?? [])), ids);
    for (const id of ids) assert.ok((contributes.menus[id]?.length ?? 0) > 0, id);
  });

  it('know the same context keys, views and comment controllers in conditions', () => {
    const conditions = [
      ...allMenuItems.flatMap(({ when }) => when ?? []),
      ...contributes.commands.flatMap(({ enablement }) => enablement ?? []),
    ];
    const ours = new Set(conditions.flatMap((condition) => condition.match(/\btollfree\.[\w.]+/g) ?? []));
    const known = new Set<string>([
      ...Object.values(contextKeys),
      ...Object.values(views),
      ...Object.values(commentControllers),
      // Settings stand in conditions as `config.…`.
      ...Object.values(settings),
      ...Object.values(panels),
    ]);
    assert.deepEqual(
      [...ours].filter((id) => !known.has(id)),
      [],
    );
    assert.deepEqual(
      Object.values(contextKeys).filter((key) => !ours.has(key)),
      [],
      'a context key that no condition asks for',
    );
  });

  it('keep the ids that people and tests rely on', () => {
    const ofPrivacy = ['setPrivacyLevel', 'showSent', 'deleteData'] as const;
    assert.equal(views.chat, 'tollfree.chat');
    assert.equal(containers.tollfree, 'tollfree');
    assert.equal(statusBarItems.quota, 'tollfree.quota');
    for (const name of [
      'newChat',
      'switchModel',
      'explain',
      'enterApiKey',
      'signOut',
      'showQuota',
      ...ofPrivacy,
    ] as const) {
      assert.equal(commands[name], `tollfree.${name}`);
    }
    assert.equal(settings.model, 'tollfree.model');
    assert.equal(settings.baseUrl, 'tollfree.openRouter.baseUrl');
    for (const name of ['level', 'scrub', 'patterns'] as const) {
      assert.equal(settings[name], `tollfree.privacy.${name}`);
    }
  });
});

describe('the commands', () => {
  it('have a title that begins with a capital, and our category', () => {
    for (const { command, title, category } of contributes.commands) {
      assert.match(title, /^[A-Z]\S/, command);
      assert.equal(category, 'Tollfree', command);
    }
  });

  it('have titles of their own in the palette', () => {
    const shown = contributes.commands.filter(({ command }) => inPalette(command) !== 'false');
    const titles = shown.map(({ title }) => title);
    assert.deepEqual(
      titles.filter((title, at) => titles.indexOf(title) !== at),
      [],
    );
  });

  it('are in the palette only where they are for people', () => {
    for (const command of Object.values(internalCommands)) assert.equal(inPalette(command), 'false', command);
    for (const command of Object.values(commands)) assert.notEqual(inPalette(command), 'false', command);
  });

  it('in menus exist', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    assert.deepEqual(
      allMenuItems.flatMap(({ command }) => command ?? []).filter((command) => !known.has(command)),
      [],
    );
  });

  it('that stand as buttons have an icon', () => {
    const buttons = ['view/title', 'comments/commentThread/title'].flatMap((menu) => contributes.menus[menu] ?? []);
    for (const { command = '', group } of buttons) {
      if (group?.startsWith('navigation') !== true) continue;
      const icon = contributes.commands.find((one) => one.command === command)?.icon;
      assert.match(icon ?? '', /^\$\([a-z-]+\)$/, command);
    }
  });
});

describe('the settings', () => {
  for (const [key, value] of Object.entries(settingsById)) {
    it(`${key} has a default and says what it does`, () => {
      assert.notEqual(value.default, undefined);
      const type = Array.isArray(value.default) ? 'array' : typeof value.default;
      assert.ok(type === value.type || (Number.isInteger(value.default) && value.type === 'integer'), value.type);
      assert.match(value.description ?? value.markdownDescription ?? '', /^[A-Z].{20,}\.$/s);
      if (value.enum === undefined) return;
      assert.ok(value.enum.includes(String(value.default)));
      assert.equal(value.enumDescriptions?.length, value.enum.length);
    });
  }

  it('that decide where keys and prompts go, what is replaced, and what may cost money, can not come from a workspace', () => {
    const own = Object.entries(settingsById).filter(([, { scope }]) => scope === 'application');
    const keys = sorted(own.map(([key]) => key));
    assert.deepEqual(
      keys,
      sorted([
        settings.baseUrl,
        settings.transport,
        settings.providers,
        settings.paidEnabled,
        settings.dailyBudget,
        settings.scrub,
        settings.onlyProviders,
        settings.ignoredProviders,
      ]),
    );
    // A folder may add patterns, which run over everything that is sent, and may have the day's requests spent: only one
    // that is trusted.
    assert.deepEqual(
      sorted(capabilities.untrustedWorkspaces.restrictedConfigurations),
      sorted([...keys, settings.patterns, settings.completionEnabled, settings.completionAutomatic]),
    );
  });

  it('hold no secret', () => {
    // A model's tokens are no secret.
    for (const key of Object.values(settings)) assert.doesNotMatch(key, /key|accessToken|password|secret/i);
  });
});

describe('the manifest', () => {
  it('starts nothing before the editor is up', () => {
    // A tab that was open when the editor was closed is brought back with it.
    assert.deepEqual(
      manifest.activationEvents.toSorted(),
      ['onStartupFinished', ...Object.values(panels).map((panel) => `onWebviewPanel:${panel}`)].toSorted(),
    );
  });

  it('uses no proposed API', () => {
    assert.equal(manifest['enabledApiProposals'], undefined);
  });

  it('is compiled against the oldest editor it promises', () => {
    assert.equal(manifest.engines.vscode, '^1.110.0');
    assert.equal(manifest.devDependencies['@types/vscode'], manifest.engines.vscode.slice(1));
  });

  it('is honest about untrusted and virtual workspaces', () => {
    assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
    assert.equal(capabilities.virtualWorkspaces.supported, true);
  });

  it('names pictures that exist', () => {
    const icons = [...Object.values(contributes.viewsContainers), ...Object.values(contributes.views)].flat();
    for (const icon of [manifest.icon, ...icons.map((one) => one.icon)]) assert.ok(existsSync(inRoot(icon)), icon);
    assert.match(manifest.icon, /\.png$/);
  });
});
