// Any octets can be read as an envelope, and every element lies within the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "assay/observe/envelope_reading.hpp"
#include "assay/observe/fault_reading.hpp"
#include "assay/observe/xpath.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    const auto reading = assay::observe::read_envelope(octets, size % 2 == 0 ? "utf-8" : "utf-16");
    for (const assay::observe::Element& element : reading.elements) {
        if (element.at.offset + element.at.length > reading.text.size()) std::abort();
        if (element.end < element.at.offset || element.end > reading.text.size()) std::abort();
        if (reading.text[element.at.offset] != '<') std::abort();
    }
    (void)assay::observe::fault_of(reading);
    if (!reading.elements.empty()) (void)assay::observe::standalone_xml(reading, reading.elements.back());
    assay::observe::XPathDocument document{reading};
    (void)document.evaluate("//*[1]/@* | //text()", assay::observe::customary_prefixes());
    return 0;
}
