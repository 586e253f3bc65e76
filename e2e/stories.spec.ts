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

for (const { title, opening } of stories) {
  test(`${title}: to its end and back`, async ({ user }) => {
    await user.open();
    if (title !== stories[0]?.title) await user.openStory(title);
    await user.expectStep(0);
    await user.expectNarration(opening.replaceAll(/\*\*|`/g, ''));
    const length = await user.length();
    const sentences = await user.everySentence();
    expect(sentences).toHaveLength(length);
    expect(sentences.filter((sentence) => /[{}]|undefined|\[object|NaN|\*\*/.test(sentence))).toEqual([]);
    expect(sentences.filter((sentence) => !/[.!?:)’”"]\s*$/.test(sentence.trim()))).toEqual([]);
    await user.expectStep(length);

    const beats = user.timeButton('Beat back');
    let before = length;
    for (let i = 0; i < 4 && before > 0; i++) {
      await beats.click();
      await user.expectStepBefore(before);
      before = await user.stepNumber();
    }
    await user.toStart();
    await user.expectNarration(opening.replaceAll(/\*\*|`/g, ''));
  });
}
