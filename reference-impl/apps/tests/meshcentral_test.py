"""MeshCentral's stack for Intel AMT, which logs on with Digest, talks to wsmand in the dialect "amt".

It is found in $ASSAY_MESHCENTRAL, a folder in which `npm install meshcentral --ignore-scripts` was run; nothing of it is
kept here. It takes the last WWW-Authenticate field for its only one, so Basic has to be off, and it knows MD5 alone.
"""

import json
import os
import pathlib
import tempfile
import unittest

from assay_testing import PASSWORD, USER, Server, foreign, main, run

ITEM = "http://schemas.assay.example/wbem/1/Assay_Item"
READ_ONLY = "http://schemas.assay.example/wbem/1/Assay_ReadOnly"
CONFIGURATION = f"""
listen = ["127.0.0.1:0"]
conformance = true
profile = "amt"
[[user]]
name = "{USER}"
password = "{PASSWORD}"
[auth]
basic = false
"""

SCRIPT = """
const [folder, port, user, password, what, ...rest] = process.argv.slice(1);
const comm = require(folder + '/amt-wsman-comm.js')('127.0.0.1', port, user, password, 0, null);
const stack = require(folder + '/amt-wsman.js')(comm);
const calls = {
    get: done => stack.ExecGet(rest[0], done),
    enumerate: done => stack.ExecEnum(rest[0], (stack, name, response, status) => {
        if (status != 200) return done(stack, name, response, status);
        const items = [];
        const pull = context => stack.ExecPull(rest[0], context, (stack, name, response, status) => {
            if (status != 200) return done(stack, name, response, status);
            for (const each of [response.Body.Items].flat()) for (const kind in each) items.push(...[each[kind]].flat());
            if (response.Body.EndOfSequence === undefined) return pull(response.Body.EnumerationContext);
            done(stack, name, {Body: {count: items.length}}, status);
        });
        pull(response.Body.EnumerationContext);
    }),
    thrice: done => {
        let left = 3;
        for (let i = 0; i < 3; i++) stack.ExecGet(rest[0], (...answer) => { if (--left == 0) done(...answer); });
    },
};
calls[what]((stack, name, response, status) => {
    console.log(JSON.stringify({status, body: response ? response.Body : null}));
    process.exit(0);
});
"""


def stack():
    folder = os.environ.get("ASSAY_MESHCENTRAL", "")
    amt = pathlib.Path(folder) / "node_modules/meshcentral/amt"
    if not folder or not amt.is_dir():
        raise unittest.SkipTest("meshcentral is not installed: run `npm install meshcentral --ignore-scripts` in a folder "
                                "and name it in ASSAY_MESHCENTRAL")
    return amt


class MeshCentral(unittest.TestCase):
    def setUp(self):
        self.amt = stack()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        file = pathlib.Path(folder.name) / "wsmand.toml"
        file.write_text(CONFIGURATION, encoding="utf-8")
        self.server = Server("wsmand", "--config", file)
        self.addCleanup(lambda: self.assertEqual(self.server.stop(), 0))

    def call(self, what, *rest, password=PASSWORD):
        done = run(foreign("node"), "-e", SCRIPT, self.amt, self.server.port, USER, password, what, *rest, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_get_after_the_challenge(self):
        answer = self.call("get", READ_ONLY)
        self.assertEqual(answer["status"], 200, answer)
        self.assertTrue(answer["body"])

    def test_several_requests_count_on_with_one_nonce(self):
        self.assertEqual(self.call("thrice", READ_ONLY)["status"], 200)

    def test_enumerate_and_pull_to_the_end(self):
        answer = self.call("enumerate", ITEM)
        self.assertEqual((answer["status"], answer.get("body")), (200, {"count": 27}))

    def test_a_wrong_password_is_told_as_one(self):
        self.assertEqual(self.call("get", READ_ONLY, password="guess")["status"], 401)


if __name__ == "__main__":
    main()
