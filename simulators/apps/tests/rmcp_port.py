"""The port that some tools cannot be told otherwise: 623, on an address of loopback that the test has for itself."""

import os
import socket


def claim(test, tool, address):
    """Skips the test, saying why, where nobody but root may open the port of `address`, or somebody has."""
    if os.geteuid() != 0:
        test.skipTest(f"{tool} speaks to port 623 only, which only root may open")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 623))
        except OSError as taken:
            test.skipTest(f"port 623 of {address} cannot be opened: {taken}")
