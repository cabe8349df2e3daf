import assert from 'node:assert/strict';
import { fixture, keep, line, lines, read, textOf } from './reading';

interface Expected {
  readonly file: string;
  readonly languageId: string;
  /** `name line-endLine` of each function and class. */
  readonly outline: readonly string[];
  /** First lines of the imports. */
  readonly imports: readonly string[];
  /** Line → scopes around it, innermost first. */
  readonly around: Readonly<Record<number, readonly string[]>>;
  /** Of a valid file, where the grammar does not know all of the language. */
  readonly errors?: number;
  /** Stands once in the file; without it the file is broken. */
  readonly needed: string;
}

const expected: readonly Expected[] = [
  {
    file: 'c/stack_line_reader.c',
    languageId: 'c',
    outline: [
      'StackLineReader_Initialize 23-28',
      'LoadFullBuffer 31-38',
      'LoadMore 41-49',
      'IndexOfEol 51-53',
      'BringToFrontAndLoadMore 57-63',
      'SkipToNextLine 67-81',
      'CreateLineResult 83-89',
      'CreateEOFLineResult 92-94',
      'CreateTruncatedLineResult 96-98',
      'CreateValidLineResult 100-102',
      'StackLineReader_NextLine 104-132',
    ],
    imports: [
      '#include "internal/stack_line_reader.h"',
      '#include <assert.h>',
      '#include <errno.h>',
      '#include <stdio.h>',
      '#include "internal/filesystem.h"',
    ],
    around: { 45: ['LoadMore 41-49'], 20: [] },
    needed: '(StackLineReader* reader, int fd) {',
  },
  {
    file: 'cpp/DirTree.cc',
    languageId: 'cpp',
    outline: [
      'mDirCacheMutex 7-10',
      'dirTreeCache 12-15',
      'DirTreeDeleter 17-29',
      'operator() 18-28',
      'getCached 31-47',
      'DirTree 49-57',
      '_find 60-67',
      'add 69-75',
      'find 77-80',
      'update 82-91',
      'remove 93-111',
      'write 113-120',
      'getChanges 122-141',
      'DirEntry 143-148',
      'DirEntry 150-160',
      'write 162-164',
    ],
    imports: ['#include "DirTree.hh"', '#include <inttypes.h>'],
    around: { 20: ['operator() 18-28', 'DirTreeDeleter 17-29'], 63: ['_find 60-67'] },
    // A macro between two parts of a string: "…" PRIu64 "…".
    errors: 2,
    needed: '::mutex mutex;',
  },
  {
    file: 'csharp/Find-VisualStudio.cs',
    languageId: 'csharp',
    outline: [],
    imports: [
      'using System;',
      'using System.Text;',
      'using System.Runtime.InteropServices;',
      'using System.Collections.Generic;',
    ],
    around: {
      35: ['Next 33-35', 'IEnumSetupInstances 27-43', 'VisualStudioConfiguration 14-250'],
      221: ['JsonString 219-222', 'Main 188-249', 'VisualStudioConfiguration 14-250'],
      // An attribute belongs to what it is written at.
      174: ['SetupConfiguration 174-179', 'VisualStudioConfiguration 14-250'],
    },
    needed: 'public static class Main',
  },
  {
    file: 'css/auth.css',
    languageId: 'css',
    outline: [
      'html 6-8',
      'body 10-20',
      '.branding 22-33',
      '.message-container 35-41',
      '.message 43-46',
      'body.error .message 48-50',
      'body.error .error-message 52-54',
      '.error-message 56-60',
      '.error-text 62-65',
      '@font-face 67-72',
      '@font-face 74-79',
      '@font-face 81-86',
      '@font-face 88-93',
      '@font-face 95-100',
    ],
    imports: [],
    around: { 12: ['body 10-20'], 9: [] },
    needed: 'html {',
  },
  {
    file: 'go/regexp.go',
    languageId: 'go',
    outline: [
      'routeRegexpOptions 17-20',
      'regexpType 22-22',
      'newRouteRegexp 41-150',
      'routeRegexp 154-171',
      'Match 174-194',
      'url 197-223',
      'getURLQuery 228-238',
      'findFirstQueryKey 242-276',
      'matchQueryString 278-280',
      'braceIndices 284-305',
      'varGroupName 308-310',
      'routeRegexpGroup 317-321',
      'setMatch 324-372',
      'getHost 377-382',
      'extractVars 384-388',
    ],
    imports: ['import ('],
    around: { 18: ['routeRegexpOptions 17-20'], 300: ['braceIndices 284-305'], 25: [] },
    needed: 'func varGroupName(idx int) string {',
  },
  {
    file: 'java/UriMatcher.java',
    languageId: 'java',
    outline: ['UriMatcher 25-184', 'UriMatcher 32-37', 'UriMatcher 39-44', 'addURI 61-112', 'match 123-173'],
    imports: [
      'import android.net.Uri;',
      'import com.getcapacitor.util.HostMask;',
      'import java.util.ArrayList;',
      'import java.util.List;',
      'import java.util.regex.Pattern;',
    ],
    around: { 33: ['UriMatcher 32-37', 'UriMatcher 25-184'], 180: ['UriMatcher 25-184'], 20: [] },
    needed: 'public Object match(Uri uri) {',
  },
  {
    file: 'javascript/component.js',
    languageId: 'javascript',
    outline: [
      'BaseComponent 20-24',
      'setState 35-60',
      'forceUpdate 68-77',
      'getDomSibling 95-121',
      'renderComponent 127-161',
      'updateParentDomPointers 166-176',
      'resetRenderCount 196-198',
      'enqueueRender 204-215',
      'depthSort 221-221',
      'process 224-254',
    ],
    imports: [
      'import {',
      "import { Fragment } from './create-element';",
      "import { commitRoot, diff } from './diff/index';",
      "import options from './options';",
      "import { assign } from './util';",
    ],
    around: { 35: ['setState 35-60'], 170: ['updateParentDomPointers 166-176'], 190: [] },
    needed: 'const depthSort =',
  },
  {
    file: 'javascript/comparator.js',
    languageId: 'javascriptreact',
    outline: [
      'Comparator 5-134',
      'ANY 6-8',
      'constructor 10-34',
      'parse 36-55',
      'toString 57-59',
      'test 61-77',
      'intersects 79-133',
    ],
    imports: [
      "const parseOptions = require('../internal/parse-options')",
      "const { safeRe: re, t } = require('../internal/re')",
      "const cmp = require('../functions/cmp')",
      "const debug = require('../internal/debug')",
      "const SemVer = require('./semver')",
      "const Range = require('./range')",
    ],
    around: { 7: ['ANY 6-8', 'Comparator 5-134'] },
    needed: 'class Comparator {',
  },
  {
    file: 'php/RouteCollector.php',
    languageId: 'php',
    outline: [
      'RouteCollector 5-152',
      '__construct 22-27',
      'addRoute 38-47',
      'addGroup 57-63',
      'get 73-76',
      'post 86-89',
      'put 99-102',
      'delete 112-115',
      'patch 125-128',
      'head 138-141',
      'getData 148-151',
    ],
    imports: [],
    around: { 40: ['addRoute 38-47', 'RouteCollector 5-152'], 3: [] },
    needed: 'class RouteCollector',
  },
  {
    file: 'powershell/shellIntegration.ps1',
    languageId: 'powershell',
    outline: [
      'Global:__VSCode-Escape-Value 95-104',
      'Global:Prompt 106-165',
      'Global:PSConsoleHostReadLine 215-238',
      'Set-MappedKeyHandler 257-270',
      'Set-MappedKeyHandlers 272-277',
    ],
    imports: ['Import-Module $specialPsrlPath'],
    around: { 110: ['Global:Prompt 106-165'], 90: [] },
    needed: 'function Set-MappedKeyHandlers {',
  },
  {
    file: 'python/converters.py',
    languageId: 'python',
    outline: [
      'ValidationError 12-15',
      'BaseConverter 18-45',
      '__init_subclass__ 29-35',
      '__init__ 37-38',
      'to_python 40-41',
      'to_url 43-45',
      'UnicodeConverter 48-82',
      '__init__ 66-82',
      'AnyConverter 85-109',
      '__init__ 99-102',
      'to_url 104-109',
      'PathConverter 112-124',
      'NumberConverter 127-170',
      '__init__ 136-150',
      'to_python 152-160',
      'to_url 162-166',
      'signed_regex 168-170',
      'IntegerConverter 173-195',
      'FloatConverter 198-227',
      '__init__ 220-227',
      'UUIDConverter 230-249',
      'to_python 245-246',
      'to_url 248-249',
    ],
    imports: [
      'from __future__ import annotations',
      'import re',
      'import typing as t',
      'import uuid',
      'from urllib.parse import quote',
      'from .map import Map',
    ],
    around: {
      41: ['to_python 40-41', 'BaseConverter 18-45'],
      // The decorator's line.
      168: ['signed_regex 168-170', 'NumberConverter 127-170'],
      10: [],
    },
    needed: 'class UUIDConverter(BaseConverter):',
  },
  {
    file: 'ruby/mapping.rb',
    languageId: 'ruby',
    outline: [
      'Tilt 3-293',
      'Mapping 50-292',
      'initialize 54-57',
      'initialize_copy 60-63',
      'register_lazy 81-91',
      'register 104-113',
      'registered? 123-125',
      'new 136-142',
      '[] 152-155',
      'templates_for 168-179',
      'extensions_for 183-192',
      'lazy? 196-199',
      'split 201-213',
      'lookup 215-217',
      'lazy_load 221-258',
      'constant_defined? 277-291',
    ],
    imports: ["require 'monitor'"],
    around: { 55: ['initialize 54-57', 'Mapping 50-292', 'Tilt 3-293'] },
    needed: 'def lookup(ext)',
  },
  {
    file: 'rust/display.rs',
    languageId: 'rust',
    outline: [
      'Version 4-31',
      'fmt 5-30',
      'VersionReq 33-46',
      'fmt 34-45',
      'Comparator 48-79',
      'fmt 49-78',
      'Prerelease 81-85',
      'fmt 82-84',
      'BuildMetadata 87-91',
      'fmt 88-90',
      'Version 93-108',
      'fmt 94-107',
      'Prerelease 110-114',
      'fmt 111-113',
      'BuildMetadata 116-120',
      'fmt 117-119',
      'pad 122-157',
      'digits 159-165',
    ],
    imports: [
      'use crate::{BuildMetadata, Comparator, Op, Prerelease, Version, VersionReq};',
      'use core::fmt::{self, Alignment, Debug, Display, Write};',
    ],
    around: { 130: ['pad 122-157'], 83: ['fmt 82-84', 'Prerelease 81-85'] },
    needed: 'fn digits(val: u64) -> usize {',
  },
  {
    file: 'shellscript/shellIntegration-bash.sh',
    languageId: 'shellscript',
    outline: [
      '__vsc_get_trap 121-140',
      '__vsc_escape_value_fast 142-147',
      '__vsc_escape_value 151-187',
      '__vsc_report_prompt 240-251',
      '__vsc_prompt_start 253-255',
      '__vsc_prompt_end 257-259',
      '__vsc_update_cwd 261-268',
      '__updateEnvCacheAA 270-279',
      '__updateEnvCache 281-298',
      '__vsc_update_env 300-349',
      '__vsc_command_output_start 351-357',
      '__vsc_continuation_start 359-361',
      '__vsc_continuation_end 363-365',
      '__vsc_command_complete 367-378',
      '__vsc_update_prompt 379-396',
      '__vsc_precmd 398-408',
      '__vsc_preexec 410-424',
      '__vsc_preexec_only 428-433',
      '__vsc_preexec_only 440-445',
      '__vsc_preexec_all 448-454',
      '__vsc_restore_exit_code 461-463',
      '__vsc_prompt_cmd_original 465-475',
      '__vsc_prompt_cmd 477-480',
    ],
    imports: ['. ~/.bashrc', '. /etc/profile', '. ~/.bash_profile', '. ~/.bash_login', '. ~/.profile'],
    around: { 262: ['__vsc_update_cwd 261-268'], 1: [] },
    // The grammar does not know all that bash allows in arithmetic.
    errors: 1,
    needed: '__vsc_report_prompt() {',
  },
  {
    file: 'typescript/UrlString.ts',
    languageId: 'typescript',
    outline: [
      'UrlString 17-236',
      'urlString 21-23',
      'constructor 25-39',
      'canonicalizeUri 45-63',
      'validateAsUri 68-98',
      'appendQueryString 105-113',
      'removeHashFromUrl 119-121',
      'replaceTenantPath 128-143',
      'getUrlComponents 149-186',
      'getDomainFromUrl 188-201',
      'getAbsoluteUrl 203-221',
      'constructAuthorityUriFromObject 223-235',
    ],
    imports: [
      'import {',
      'import { StringUtils } from "../utils/StringUtils.js";',
      'import { IUri } from "./IUri.js";',
      'import * as Constants from "../utils/Constants.js";',
    ],
    around: { 22: ['urlString 21-23', 'UrlString 17-236'], 44: ['UrlString 17-236'] },
    needed: 'removeHashFromUrl(url: string): string {',
  },
  {
    file: 'typescriptreact/toaster.tsx',
    languageId: 'typescriptreact',
    outline: ['ToastWrapper 15-45', 'getPositionStyle 47-74', 'Toaster 85-143'],
    imports: [
      "import { css, setup } from 'goober';",
      "import * as React from 'react';",
      'import {',
      "import { useToaster } from '../core/use-toaster';",
      "import { prefersReducedMotion } from '../core/utils';",
      "import { ToastBar } from './toast-bar';",
    ],
    around: { 60: ['getPositionStyle 47-74'], 120: ['Toaster 85-143'], 84: [] },
    needed: 'const getPositionStyle = (',
  },
];

