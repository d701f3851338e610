"""`assay` from the outside: what it says, what it leaves behind and how it exits, against a target that misbehaves on demand."""

import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess

from assay_testing import HOME, foreign, main, program, run, wait_for
from assay_testing.digest import DigestOnly
from assay_testing.scripted import DIE, Last, answer
from assay_case import CASES, CREDENTIALS, AssayCase
from target import IDENTIFIED, Target

THREE_TIMES = """
case { id = "again.identify", title = "It identifies itself again and again", proves = "identify.message",
  run = function(t) for _ = 1, 3 do t:expect_ok(t:send(t.msg.identify())) end end }
"""


class AssayTest(AssayCase):
    # Set-up that is wrong gives one message and its own exit code.

    def test_a_dead_port_is_exit_code_3(self):
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
            port = listener.getsockname()[1]
        done = self.assay("run", f"http://127.0.0.1:{port}/wsman", "--out", self.out)
        self.assert_one_message(done, 3, f"127.0.0.1:{port}", "Connection refused", "check that the service runs")
        self.assertFalse(self.out.exists())

    def test_a_wrong_password_is_exit_code_3(self):
        with Target() as target:
            done = self.assay("run", target.url, "--out", self.out, ASSAY_PASSWORD="wrong")
        self.assert_one_message(done, 3, "authentication refused, HTTP 401", "ASSAY_PASSWORD")
        self.assertFalse(self.out.exists())

    def test_a_target_without_basic_is_exit_code_3_and_says_what_it_takes(self):
        refusal = b"HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nwww-authenticate: Kerberos realm=x\r\nContent-Length: 0\r\n\r\n"
        with Target(lambda request: refusal) as target:
            done = self.assay("run", target.url)
        self.assert_one_message(done, 3, "it takes Negotiate, Kerberos only", "allow Basic")

    def test_a_target_with_digest_only_gets_it_and_a_stale_nonce_is_answered(self):
        service = DigestOnly(body=IDENTIFIED)
        with Target(service.reply) as target:
            done = self.assay("run", target.url, "--case", "e2e.*", "--out", self.out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.result("e2e.identify")["verdict"], "passed")
        self.assertEqual(service.nonces, 2)
        journal = (self.out / "journal").read_text(encoding="utf-8")
        self.assertIn("Authorization: Digest [redacted]", journal)
        self.assertNotIn("cnonce", journal)
        judged = self.assay("judge", self.out / "journal")
        self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)

    def test_a_wrong_password_for_digest_is_exit_code_3(self):
        with Target(DigestOnly(body=IDENTIFIED).reply) as target:
            done = self.assay("run", target.url, "--case", "e2e.*", ASSAY_PASSWORD="wrong")
            self.assertLessEqual(len(target.requests), 2)
        self.assert_one_message(done, 3, "authentication refused, HTTP 401", "ASSAY_PASSWORD")

    def test_a_profile_for_digest_never_sends_the_password(self):
        profile = self.write("digest.toml", "[credentials]\nuser = 'tester'\npassword = 's3cret-word'\nscheme = 'digest'\n")
        service = DigestOnly(body=IDENTIFIED)
        with Target(service.reply) as target:
            done = self.assay("run", target.url, "--target", profile, "--case", "e2e.identify", ASSAY_USER="")
            self.assertFalse(any(b"Basic" in request for request in target.requests))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_target_that_never_answers_is_exit_code_3(self):
        with Target(lambda request: None) as target:
            done = self.assay("run", target.url, "--timeout", "0.3")
        self.assert_one_message(done, 3, "no answer to Identify: timed_out", "--timeout")

    def test_an_unknown_case_is_a_usage_error_that_names_the_nearest(self):
        done = self.assay("run", "http://127.0.0.1:1/", "--case", "e2e.identfy")
        self.assert_one_message(done, 64, "'e2e.identfy' matches nothing", "did you mean e2e.identify")

    def test_a_misspelt_command_option_or_url_is_a_usage_error(self):
        self.assert_one_message(self.assay("rnu"), 64, "'rnu' is no command", "did you mean run")
        self.assert_one_message(self.assay("run", "--lvel", "shall"), 64, "--lvel")
        self.assert_one_message(self.assay("run", "gopher://x"), 64, "not a URL of http, https, ipmi", "ipmi://host")
        self.assert_one_message(self.assay("explain", "identify.mesage"), 64, "did you mean identify.message")

    def test_help_fits_a_terminal_of_80_columns(self):
        commands = re.findall(r"^  (\w+) ", self.assay("--help").stdout.partition("Subcommands:")[2], re.MULTILINE)
        self.assertIn("replay", commands)
        for command in ([], *([name] for name in commands)):
            done = self.assay(*command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80, done.stdout)

    def test_an_unreadable_catalogue_suite_or_profile_is_named_with_its_line(self):
        catalogue = self.write("suites/catalogue/zzz.toml", 'specification = "X"\n[[rule]]\nid = "x"\nlevel = "OUGHT"\n')
        self.assert_one_message(self.assay("list"), 4, f"{catalogue}:2:1: 'section' is missing")
        catalogue.unlink()
        suite = self.write("suites/broken.lua", "\ncase { id = 'x', title = 'X', proves = 'no.such.rule', run = function() end }\n")
        listed = self.assay("list")
        self.assertEqual(listed.returncode, 4)
        self.assertRegex(listed.stderr, "^assay: suites/broken.lua:2: case 'x' proves 'no.such.rule', which is no rule .*\n.*\n$")
        self.assertIn("e2e.identify", listed.stdout, "the others are listed all the same")
        suite.unlink()
        profile = self.write("suites/profiles/broken.toml", "[features]\nx = 'yes'\n")
        self.assert_one_message(self.assay("list"), 4, f"{profile}:2", "neither true nor false")
        profile.unlink()
        self.assert_one_message(self.assay("judge", self.folder / "none"), 4, "none")

    # Runs.

    def test_a_run_leaves_its_reports_and_no_secrets(self):
        with Target() as target:
            done = self.assay("run", target.url, "--case", "e2e.*", "--out", self.out, "--seed", "5")
            self.assertIn(b"Authorization: Basic", target.requests[0])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(sorted(os.listdir(self.out)), ["index.html", "journal", "junit.xml", "run.json"])
        self.assertEqual(self.result("e2e.identify")["verdict"], "passed")
        featureful = self.result("e2e.featureful")
        self.assertEqual(featureful["verdict"], "not_applicable")
        self.assertIn("the profile 'scripted' says that the target has no feature.e2e.has", featureful["reason"])
        for file in self.out.iterdir():
            text = file.read_text(encoding="utf-8")
            self.assertNotIn("s3cret-word", text, file)
            self.assertNotIn("dGVzdGVyOnMzY3JldC13b3Jk", text, file)
        self.assertLessEqual(max(len(line) for line in done.stdout.splitlines() if "/" not in line), 80)

    def test_a_target_that_echoes_the_request_does_not_get_the_secrets_kept(self):
        def echo(request):
            return answer(request + b" s3cret-word") if b"X-Marker: spoilt" in request else ...
        with Target(echo) as target:
            self.assay("run", target.url, "--case", "e2e.spoilt", "--out", self.out)
        self.assertIn("[redacted]*", (self.out / "journal").read_text(encoding="utf-8"))
        for file in self.out.iterdir():
            text = file.read_text(encoding="utf-8")
            self.assertNotIn("s3cret-word", text, file)
            self.assertNotIn("dGVzdGVyOnMzY3JldC13b3Jk", text, file)

    def test_a_target_of_which_nothing_is_known_is_tested_with_what_needs_no_feature(self):
        profile = self.write("unknown.toml", "title = 'nothing is known'\n")
        with Target() as target:
            done = self.assay("run", target.url, "--target", profile, "--case", "e2e.*", "--out", self.out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("does not declare feature.e2e.has", self.result("e2e.featureful")["reason"])

    def test_a_kept_connection_that_the_server_closes_is_no_answer(self):
        self.write("suites/again.lua", THREE_TIMES)
        # the first request is the harness's own, to find the profile; the second opens the case's connection
        with Target(lambda request: b"" if len(target.requests) == 3 else ...) as target:
            self.assay("run", target.url, "--case", "again.*", "--out", self.out)
            self.assertEqual(len(target.requests), 5)
        self.assertEqual(self.result("again.identify")["verdict"], "passed")

    def test_a_service_that_hangs_up_on_a_request_is_found_on_a_kept_connection_too(self):
        self.write("suites/again.lua", THREE_TIMES)
        with Target(lambda request: b"" if len(target.requests) > 2 else ...) as target:
            self.assay("run", target.url, "--case", "again.*", "--out", self.out)
        self.assertEqual(self.result("again.identify")["verdict"], "warned")

    def test_a_finding_is_exit_code_1_and_blocks_what_needs_the_case(self):
        spoil = lambda request: answer(b"<s:Envelope") if b"X-Marker: spoilt" in request else ...
        with Target(spoil) as target:
            done = self.assay("run", target.url, "--case", "e2e.*", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(self.result("e2e.spoilt")["verdict"], "failed")
        self.assertEqual(self.result("e2e.after-spoilt")["verdict"], "blocked")
        self.assertEqual(self.result("passive.schema.well-formed")["verdict"], "failed")
        self.assertIn("[schema.well-formed]", done.stdout)

    def test_an_answer_without_end_is_given_up(self):
        with Target(lambda request: answer(b"x" * (40 << 20)) if b"X-Marker: spoilt" in request else ...) as target:
            done = self.assay("run", target.url, "--case", "e2e.spoilt", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(self.result("e2e.spoilt")["verdict"], "failed")
        self.assertIn("given up: it has more than 4 MiB", self.result("e2e.spoilt")["findings"][0]["actual"])
        self.assertEqual(self.result("passive.service.bounded")["verdict"], "warned")
        self.assertLess((self.out / "journal").stat().st_size, 200_000)

    def test_a_crash_after_a_hostile_case_is_found_by_the_canary(self):
        with Target(lambda request: DIE if request.endswith(b"poke") else ...) as target:
            done = self.assay("run", target.url, "--case", "hostile.*", "--case", "e2e.identify", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        poke = self.result("hostile.poke")
        self.assertEqual(poke["verdict"], "failed")
        self.assertEqual([finding["rule"] for finding in poke["findings"]], ["service.survives"])

    def test_a_target_that_goes_away_after_the_first_answer_is_exit_code_3(self):
        leave = lambda request: Last(answer(IDENTIFIED))
        with Target(leave) as target:
            done = self.assay("run", target.url, "--case", "e2e.*", "--case", "hostile.*", "--out", self.out)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertEqual({self.result(case)["verdict"] for case in ("e2e.identify", "hostile.poke")}, {"blocked"})
        self.assertEqual(self.assay("judge", self.out / "journal").returncode, 3)

    def test_a_case_that_cannot_be_set_up_is_exit_code_4_unless_something_is_found(self):
        self.write("suites/setup.lua", """
case { id = "setup.fails", title = "It has no item", proves = "identify.message", run = function(t) t:setup(false, "no item") end }
case { id = "setup.finds", title = "It finds first", proves = "identify.message",
  run = function(t) t:expect_status(t:send(t.msg.identify()), 500) t:setup(false, "no item") end }""")
        with Target() as target:
            done = self.assay("run", target.url, "--case", "setup.fails", "--case", "e2e.identify", "--out", self.out)
            self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
            done = self.assay("run", target.url, "--case", "setup.*", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(self.result("setup.finds")["verdict"], "warned")

    def test_tls_is_spoken_to_a_target_that_can_be_trusted_and_to_no_other(self):
        certificate, key = self.certificate("target")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        profile = self.write("trusting.toml", f"[target]\nca_file = '{certificate}'\n")
        with Target(tls=context) as target:
            self.assert_one_message(self.assay("run", target.url), 3, "certificate verify failed")
            done = self.assay("run", target.url, "--target", profile, "--case", "e2e.identify", "--out", self.out)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            plain = self.assay("run", target.url.replace("https", "http"))
            self.assert_one_message(plain, 3, "no answer to Identify", "or https")
        self.assertIn('"version":"TLSv1.3"', (self.out / "journal").read_text(encoding="utf-8"))

    def test_a_target_that_asks_for_a_certificate_gets_ours(self):
        certificate, key = self.certificate("target")
        ours, our_key = self.certificate("tester")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(ours)
        trusting = f"[target]\nca_file = '{certificate}'\n[credentials]\n"
        with Target(tls=context) as target:
            nameless = self.assay("run", target.url, "--target", self.write("nameless.toml", trusting))
            self.assert_one_message(nameless, 3, "no answer to Identify")
            profile = self.write("shown.toml", trusting + f"certificate = '{ours}'\nkey = '{our_key}'\n")
            done = self.assay("run", target.url, "--target", profile, "--case", "e2e.identify", "--out", self.out)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            crossed = self.write("crossed.toml", trusting + f"certificate = '{ours}'\nkey = '{key}'\n")
            self.assert_one_message(self.assay("run", target.url, "--target", crossed), 3, "not a certificate and its key", "values mismatch")
        half = self.write("half.toml", trusting + f"certificate = '{ours}'\n")
        self.assert_one_message(self.assay("run", "https://127.0.0.1:1/", "--target", half), 4, "half.toml:3", "belong together")

    def certificate(self, name):
        """A self-signed certificate for 127.0.0.1 and its key, both files."""
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        made = run(foreign("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
                   "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate)
        self.assertEqual(made.returncode, 0, made.stderr)
        return certificate, key

    def test_judging_the_journal_again_says_the_same(self):
        with Target() as target:
            first = self.assay("run", target.url, "--case", "e2e.*", "--case", "hostile.*", "--out", self.out, "--jobs", "3")
        again = self.assay("judge", self.out / "journal", "--out", self.folder / "again")
        self.assertEqual(again.returncode, first.returncode, again.stdout + again.stderr)
        self.assertEqual((self.folder / "again/run.json").read_text(encoding="utf-8"), (self.out / "run.json").read_text(encoding="utf-8"))

    def test_judging_after_the_suite_changed_blocks_what_does_not_fit(self):
        with Target() as target:
            self.assay("run", target.url, "--case", "e2e.identify", "--out", self.out)
        self.write("suites/e2e.lua", CASES.replace("t:expect_ok(t:send(t.msg.identify()))", "t:expect_ok(identify(t, 'other'))"))
        again = self.assay("judge", self.out / "journal", "--out", self.out)
        self.assertEqual(self.result("e2e.identify")["verdict"], "blocked")
        self.assertEqual(again.returncode, 4, "no case came to a result")

    def test_an_interrupted_run_keeps_its_journal_and_can_be_judged(self):
        env = {**os.environ, **CREDENTIALS, "ASSAY_HOME": str(self.home)}
        with Target() as target:
            command = [program("assay"), "run", target.url, "--case", "e2e.identify", "--case", "slow.*", "--out", str(self.out)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
                self.assertTrue(wait_for(lambda: any(b"waiting" in request for request in target.requests)))
                process.send_signal(signal.SIGINT)
                stdout, stderr = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 4, stderr)
        self.assertIn(f"assay judge {self.out}/journal", stderr)
        self.assertEqual(os.listdir(self.out), ["journal"])
        judged = self.assay("judge", self.out / "journal", "--out", self.out)
        self.assertEqual(judged.returncode, 4, judged.stdout + judged.stderr)
        self.assertIn("The run was interrupted", judged.stdout)
        self.assertEqual(self.result("e2e.identify")["verdict"], "passed")
        self.assertEqual(self.result("slow.wait")["verdict"], "blocked")

    def test_an_interrupt_after_the_driving_is_not_swallowed(self):
        never_written = self.folder / "deviations"
        os.mkfifo(never_written)  # whoever reads it waits for ever
        env = {**os.environ, **CREDENTIALS, "ASSAY_HOME": str(self.home)}
        with Target() as target:
            command = [program("assay"), "run", target.url, "--case", "e2e.identify", "--progress", "json",
                       "--deviations", str(never_written), "--out", str(self.out)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
                self.addCleanup(process.kill)
                self.assertIn("e2e.identify", process.stderr.readline())
                self.assertTrue(wait_for(lambda: "SigBlk:\t0000000000000000" in pathlib.Path(f"/proc/{process.pid}/status").read_text()))
                process.send_signal(signal.SIGTERM)
                try:
                    process.communicate(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()
        self.assertEqual(process.returncode, -signal.SIGTERM)

    def test_times_tell_what_waits_from_what_works(self):
        self.write("suites/times.lua", """
case { id = "times.sleeps", title = "It sleeps", proves = "identify.message", run = function(t) t:sleep(300) end }
case { id = "times.works", title = "It works", proves = "identify.message", run = function(t) t:expect_ok(t:send(t.msg.identify())) end }""")
        with Target() as target:
            done = self.assay("run", target.url, "--case", "times.*", "--times", "--out", self.out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        waiting, _, working = done.stdout.partition("1 cases do not")
        self.assertIn("1 cases wait, by design or for the target", waiting)
        self.assertIn("times.sleeps", waiting)
        self.assertIn("times.works", working)
        self.assertIn("1 cases waited 0.3 s in all", working)
        self.assertEqual(self.result("times.sleeps")["waited_seconds"], 0.3)

    def test_a_known_deviation_is_no_finding_until_it_passes_unexpectedly(self):
        deviations = self.write("deviations.toml", '[[deviation]]\nsubject = "scripted"\ncase = "e2e.spoilt"\n'
                                'finding = "schema.well-formed"\nbecause = "it was so"\nowner = "the team"\nreview_by = 2999-01-01\n')
        arguments = ["--case", "e2e.spoilt", "--deviations", deviations, "--out", self.out]
        with Target(lambda request: answer(status="404 Not Found") if b"X-Marker: spoilt" in request else ...) as target:
            done = self.assay("run", target.url, *arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("findings are known deviations", done.stdout)
        self.assertIn("known deviation: it was so; the team, until 2999-01-01", done.stdout)
        record = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
        self.assertEqual(record["outcome"], "known_deviations")
        self.assertGreater(record["totals"]["known_deviations"], 0)
        self.assertIn("skipped message=\"known deviation: it was so", (self.out / "junit.xml").read_text(encoding="utf-8"))
        with Target() as target:
            done = self.assay("run", target.url, *arguments)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("unexpected pass: e2e.spoilt", done.stdout)

    def test_the_page_of_the_case_api_is_what_the_bindings_say(self):
        page = self.assay("list", "--api", "--markdown")
        self.assertEqual(page.returncode, 0, page.stderr)
        self.assertEqual((HOME / "harness/docs/case-api.md").read_text(encoding="utf-8").splitlines(), page.stdout.splitlines(),
                         "`assay list --api --markdown > harness/docs/case-api.md` writes it again")
        functions = [function for section in json.loads(self.assay("list", "--api", "--json").stdout)["api"] for function in section["functions"]]
        text = self.assay("list", "--api").stdout
        self.assertLessEqual(max(len(line) for line in text.splitlines()), 80)
        for function in functions:
            self.assertIn(f"\n  {function['call']}\n", text)
            self.assertIn(f"### `{function['call']}`\n", page.stdout)
        self.assert_one_message(self.assay("list", "--markdown"), 64, "add --api")

    def test_validate_says_where_a_message_is_wrong(self):
        good = self.write("good.xml", '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>')
        bad = self.write("bad.xml", '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">\n<s:Bodie/></s:Envelope>')
        self.assertEqual(self.assay("validate", good).returncode, 0)
        done = self.assay("validate", good, bad)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"{bad}:2:", done.stdout)

    def test_schema_checks_class_files_and_makes_schemas_that_validate(self):
        out = self.folder / "schemas"
        done = self.assay("schema", HOME / "fixtures/mof/assay.mof", "--out", out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("root/assay:Assay_Item  http://schemas.assay.example/wbem/1/Assay_Item\n", done.stdout)
        uri = "http://schemas.assay.example/wbem/1/Assay_Many"
        good = self.write("good.xml", f'<p:Assay_Many xmlns:p="{uri}"><p:Index>1</p:Index></p:Assay_Many>')
        bad = self.write("bad.xml", f'<p:Assay_Many xmlns:p="{uri}"><p:Index>one</p:Index></p:Assay_Many>')
        self.assertEqual(self.assay("validate", "--schemas", out / "root_assay", good).returncode, 0)
        self.assertEqual(self.assay("validate", "--schemas", out / "root_assay", bad).returncode, 1)

    def test_schema_tells_every_mistake_with_its_place(self):
        faulty = HOME / "fixtures/mof/faulty"
        done = self.assay("schema", faulty / "syntax/many-mistakes.mof")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("many-mistakes.mof:10:19: '0x' is no number\n", done.stdout)
        self.assertTrue(done.stdout.endswith("7 mistakes\n"), done.stdout)
        done = self.assay("schema", faulty / "semantic/key-below-keys.mof")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("key-below-keys.mof:7:17: key Slot in class Assay_B", done.stdout)


if __name__ == "__main__":
    main()
