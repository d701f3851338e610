"""`assay run` against the hostile endpoints whose answers are read to the last octet that the limits allow."""

from assay_testing import main
from hostile_endpoints import HEAVY, HostileEndpoints

HostileEndpoints.AFTER_IDENTIFY = sorted(HEAVY)

if __name__ == "__main__":
    main()
