#include "control_headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "assay/base/text.hpp"
#include "assay/model/duration.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "assay/model/reasons.hpp"

namespace assay::service {
namespace {

using model::Outcome;
using model::Request;
using soap::Element;
namespace names = model::names;
namespace faults = model::faults;

Outcome<> read_timeout(const KnownHeaders& headers, Request& request) {
    const Element* header = headers[place_of(names::OperationTimeout)];
    if (header == nullptr) return boost::system::in_place_value;
    const auto duration = model::parse_duration(header->value());
    if (!duration || !duration->positive()) {
        return faults::invalid_message_information_header(
            "wsman:OperationTimeout is no positive xs:duration");
    }
    request.operation_timeout = duration->approximate();
    return boost::system::in_place_value;
}

Outcome<> read_envelope_size(const KnownHeaders& headers, const Limits& limits, Request& request) {
    const Element* header = headers[place_of(names::MaxEnvelopeSize)];
    if (header == nullptr) return boost::system::in_place_value;
    const auto octets = parse_positive(header->value());
    if (!octets) return faults::schema_validation_error("wsman:MaxEnvelopeSize is no positive integer");
    // What becomes of events that are too large; nothing else has a policy (DSP0226 §10.2.6).
    constexpr std::array<std::string_view, 3> policies{"CancelSubscription", "Skip", "Notify"};
    const std::string* policy = header->attribute("Policy");
    if (policy != nullptr && std::ranges::find(policies, base::trimmed(*policy)) == policies.end()) {
        return faults::schema_validation_error("wsman:MaxEnvelopeSize has an unknown Policy");
    }
    if (*octets < limits.smallest_reply_octets) {
        return faults::encoding_limit(faults::Encoding::MinimumEnvelopeLimit,
                                      "wsman:MaxEnvelopeSize is below 8192 octets");
    }
    request.max_envelope_octets = *octets;
    return boost::system::in_place_value;
}

/// RFC 3066 §2.1: subtags of one to eight letters or digits.
bool is_language_tag(std::string_view tag) {
    std::size_t length = 0;
    for (const char c : tag) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (c == '-' && length > 0) {
            length = 0;
        } else if (!letter || ++length > 8) {
            return false;
        }
    }
    return length > 0;
}

/// DSP0226 §6.3: in a language that is not spoken a locale is a hint to pass over, or must be refused. What
/// is data is in the forms of XML Schema whatever the locale (MS-WSMV 3.1.4.1.9).
Outcome<> read_locale(const KnownHeaders& headers) {
    constexpr std::size_t data_locale = place_of(names::DataLocale);
    for (const std::size_t place : {place_of(names::Locale), data_locale}) {
        const Element* header = headers[place];
        if (header == nullptr) continue;
        const std::string* lang = header->attribute(soap::names::lang);
        if (lang == nullptr || !is_language_tag(base::trimmed(*lang))) {
            return faults::schema_validation_error(std::string{known_headers[place].local} +
                                                   " needs an xml:lang that is a language tag");
        }
        const bool spoken = place == data_locale || !model::spoken_language(*lang).empty();
        if (!spoken && soap::must_understand(*header).value_or(false)) {
            return faults::unsupported_feature(faults::Feature::Locale, "only English and German are spoken");
        }
    }
    return boost::system::in_place_value;
}

bool moves_representation(std::string_view action) {
    namespace actions = vocab::action;
    return action == actions::Get || action == actions::Put || action == actions::Create ||
           action == actions::Delete;
}

}  // namespace

std::optional<std::uint64_t> parse_positive(std::string_view text) {
    text = base::trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    std::uint64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
    return value == 0 ? std::nullopt : std::optional{value};
}

Outcome<> read_control_headers(const KnownHeaders& headers, const Limits& limits, Request& request) {
    if (auto read = read_timeout(headers, request); !read) return read;
    if (auto read = read_envelope_size(headers, limits, request); !read) return read;
    if (auto read = read_locale(headers); !read) return read;
    if (const Element* fragment = headers[place_of(names::FragmentTransfer)]) {
        if (!moves_representation(request.action)) {
            return faults::unsupported_feature(faults::Feature::FragmentLevelAccess,
                                               "only Get, Put, Create and Delete can be of a fragment");
        }
        request.fragment = *fragment;
    }
    if (const Element* set = headers[place_of(names::OptionSet)]) {
        auto options = model::read_options(*set);
        if (!options) return options.error();
        request.options = std::move(*options);
    }
    request.wants_epr = headers[place_of(names::RequestEPR)] != nullptr;
    request.wants_count = headers[place_of(names::RequestTotalItemsCountEstimate)] != nullptr;
    return boost::system::in_place_value;
}

}  // namespace assay::service
