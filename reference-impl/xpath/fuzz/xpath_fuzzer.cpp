// Any expression on a small item: it is refused or ends, and a Level 1 path selects what the engine selects.
#include <cstdint>
#include <cstdlib>

#include "../src/steps.hpp"
#include "../tests/items.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay;
    static const soap::Element item = xpath::disk();
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto expression = xpath::Expression::compile(text, xpath::disk_bindings(), {.operations = 10'000});
    if (!expression) return 0;
    (void)expression->matches(item);
    const auto selection = expression->select(item);
    const auto& path = expression->syntax().path;
    if (!path) return 0;
    if (!selection || selection->nodes != xpath::walk(item, path->absolute, path->steps)) std::abort();
    return 0;
}
