"""bmcsim as a program: what it says about wrong usage, wrong files and ports in use, and how it ends."""

import signal
import socket
import tempfile
import unittest

from assay_testing import Server, main, program, run


class Bmcsim(unittest.TestCase):
    def complaint(self, *words, code):
        result = run(program("bmcsim"), *words, timeout=10)
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
        self.assertIn("--fleet", self.complaint("--fleet", "3", code=64))
        self.assertIn("--listen", self.complaint("--demo", "--listen", "nowhere", code=64))

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
