#include "chassis_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::imports {
namespace {

constexpr std::size_t octets_a_line = 32;

/// A TOML basic string; what is not ASCII is written as the octet's code point.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append({'\\', c});
        } else if (octet < 0x20 || octet > 0x7E) {
            out += fmt::format("\\u{:04X}", octet);
        } else {
            out += c;
        }
    }
    return out + '"';
}

/// A comment is a line: nothing in it may end it.
std::string one_line(std::string_view text) {
    std::string line{text};
    std::ranges::replace_if(
        line, [](char c) { return c < ' ' || c > '~'; }, '?');
    return line;
}

}  // namespace

void ChassisText::table(std::string_view heading, std::string_view remark) {
    out_ += fmt::format("\n{}{}\n", heading, remark.empty() ? "" : "  # " + one_line(remark));
}

void ChassisText::text(std::string_view key, std::string_view value) {
    out_ += fmt::format("{} = {}\n", key, quoted(value));
}

void ChassisText::integer(std::string_view key, std::int64_t value) {
    out_ += fmt::format("{} = {}\n", key, value);
}

void ChassisText::number(std::string_view key, double value) {
    out_ += fmt::format("{} = {:#}\n", key, value);
}

void ChassisText::flag(std::string_view key, bool value) { out_ += fmt::format("{} = {}\n", key, value); }

void ChassisText::octets(std::string_view key, base::OctetView value) {
    out_ += fmt::format("{} = \"\"\"", key);
    for (std::size_t at = 0; at < value.size(); at += octets_a_line) {
        out_ += '\n' + base::to_hex(value.subspan(at, std::min(octets_a_line, value.size() - at)));
    }
    out_ += "\"\"\"\n";
}

void ChassisText::offsets(std::string_view key, unsigned mask) {
    std::string list;
    for (unsigned offset = 0; offset < 15; ++offset) {
        if ((mask >> offset & 1U) != 0) list += fmt::format("{}{}", list.empty() ? "" : ", ", offset);
    }
    out_ += fmt::format("{} = [{}]\n", key, list);
}

}  // namespace assay::imports
