import { startCluster } from '../src/simulation/cluster';
import { narrate } from '../src/simulation/narrate';
import { stories } from '../src/stories/zzDraft';
import { resolveStory } from '../src/stories/resolve';
const full = process.argv.includes('--full');
const caps = process.argv.includes('--caps');
for (const story of stories) {
  if (!process.argv.slice(2).includes(story.id)) continue;
  const sim = startCluster(story.cluster, story.seed);
  sim.plan(story.actions);
  sim.run(story.until);
  sim.history.dropTail();
  const steps = sim.history.steps.filter((s) => !s.quiet);
  const r = resolveStory(story, steps);
  console.log(`## ${story.id}: ${steps.length} steps, ${r.beats.length} beats; missing ${JSON.stringify(r.missing)}; captions ${r.captions.size}/${story.captions.length}`);
  const seen = new Set<string>();
  steps.forEach((s, i) => {
    const first = !seen.has(s.rule);
    seen.add(s.rule);
    const t = (s.time / 1000).toFixed(1);
    const { plain } = narrate(s);
    const about = Object.entries(s.about).map(([k, v]) => `${k}=${v}`).join(' ');
    const c = r.captions.get(i + 1);
    const q = r.questions.get(i + 1);
    const ch = r.chapters.find(({ from }) => from === i + 1);
    if (ch) console.log(`=== ${ch.title}`);
    if (caps && !c && !q) { if (full) console.log(`${i + 1} ${t} ${s.rule}`); return; }
    console.log(`${i + 1} ${t} ${s.rule}${(s.also ?? []).length ? ' +ALSO' : ''} | ${first || full || caps || (s.also ?? []).length ? plain : about}`);
    if (c) console.log(`      > ${c.text}`);
    if (q) console.log(`      ? ${q.text}`);
  });
}
