/** Bringing raw scores into 0..100 (pkg/scheduler/framework/plugins/helper/normalize_score.go). */
import { MAX_NODE_SCORE } from './framework';

/** Scales scores, in place, so that the greatest becomes 100; `reverse` then turns them round (DefaultNormalizeScore). */
export function normalizeScores(scores: number[], reverse: boolean): void {
  let greatest = 0;
  for (const score of scores) if (score > greatest) greatest = score;
  if (greatest === 0) {
    if (reverse) scores.fill(MAX_NODE_SCORE);
    return;
  }
  for (let index = 0; index < scores.length; index++) {
    const scaled = Math.trunc((MAX_NODE_SCORE * (scores[index] ?? 0)) / greatest);
    scores[index] = reverse ? MAX_NODE_SCORE - scaled : scaled;
  }
}
