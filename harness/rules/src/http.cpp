// HTTP: framing, media type and status (DSP0226 Annex C.2, §13.1; RFC 9112).
#include <fmt/format.h>

#include <algorithm>

#include "assay/base/text.hpp"
#include "chapters.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace fault = vocab::fault;

/// Offsets in a body as it travelled are none in the body as decoded, so that one is meant as a whole.
record::Place place_of(const View& view, const observe::FramingTrouble& trouble) {
    const bool in_body = view.http().head_complete && trouble.offset >= view.http().transported.offset;
    return in_body ? view.at(observe::Position{}) : view.at_head(trouble.offset, 0, "framing");
}

/// RFC 9112 §9.3.2: further requests may follow on the heels of one; anything else is surplus.
bool is_pipelined(const View& view, const observe::FramingTrouble& trouble) {
    if (view.judged() == Judged::response || trouble.kind != observe::Framing::surplus_octets) return false;
    const auto next =
        observe::read_request(std::string_view{view.reading().exchange->request}.substr(trouble.offset));
    return next.head_complete && std::ranges::none_of(next.troubles, [](const observe::FramingTrouble& each) {
               return each.kind == observe::Framing::bad_start_line;
           });
}

/// What the harness broke off itself is not the peer's fault, but for lengths that no further octet could
/// mend.
bool is_our_own_doing(const View& view, const observe::FramingTrouble& trouble) {
    const record::Ending ending = view.reading().exchange->ending;
    const bool broken_off = ending == record::Ending::not_awaited || ending == record::Ending::timed_out ||
                            ending == record::Ending::given_up;
    if (view.judged() == Judged::request || !broken_off) return false;
    using observe::Framing;
    return trouble.kind != Framing::conflicting_lengths && trouble.kind != Framing::bad_length &&
           trouble.kind != Framing::length_and_coding;
}

Outcome framing(const View& view) {
    if (!view.http().present) return not_examined();
    Outcome outcome = kept();
    for (const observe::FramingTrouble& trouble : view.http().troubles) {
        if (is_pipelined(view, trouble) || is_our_own_doing(view, trouble)) continue;
        auto one = broken(place_of(view, trouble), trouble.what, "a message framed as RFC 9112 says",
                          std::string{to_text(trouble.kind)});
        outcome.findings.push_back(std::move(one.findings.front()));
    }
    return outcome;
}

Outcome content_type(const View& view) {
    // Encrypted bodies are multipart and are judged in the clear.
    if (view.envelope().soap() == observe::SoapVersion::none) return not_examined();
    const observe::MediaType& media = view.message().media_type;
    const HttpField* field = view.http().field("Content-Type");
    if (field == nullptr) {
        return broken(view.at_head(0, 0, "Content-Type"), "an envelope comes without Content-Type",
                      "application/soap+xml;charset=UTF-8 or UTF-16", "no Content-Type");
    }
    const std::string_view charset = media.parameter("charset");
    const bool usual = charset.empty() || base::equal_ignoring_case(charset, "utf-8") ||
                       base::equal_ignoring_case(charset, "utf-16");
    return expect(media.type == "application/soap+xml" && usual, view.at(*field),
                  "an envelope comes with another Content-Type than SOAP 1.2 over HTTP has",
                  "application/soap+xml;charset=UTF-8 or UTF-16", field->value);
}

Outcome status_of(const View& view, const QName& code, int status) {
    if (!view.is_soap() || !view.fault() || !view.fault()->code.is(code)) return not_examined();
    return expect(view.http().status == status,
                  view.at_head(view.http().start_line.offset, view.http().start_line.length, "status"),
                  fmt::format("a fault with code s:{} comes with another HTTP status", code.local),
                  std::to_string(status), std::to_string(view.http().status));
}

Outcome success_status(const View& view) {
    if (!view.is_soap() || view.fault()) return not_examined();
    return expect(view.http().status == 200,
                  view.at_head(view.http().start_line.offset, view.http().start_line.length, "status"),
                  "an envelope without fault comes with another status than 200", "200",
                  std::to_string(view.http().status));
}

Outcome one_way(const View& view) {
    if (view.http().status != 202) return not_examined();
    return expect(view.http().body.empty(), view.at_body(), "a 202 answer has a body", "an empty body",
                  fmt::format("{} octets", view.http().body.size()));
}

}  // namespace

void add_http_rules(RuleBook& book) {
    judge_both(book, rule("http.framing"), framing);
    book.needs_wire(rule("http.framing"));
    judge_both(book, rule("transport.http.content-type"), content_type);
    judge_response(book, rule("transport.http.binding"), success_status);
    judge_response(book, rule("transport.http.one-way"), one_way);
    judge_response(book, rule("transport.http.status-sender"),
                   [](const View& view) { return status_of(view, fault::Sender, 400); });
    judge_response(book, rule("transport.http.status-receiver"),
                   [](const View& view) { return status_of(view, fault::Receiver, 500); });
}

}  // namespace assay::rules
