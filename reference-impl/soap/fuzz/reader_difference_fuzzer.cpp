// Any UTF-8: the service's parser and libxml2 read it alike, but for the settled disagreements.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "../tests/libxml_witness.hpp"
#include "../tests/reader_difference.hpp"
#include "assay/base/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay::soap;
    const std::string text{reinterpret_cast<const char*>(data), size};
    if (!assay::base::is_utf8(text)) return 0;
    const Tree ours = read_element(text);
    const Tree theirs = libxml_tree(text);
    if (is_same(ours, theirs) || !settled(text, ours, theirs).empty()) return 0;
    std::fprintf(stderr, "ours: %s\nlibxml2: %s\n", said(ours).c_str(), said(theirs).c_str());
    std::abort();
}
