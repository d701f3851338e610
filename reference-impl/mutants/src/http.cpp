// DSP0226 §12, §13.1 and Annex C; RFC 9112.
#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "assay/base/text.hpp"
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "http_fields.hpp"
#include "seams.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
using wire::Reply;
using wire::Request;

Install with_status(unsigned instead_of, unsigned status) {
    return on_http_reply([=](const Request&, Reply& reply) {
        if (reply.status == instead_of) reply.status = status;
    });
}

std::ptrdiff_t hosts_of(const Request& request) {
    return std::ranges::count_if(
        request.headers, [](const auto& each) { return base::equal_ignoring_case(each.first, "Host"); });
}

bool is_in_small_letters(const std::string& name) {
    return std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_in_capitals(const std::string& name) {
    return std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
}

struct Spelling {
    std::string_view id;
    std::string_view title;
    bool (*is_used)(std::string_view media_type);
};

constexpr std::array spellings{
    Spelling{"media-type-in-capitals-unknown", "A media type in capitals is not known",
             [](std::string_view type) { return type.starts_with('A'); }},
    Spelling{"quoted-charset-unknown", "A charset in quotes is not known",
             [](std::string_view type) { return type.find("=\"") != std::string_view::npos; }},
    Spelling{"media-type-without-charset-unknown", "A media type has to have a charset",
             [](std::string_view type) { return type.find(';') == std::string_view::npos; }},
};

/// Brings the last fault of a connection once more, instead of what comes next.
Install with_stale_faults() {
    using Faults = std::map<std::shared_ptr<const wire::Peer>, Reply>;
    return on_http_reply([faults = std::make_shared<Faults>()](const Request& request, Reply& reply) {
        if (const auto last = faults->find(request.peer); last != faults->end()) {
            reply = last->second;
            faults->erase(last);
        } else if (reply.status >= 400 && !reply.body.empty()) {
            faults->emplace(request.peer, reply);
        }
    });
}

/// What of the media type is not read as RFC 9110 §8.3.1 has it.
void add_media_types(Mutants& mutants) {
    for (const Spelling& each : spellings) {
        mutants.push_back({each.id, rule("transport.http.content-type"), each.title,
                           on_http_request([is_used = each.is_used](Request& request) {
                               const std::string* type = request.header("Content-Type");
                               if (type != nullptr && is_used(*type))
                                   set_field(request, "Content-Type", "text/plain");
                           })});
    }
    mutants.push_back({"missing-media-type-is-an-internal-error", rule("transport.http.content-type"),
                       "A request without Content-Type is an internal error",
                       on_http_reply([](const Request& request, Reply& reply) {
                           if (request.header("Content-Type") == nullptr) reply = {.status = 500};
                       })});
}

/// What HTTP itself demands (RFC 9110, RFC 9112).
void add_rfc_mutants(Mutants& mutants) {
    mutants.push_back({"methods-not-told", rule("http.method.allow"), "A 405 has no Allow",
                       on_http_reply([](const Request&, Reply& reply) { drop_field(reply, "Allow"); })});
    mutants.push_back({"put-is-post", rule("http.method.refused"), "PUT is taken for POST",
                       on_http_request([](Request& request) {
                           if (request.method == "PUT") request.method = "POST";
                       })});
    mutants.push_back({"any-number-of-hosts", rule("http.host.required"),
                       "A request without Host, or with two, is not called a bad one",
                       on_http_reply([](const Request& request, Reply& reply) {
                           if (reply.status == 400 && hosts_of(request) != 1) reply.status = 404;
                       })});
    mutants.push_back({"absolute-form-not-found", rule("http.target.absolute"),
                       "A target in absolute form is not found", on_http_request([](Request& request) {
                           if (request.target.starts_with("http:")) request.target = "/nowhere";
                       })});
    mutants.push_back(
        {"small-letters-passed-over", rule("http.field.case"),
         "Fields whose names are in small letters are passed over", on_http_request([](Request& request) {
             std::erase_if(request.headers, [](const auto& each) { return is_in_small_letters(each.first); });
         })});
    mutants.push_back(
        {"capitals-passed-over", rule("http.field.case"),
         "Fields whose names are in capitals are passed over", on_http_request([](Request& request) {
             std::erase_if(request.headers, [](const auto& each) { return is_in_capitals(each.first); });
         })});
    mutants.push_back({"head-is-answered-with-a-body", rule("http.framing"), "The refusal of HEAD has a body",
                       on_http_reply([](const Request& request, Reply& reply) {
                           if (request.method == "HEAD") reply.body = "HEAD is not served here";
                       })});
    mutants.push_back({"one-request-a-connection", rule("http.persistence"),
                       "Each reply closes the connection",
                       on_http_reply([](const Request&, Reply& reply) { reply.close = true; })});
    mutants.push_back({"date-of-another-form", rule("http.date"),
                       "Replies have a second Date, of another form",
                       on_http_reply([](const Request&, Reply& reply) {
                           reply.headers.emplace_back("Date", "2026-11-28T12:00:00Z");
                       })});
    mutants.push_back({"any-coding-will-do", rule("http.content-coding"), "Content-Encoding is passed over",
                       on_http_request([](Request& request) { drop_field(request, "Content-Encoding"); })});
    mutants.push_back({"expectations-passed-over", rule("http.expectation"), "Nobody is told to go on",
                       on_http_request([](Request& request) { drop_field(request, "Expect"); })});
    mutants.push_back({"too-large-is-a-bad-request", rule("http.size.413"),
                       "What is too large is a bad request", with_status(413, 400)});
}

}  // namespace

