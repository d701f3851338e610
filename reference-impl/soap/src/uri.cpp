#include "assay/soap/uri.hpp"

#include <algorithm>
#include <array>

#include "assay/vocab/names.hpp"

namespace assay::soap {
namespace {

namespace ns = vocab::ns;

constexpr std::array known{ns::wsman.uri, ns::wsa.uri,   ns::s.uri,    ns::wxf.uri,    ns::wsen.uri,
                           ns::wse.uri,   ns::cim.uri,   ns::wsmb.uri, ns::xsi.uri,    ns::xs.uri,
                           ns::wsmid.uri, ns::wsa10.uri, ns::xml.uri,  ns::soap11.uri, ns::xmlns.uri};

}  // namespace

Uri::Uri(std::string_view text) {
    if (text.empty()) return;
    if (const auto* const found = std::ranges::find(known, text); found != known.end()) {
        text_ = *found;
        return;
    }
    auto copy = std::make_shared_for_overwrite<char[]>(text.size());
    std::ranges::copy(text, copy.get());
    text_ = {copy.get(), text.size()};
    owner_ = std::move(copy);
}

}  // namespace assay::soap
