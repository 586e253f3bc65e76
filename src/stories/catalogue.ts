/** All stories, in the order in which a newcomer would take them. */
import { powerOn } from './powerOn';
import type { Story } from './story';

export const stories: readonly Story[] = [powerOn];

export const findStory = (id: string): Story | undefined => stories.find((story) => story.id === id);
