import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';
import { languageOf } from './foreignLanguage';

describe('languageOf', () => {
  it.each([
    ['# build\nFROM golang:1.22 AS build\nRUN go build ./...\n', 'This is a Dockerfile'],
    ['resource "kubernetes_pod" "test" {\n  metadata {\n  }\n}\n', 'This is a Terraform file'],
    ["local p = import 'p.libsonnet';\n{ kind: 'Pod' }\n", 'This is a Jsonnet program'],
    ["{\n  local name = 'web',\n  kind: 'Pod',\n  metadata: { name: name },\n}\n", 'This is a Jsonnet program'],
    ["{\n  _config:: { image: 'nginx' },\n  pod: { kind: 'Pod', spec: { containers: [{ image: $._config.image }] } },\n}\n", 'This is a Jsonnet program'],
    ['IMAGE ?= web\n\n.PHONY: build\nbuild: main.go\n\tgo build -o web .\n\tdocker build -t $(IMAGE) .\n', 'This is a Makefile'],
    ['all: test\n\ntest:\n\t@go test ./...\n', 'This is a Makefile'],
    ['package main\n\nfunc main() {\n\tprintln("x: y")\n}\n', 'This is a program in Go'],
    ['package kube\n\ndeployment: web: spec: {}\n', 'This is a CUE file'],
    ['import os\n\ndef main():\n    pass\n', 'This is a program in Python'],
    ['#!/bin/bash\nset -e\nkubectl apply -f x.yaml\n', 'This is a shell script'],
    ['<!DOCTYPE html>\n<html></html>\n', 'This is a web page or XML'],
    ['[Unit]\nDescription=kubelet\n', 'This is a file of settings in sections, not YAML'],
    ['A=1\nexport B=2\n', 'This is a list of variables, not YAML'],
    ['I1130 18:00:00.1 1 server.go:140] Starting\nE1130 18:00:01.0 1 x.go:2] failed: no\n', 'This is a log'],
    ['values.yaml\n', 'This is the name of a file, not what stands in it'],
  ])('tells %j', (text, message) => {
    expect(languageOf(text)?.message).toBe(message);
    expect(analyseManifest(text).problems[0]).toMatchObject({ severity: 'error', code: 'notKubernetes', message });
  });
  it.each(['kind: Pod\nmetadata:\n  name: a\n', '{"kind":"Pod"}\n', '# FROM here\n- a\n', '{{- if .Values.x }}\nkind: Pod\n{{- end }}\n', 'import:\n- a\n', 'from: here\n', '{\n"kind": "Pod",\n"a": "self.x"\n}\n', '{\n  kind: Pod,\n  spec: { a: b::c },\n}\n', 'kind: Pod\nspec:\n\tcontainers:\n\t- a\n', 'spec:\n\tcontainers:\n'])('is silent about %j', (text) => {
    expect(languageOf(text)).toBeUndefined();
  });
});
