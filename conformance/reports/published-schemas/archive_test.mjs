// Archives that we write fit the published schema of HAR 1.2, and one that a browser writes becomes cases that replay.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {faultsOfHar} from './validators.mjs';

const now = '1750000000000';
const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

function keyturn(args, environment = {}) {
    const ran = spawnSync(process.env.KEYTURN, args, {encoding: 'utf8', env: {...process.env, ...environment}, maxBuffer: 1 << 26});
    return {status: ran.status, out: ran.stdout, all: ran.stdout + ran.stderr};
}

async function withFolder(use) {
    const folder = mkdtempSync(join(tmpdir(), 'keyturn-archive-'));
    try {
        return await use(folder);
    } finally {
        rmSync(folder, {recursive: true});
    }
}

async function withServer(use) {
    const server = spawn(process.env.KEYTURN, ['serve', '--now', now], {stdio: ['ignore', 'pipe', 'inherit']});
    try {
        const [firstBytes] = await once(server.stdout, 'data');
        return await use(firstBytes.toString().trim());
    } finally {
        server.kill();
    }
}

test('archives of shipped cases fit the schema', () => {
    const made = keyturn(['export', 'accepted', 'recorded/title-outside-ascii', 'request', 'transport', '--as', 'har', '--seed', '1']);
    assert.equal(made.status, 0, made.all);
    assert.deepEqual(faultsOfHar(made.out), []);
    assert.ok(JSON.parse(made.out).log.entries.length > 50);
});

test('an archive that is none is told', () => {
    const made = keyturn(['export', 'accepted/one-user', '--as', 'har']).out;
    assert.notDeepEqual(faultsOfHar(made.replace('"startedDateTime"', '"begun"')), []);
    assert.notDeepEqual(faultsOfHar(made.replace('"cookies": []', '"cookies": 1')), []);
});

// What a person does in a browser, with its network log open: sets a group up, adds somebody, looks at the result.
async function browse(url, archive) {
    const {chromium} = await import('playwright-core');
    const made = JSON.parse(keyturn(['request', '--as', 'state', '--seed', '1', '--now', now]).out);
    const window = await chromium.launch({executablePath: browser, args: ['--no-sandbox', '--disable-gpu']});
    const session = await window.newContext({recordHar: {path: archive, content: 'embed'}});
    const page = await session.newPage();
    await page.goto(`${url}/2/users/1111/public_keys`);
    const statuses = await page.evaluate(async ({state, body, conversation, sender}) => {
        const send = async (method, path, content, headers = {}) =>
            (await fetch(path, {method, body: content, headers: {'Content-Type': 'application/json', ...headers}})).status;
        const given = JSON.parse(state);
        const bearer = {Authorization: `Bearer ${given.users[sender].token}`};
        return [
            await send('POST', '/_keyturn/state', JSON.stringify({action: 'set-up', given})),
            await send('POST', `/2/chat/conversations/${conversation}/members`, body, bearer),
            await send('GET', `/2/chat/conversations/${conversation}`, undefined, bearer),
            await send('POST', '/_keyturn/state', JSON.stringify({action: 'tear-down', given})),
        ];
    }, {state: JSON.stringify(withTokens(made.state)), body: bodyOf(made), conversation: made.conversation_id, sender: made.sender});
    await session.close();
    await window.close();
    return {statuses, token: tokenOf(made.sender)};
}

const tokenOf = user => `t0ken+/of=${user}`;
const bodyOf = made => typeof made.body === 'string' ? made.body : JSON.stringify(made.body);

function withTokens(state) {
    for (const [id, user] of Object.entries(state.users)) {
        user.token = tokenOf(id);
        delete user.private_keys;
    }
    return state;
}

const whyNoBrowser = browser ? false : 'no Chromium is installed (Debian: apt-get install chromium)';

test('the session of a real browser becomes cases that replay', {skip: whyNoBrowser}, () => withFolder(async folder => {
    const archive = join(folder, 'session.har'), cases = join(folder, 'cases');
    const {statuses, token} = await withServer(url => browse(url, archive));
    assert.deepEqual(statuses, [200, 200, 200, 200]);
    assert.deepEqual(faultsOfHar(readFileSync(archive, 'utf8')), []);

    const users = Object.keys(JSON.parse(readFileSync(archive, 'utf8')).log.entries
        .map(entry => entry.request.postData?.text).filter(text => text?.includes('set-up')).map(text => JSON.parse(text).given.users)[0]);
    const secrets = Object.fromEntries(users.map(id => [`TOKEN_OF_${id}`, tokenOf(id)]));
    const imported = keyturn(['import', 'har', archive, '--out', cases, ...users.flatMap(id => ['--secret-env', `TOKEN_OF_${id}`])], secrets);
    assert.equal(imported.status, 0, imported.all);
    const written = readdirSync(cases).map(name => readFileSync(join(cases, name), 'utf8')).join('');
    for (const spelled of [token, encodeURIComponent(token), Buffer.from(token).toString('base64')]) assert.ok(!written.includes(spelled));

    await withServer(url => {
        const replayed = keyturn(['conform', '--cases', cases, '--endpoint', url], secrets);
        assert.equal(replayed.status, 0, replayed.all);
    });
}));

test('an archive with a body of every byte keeps it', () => withFolder(folder => {
    const body = Buffer.from(Array.from({length: 256}, (_, byte) => byte)).toString('base64');
    const archive = join(folder, 'bytes.har'), cases = join(folder, 'cases');
    writeFileSync(archive, JSON.stringify({log: {entries: [{
        request: {method: 'POST', url: 'http://h/', bodySize: 256, postData: {text: body, encoding: 'base64'}}, response: {status: 200}}]}}));
    assert.equal(keyturn(['import', 'har', archive, '--out', cases]).status, 0);
    assert.equal(JSON.parse(readFileSync(join(cases, readdirSync(cases)[0]))).exchanges[0].request.body.base64, body);
}));
