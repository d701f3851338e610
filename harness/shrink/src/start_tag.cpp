#include "start_tag.hpp"

namespace assay::shrink {

std::vector<AttributeAt> attributes_of(std::string_view tag) {
    constexpr std::string_view space = " \t\r\n";
    std::vector<AttributeAt> attributes;
    std::size_t at = tag.find_first_of(space);
    while (at != std::string_view::npos) {
        const std::size_t name = tag.find_first_not_of(space, at);
        const std::size_t equals = tag.find('=', at);
        if (name == std::string_view::npos || equals == std::string_view::npos || name > equals) break;
        const std::size_t quote = tag.find_first_of("'\"", equals);
        if (quote == std::string_view::npos) break;
        const std::size_t end = tag.find(tag[quote], quote + 1);
        if (end == std::string_view::npos) break;
        const std::size_t name_end = tag.find_first_of(" \t\r\n=", name);
        attributes.push_back({std::string{tag.substr(name, name_end - name)}, at, end + 1});
        at = tag.find_first_of(space, end + 1);
        if (at != end + 1) break;  // nothing but the end of the tag follows
    }
    return attributes;
}

}  // namespace assay::shrink