for (const { file, languageId, outline, imports, around, errors = 0, needed } of expected) {
  describe(`${file} as ${languageId}`, () => {
    const text = fixture(file);

    it('is read without errors of its own', async () => {
      assert.equal((await read(text, languageId)).errors(), errors);
    });

    it('has its functions and classes', async () => {
      if (outline.length === 0) return;
      const tree = await read(text, languageId);
      assert.deepEqual(
        tree.outline().map((scope) => lines(tree, scope)),
        outline,
      );
    });

    it('has its imports', async () => {
      const tree = await read(text, languageId);
      assert.deepEqual(
        tree.imports().map((span) => textOf(tree, span).split('\n', 1)[0]),
        imports,
      );
    });

    it('has the right scopes around a line', async () => {
      const tree = await read(text, languageId);
      for (const [number, names] of Object.entries(around)) {
        const found = tree.enclosing(line(text, Number(number))).map((scope) => lines(tree, scope));
        assert.deepEqual(found, names, `line ${number}`);
      }
    });

    it('has more errors when it is broken', async () => {
      const start = text.indexOf(needed);
      assert.ok(start >= 0 && !text.includes(needed, start + 1), needed);
      const tree = await read(text, languageId);
      const broken = await tree.after([{ start, end: start + needed.length, text: ') ( { "' }]);
      assert.ok(keep(broken).errors() > errors);
    });

    it('is the same code when comments are left out', async () => {
      const tree = await read(text, languageId);
      const all = { start: 0, end: text.length };
      const code = tree.codeOnly(all);
      assert.ok(!/Copyright|Licensed/.test(code), 'heads of licences are comments');
      const [first] = tree.outline();
      assert.ok(first !== undefined);
      const comment = /^(?:python|ruby|shellscript|powershell)$/.test(languageId)
        ? '# Says it. "\n'
        : '/* Says\n it. " */ ';
      const same = await tree.after([{ start: first.start, end: first.start, text: comment }]);
      assert.equal(keep(same).codeOnly({ start: 0, end: text.length + comment.length }), code);
      const cut = keep(await tree.after([{ start: first.start, end: first.end, text: '' }]));
      assert.notEqual(cut.codeOnly({ start: 0, end: cut.text.length }), code);
    });
  });
}

it('the file in C# has all its types with their methods', async () => {
  const tree = await read(fixture('csharp/Find-VisualStudio.cs'), 'csharp');
  const classes = tree.outline().filter(({ kind }) => kind === 'class');
  assert.deepEqual(
    classes.map(({ name }) => name),
    [
      'VisualStudioConfiguration',
      'InstanceState',
      'IEnumSetupInstances',
      'ISetupConfiguration',
      'ISetupConfiguration2',
      'ISetupInstance',
      'ISetupInstance2',
      'ISetupPackageReference',
      'ISetupPropertyStore',
      'SetupConfiguration',
      'SetupConfigurationClass',
      'Main',
    ],
  );
  assert.deepEqual(
    tree
      .outline()
      .slice(-3)
      .map((scope) => lines(tree, scope)),
    ['PrintJson 190-217', 'JsonString 219-222', 'InstanceJson 224-248'],
  );
});
