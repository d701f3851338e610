// Sizes of answers, envelopes and URIs (DSP0226 §6.2, §13.1, §13.4).
#include <fmt/format.h>

#include <optional>

#include "assay/observe/limits.hpp"
#include "chapters.hpp"
#include "names.hpp"
#include "simple_types.hpp"
#include "uri.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

constexpr std::size_t usual_limit = 32767;  ///< octets of an envelope, §13.1
constexpr std::size_t least_bound = 8192;   ///< a smaller MaxEnvelopeSize is refused, §6.2
constexpr std::size_t fault_limit = 4096;   ///< a fault may always have as many octets, §13.4

const Element* bound_block(const View& view) { return view.request().header_block(name::MaxEnvelopeSize); }

std::optional<std::uint64_t> requested_bound(const View& view) {
    const auto value = view.request().header_value(name::MaxEnvelopeSize);
    return value ? count_from(*value) : std::nullopt;
}

Outcome usual_size(const View& view) {
    if (!view.is_soap() || requested_bound(view)) return not_examined();
    const std::size_t size = view.http().body.size();
    return expect(size <= usual_limit, view.at(*view.envelope().root()),
                  "the envelope is larger than the client can be expected to take",
                  fmt::format("at most {} octets without wsman:MaxEnvelopeSize", usual_limit),
                  fmt::format("{} octets", size));
}

Outcome bounded_size(const View& view) {
    const auto bound = requested_bound(view);
    if (!view.is_soap() || !bound || *bound < least_bound || !must_understand(*bound_block(view))) {
        return not_examined();
    }
    const std::size_t size = view.http().body.size();
    if (view.fault() && size <= fault_limit) return not_examined();
    return expect(size <= *bound, view.at(*view.envelope().root()),
                  "the envelope is larger than wsman:MaxEnvelopeSize allows",
                  fmt::format("at most {} octets", *bound), fmt::format("{} octets", size));
}

/// Which limit of what is read of an answer it crosses, in words; "" for none.
std::string excess_of(const View& view) {
    const record::Exchange& exchange = *view.reading().exchange;
    if (exchange.ending == record::Ending::given_up)
        return exchange.trouble.empty() ? "it was given up" : exchange.trouble;
    return view.http().excess.empty() ? view.envelope().excess : view.http().excess;
}

Outcome bounded_answer(const View& view) {
    if (!view.http().present) return not_examined();
    const std::string excess = excess_of(view);
    const bool in_head = !view.http().head_complete;
    using observe::limits;
    return expect(
        excess.empty(), in_head ? view.at_head(0, 0, "head") : view.at_body(),
        "the answer is more than a client can be expected to read: " + excess,
        fmt::format("at most {} MiB, {} header fields in {} KiB, {} elements nested {} deep with {} "
                    "attributes each, and names of {} octets",
                    limits.answer_octets >> 20U, limits.fields, limits.head_octets >> 10U, limits.nodes,
                    limits.depth, limits.attributes, limits.name_octets),
        fmt::format("{} octets came", view.reading().exchange->received()));
}

/// Elements of the specifications whose text is a URI.
bool holds_uri(const Element& element) {
    return element.is(name::To) || element.is(name::Action) || element.is(name::Address) ||
           element.is(name::ResourceURI) || element.is(name::FaultDetail);
}

Outcome uri_length(const View& view) {
    if (!view.is_soap()) return not_examined();
    Outcome outcome = not_examined();
    for (const Element& element : view.envelope().elements) {
        if (!holds_uri(element)) continue;
        const std::size_t length = element.value().size();
        outcome =
            expect(length <= longest_uri, view.at(element), "the response holds a URI that is too long",
                   fmt::format("at most {} characters", longest_uri), fmt::format("{} characters", length));
        if (!outcome.findings.empty()) break;
    }
    return outcome;
}

}  // namespace

void add_limit_rules(RuleBook& book) {
    judge_response(book, rule("soap.send-limit-32767"), usual_size);
    judge_response(book, rule("maxenvelopesize.mustunderstand"), bounded_size);
    judge_response(book, rule("limit.uri-generate-2048"), uri_length);
    judge_response(book, rule("service.bounded"), bounded_answer);
}

}  // namespace assay::rules
