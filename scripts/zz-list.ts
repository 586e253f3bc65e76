import { startCluster } from '../src/simulation/cluster';
import { narrate } from '../src/simulation/narrate';
import { stories } from '../src/stories/catalogue';
import { resolveStory } from '../src/stories/resolve';
const [,, id, mode] = process.argv;
for (const story of stories) {
  if (id && id !== 'all' && story.id !== id) continue;
  const run = startCluster(story.cluster, story.seed);
  run.plan(story.actions);
  run.run(story.until);
  const steps = run.history.steps.filter((s) => !s.quiet);
  const r = resolveStory(story, steps);
  console.log(`=== ${story.id}: ${steps.length} loud, ${r.beats.length} beats, ${r.captions.size} captions, ${story.until/1000}s; missing ${JSON.stringify(r.missing)}`);
  if (mode === 'sum') { 
    continue; }
  const beats = new Set(r.beats);
  const list = mode === 'all' ? run.history.steps : steps;
  let n = 0;
  for (const s of list) {
    if (!s.quiet) n++;
    const ch = r.chapters.find((c) => c.from === n);
    if (ch && !s.quiet) console.log(`\n--- ${ch.title}`);
    const about = mode === 'brief' ? '' : ' | ' + JSON.stringify(s.about);
    console.log(`${s.quiet ? ' q' : n}${!s.quiet && beats.has(n) ? '*' : ''} ${((s.time - run.cluster.origin) / 1000).toFixed(2)} ${s.rule} | ${narrate(s).plain}${about}${s.also ? ' ALSO' : ''}`);
    const c = r.captions.get(n);
    if (c && !s.quiet) console.log(`      >>> ${c.text}`);
    const q = r.questions.get(n);
    if (q && !s.quiet) console.log(`      ??? ${q.text} ${q.choices.map((x, i) => (i === q.answer ? `[${x}]` : x)).join(' / ')} — ${q.because}`);
  }
}
