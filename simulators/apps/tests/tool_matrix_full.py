"""tool_matrix.py with each row in each cipher suite at each privilege level."""

import tool_matrix
from assay_testing import main


class FullMatrix(tool_matrix.Matrix):
    product = True


if __name__ == "__main__":
    main()
