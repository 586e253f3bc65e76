import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';

const messagesOf = (text: string): readonly string[] => analyseManifest(text).problems.map(({ message }) => message);

describe('files of other tools', () => {
  it.each([
    ['AWSTemplateFormatVersion: "2010-09-09"\nResources: {}\n', 'a template of CloudFormation'],
    ['#cloud-config\npackage_update: true\nruncmd: [ls]\n', 'a cloud-init file'],
    ['variant: fcos\nversion: 1.0.0\n', 'the configuration of a machine, for Ignition'],
    ['all:\n  hosts:\n    a: {}\n', 'an inventory of Ansible'],
    ['openapi: 3.0.0\ninfo: {title: a}\npaths: {}\n', 'the description of an API'],
    ['{"$schema": "http://json-schema.org/schema#", "properties": {}}', 'a JSON schema'],
    ['groups:\n- name: a\n  rules: []\n', 'the configuration of Prometheus'],
    ['presubmits:\n  org/repo:\n  - spec:\n      containers:\n      - image: a\n', 'the configuration of jobs for Prow'],
    ['version: 2\nupdates:\n- package-ecosystem: gomod\n', 'a configuration of Dependabot'],
    ['{"name": "a", "private": true, "scripts": {}}', 'the description of a package'],
  ])('tells %j', (text, what) => {
    const analysis = analyseManifest(text);
    expect(analysis.problems[0]).toMatchObject({ severity: 'warning', code: 'notKubernetes', message: `This is ${what}` });
    expect(analysis.pods).toEqual([]);
  });

  it('takes only lists of files for a kustomization', () => {
    expect(messagesOf('resources:\n- a.yaml\n')).toEqual(['This is a kustomization: it lists files and changes to them']);
    expect(messagesOf('version: 4\nresources: []\n')).toEqual(['This is not a Kubernetes object: it has no kind']);
  });

  it.each([
    ['- hosts: all\n  roles: [a]\n', 'This is a play of Ansible'],
    ['- name: a\n  k8s:\n    definition: {apiVersion: v1, kind: Pod}\n- include_tasks: b.yml\n  when: x\n', 'This is a list of tasks for Ansible'],
    ['- id: a\n  entry: a b\n  language: golang\n', 'This is a list of hooks for pre-commit'],
    ['- op: add\n  path: /spec\n  value: {}\n', 'This is a JSON patch: a list of changes to an object'],
    ['[{"Name": "a"}, {"Name": "b"}]', 'This is a list without any Kubernetes object in it'],
  ])('says one thing of the list %j', (text, message) => {
    expect(messagesOf(text)).toEqual([message]);
  });

  it('reads the objects of a list that has some', () => {
    const pod = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"a","image":"b"}]}}';
    expect(analyseManifest(`[{"a": 1}, ${pod}]`).pods).toHaveLength(1);
    expect(messagesOf(`[{"a": 1}, ${pod}]`)[0]).toBe('The document is a bare list');
  });

  it('tells rows of a table without its head', () => {
    expect(messagesOf('web-1   1/1     Running   0          10m\nweb-2   0/1     Pending   0          1m\n')).toEqual(['This is the table that kubectl get prints']);
  });
});
