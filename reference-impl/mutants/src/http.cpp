// DSP0226 §12, §13.1 and Annex C; RFC 9112.
#include "assay/base/text.hpp"
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
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

void set_field(Request& request, std::string_view name, std::string value) {
    for (auto& [each, old] : request.headers) {
        if (base::equal_ignoring_case(each, name)) {
            old = std::move(value);
            return;
        }
    }
    request.headers.emplace_back(name, std::move(value));
}

}  // namespace

void add_http_mutants(Mutants& mutants) {
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
    mutants.push_back({"head-of-300-kib", rule("service.bounded"), "Replies have a field of 300 KiB, but those to Identify",
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
