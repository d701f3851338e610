// Must not compile: the id is not in the catalogue.
#include "assay/vocab/rule.hpp"

int main() { return static_cast<int>(assay::vocab::rule("addressing.to.presnt").size()); }
