/** The catalogue of behaviour: every rule by its id, `actor.deed`. One file an actor. */
import { apiServerRules } from './apiServer';
import { containerRuntimeRules } from './containerRuntime';
import { controllersRules } from './controllers';
import { kubeletRules } from './kubelet';
import { networkRules } from './network';
import { processRules } from './process';
import type { Rule } from './rule';
import { schedulerRules } from './scheduler';
import { userRules } from './user';

export const rules = {
  ...userRules,
  ...apiServerRules,
  ...controllersRules,
  ...schedulerRules,
  ...kubeletRules,
  ...containerRuntimeRules,
  ...networkRules,
  ...processRules,
} as const;

export type RuleId = keyof typeof rules;

/** The rule of that id. */
export const ruleOf = (id: RuleId): Rule => rules[id];
