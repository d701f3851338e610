#include "xerces_text.hpp"

#include <xercesc/util/TransService.hpp>

namespace assay::xml {

std::string utf8(const XMLCh* text) {
    if (text == nullptr || *text == 0) return {};
    const xercesc::TranscodeToStr transcoded{text, "UTF-8"};
    return {reinterpret_cast<const char*>(transcoded.str()), transcoded.length()};
}

std::basic_string<XMLCh> xerces_text(std::string_view text) {
    if (text.empty()) return {};
    const xercesc::TranscodeFromStr transcoded{reinterpret_cast<const XMLByte*>(text.data()), text.size(),
                                               "UTF-8"};
    return {transcoded.str(), transcoded.length()};
}

}  // namespace assay::xml
