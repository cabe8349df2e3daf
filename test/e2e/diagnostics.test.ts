import assert from 'node:assert/strict';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { Gateway } from './support/gateway';

describe('A person looks what is wrong with the network', () => {
  let desk: Desk;
  let gateway: Gateway;

  before(async () => {
    gateway = await Gateway.start();
    desk = await openDesk({
      settings: { 'http.proxy': 'http://alice:s3cret@127.0.0.1:9' },
      address: (simulator) => {
        gateway.to(simulator);
        return gateway.url;
      },
    });
  });
  after(async () => {
    await desk.close();
    await gateway.cut();
  });
  watchDesk(() => desk);

  /** The text of the document that the command opens. */
  const report = async (): Promise<string> => {
    const { workbench } = desk;
    const { page } = workbench;
    await workbench.runCommand('Tollfree: Network Diagnostics');
    await workbench.editor().getByText('Tollfree: Network Diagnostics').waitFor();
    await workbench.editor().locator('.view-line').first().click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+C');
    return String(await page.evaluate<unknown>('navigator.clipboard.readText()'));
  };

  it('sees that both ways reach the service, without its key and the password of the proxy', async () => {
    const { simulator, workbench } = desk;
    const text = await report();
    await workbench.screenshot('diagnostics');
    const host = new URL(gateway.url).host;
    assert.match(text, /Tollfree’s own connection \(`own`\): works, status 200/);
    assert.match(text, /The editor’s connection \(`editor`\): works, status 200/);
    assert.ok(text.includes(`Both ways reach ${host}. Nothing needs to be changed.`), text);
    assert.ok(text.includes('`http.proxy`: `http://***@127.0.0.1:9`'), text);
    for (const secret of ['sk-or-', simulator.key, 's3cret', 'alice', workbench.dataDir]) {
      assert.ok(!text.includes(secret), secret);
    }
    assert.equal(simulator.counts().inference, 0);
  });

  it('sees that no way does while the line is cut', async () => {
    const { workbench } = desk;
    const { page } = workbench;
    await page.keyboard.press('ControlOrMeta+End');
    await workbench.runCommand('View: Close All Editors');
    await page.getByRole('button', { name: "Don't Save" }).click();
    await gateway.cut();
    const text = await report();
    assert.match(text, /own connection \(`own`\): fails: no connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
    assert.match(text, /No way reaches 127\.0\.0\.1:\d+\. Check the network/);
  });
});
