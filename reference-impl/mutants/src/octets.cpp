// What is wrong with octets: encodings, sizes, comments, chunks.
#include <array>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
using wire::Request;

struct Dislike {
    std::string_view id;
    std::string_view violates;
    std::string_view title;
    bool (*dislikes)(const Request& request);
};

bool has_mark(const Request& request, std::string_view mark) { return request.body.starts_with(mark); }

constexpr std::array dislikes{
    Dislike{"comments-refused", rule("soap.comments"), "An envelope with a comment is refused",
            [](const Request& request) {
                return request.body.size() < 20'000 && request.body.find("<!--") != std::string::npos;
            }},
    Dislike{"utf-16-refused", rule("soap.encoding-both"), "Requests in UTF-16 are refused",
            [](const Request& request) { return request.body.find('\0') != std::string::npos; }},
    Dislike{"big-endian-refused", rule("soap.utf16-bom"), "Requests in UTF-16, big end first, are refused",
            [](const Request& request) { return has_mark(request, "\xFE\xFF"); }},
    Dislike{"ascii-in-utf-16-refused", rule("soap.encoding-characters"), "ASCII in UTF-16 is refused",
            [](const Request& request) { return has_mark(request, "\xFF\xFE"); }},
    Dislike{
        "thirty-kilobytes-refused", rule("soap.receive-limit-32767"), "A request of 30 000 octets is refused",
        [](const Request& request) { return request.body.size() > 30'000 && request.body.size() < 32'767; }},
    Dislike{
        "half-the-envelope-is-enough", rule("limit.envelope-32767"), "A request of 20 000 octets is refused",
        [](const Request& request) { return request.body.size() > 20'000 && request.body.size() < 32'767; }},
    Dislike{"chunks-refused", rule("transport.http.chunked"), "A request in chunks is refused",
            [](const Request& request) { return request.header("Transfer-Encoding") != nullptr; }},
};

}  // namespace

void add_octet_mutants(Mutants& mutants) {
    for (const Dislike& each : dislikes) {
        mutants.push_back({each.id, each.violates, each.title,
                           on_http_request([dislikes = each.dislikes](Request& request) {
                               if (!request.body.empty() && dislikes(request)) request.body = "<refused/>";
                           })});
    }
    mutants.push_back({"any-path-serves", rule("addressing.to.wsman-suffix"), "Any path serves",
                       on_http_request([](Request& request) { request.target = "/wsman"; })});
    mutants.push_back({"nobody-is-told-a-word", rule("identify.noanonymous"),
                       "Whoever does not log on is told a protocol that there is not",
                       on_http_reply([](const Request& request, wire::Reply& reply) {
                           if (request.header("WSMANIDENTIFY") == nullptr) return;
                           const auto at =
                               reply.body.find(">http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd<");
                           if (at != std::string::npos) reply.body.insert(at + 1, "x-");
                       })});
    const auto without_challenge = [](std::string_view scheme) {
        return on_http_reply([scheme](const Request&, wire::Reply& reply) {
            std::erase_if(reply.headers, [&](const auto& field) {
                return field.first == "WWW-Authenticate" && field.second.starts_with(scheme);
            });
        });
    };
    mutants.push_back({"basic-not-offered", rule("secprofile.http-basic"),
                       "Basic authentication is not offered", without_challenge("Basic")});
    mutants.push_back({"digest-not-offered", rule("secprofile.http-digest"),
                       "Digest authentication is not offered", without_challenge("Digest")});
    const auto anonymous_refused = on_http_reply([](const Request& request, wire::Reply& reply) {
        if (request.target.starts_with("/wsman-anon")) reply.status = 401;
    });
    mutants.push_back({"anonymous-path-needs-a-password", rule("addressing.to.wsman-anon-suffix"),
                       "Who does not log on is refused at /wsman-anon", anonymous_refused});
    mutants.push_back({"no-anonymous-identify", rule("identify.anonymous-url"),
                       "There is no Identify at /wsman-anon/identify", anonymous_refused});
    mutants.push_back({"get-serves", rule("transport.http.not-get"), "GET is answered with success",
                       on_http_reply([](const Request& request, wire::Reply& reply) {
                           if (request.method == "GET") reply.status = 200;
                       })});
}

}  // namespace assay::mutants
