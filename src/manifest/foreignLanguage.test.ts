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
    ['version = 2\n[plugins."a.b"]\n  x = 1\n', 'This is a file of settings in sections, not YAML'],
    ['package main\n\ndeny[msg] {\n  input.kind == "Pod"\n}\n', 'This is a policy in Rego'],
    ['package a.b;\n\npublic class C {\n}\n', 'This is a program in Java'],
    ['Param(\n  [string] $a\n)\nWrite-Host $a\n', 'This is a script for PowerShell'],
    ['diff -u a b\nOnly in b: x\n', 'This is a diff'],
    ['&Pod{ObjectMeta:{a  default},Spec:PodSpec{},}\n', 'This is what Go prints of a value'],
    ['# Goal\n\nAn example of the deployment as a cron job.\n\n- it runs `kubent` daily\n', 'This is a page of Markdown'],
    ['-----BEGIN CERTIFICATE-----\nMIID\n', 'This is a certificate or a key'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 1\n', 'This is a pointer of Git LFS, not the file itself'],
    ['https://example.com/pod.yaml\n', 'This is an address, not what stands behind it'],
    ['YXBpVmVyc2lvbjogdjEKa2luZDogUG9kCm1ldGFkYXRhOgo=\n', 'This is text in base64'],
    ['values.yaml\n', 'This is the name of a file, not what stands in it'],
  ])('tells %j', (text, message) => {
    expect(languageOf(text)?.message).toBe(message);
    expect(analyseManifest(text).problems[0]).toMatchObject({ severity: 'error', code: 'notKubernetes', message });
  });
  it.each(['kind: Pod\nmetadata:\n  name: a\n', '{"kind":"Pod"}\n', '# FROM here\n- a\n', '{{- if .Values.x }}\nkind: Pod\n{{- end }}\n', 'import:\n- a\n', 'from: here\n', '{\n"kind": "Pod",\n"a": "self.x"\n}\n', '{\n  kind: Pod,\n  spec: { a: b::c },\n}\n', 'kind: Pod\nspec:\n\tcontainers:\n\t- a\n', 'spec:\n\tcontainers:\n'])('is silent about %j', (text) => {
    expect(languageOf(text)).toBeUndefined();
  });
});
