// Any text can be compiled, with the declared qualifiers in front of it; and what has no mistake gives
// schemas.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "assay/mof/parse.hpp"
#include "assay/schema/compile.hpp"
#include "assay/schema/xsd.hpp"

namespace {

constexpr const char* qualifiers = R"(
Qualifier Association : boolean = false, Scope(association), Flavor(DisableOverride);
Qualifier Abstract : boolean = false, Scope(class, association, indication), Flavor(Restricted);
Qualifier EmbeddedInstance : string = null, Scope(property, method, parameter);
Qualifier In : boolean = true, Scope(parameter);
Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride);
Qualifier MaxLen : uint32 = null, Scope(property, method, parameter);
Qualifier MinValue : sint64 = null, Scope(property, method, parameter);
Qualifier OctetString : boolean = false, Scope(property, method, parameter);
Qualifier Out : boolean = false, Scope(parameter);
Qualifier Override : string = null, Scope(property, reference, method), Flavor(Restricted);
Qualifier Required : boolean = false, Scope(property, reference, method, parameter);
Qualifier Singleton : boolean = false, Scope(class);
Qualifier ValueMap : string[] = null, Scope(property, method, parameter);
Qualifier Values : string[] = null, Scope(property, method, parameter);
)";

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto parsed = assay::mof::parse({.name = "fuzz.mof", .text = qualifiers + text});
    const auto compiled = assay::schema::compile(parsed.document);
    for (const assay::mof::Diagnostic& diagnostic : compiled.diagnostics) {
        if (diagnostic.message.empty() || diagnostic.file.empty()) std::abort();
    }
    for (const assay::schema::ClassPtr& of : compiled.order) {
        if (assay::schema::to_xsd(*of).empty()) std::abort();
    }
    return 0;
}
