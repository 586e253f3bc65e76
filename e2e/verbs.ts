/**
 * What a user does and sees, in the user's words. Everything is found by role and name, as a screen reader would; so a
 * test fails when the page stops saying what it is, not when it looks different.
 */
import { expect, type Locator, type Page } from '@playwright/test';

export type PanelName = 'What' | 'Where' | 'Inside' | 'When';
export type Theme = 'As the system' | 'Light' | 'Dark' | 'High contrast';
/** Whose Linux namespace: the node's, the pod's, or a container's own. */
export type Whose = 'the node’s' | 'the pod’s' | { readonly container: string };

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export class User {
  constructor(readonly page: Page) {}

  // ---- opening ----

  /** Opens an address relative to the app: '' for the page itself, `#v=1&…` for a link, `embed.html#…` for an embed. */
  async open(address = ''): Promise<void> {
    await this.page.goto(address === '' ? './' : address);
    await expect(this.transport).toBeVisible();
  }

  /** Waits until the chart of kinds is drawn: Mermaid comes last. */
  async waitForChart(): Promise<void> {
    await expect(this.chart).toBeVisible();
  }

  async openStory(title: string): Promise<void> {
    await this.choose(this.storyMenu, new RegExp(`^${escape(title)}`));
    await expect(this.storyMenu).toContainText(title);
  }

  get storyMenu(): Locator {
    return this.page.getByRole('banner').getByRole('button').first();
  }

  // ---- time ----

  get transport(): Locator {
    return this.page.getByRole('group', { name: 'Transport' });
  }

  timeButton(name: 'Play' | 'Pause' | 'Again' | 'Step' | 'Step back' | 'Beat' | 'Beat back'): Locator {
    return this.transport.getByRole('button', { name, exact: true });
  }

  /** The timeline, or the bar that stands for it where there is little room. */
  get slider(): Locator {
    return this.page.getByRole('slider', { name: 'Timeline' });
  }

  async step(times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.timeButton('Step').click();
  }

  async back(times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.timeButton('Step back').click();
  }

  async beat(times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.timeButton('Beat').click();
  }

  async beatBack(): Promise<void> {
    await this.timeButton('Beat back').click();
  }

  async play(): Promise<void> {
    await this.timeButton('Play').click();
  }

  async pause(): Promise<void> {
    await this.timeButton('Pause').click();
  }

  async toStart(): Promise<void> {
    await this.slider.press('Home');
    await this.expectStep(0);
  }

  async toEnd(): Promise<void> {
    await this.slider.press('End');
    await this.expectStep(await this.length());
  }

  /** Goes to a step with the keys of the timeline: tens, then ones. */
  async seek(step: number): Promise<void> {
    await this.toStart();
    for (let i = 0; i < Math.floor(step / 10); i++) await this.slider.press('PageDown');
    for (let i = 0; i < step % 10; i++) await this.slider.press('ArrowRight');
    await this.expectStep(step);
  }

  /** Drags the playhead to a part of the run, 0 to 1. */
  async scrub(part: number): Promise<void> {
    const box = await this.slider.boundingBox();
    if (!box) throw new Error('the timeline is not on the page');
    const y = box.y + Math.min(box.height, 40) / 2;
    await this.page.mouse.move(box.x + 4, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + (box.width * part) / 2, y);
    await this.page.mouse.move(box.x + box.width * part, y);
    await this.page.mouse.up();
  }

  /** Where the cursor stands and how many steps there are, as a screen reader is told. */
  private async told(): Promise<{ readonly step: number; readonly length: number }> {
    const text = (await this.slider.getAttribute('aria-valuetext')) ?? '';
    const start = /^Start of (\d+)/.exec(text);
    const told = start ? [0, 0, start[1]] : /^Step (\d+) of (\d+)/.exec(text);
    if (!told) throw new Error(`the timeline says "${text}"`);
    return { step: Number(told[1]), length: Number(told[2]) };
  }

  stepNumber = async (): Promise<number> => (await this.told()).step;
  length = async (): Promise<number> => (await this.told()).length;

  async expectStep(step: number): Promise<void> {
    await expect(this.slider).toHaveAttribute('aria-valuetext', step === 0 ? /^(Start of|Step 0 of) / : new RegExp(`^Step ${step} of `));
  }

  async expectStepAfter(step: number): Promise<void> {
    await expect.poll(this.stepNumber).toBeGreaterThan(step);
  }

  async expectStepBefore(step: number): Promise<void> {
    await expect.poll(this.stepNumber).toBeLessThan(step);
  }

  get narration(): Locator {
    return this.page.getByRole('region', { name: 'Narration' });
  }

  /** The sentence as drawn, without who acts. */
  sentence = async (): Promise<string> => this.narration.getByRole('paragraph').first().innerText();

  async expectNarration(words: string | RegExp): Promise<void> {
    await expect(this.narration.getByRole('paragraph').first()).toContainText(words);
  }

  /** Presses a button of the transport until it can go no further, as fast as the page can; answers what was told each time. */
  async everySentence(by: 'Step' | 'Step back' | 'Beat' | 'Beat back' = 'Step'): Promise<string[]> {
    const [region, button] = await Promise.all([this.narration.elementHandle(), this.timeButton(by).elementHandle()]);
    return this.page.evaluate(
      async ([told, press]) => {
        const sentences: string[] = [];
        while (told instanceof HTMLElement && press instanceof HTMLButtonElement && !press.disabled) {
          press.click();
          // React has drawn when the microtasks are done; a frame for the browser now and then is enough.
          if (sentences.length % 8 === 0) await new Promise(requestAnimationFrame);
          else await Promise.resolve();
          // The first paragraph is what is seen; the last follows for screen readers, at their pace.
          sentences.push(told.querySelector('p')?.textContent ?? '');
        }
        return sentences;
      },
      [region, button],
    );
  }

  // ---- panels ----

  panel(name: PanelName): Locator {
    return this.page.getByRole('region', { name: new RegExp(`^${name}\\b`) });
  }

  /** Brings a panel to the front on a phone. */
  async openPanel(name: PanelName): Promise<void> {
    await this.page.getByRole('tablist', { name: 'Panels' }).getByRole('tab', { name: new RegExp(`^${name}\\b`) }).click();
    await expect(this.panel(name)).toBeVisible();
  }

  // ---- What ----

  get chart(): Locator {
    return this.page.getByRole('group', { name: 'Kinds of pod', exact: true });
  }

  /** A node of the chart, by its name there: 'Static System'. */
  kind(name: string): Locator {
    return this.chart.getByRole('button', { name: new RegExp(`^${escape(name)}, [\\d,]+ pods?`) });
  }

  async chooseKind(name: string): Promise<void> {
    await this.kind(name).click();
  }

  /** These kinds are on the lit path, and no other kind is. */
  async expectPath(kinds: readonly string[]): Promise<void> {
    await expect(this.chart.getByRole('button', { name: /^(?!Line).*, on the path$/ })).toHaveCount(kinds.length);
    for (const kind of kinds) await expect(this.kind(kind)).toHaveAccessibleName(/, on the path$/);
  }

  async expectCount(kind: string, pods: number): Promise<void> {
    await expect(this.kind(kind)).toHaveAccessibleName(new RegExp(`, ${pods} pods?\\b`));
  }

  // ---- Where ----

  /** A pod as drawn, whatever its form. A name that ends with '…' is a beginning. */
  pod(name: string): Locator {
    const words = name.endsWith('…') ? `${escape(name.slice(0, -1))}[^,]*` : escape(name);
    return this.panel('Where').getByRole('button', { name: new RegExp(`^pod ${words}, `) });
  }

  async selectPod(name: string): Promise<void> {
    await this.pod(name).first().click();
    await expect(this.pod(name).first()).toHaveAttribute('aria-pressed', 'true');
  }

  /** `words` as a screen reader hears them: 'static', 'non-system', 'running', 'kubectl shows Running'; commas part them. */
  async expectPod(name: string, ...words: readonly string[]): Promise<void> {
    const pod = this.pod(name).first();
    await expect(pod).toBeAttached();
    for (const word of words) await expect(pod).toHaveAccessibleName(new RegExp(`, ${escape(word)}(,|$)`));
  }

  /** Does the pod stand back behind others: paler, or without its colours? */
  standsBack = async (name: string): Promise<boolean> =>
    this.pod(name).first().evaluate((element) => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { opacity, filter } = getComputedStyle(at);
        if (Number(opacity) < 0.7 || filter.includes('grayscale')) return true;
      }
      return false;
    });

  async expectNoPod(name: string): Promise<void> {
    await expect(this.pod(name)).toHaveCount(0);
  }

  /** It may still be stored, but it has no running container. */
  async expectNotRunning(name: string): Promise<void> {
    await expect(this.panel('Where').getByRole('button', { name: new RegExp(`^pod ${escape(name)}, (static|workload), (non-)?system, running`) })).toHaveCount(0);
  }

  async expectPods(name: string, count: number): Promise<void> {
    await expect(this.pod(name)).toHaveCount(count);
  }

  /** The pod stands on this node. */
  async expectPodOn(node: string, name: string): Promise<void> {
    await expect(this.panel('Where').getByRole('listitem').filter({ hasText: new RegExp(`^node ${escape(node)}, `) })).toContainText(`pod ${name}`);
  }

  file(name: string): Locator {
    return this.panel('Where').getByRole('button', { name: new RegExp(`^${escape(name)}`) });
  }

  // ---- Inside ----

  /** Says which Linux namespaces are on a level: 'net 10.0.0.11, ipc /dev/shm'. */
  namespaces(whose: Whose): Locator {
    const words = typeof whose === 'string' ? `^${escape(whose)}` : `^\\w+ container ${escape(whose.container)},`;
    return this.panel('Inside').getByRole('list', { name: /^Linux namespaces of/ }).getByRole('listitem').filter({ hasText: new RegExp(words) });
  }

  async expectNamespace(tag: string, whose: Whose): Promise<void> {
    await expect(this.namespaces(whose)).toHaveText(new RegExp(`[:,] ${tag} `));
  }

  async expectInside(name: string): Promise<void> {
    await expect(this.panel('Inside').getByRole('list', { name: `Linux namespaces of ${name}` })).toBeAttached();
  }

  switch(field: string): Locator {
    return this.panel('Inside').getByRole('switch', { name: field, exact: true });
  }

  // ---- inspector ----

  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }

  async askWhy(): Promise<void> {
    await this.narration.getByRole('button', { name: 'Why?' }).click();
    await expect(this.inspector).toBeVisible();
  }

  /** Turns to a tab of the inspector, and opens it first where it is closed. */
  async look(tab: 'Why' | 'Object' | 'Events'): Promise<void> {
    if (!(await this.inspector.isVisible())) await this.askWhy();
    await this.inspector.getByRole('tab', { name: tab }).click();
  }

  // ---- paste ----

  get manifest(): Locator {
    return this.page.getByRole('region', { name: 'Manifest', exact: true });
  }

  get editor(): Locator {
    return this.manifest.getByRole('textbox', { name: 'Manifest' });
  }

  async openPaste(): Promise<void> {
    await this.page.getByRole('button', { name: 'Paste manifest' }).click();
    await expect(this.editor).toBeVisible();
  }

  /** Pastes over whatever is in the editor. */
  async paste(text: string): Promise<void> {
    if (!(await this.editor.isVisible())) await this.openPaste();
    await this.editor.focus();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.editor.evaluate((element, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  async expectVerdict(title: string, ...words: readonly (string | RegExp)[]): Promise<void> {
    await expect(this.manifest.getByRole('heading', { name: title, exact: true })).toBeVisible();
    for (const word of words) await expect(this.manifest).toContainText(word);
  }

  /** A problem in the list, not the buttons that mend it. */
  problem(words: string | RegExp): Locator {
    return this.manifest.getByRole('list', { name: 'Problems' }).getByRole('button', { name: words }).and(this.page.locator('[data-line]'));
  }

  async applyToTheApiServer(): Promise<void> {
    await this.manifest.getByRole('button', { name: 'Apply to the API server' }).click();
    await expect(this.manifest).toBeHidden();
  }

  async putInTheFolderOf(node: string): Promise<void> {
    const door = this.manifest.getByRole('button', { name: `Put in the manifests folder of ${node}` });
    if (!(await door.isVisible())) await this.choose(this.manifest.getByRole('button', { name: /^Node / }), node);
    await door.click();
    await expect(this.manifest).toBeHidden();
  }

  // ---- menus and dialogs ----

  /** Opens a menu and takes one of its items, of either kind: an action or a choice. */
  async choose(button: Locator, item: string | RegExp): Promise<void> {
    await button.click();
    const menu = this.page.getByRole('menu');
    await menu.getByRole('menuitem', { name: item }).or(menu.getByRole('menuitemradio', { name: item })).first().click();
  }

  dialog(title: string): Locator {
    return this.page.getByRole('dialog', { name: title });
  }

  /** Opens "Break something" and does it. */
  async breakSomething(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Break something' }).click();
    await this.dialog('Break something').getByRole('button', { name: title }).click();
    await expect(this.dialog('Break something')).toBeHidden();
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.choose(this.page.getByRole('button', { name: 'Colours' }), theme);
  }

  // ---- futures ----

  future(name: string): Locator {
    return this.page.getByRole('list', { name: 'Futures' }).getByRole('button', { name: new RegExp(`^[A-Z] ${escape(name)}`) });
  }

  get toast(): Locator {
    return this.page.getByRole('status');
  }

  /** The address once it follows: it names the step at the cursor. */
  async expectAddress(part: string | RegExp): Promise<void> {
    await expect(this.page).toHaveURL(typeof part === 'string' ? new RegExp(escape(part)) : part);
  }
}
