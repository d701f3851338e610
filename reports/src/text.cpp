#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace assay::reports {

std::string clipped(std::string_view text, std::size_t octets) {
    if (text.size() <= octets) return std::string{text};
    const std::size_t end = character_start(text, octets);
    return fmt::format("{} … ({} cut)", text.substr(0, end), counted(text.size() - end, "octet"));
}

std::string to_text(std::size_t count) {
    std::string digits = std::to_string(count);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", to_text(count), noun, count == 1 ? "" : "s");
}

std::string to_text(record::RunTime time) {
    using namespace std::chrono;
    const double ms = duration<double, std::milli>{time}.count();
    if (ms < 10) return fmt::format("{:.2f} ms", ms);
    if (ms < 1000) return fmt::format("{:.0f} ms", ms);
    if (time < seconds{60}) return fmt::format("{:.1f} s", ms / 1000);
    const auto whole = duration_cast<seconds>(time);
    if (whole < hours{1}) return fmt::format("{} min {} s", whole.count() / 60, whole.count() % 60);
    return fmt::format("{} h {} min", whole.count() / 3600, whole.count() / 60 % 60);
}

std::string_view to_text(record::Part part) {
    switch (part) {
        case record::Part::request_head: return "request head";
        case record::Part::request_body: return "request body";
        case record::Part::response_head: return "response head";
        case record::Part::response_body: return "response body";
        case record::Part::connection: break;
    }
    return "connection";
}

std::string spoken(std::string_view name) {
    std::string words{name};
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string shell_word(std::string_view text) {
    constexpr std::string_view safe =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=@%+,";
    if (!text.empty() && text.find_first_not_of(safe) == std::string_view::npos) return std::string{text};
    std::string word = "'";
    for (const char c : text) c == '\'' ? word += "'\\''" : word += c;
    return word + "'";
}

}  // namespace assay::reports
