/** For everybody: axe finds nothing in any state, the keyboard alone is enough, and without motion nothing moves. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { expect, test } from './fixtures';
import type { User } from './verbs';

interface State {
  readonly name: string;
  readonly reach: (user: User, page: Page) => Promise<void>;
  /** Rules that do not fit this state, each for a reason. */
  readonly without?: readonly string[];
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: hello\nspec:\n  restartPolcy: Never\n  containers:\n  - name: web\n    image: nginx:1.29\n';

const middle = async (user: User) => {
  await user.waitForChart();
  await user.slider.press('End');
  await user.beatBack();
  await user.pod('etcd-cp-1').click();
};

const STATES: readonly State[] = [
  { name: 'step 0', reach: (user) => user.waitForChart() },
  { name: 'in the middle of a story', reach: middle },
  {
    name: 'a kind chosen',
    reach: async (user) => {
      await middle(user);
      await user.chooseKind('Static');
    },
  },
  {
    name: 'the inspector: why',
    reach: async (user) => {
      await middle(user);
      await user.askWhy();
    },
  },
  {
    name: 'the inspector: object',
    reach: async (user) => {
      await middle(user);
      await user.look('Object');
    },
  },
  {
    name: 'the inspector: events',
    reach: async (user) => {
      await middle(user);
      await user.look('Events');
    },
  },
  {
    name: 'a manifest pasted',
    reach: async (user) => {
      await user.waitForChart();
      await user.slider.press('End');
      await user.paste(POD);
      await user.expectVerdict('Pod hello');
      await expect(user.problem(/restartPolcy/)).toBeVisible();
    },
  },
  {
    name: 'a file being edited',
    reach: async (user) => {
      await user.waitForChart();
      await user.file('etcd.yaml').click();
      await user.expectVerdict('Pod etcd', 'certain');
    },
  },
  {
    name: 'two futures and a toast',
    reach: async (user) => {
      await middle(user);
      await user.breakSomething('Power off worker-1');
      await expect(user.toast).toBeVisible();
    },
  },
  {
    name: 'break something',
    reach: async (user, page) => {
      await middle(user);
      await page.keyboard.press('x');
      await expect(user.dialog('Break something')).toBeVisible();
    },
  },
  {
    name: 'share or embed',
    reach: async (user, page) => {
      await user.waitForChart();
      await page.getByRole('button', { name: 'Share or embed' }).click();
      await expect(user.dialog('Share or embed').frameLocator('iframe').getByRole('group', { name: 'Transport' })).toBeVisible();
    },
  },
  {
    name: 'keys',
    reach: async (user, page) => {
      await page.keyboard.press('?');
      await expect(user.dialog('Keys')).toBeVisible();
    },
  },
  {
    name: 'the chart as text',
    reach: async (user) => {
      await user.waitForChart();
      await user.panel('What').getByRole('button', { name: 'Show the source' }).click();
      await expect(user.dialog('The chart as text')).toBeVisible();
    },
  },
  {
    name: 'the story menu',
    // A menu stands over the page only while it is open; landmarks are for what stays.
    without: ['region'],
    reach: async (user, page) => {
      await user.storyMenu.click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
];

for (const { name, reach, without } of STATES) {
  test(`axe finds nothing: ${name}`, async ({ user, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await user.open();
    await reach(user, page);
    await expectAccessible(page, without);
  });
}

test('axe finds nothing: dark, in the middle, with the inspector', async ({ user, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await user.open();
  await middle(user);
  await expectAccessible(page);
  await user.askWhy();
  await expectAccessible(page);
});

test('axe finds nothing: high contrast', async ({ user, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await user.open('#v=1&k8s=1.36&story=power-on&theme=contrast');
  await middle(user);
  await expectAccessible(page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  for (const tab of ['What', 'Where', 'Inside'] as const) {
    test(`axe finds nothing: the tab ${tab}`, async ({ user, page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await user.open();
      await user.slider.press('End');
      await user.openPanel(tab);
      if (tab === 'What') await user.waitForChart();
      await expectAccessible(page);
    });
  }
});

test.describe('in an embed', () => {
  test.use({ viewport: { width: 640, height: 360 } });
  for (const only of ['what', 'where', 'inside'] as const) {
    test(`axe finds nothing: only=${only}`, async ({ user, page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await user.open(`embed.html#v=1&k8s=1.36&story=power-on&only=${only}`);
      await user.slider.press('End');
      if (only === 'what') await user.waitForChart();
      else await expect(user.panel(only === 'where' ? 'Where' : 'Inside')).toBeVisible();
      await expectAccessible(page);
    });
  }
});

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, wanted: ReturnType<Page['getByRole']>, most = 60): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if ((await wanted.count()) > 0 && (await wanted.first().evaluate((element) => element === document.activeElement))) return;
  }
  throw new Error(`Tab does not reach ${String(wanted)}`);
}

test('the keyboard alone: a story, its steps, a pod, why, a manifest, undo', async ({ user, page }) => {
  await user.open();
  await user.waitForChart();
  await tabTo(page, user.storyMenu, 5);
  await page.keyboard.press('Enter');
  const stories = page.getByRole('menu').getByRole('menuitem');
  await expect(stories.nth(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(stories.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await user.expectStep(0);
  await expect(user.storyMenu).not.toContainText('From power-on');
  await page.keyboard.press('Home');

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('l');
  await user.expectStep(2);
  await page.keyboard.press('j');
  await user.expectStep(1);
  await page.keyboard.press('Shift+ArrowRight');
  await user.expectStepAfter(1);
  await page.keyboard.press('End');
  await user.expectStep(await user.length());
  await page.keyboard.press('PageUp');
  await user.expectStepBefore(await user.length());
  await page.keyboard.press('k');
  await expect(user.timeButton('Pause')).toBeVisible();
  await page.keyboard.press('.');
  await expect(user.timeButton('Pause')).toBeHidden();

  await page.keyboard.press('2');
  await expect(user.panel('Where')).toBeFocused();
  // Tab comes to the canvas once; arrows go from thing to thing.
  await page.keyboard.press('Tab');
  await expect(user.panel('Where').getByRole('button').and(page.locator(':focus'))).toBeVisible();
  await page.keyboard.press('End');
  const pod = user.panel('Where').getByRole('button', { name: /^pod / }).and(page.locator(':focus'));
  await expect(pod).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  const name = /^pod (\S+),/.exec((await pod.getAttribute('aria-label')) ?? '')?.[1] ?? '';
  await page.keyboard.press('Enter');
  await expect(user.pod(name)).toHaveAttribute('aria-pressed', 'true');
  await expect(user.panel('Inside')).toBeFocused();
  await user.expectInside(name);

  await page.keyboard.press('w');
  await expect(user.inspector).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(user.inspector).toBeHidden();

  await page.keyboard.press('1');
  await expect(user.panel('What')).toBeFocused();
  await tabTo(page, user.kind('Pod, all kinds'), 5);
  // Down along a line, and on to the kind at its end.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(user.panel('What')).toContainText('stays bright in Where');

  await page.keyboard.press('p');
  await expect(user.editor).toBeVisible();
  await tabTo(page, user.editor);
  await page.keyboard.insertText('apiVersion: v1\nkind: Pod\nmetadata: {name: typed}\nspec: {containers: [{name: web, image: nginx}]}\n');
  await user.expectVerdict('Pod typed');
  await page.keyboard.press('Escape');
  await tabTo(page, user.manifest.getByRole('button', { name: 'Apply to the API server' }));
  await page.keyboard.press('Enter');
  await expect(user.manifest).toBeHidden();
  await expect(user.toast).toContainText('typed');
  await page.keyboard.press('u');
  await expect(user.narration).not.toContainText('typed');

  await page.keyboard.press('?');
  await expect(user.dialog('Keys')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(user.dialog('Keys')).toBeHidden();
});

test('keys rest while one types', async ({ user, page }) => {
  await user.open();
  await user.openPaste();
  await user.editor.focus();
  await page.keyboard.type('kplx?');
  await expect(user.editor).toContainText('kplx?');
  await user.expectStep(0);
  await expect(user.dialog('Keys')).toBeHidden();
  await expect(user.dialog('Break something')).toBeHidden();
});

test('what is said aloud follows the steps', async ({ user }) => {
  await user.open();
  await user.step(3);
  const sentence = await user.sentence();
  const spoken = user.narration.getByRole('paragraph').last();
  await expect(spoken).toContainText(sentence);
  expect(await spoken.getAttribute('aria-live')).toBe('polite');
  await expect(user.slider).toHaveAttribute('aria-valuetext', /^Step 3 of \d+\. .+: /);
});

test('without motion nothing moves', async ({ user, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await user.open();
  await user.waitForChart();
  /** Names of what moves for longer than the 80 ms that a fade may take. */
  const moving = () => page.evaluate(() => document.getAnimations().filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration ?? 0) > 80).map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 120)));
  for (let i = 0; i < 6; i++) {
    await user.step();
    expect(await moving()).toEqual([]);
  }
  await user.toEnd();
  await user.selectPod('kube-scheduler-cp-1');
  await user.switch('hostIPC').click();
  expect(await moving()).toEqual([]);
  await user.askWhy();
  expect(await moving()).toEqual([]);
});

test('with motion a step’s message travels once, and then everything rests', async ({ user, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await user.open();
  await user.waitForChart();
  await user.beat();
  const endless = await page.evaluate(() => document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations === Infinity).length);
  expect(endless).toBe(0);
  await expect.poll(() => page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length)).toBe(0);
});
