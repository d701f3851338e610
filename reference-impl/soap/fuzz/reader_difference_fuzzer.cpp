// Any octets: the service's reader, libxml2 and Xerces-C++ read them alike, but for the settled differences.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "../tests/reader_difference.hpp"

namespace {

void insist(const assay::soap::Comparison& comparison, const char* witness) {
    if (comparison.outcome != assay::soap::Comparison::Outcome::unsettled) return;
    std::fprintf(stderr, "%s differs; %s\n", witness, comparison.why.c_str());
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay::soap;
    static Comparer comparer;
    const std::string text{reinterpret_cast<const char*>(data), size};
    insist(Comparer::with_libxml(text), "libxml2");
    insist(comparer.with_xerces(text), "Xerces-C++");
    return 0;
}
