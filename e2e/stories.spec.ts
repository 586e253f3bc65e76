/** Every story of the menu: it opens, plays to its end and back, and no sentence has a gap. */
import { stories } from '../src/stories/catalogue';
import { expect, test } from './fixtures';

test('the menu offers every story, and says what each teaches', async ({ user, page }) => {
  await user.open();
  await user.storyMenu.click();
  const items = page.getByRole('menu').getByRole('menuitem');
  await expect(items).toHaveCount(stories.length);
  for (const { title, teaches } of stories) await expect(items.filter({ hasText: title })).toContainText(teaches);
});

const FAULTS = /[{}]|undefined|\[object|NaN|\*\*/;
const plain = (text: string): string => text.replaceAll(/\*\*|`/g, '');

test('every step of the first story is told, to the end and back', async ({ user }) => {
  await user.open();
  const length = await user.length();
  const sentences = await user.everySentence('Step');
  expect(sentences).toHaveLength(length);
  expect(sentences.filter((sentence) => FAULTS.test(sentence))).toEqual([]);
  await user.expectStep(length);
  const back = await user.everySentence('Step back');
  await user.expectStep(0);
  expect(back.slice(0, -1)).toEqual(sentences.slice(0, -1).toReversed());
});

for (const { title, opening } of stories) {
  test(`${title}: beat by beat to its end and back`, async ({ user }) => {
    await user.open();
    if (title !== stories[0]?.title) await user.openStory(title);
    await user.expectStep(0);
    await user.expectNarration(plain(opening));
    const sentences = await user.everySentence('Beat');
    await user.expectStep(await user.length());
    expect(sentences.length).toBeGreaterThan(5);
    expect(sentences.filter((sentence) => FAULTS.test(sentence) || !/[.!?)’”"]\s*$/.test(sentence.trim()))).toEqual([]);
    const back = await user.everySentence('Beat back');
    await user.expectStep(0);
    expect(back).toHaveLength(sentences.length);
    await user.expectNarration(plain(opening));
  });
}
