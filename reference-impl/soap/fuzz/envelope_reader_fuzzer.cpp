// Any octets: the reader returns, and whatever it accepts can be written and read again.
#include <cstdint>
#include <cstdlib>

#include "assay/soap/reader.hpp"
#include "assay/soap/writer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay;
    static const auto reader = soap::make_reader();
    const auto first = reader->read({data, size}, {});
    const auto* envelope = std::get_if<soap::Envelope>(&first);
    if (envelope == nullptr) return 0;
    const std::string octets = soap::write(*envelope);
    const auto again = reader->read(base::octets_of(octets), {});
    if (!std::holds_alternative<soap::Envelope>(again)) std::abort();
    return 0;
}
