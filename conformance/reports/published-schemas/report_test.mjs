// Reports of real runs, with whatever a server makes of them, fit the schemas that others published.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {markup, startHostileServer} from './hostile_server.mjs';
import {faultsOfJunit, faultsOfSarif} from './validators.mjs';

const nobodyListens = 'http://127.0.0.1:9';
const someOfEach = ['accepted/one-user', 'accepted/two-users', 'documented', 'request', 'rotation', 'signatures'];

async function keyturn(...args) {
    const child = spawn(process.env.KEYTURN, args, {stdio: ['ignore', 'pipe', 'inherit']});
    const chunks = [];
    for await (const chunk of child.stdout) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
}

// Runs the cases, then renders the record in that form.
async function reportOf(form, conformArgs, reportArgs = []) {
    const folder = mkdtempSync(join(tmpdir(), 'keyturn-report-'));
    try {
        await keyturn('conform', ...conformArgs, '--seed', '1', '--out', folder);
        return await keyturn('report', folder, '--as', form, ...reportArgs);
    } finally {
        rmSync(folder, {recursive: true});
    }
}

async function bothFit(conformArgs) {
    for (const strictness of [[], ['--strict']]) {
        assert.deepEqual(faultsOfSarif(await reportOf('sarif', conformArgs, strictness)), []);
        assert.deepEqual(await faultsOfJunit(await reportOf('junit', conformArgs, strictness)), []);
    }
}

async function withHostileServer(use) {
    const server = await startHostileServer();
    try {
        await use(['--endpoint', server.url, '--state', 'none', '--timeout', '5']);
    } finally {
        server.end();
    }
}

test('a server that is right', () => bothFit(['accepted/one-user', 'rotation', 'documented']));

test('a server that lacks a rule', async () => {
    const server = spawn(process.env.KEYTURN, ['serve', '--without', 'key_version_moves_forward'], {stdio: ['ignore', 'pipe', 'inherit']});
    try {
        const [firstBytes] = await once(server.stdout, 'data');
        await bothFit(['rotation', '--endpoint', firstBytes.toString().trim()]);
    } finally {
        server.kill();
    }
});

test('a server that answers with markup, commands and no text', () => withHostileServer(bothFit));

test('what such a server says is in the reports, as text', () => withHostileServer(async args => {
    const junit = await reportOf('junit', args);
    assert.ok(!junit.includes('<script>'));
    assert.ok(junit.includes('&lt;script&gt;'));
    assert.ok(JSON.stringify(JSON.parse(await reportOf('sarif', args))).includes('<script>'));
}));

test('nobody listens', () => bothFit([...someOfEach, '--endpoint', nobodyListens, '--state', 'none']));

test('a report that is none is told', async () => {
    const args = ['accepted/one-user', 'request/bad-utf8'];
    const junit = await reportOf('junit', args), sarif = await reportOf('sarif', args);
    assert.notDeepEqual(await faultsOfJunit(junit.replace('<testcase ', '<testcase odd="1" ')), []);
    assert.notDeepEqual(await faultsOfJunit(junit.replace('</testsuites>', '')), []);
    assert.notDeepEqual(faultsOfSarif(sarif.replace('"2.1.0"', '"2.0.0"')), []);
    assert.notDeepEqual(faultsOfSarif(sarif.replace('"runs"', '"walks"')), []);
});
