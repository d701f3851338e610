// RFC 9110 §11, RFC 7616: who is let in, and what those who are not are told.
#include <algorithm>
#include <memory>
#include <set>

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

constexpr std::string_view challenge = "WWW-Authenticate";

/// Rewrites each challenge of a refusal.
Install on_challenges(std::function<void(std::string& value)> rewrite) {
    return on_http_reply([rewrite = std::move(rewrite)](const Request&, Reply& reply) {
        for (auto& [name, value] : reply.headers) {
            if (name == challenge) rewrite(value);
        }
    });
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// A parameter of a Digest answer, without quotes; "" when there is none, or it is no Digest.
std::string parameter(const Request& request, const std::string& name) {
    const std::string* value = request.header("Authorization");
    if (value == nullptr || !value->starts_with("Digest ")) return {};
    auto at = value->find(' ' + name + '=');
    if (at == std::string::npos) return {};
    at += name.size() + 2;
    const bool quoted = (*value)[at] == '"';
    return value->substr(at + (quoted ? 1 : 0),
                         value->find(quoted ? '"' : ',', at + 1) - at - (quoted ? 1 : 0));
}

bool is_stale(const Reply& reply) {
    return std::ranges::any_of(reply.headers, [](const auto& each) {
        return each.first == challenge && each.second.find("stale=true") != std::string::npos;
    });
}

void let_in(Reply& reply) { reply = Reply{.status = 200}; }

void shut_out(Reply& reply) {
    reply = Reply{.status = 401, .headers = {{std::string{challenge}, "Basic realm=\"WSMAN\""}}};
}

void add_challenges(Mutants& mutants) {
    mutants.push_back({"refusal-without-challenge", rule("http.challenge.present"), "A 401 has no challenge",
                       on_http_reply([](const Request&, Reply& reply) { drop_field(reply, challenge); })});
    mutants.push_back({"challenge-with-colons", rule("http.challenge.syntax"),
                       "The parameters of challenges have colons",
                       on_challenges([](std::string& value) { replace(value, "=", ":"); })});
    mutants.push_back(
        {"realm-without-quotes", rule("http.challenge.realm"), "The realm is not quoted",
         on_challenges([](std::string& value) { replace(value, "realm=\"WSMAN\"", "realm=WSMAN"); })});
    mutants.push_back(
        {"digest-without-quality", rule("http.digest.challenge"),
         "Digest challenges offer no quality of protection",
         on_challenges([](std::string& value) { replace(value, "qop=\"auth\"", "qop=\"auth-int\""); })});
    mutants.push_back(
        {"never-stale", rule("http.digest.stale"), "A nonce that is not known is not called stale",
         on_challenges([](std::string& value) { replace(value, "stale=true", "stale=false"); })});
}

void add_answers(Mutants& mutants) {
    mutants.push_back({"sha-256-offered-and-not-taken", rule("http.digest.answered"),
                       "An answer with SHA-256 is refused though it was offered",
                       on_http_reply([](const Request& request, Reply& reply) {
                           if (parameter(request, "algorithm") == "SHA-256") shut_out(reply);
                       })});
    mutants.push_back({"digest-for-any-uri", rule("http.digest.uri"),
                       "The uri of a Digest answer is not looked at",
                       on_http_reply([](const Request& request, Reply& reply) {
                           const std::string uri = parameter(request, "uri");
                           if (reply.status == 401 && !uri.empty() && uri != request.target) let_in(reply);
                       })});
    mutants.push_back({"digest-response-not-looked-at", rule("http.digest.method"),
                       "The response of a Digest answer is not looked at",
                       on_http_reply([](const Request& request, Reply& reply) {
                           const bool answered = !parameter(request, "response").empty();
                           if (reply.status == 401 && answered && !is_stale(reply)) let_in(reply);
                       })});
    mutants.push_back({"nonce-serves-once", rule("http.digest.counting"),
                       "A second answer to a nonce is refused without calling it stale",
                       on_http_reply([](const Request& request, Reply& reply) {
                           if (parameter(request, "nc") == "00000002") shut_out(reply);
                       })});
    mutants.push_back({"counts-not-counted", rule("http.digest.nonce-count"), "A Digest answer serves twice",
                       on_http_reply([seen = std::make_shared<std::set<std::string>>()](
                                         const Request& request, Reply& reply) {
                           const std::string count = parameter(request, "nonce") + parameter(request, "nc");
                           if (count.empty()) return;
                           if (reply.status != 401) {
                               seen->insert(count);
                           } else if (seen->contains(count)) {
                               let_in(reply);
                           }
                       })});
    mutants.push_back({"digest-for-any-realm", rule("security.transport-auth-failure"),
                       "The realm of a Digest answer is not looked at",
                       on_http_reply([](const Request& request, Reply& reply) {
                           const std::string realm = parameter(request, "realm");
                           if (reply.status == 401 && !realm.empty() && realm != "WSMAN") let_in(reply);
                       })});
    mutants.push_back({"scheme-begins-with-a-capital", rule("http.scheme.case"),
                       "A scheme whose name begins with a small letter is not known",
                       on_http_request([](Request& request) {
                           const std::string* value = request.header("Authorization");
                           if (value != nullptr && value->starts_with('b'))
                               drop_field(request, "Authorization");
                       })});
    mutants.push_back({"scheme-as-it-is-written", rule("http.scheme.case"), "BASIC is not Basic",
                       on_http_request([](Request& request) {
                           const std::string* value = request.header("Authorization");
                           if (value != nullptr && value->starts_with("BASIC"))
                               drop_field(request, "Authorization");
                       })});
}

void add_authorization(Mutants& mutants) {
    mutants.push_back({"denied-by-http", rule("http.authorization.fault"),
                       "Who may not do something is told so by HTTP 403 alone",
                       on_http_reply([](const Request&, Reply& reply) {
                           if (reply.body.find(":AccessDenied<") != std::string::npos)
                               reply = Reply{.status = 403};
                       })});
    mutants.push_back({"readers-may-not-read", rule("http.authorization.fault"),
                       "Who may read and not write may not read either",
                       on_http_reply([](const Request& request, Reply& reply) {
                           if (request.user == "reader" && reply.status == 200) reply = {.status = 403};
                       })});
    mutants.push_back(
        {"anybody-may-release", rule("enumeration.same-credentials"),
         "An enumeration is ended by whoever knows its context",
         on_http_request([last = std::make_shared<std::shared_ptr<const void>>()](Request& request) {
             if (request.user == "assay") *last = request.admitted;
             if (request.user == "reader" && request.body.find(":Release>") != std::string::npos)
                 request.admitted = *last;
         })});
    mutants.push_back({"readers-may-write", rule("http.authorization.before-acting"),
                       "Everybody who has logged on may do everything", on_http_request([](Request& request) {
                           if (parameter(request, "username") == "reader")
                               set_field(request, "Authorization", "Basic YXNzYXk6YXNzYXktZGVtbw==");
                       })});
}

}  // namespace

void add_authentication_mutants(Mutants& mutants) {
    add_challenges(mutants);
    add_answers(mutants);
    add_authorization(mutants);
}

}  // namespace assay::mutants
