import { describe, expect, it } from 'vitest';
import type { Step } from '../../simulation/step';
import { type Branch, loudSteps, openStory } from '../../state/session';
import { powerOn } from '../../stories/powerOn';
import { twoDoors } from '../../stories/twoDoors';
import { controlPlanePod, drawnMotion, nodeOfThing, partsOf, thingId } from './motion';

/** The step after which a rule was followed for the n-th time, with the World of that instant. */
function at({ simulation }: Branch, rule: Step['rule'], nth = 1) {
  const steps = loudSteps(simulation);
  let left = nth;
  const index = steps.findIndex((step) => step.rule === rule && --left === 0);
  const step = steps[index];
  if (!step) throw new Error(`no step ${rule}`);
  simulation.seek(index + 1);
  const motion = drawnMotion(step, simulation.world);
  return { motion, parts: partsOf(step, motion, simulation.world) };
}

const power = openStory(powerOn);
const doors = openStory(twoDoors);

describe('a message', () => {
  it('goes from the user to the kubelet, and from the kubelet to the runtime', () => {
    expect(at(power, 'user.startKubelet').motion).toMatchObject({ from: thingId.user, to: thingId.kubelet('cp-1') });
    expect(at(power, 'kubelet.runPodSandbox').motion).toEqual({ from: thingId.kubelet('cp-1'), to: thingId.containerd('cp-1'), via: 'call', label: 'RunPodSandbox', refused: null });
  });

  it('is refused where no API server serves, and goes to where it would stand', () => {
    expect(at(power, 'kubelet.registerRefused').motion).toMatchObject({ from: thingId.kubelet('cp-1'), to: controlPlanePod('kube-apiserver', 'cp-1'), refused: 'connection refused' });
  });

  it('of a file that the kubelet reads comes from its folder, though nobody sent it', () => {
    expect(at(power, 'kubelet.addStaticPod').motion).toEqual({ from: thingId.folder('cp-1'), to: thingId.kubelet('cp-1'), via: 'file', label: 'etcd.yaml', refused: null });
  });

  it('of a new pod comes along the watch from the API server, though nobody called', () => {
    expect(at(doors, 'kubelet.addPod').motion).toMatchObject({ from: controlPlanePod('kube-apiserver', 'cp-1'), to: thingId.kubelet('worker-1'), via: 'watch' });
  });

  it('of a file that the user writes goes to the folder', () => {
    expect(at(doors, 'user.writeFile').motion).toMatchObject({ from: thingId.user, to: thingId.folder('worker-1'), via: 'file' });
  });

  it('of a leader comes from its pod, and a signal goes to the pod of the process', () => {
    expect(at(power, 'scheduler.bindOnly').motion).toMatchObject({ from: controlPlanePod('kube-scheduler', 'cp-1'), to: controlPlanePod('kube-apiserver', 'cp-1') });
    const signal = at(doors, 'containerd.sendStopSignal').motion;
    expect(signal?.from).toBe(thingId.containerd('worker-1'));
    expect(signal?.to).toMatch(/^pod:worker-1 default\/hello-/);
  });
});

describe('the parts in a step', () => {
  it('are who acts, who receives, and the pod it is about', () => {
    expect([...at(power, 'kubelet.runPodSandbox').parts]).toEqual([
      [thingId.pod('cp-1', 'kube-system/etcd-cp-1'), 'about'],
      [thingId.kubelet('cp-1'), 'acting'],
      [thingId.containerd('cp-1'), 'receiving'],
    ]);
  });

  it('are the actor alone where nothing travels', () => {
    const { motion, parts } = at(power, 'kubelet.start');
    expect(motion).toBeNull();
    expect([...parts]).toEqual([[thingId.kubelet('cp-1'), 'acting']]);
  });
});

describe('nodeOfThing', () => {
  it('reads the node of an id', () => {
    expect(nodeOfThing(thingId.kubelet('cp-1'))).toBe('cp-1');
    expect(nodeOfThing(thingId.pod('worker-1', 'default/a'))).toBe('worker-1');
    expect(nodeOfThing(thingId.user)).toBeNull();
  });
});
