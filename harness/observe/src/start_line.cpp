#include "assay/observe/start_line.hpp"

#include <algorithm>

namespace assay::observe {
namespace {

/// A first line that is longer belongs to something else.
constexpr std::size_t longest_line = 8192;
constexpr std::string_view version = "HTTP/1.";

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

Likeness request_likeness(std::string_view octets) {
    while (octets.starts_with('\r') || octets.starts_with('\n')) octets.remove_prefix(1);
    const std::string_view line = octets.substr(0, octets.find('\n'));
    const std::string_view method = line.substr(0, line.find(' '));
    constexpr std::size_t longest_method = 24;
    if (method.size() > longest_method || !std::ranges::all_of(method, is_capital)) return Likeness::no;
    const bool ends = line.size() < octets.size();
    if (!ends) return line.size() > longest_line ? Likeness::no : Likeness::maybe;
    const bool fits = !method.empty() && line.find(version, method.size()) != std::string_view::npos;
    return fits ? Likeness::yes : Likeness::no;
}

Likeness response_likeness(std::string_view octets) {
    if (octets.size() < version.size()) return version.starts_with(octets) ? Likeness::maybe : Likeness::no;
    return octets.starts_with(version) ? Likeness::yes : Likeness::no;
}

}  // namespace assay::observe
