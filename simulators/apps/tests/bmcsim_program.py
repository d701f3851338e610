"""bmcsim as a program: what it says about wrong usage, wrong files and ports in use, and how it ends."""

import signal
import socket
import tempfile
import unittest

from assay_testing import Server, main, program, run


class Bmcsim(unittest.TestCase):
    def complaint(self, *words, code, open_files=None):
        limit = ["prlimit", f"--nofile={open_files}"] if open_files else []
        result = run(*limit, program("bmcsim"), *words, timeout=10)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertLessEqual(len(result.stderr.splitlines()), 2, result.stderr)
        return result.stderr

    def with_chassis(self, text, code=1):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(text)
            file.flush()
            return self.complaint("--config", file.name, code=code).replace(file.name, "FILE")

    def test_ends_cleanly_on_either_signal(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with Server("bmcsim", "--demo", "--listen", "127.0.0.1:0") as bmc:
                self.assertEqual(bmc.stop(number), 0)

    def test_wrong_usage_is_64(self):
        self.assertIn("--demo or --config", self.complaint(code=64))
        self.assertIn("--demo or --config", self.complaint("--demo", "--config", "x.toml", code=64))
        self.assertIn("loopback", self.complaint("--demo", "--listen", "0.0.0.0:0", code=64))
        self.assertIn("--demo or --config", self.complaint("--fleet", "3", code=64))
        self.assertIn("--listen", self.complaint("--demo", "--listen", "nowhere", code=64))

    def test_a_fleet_that_cannot_be_is_64(self):
        def fleet(size, *words):
            return self.complaint("--demo", "--fleet", str(size), *words, code=64)

        self.assertIn("--fleet", fleet(0))
        self.assertIn("only 536 ports from 65000", fleet(537, "--spread", "ports", "--listen", "127.0.0.1:65000"))
        self.assertIn("only 254 addresses from 127.255.255.1", fleet(255, "--listen", "127.255.255.1:0"))
        self.assertIn("--spread", fleet(2, "--spread", "wide"))

    def test_a_fleet_says_what_it_lacks(self):
        said = self.complaint("--demo", "--fleet", "1000", "--spread", "ports", code=1, open_files=500)
        self.assertIn("limit is 500", said)
        self.assertIn("ulimit -n", said)
        self.assertIn("does not have this address", self.complaint(
            "--demo", "--fleet", "3", "--spread", "addresses", "--listen", "[::1]:0", code=1))

    def test_a_port_in_use_is_named(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            said = self.complaint("--demo", "--listen", address, code=1)
        self.assertIn(address, said)
        self.assertIn("port 0", said)

    def test_a_missing_file_is_named(self):
        self.assertIn("/nowhere/x.toml", self.complaint("--config", "/nowhere/x.toml", code=1))

    def test_a_wrong_chassis_is_named_by_line(self):
        self.assertIn("FILE:2", self.with_chassis('name = "x"\nname = "y"\n'))
        self.assertIn("unknown key 'colour'", self.with_chassis(
            'name = "x"\ncolour = "red"\n[device]\nguid = "a55a7000-0001-4b3c-8d11-00005e005301"\n'
            '[[user]]\nid = 2\nname = "a"\npassword = "b"\n'))

    def test_speaks_ipv6_too(self):
        with Server("bmcsim", "--demo", "--listen", "[::1]:0") as bmc:
            self.assertTrue(bmc.endpoint.startswith("[::1]:"))


if __name__ == "__main__":
    main()
