// Any octets can be parsed; every mistake has a place within the text, and a text without one gives a whole
// tree.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "assay/mof/parse.hpp"

namespace {

/// A text that includes itself under other names: bounded by the limits alone.
std::optional<assay::mof::Source> another(const std::string& asked, const std::string& from) {
    if (asked == "missing") return std::nullopt;
    return assay::mof::Source{.name = from + asked,
                              .text = "#pragma include (\"" + asked + "\") class A {};"};
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(data), size};
    const assay::mof::Limits limits{.octets = 1U << 20U, .include_depth = 4, .files = 8, .diagnostics = 20};
    const auto parsed = assay::mof::parse({.name = "fuzz.mof", .text = text}, another, limits);
    if (parsed.diagnostics.size() > limits.diagnostics) std::abort();
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    for (const assay::mof::Diagnostic& diagnostic : parsed.diagnostics) {
        if (diagnostic.message.empty() || diagnostic.line == 0 || diagnostic.column == 0) std::abort();
        const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
        if (diagnostic.file == "fuzz.mof" && !utf16 && diagnostic.line > lines) std::abort();
    }
    return 0;
}
