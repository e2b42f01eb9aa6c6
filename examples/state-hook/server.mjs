// A tiny server behind the hook: it shows conversations to their members, and offers nothing else yet.
import { createServer } from 'node:http';
import { stateHook } from './hook.mjs';

const store = { users: new Map(), groups: new Map() };
const problems = 'https://api.x.com/2/problems/';

const problem = (status, type, title) =>
  [status, { type: problems + type, title, detail: title, status, resource_type: 'conversation' }];

function callerOf(request) {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return [...store.users].find(([, user]) => user.token === token)?.[0];
}

function conversation(group) {
  const { id, members, admins, title, ttl_msec } = group;
  return { id, type: 'group', group_name: title, admin_ids: admins, member_ids: members, participant_ids: members, message_ttl_ms: ttl_msec };
}

function answer(request, body) {
  if (request.url === '/_keyturn/state') return stateHook(store, body);
  const caller = callerOf(request);
  if (!caller) return problem(401, 'invalid-request', 'a user\'s access token is needed');
  const id = /^\/2\/chat\/conversations\/(g\d+)(\?.*)?$/.exec(request.url)?.[1];
  if (request.method !== 'GET' || !id) return problem(501, 'invalid-request', 'not offered yet');
  const group = store.groups.get(id);
  if (!group?.members.includes(caller)) return problem(404, 'resource-not-found', 'there is no such conversation');
  return [200, { data: conversation(group) }];
}

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const [status, json] = answer(request, body);
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(json));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
