#include "assay/record/finding.hpp"

namespace assay::record {
namespace {

constexpr std::size_t longest_text = 4096;

void shorten(std::string& text) {
    if (text.size() <= longest_text) return;
    std::size_t end = longest_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    text += "…";
}

}  // namespace

void shorten(Finding& finding) {
    shorten(finding.message);
    shorten(finding.expected);
    shorten(finding.actual);
    if (finding.place) shorten(finding.place->path);
}

}  // namespace assay::record
