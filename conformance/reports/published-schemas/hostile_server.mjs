// A server that answers with whatever could be markup, a command or no text at all to somebody who reads a report.
import {createServer} from 'node:http';

export const markup = ']]></failure><script>alert(1)</script>&quot;\'"<!--';

const texts = [
    markup,
    '::error::##[error]\u001b[31m\u001b]0;title\u0007\u0000\u0008',
    '\u202e\u2066\ufffe\uffff\ufeff\u2028\u0085',
    '``` | <img src=x onerror=alert(1)> [a](javascript:alert(1)) @all #1',
    'x'.repeat(100_000),
];

// Escapes of lone surrogates, which no UTF-8 can hold, and bytes that are none.
const bodies = [
    JSON.stringify({data: {[markup]: texts}, type: texts[0], title: texts[1], detail: texts[2], errors: texts}),
    '{"data": "\\ud800", "\\udc00": 1}',
    Buffer.concat([Buffer.from('{"data": "'), Buffer.from([0xff, 0xc0, 0x80, 0x1b]), Buffer.from(markup + '"}')]),
    texts.join('\n'),
    '',
];

const statuses = [200, 400, 500, 299];

// Listens on a free port; its `url` and an `end` to it.
export async function startHostileServer() {
    let count = 0;
    const server = createServer((request, response) => {
        const turn = count++;
        response.writeHead(statuses[turn % statuses.length], {
            'Content-Type': turn % 3 === 0 ? 'application/json' : `text/html; x="${markup}"`,
            'X-Hostile': Buffer.from(`${markup}\u00e9\u202e::set-output`).toString('latin1'),
        });
        request.resume().on('end', () => response.end(bodies[turn % bodies.length]));
    });
    await new Promise(listening => server.listen(0, '127.0.0.1', listening));
    return {url: `http://127.0.0.1:${server.address().port}`, end: () => server.close()};
}
