#include "wrapped.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::load {

void add_wrapped(std::string& out, std::string_view label, std::string_view text, std::size_t columns) {
    std::string line = fmt::format("{:<{}}", label, columns);
    bool begun = false;
    while (!text.empty()) {
        const auto space = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, space);
        if (begun && line.size() + 1 + word.size() > console_columns) {
            out += line + "\n";
            line.assign(columns, ' ');
            begun = false;
        }
        if (begun) line += ' ';
        line += word;
        begun = true;
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    out += line + "\n";
}

}  // namespace assay::load
