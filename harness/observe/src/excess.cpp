#include "excess.hpp"

#include "assay/observe/limits.hpp"

namespace assay::observe {
namespace {

std::size_t after(std::string_view text, std::size_t at, std::string_view closing) {
    const std::size_t end = text.find(closing, at);
    return end == std::string_view::npos ? text.size() : end + closing.size();
}

/// The octet after the tag or declaration at `at`; `values` becomes the number of quoted ones in it.
std::size_t after_tag(std::string_view text, std::size_t at, std::size_t& values) {
    values = 0;
    while (at < text.size()) {
        const std::size_t sign = text.find_first_of("\"'>", at);
        if (sign == std::string_view::npos) return text.size();
        if (text[sign] == '>') return sign + 1;
        ++values;
        at = after(text, sign + 1, text.substr(sign, 1));
    }
    return text.size();
}

}  // namespace

std::string excess_of_tags(std::string_view text) {
    std::size_t declared = 0;  // by the document type, all together
    std::size_t all = 0;
    for (std::size_t at = text.find('<'); at < text.size(); at = text.find('<', at)) {
        const std::string_view rest = text.substr(at, 9);
        if (rest.starts_with("<!--")) {
            at = after(text, at + 4, "-->");
        } else if (rest == "<![CDATA[") {
            at = after(text, at, "]]>");
        } else if (rest.starts_with("<?")) {
            at = after(text, at, "?>");
        } else {
            std::size_t values = 0;
            at = after_tag(text, at + 1, values);
            if (rest.starts_with("<!")) values = declared += values;
            if (values > limits.attributes) {
                return "an element in it has more than " + std::to_string(limits.attributes) + " attributes";
            }
            if ((all += values) > limits.nodes) {
                return "it has more than " + std::to_string(limits.nodes) + " attributes";
            }
        }
    }
    return {};
}

}  // namespace assay::observe
