// DSP0226 §13; SOAP 1.2.
#include <cstdlib>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
using wire::Reply;
using wire::Request;

/// A document type without internal subset nested in another is all that hostile cases have.
void cut_document_type(std::string& text) {
    const auto from = text.find("<!DOCTYPE");
    if (from == std::string::npos) return;
    const auto subset = text.find("]>", from);
    const auto to = subset == std::string::npos ? text.find('>', from) : subset + 1;
    if (to != std::string::npos) text.erase(from, to + 1 - from);
}

void replace_first(std::string& text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), to);
}

}  // namespace

void add_soap_mutants(Mutants& mutants) {
    mutants.push_back({"soap-11-accepted", rule("soap.version-12"), "SOAP 1.1 envelopes are served",
                       on_http_request([](Request& request) {
                           replace_first(request.body, vocab::ns::soap11.uri, vocab::ns::s.uri);
                       })});
    mutants.push_back({"document-types-passed-over", rule("soap.no-dtd-pi"), "Document types are passed over",
                       on_http_request([](Request& request) { cut_document_type(request.body); })});
    mutants.push_back(
        {"utf-16-answered-in-utf-8", rule("soap.encoding-mirror"), "Requests in UTF-16 are answered in UTF-8",
         on_reply([](const Envelope&, Envelope& reply) { reply.encoding = soap::Encoding::utf8; })});
    mutants.push_back({"utf-8-with-mark", rule("soap.utf8-bom"),
                       "Replies in UTF-8 begin with a byte-order mark",
                       on_http_reply([](const Request&, Reply& reply) {
                           if (reply.body.starts_with("<?xml")) reply.body.insert(0, "\xEF\xBB\xBF");
                       })});
    mutants.push_back({"replies-of-any-size", rule("soap.send-limit-32767"),
                       "Replies beyond 32767 octets are sent unasked", on_request([](Envelope& request) {
                           if (!request.headers.empty() &&
                               request.header(names::MaxEnvelopeSize) == nullptr) {
                               request.headers.emplace_back(names::MaxEnvelopeSize, "500000");
                           }
                       })});
    mutants.push_back({"replies-cut-short", rule("schema.well-formed"), "Replies lack their last character",
                       on_http_reply([](const Request&, Reply& reply) {
                           if (!reply.body.empty()) reply.body.pop_back();
                       })});
    mutants.push_back({"envelope-size-in-words", rule("schema.message"),
                       "Replies say a MaxEnvelopeSize that is no number",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (!reply.headers.empty())
                               reply.headers.emplace_back(names::MaxEnvelopeSize, "plenty");
                       })});
    mutants.push_back({"dies-of-a-document-type", rule("service.survives"),
                       "A document type ends the process", on_http_request([](Request& request) {
                           if (request.body.find("<!DOCTYPE") != std::string::npos) std::_Exit(EXIT_FAILURE);
                       })});
}

}  // namespace assay::mutants
