// Any text in either language: it is refused or can be evaluated.
#include <cstdint>

#include "../tests/disks.hpp"
#include "assay/query/query.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay::query;
    static const test::Classes classes;
    static const assay::cim::Instance sda = classes.sda();
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const std::string_view each : {dialect::wql, dialect::cql}) {
        const auto query =
            compile({.dialect = each, .text = text},
                    {.classes = classes.store, .name_space = test::name_space, .class_name = "*"});
        if (!query) continue;
        (void)query->matches(sda);
        (void)query->selected(sda.of());
        if (query->association() != nullptr) (void)query->association()->candidates(classes.store);
    }
    return 0;
}
