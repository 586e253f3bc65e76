/** All stories, in the order in which a newcomer would take them. */
import { apiServerGoesAway } from './apiServerGoesAway';
import { controlPlaneOfThree } from './controlPlaneOfThree';
import { deleteTheMirror } from './deleteTheMirror';
import { noScheduler } from './noScheduler';
import { powerOn } from './powerOn';
import type { Story } from './story';
import { twoDoors } from './twoDoors';
import { whatContainersShare } from './whatContainersShare';

export const stories: readonly Story[] = [
  powerOn, twoDoors, whatContainersShare, apiServerGoesAway, deleteTheMirror, noScheduler, controlPlaneOfThree,
];

export const findStory = (id: string): Story | undefined => stories.find((story) => story.id === id);
