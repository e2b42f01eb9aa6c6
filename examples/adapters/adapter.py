#!/usr/bin/env python3
"""Three operations of a library, answered by the line protocol of docs/adapters.md."""
import base64, json, re, sys

def is_decimal(text):
    return re.fullmatch("[0-9]+", text) is not None

def canonical_conversation_id(question):
    given, sender = question["conversation_id"], question["sender"]
    parts = re.split("[:-]", given, maxsplit=1)
    pair = parts if len(parts) == 2 else [given, sender]
    if not all(map(is_decimal, pair)):
        return {"id": given}
    return {"id": ":".join(sorted(pair, key=lambda part: (len(part), part)))}

def rank(version):  # as a number of any length; what is none stands below
    digits = version.lstrip("0").encode()
    return (1, len(digits), digits) if is_decimal(version) else (0, 0, version.encode())

def latest_key_version(question):
    if not question["versions"]:
        raise ValueError("there is no version")
    return {"version": max(question["versions"], key=rank)}

def decode_base64(question):
    text = question["text"]
    body = text.rstrip("=")
    missing = -len(body) % 4
    if not re.fullmatch("[A-Za-z0-9+/]*", body) or missing == 3 or len(text) - len(body) > missing:
        raise ValueError("this is no base64")
    padded = base64.b64encode(base64.b64decode(body + "=" * missing)).decode()
    if padded.rstrip("=") != body:
        raise ValueError("there are bits that belong to no byte")
    return {"bytes": padded}

operations = {f.__name__: f for f in (canonical_conversation_id, latest_key_version, decode_base64)}

def answer(question):
    if question["op"] == "start":
        return {"ok": {"name": "example", "version": "1", "ops": list(operations)}}
    try:
        return {"ok": operations[question["op"]](question)}
    except ValueError as refusal:
        return {"refused": str(refusal)}

for line in sys.stdin:
    question = json.loads(line)
    if question["op"] == "stop":
        break
    print(json.dumps({"id": question["id"], **answer(question)}), flush=True)
