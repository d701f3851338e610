"""A hundred runs of every case come to one and the same set of verdicts."""

from assay_testing import main
from suites_repeated import TheSuites

TheSuites.RUNS, TheSuites.SELECTION = 100, []

if __name__ == "__main__":
    main()
