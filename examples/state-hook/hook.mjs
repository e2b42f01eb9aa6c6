// A state hook: how keyturn gives a server under test the state that a case starts from, and takes it away again.
// POST {"action": "set-up" | "tear-down", "given": {"groups": […], "users": {"<id>": {"keys": […], "token"?}}}}
// Put it into test builds only: whoever reaches it owns every account it makes.
import { randomBytes } from 'node:crypto';

const mintedToken = () => randomBytes(16).toString('hex');

function setUp(store, { groups = [], users = {} }) {
  const minted = {};
  for (const [id, user] of Object.entries(users)) {
    const token = user.token ?? mintedToken();
    store.users.set(id, { ...user, token });
    minted[id] = { token };
  }
  for (const group of groups) store.groups.set(group.id, { ...group });
  // What differs from what was given is told: tokens here. A server that mints group ids of its own tells them as
  // groups: [{ id: '…' }, …], in the order in which the groups were given.
  return { given: { users: minted } };
}

function tearDown(store, { groups = [], users = {} }) {
  for (const group of groups) store.groups.delete(group.id);
  for (const id of Object.keys(users)) store.users.delete(id);
  return {};
}

// The answer to a body that was sent to the hook: a status and what is sent as JSON.
export function stateHook(store, body) {
  try {
    const { action, given } = JSON.parse(body);
    return [200, { 'set-up': setUp, 'tear-down': tearDown }[action](store, given)];
  } catch (error) {
    return [400, { type: 'about:blank', title: 'no set-up and no tear-down', detail: String(error) }];
  }
}
