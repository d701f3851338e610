"""The 200 kills of repository_kill.py."""

import assay_testing
from repository_kill import Kills

Kills.kills = 200

if __name__ == "__main__":
    assay_testing.main()
