// The header blocks that the service understands, each found once a message.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <stdexcept>

#include "assay/model/names.hpp"
#include "assay/soap/envelope.hpp"

namespace assay::service {

inline constexpr std::array known_headers{
    model::names::To,
    model::names::From,
    model::names::ReplyTo,
    model::names::FaultTo,
    model::names::Action,
    model::names::MessageID,
    model::names::RelatesTo,
    model::names::ResourceURI,
    model::names::SelectorSet,
    model::names::OptionSet,
    model::names::OperationTimeout,
    model::names::MaxEnvelopeSize,
    model::names::Locale,
    model::names::DataLocale,
    model::names::FragmentTransfer,
    model::names::RequestEPR,
    model::names::RequestTotalItemsCountEstimate,
};

/// Where a name stands among them; one that does not is no constant expression.
consteval std::size_t place_of(const vocab::QName& name) {
    for (std::size_t place = 0; place < known_headers.size(); ++place) {
        if (known_headers[place] == name) return place;
    }
    throw std::logic_error{"the service does not understand this header"};
}

/// Those of one message; refers to the envelope.
class KnownHeaders {
public:
    explicit KnownHeaders(soap::Envelope& envelope) {
        for (soap::Element& each : envelope.headers) {
            const auto known = std::ranges::find_if(
                known_headers, [&](const vocab::QName& name) { return each.name == name; });
            if (known == known_headers.end()) continue;
            const auto place = static_cast<std::size_t>(known - known_headers.begin());
            if (first_[place] == nullptr) {
                first_[place] = &each;
            } else {
                repeated_ = std::min(repeated_, place);
            }
        }
    }

    /// The first block of a name, or nullptr. @param place  place_of() the name
    [[nodiscard]] soap::Element* operator[](std::size_t place) const { return first_[place]; }

    /// The first known name that several blocks have.
    [[nodiscard]] std::optional<vocab::QName> repeated() const {
        if (repeated_ == known_headers.size()) return std::nullopt;
        return known_headers[repeated_];
    }

private:
    std::array<soap::Element*, known_headers.size()> first_{};
    std::size_t repeated_ = known_headers.size();
};

}  // namespace assay::service