void add_http_mutants(Mutants& mutants) {
    add_rfc_mutants(mutants);
    add_media_types(mutants);
    mutants.push_back({"fault-comes-again", rule("transport.http.binding"),
                       "The request after a fault brings it again", with_stale_faults()});
    mutants.push_back({"too-large-is-unavailable", rule("maxenvelopesize.service-limit"),
                       "What is too large finds the service unavailable", with_status(413, 503)});
    mutants.push_back({"sender-faults-with-500", rule("transport.http.status-sender"),
                       "Faults of the sender come with HTTP 500", with_status(400, 500)});
    mutants.push_back({"receiver-faults-with-503", rule("transport.http.status-receiver"),
                       "Faults of the receiver come with HTTP 503", with_status(500, 503)});
    mutants.push_back({"success-with-201", rule("transport.http.binding"), "Replies come with HTTP 201",
                       with_status(200, 201)});
    mutants.push_back({"envelopes-as-text-xml", rule("transport.http.content-type"),
                       "Envelopes are sent as text/xml", on_http_reply([](const Request&, Reply& reply) {
                           if (!reply.content_type.empty()) reply.content_type = "text/xml;charset=UTF-8";
                       })});
    mutants.push_back({"quotes-belong-to-the-action", rule("addressing.action.soapaction-match"),
                       "A SOAPAction is compared together with its quotes",
                       on_http_request([](Request& request) {
                           const std::string* said = request.header("SOAPAction");
                           if (said != nullptr && said->starts_with('"'))
                               set_field(request, "SOAPAction", '"' + *said + '"');
                       })});
    mutants.push_back({"any-media-type-will-do", rule("transport.http.415"),
                       "Bodies of any media type are taken for envelopes",
                       on_http_request([](Request& request) {
                           set_field(request, "Content-Type", "application/soap+xml");
                       })});
    mutants.push_back({"space-before-colon", rule("http.framing"),
                       "Replies have a field whose name ends in a space",
                       on_http_reply([](const Request&, Reply& reply) {
                           reply.headers.emplace_back("Assay-Lantern ", "lit");
                       })});
    mutants.push_back({"head-of-300-kib", rule("service.bounded"),
                       "Replies have a field of 300 KiB, but those to Identify",
                       on_http_reply([](const Request& request, Reply& reply) {
                           if (request.body.find("identity/1/wsmanidentity.xsd") != std::string::npos) return;
                           reply.headers.emplace_back("Assay-Padding", std::string(300UL << 10U, 'x'));
                       })});
    mutants.push_back({"nobody-has-to-log-on", rule("security.no-anonymous-http"),
                       "Whoever does not log on is taken for the demo user",
                       on_http_request([](Request& request) {
                           if (request.header("Authorization") == nullptr) {
                               set_field(request, "Authorization", "Basic YXNzYXk6YXNzYXktZGVtbw==");
                           }
                       })});
    mutants.push_back({"wrong-password-is-forbidden", rule("security.transport-auth-failure"),
                       "A wrong password is answered with HTTP 403", with_status(401, 403)});
}

}  // namespace assay::mutants
