#include "assay/server/endpoint.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "assay/base/text.hpp"
#include "assay/model/faults.hpp"
#include "assay/server/media_type.hpp"

namespace assay::server {
namespace {

namespace asio = boost::asio;
using wire::Admission;
using wire::awaitable;
using wire::Reply;
using wire::Request;

constexpr std::string_view soap_type = "application/soap+xml";
constexpr unsigned most_hashings = 64;  // some seconds' worth
constexpr std::string_view path_to_all = "/wsman";
constexpr std::string_view path_to_identify = "/wsman-anon/identify";

/// Windows' way to ask for Identify without logging on.
bool asks_without_user(const Request& request) {
    if (request.path() == path_to_identify) return true;
    const std::string* wish = request.header("WSMANIDENTIFY");
    return wish != nullptr && base::equal_ignoring_case(base::trimmed(*wish), "unauthenticated") &&
           request.header("Authorization") == nullptr;
}

bool is_encoded(const Request& request) {
    const std::string* encoding = request.header("Content-Encoding");
    return encoding != nullptr && !base::equal_ignoring_case(base::trimmed(*encoding), "identity");
}

/// SOAPAction without its quotes.
std::optional<std::string> soap_action_field(const Request& request) {
    const std::string* field = request.header("SOAPAction");
    if (field == nullptr) return std::nullopt;
    std::string_view action = base::trimmed(*field);
    if (action.size() >= 2 && action.starts_with('"') && action.ends_with('"')) {
        action = action.substr(1, action.size() - 2);
    }
    return std::string{action};
}

/// Notes what HTTP says of the body; the media type's parameter goes before SOAPAction.
/// DSP0226 §13.1: application/soap+xml. A request that does not say is taken at its word, as many are.
/// @return the refusal of another body
std::optional<Reply> take_content(Request& request) {
    MediaType media{.type = soap_type};
    const std::string* type = request.header("Content-Type");
    if (type != nullptr && !base::trimmed(*type).empty()) {
        auto said = parse_media_type(*type);
        if (!said || !base::equal_ignoring_case(said->type, soap_type)) return Reply{.status = 415};
        media = std::move(*said);
    }
    if (is_encoded(request)) return Reply{.status = 415};
    request.charset = std::move(media.charset);
    request.soap_action = media.action ? std::move(media.action) : soap_action_field(request);
    return std::nullopt;
}

/// [MS-WSMV] §3.1.4.1.29.2: the header of those who log on with their certificate.
bool wants_certificate(const std::string& authorization) {
    return base::trimmed(authorization) ==
           "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";
}

/// What a connection logged on with, while the same users are known: asked for again with each request, which
/// spares the keyed hash. The value is gone from memory with the connection.
class Recognised {
public:
    Recognised(std::weak_ptr<const Access> by, std::string authorization,
               std::shared_ptr<const Principal> principal)
        : by_{std::move(by)}, authorization_{std::move(authorization)}, principal_{std::move(principal)} {}
    ~Recognised() { OPENSSL_cleanse(authorization_.data(), authorization_.size()); }
    Recognised(const Recognised&) = delete;
    Recognised& operator=(const Recognised&) = delete;

    [[nodiscard]] std::shared_ptr<const Principal> principal(const std::shared_ptr<const Access>& present,
                                                             std::string_view authorization) const {
        const bool same =
            !by_.owner_before(present) && !present.owner_before(by_) &&
            authorization.size() == authorization_.size() &&
            CRYPTO_memcmp(authorization.data(), authorization_.data(), authorization.size()) == 0;
        return same ? principal_ : nullptr;
    }

private:
    const std::weak_ptr<const Access> by_;
    std::string authorization_;
    const std::shared_ptr<const Principal> principal_;
};

void admit_as(Request& head, const std::shared_ptr<const Principal>& principal) {
    head.user = principal->name;
    head.admitted = principal;
}

/// One operation among those of its user.
class Operation {
public:
    explicit Operation(std::atomic<std::size_t>& count) : count_{count}, before_{count++} {}
    ~Operation() { --count_; }
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;
    [[nodiscard]] std::size_t before() const { return before_; }

private:
    std::atomic<std::size_t>& count_;
    const std::size_t before_;
};

/// One request's place among those whose password is to be hashed.
class Place {
public:
    explicit Place(std::atomic<unsigned>& taken) : taken_{taken}, before_{taken++} {}
    ~Place() { --taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    [[nodiscard]] bool is_free() const { return before_ < most_hashings; }

private:
    std::atomic<unsigned>& taken_;
    const unsigned before_;
};

}  // namespace

Endpoint::Endpoint(service::Service& service, std::shared_ptr<const Access> access, const base::Clock& clock,
                   AccessLog* log, Seams seams)
    : service_{service}, clock_{clock}, log_{log}, seams_{std::move(seams)}, access_{std::move(access)} {}

void Endpoint::use(std::shared_ptr<const Access> access) {
    const std::lock_guard lock{mutex_};
    access_.swap(access);
}

std::shared_ptr<const Access> Endpoint::access() const {
    const std::lock_guard lock{mutex_};
    return access_;
}

/// RFC 9110 §11.6.1, RFC 7616 §3.7: the strongest first.
Reply Endpoint::unauthorized(bool stale) {
    const auto present = access();
    Reply reply{.status = 401};
    for (std::string& each :
         digest_.challenges(present->users().realm(), present->digest_algorithms(), stale, clock_.now())) {
        reply.headers.emplace_back("WWW-Authenticate", std::move(each));
    }
    if (present->offers_basic()) {
        reply.headers.emplace_back("WWW-Authenticate",
                                   "Basic realm=\"" + present->users().realm() + "\", charset=\"UTF-8\"");
    }
    return reply;
}

Admission Endpoint::admit(Request& head) {
    if (seams_.incoming_octets) seams_.incoming_octets(head);
    Admission admission = admit_honestly(head);
    if (!seams_.outgoing_octets) return admission;
    if (admission.pending) {
        admission.pending = twisted(head, std::move(*admission.pending));
    } else if (admission.refusal) {
        seams_.outgoing_octets(head, *admission.refusal);
    }
    return admission;
}

awaitable<std::optional<Reply>> Endpoint::twisted(const Request& head,
                                                  awaitable<std::optional<Reply>> pending) {
    auto refusal = co_await std::move(pending);
    if (refusal) seams_.outgoing_octets(head, *refusal);
    co_return refusal;
}

void Endpoint::refused(const Request& request, Reply& reply) {
    if (seams_.outgoing_octets) seams_.outgoing_octets(request, reply);
}

Admission Endpoint::admit_honestly(Request& head) {
    if (head.path() != path_to_all && head.path() != path_to_identify)
        return {.refusal = Reply{.status = 404}};
    if (head.method != "POST") return {.refusal = Reply{.status = 405, .headers = {{"Allow", "POST"}}}};
    Admission admission;
    if (!asks_without_user(head)) admission = log_on(head);
    if (admission.pending || admission.refusal) return admission;
    return {.refusal = take_content(head)};
}

Admission Endpoint::log_on(Request& head) {
    const std::string* authorization = head.header("Authorization");
    if (authorization == nullptr || wants_certificate(*authorization))
        return {.refusal = log_on_with_certificate(head)};
    if (auth::is_digest(*authorization)) return {.refusal = log_on_with_digest(head, *authorization)};
    const auto present = access();
    if (!present->offers_basic()) return {.refusal = unauthorized()};
    const Known known = recognised(head, present, *authorization);
    if (!known) return {.pending = log_on_with_basic(head, present, *authorization)};
    admit_as(head, known);
    return {};
}

std::optional<Reply> Endpoint::log_on_with_certificate(Request& head) {
    if (!head.peer || !head.peer->certificate) return unauthorized();
    const Known principal = access()->certified(*head.peer->certificate);
    if (!principal) return unauthorized();
    admit_as(head, principal);
    return std::nullopt;
}

std::optional<Reply> Endpoint::log_on_with_digest(Request& head, const std::string& authorization) {
    const auto present = access();
    const auto response = auth::parse_digest(authorization);
    if (!response) return unauthorized();
    const auto& offered = present->digest_algorithms();
    if (std::ranges::find(offered, response->algorithm) == offered.end()) return unauthorized();
    const auto result = digest_.verify(*response, head.method, head.target, present->users(), clock_.now());
    const Known principal = present->named(result.user);
    if (!principal) return unauthorized(result.stale);
    admit_as(head, principal);
    return std::nullopt;
}

/// Somebody whose password has to be hashed.
awaitable<std::optional<Reply>> Endpoint::log_on_with_basic(Request& head,
                                                            std::shared_ptr<const Access> present,
                                                            const std::string& authorization) {
    const Place place{hashings_};
    if (!place.is_free()) co_return Reply{.status = 503, .close = true};
    try {
        const Known principal = co_await verify_basic(present, authorization);
        if (!principal) co_return unauthorized();
        admit_as(head, principal);
        co_return take_content(head);
    } catch (const std::exception&) {
        // no memory for the hash: this one request's misfortune
        co_return Reply{.status = 500, .close = true};
    }
}

/// Somebody who was verified before, on this connection or on another one.
Endpoint::Known Endpoint::recognised(Request& head, const std::shared_ptr<const Access>& present,
                                     const std::string& authorization) {
    if (head.kept != nullptr && *head.kept) {
        const auto& last = *static_cast<const Recognised*>(head.kept->get());
        if (Known same = last.principal(present, authorization)) return same;
    }
    const auto user = present->verified().user_of(authorization);
    if (!user) return nullptr;
    Known principal = present->named(*user);
    if (head.kept != nullptr) {
        *head.kept = std::make_shared<const Recognised>(present, authorization, principal);
    }
    return principal;
}

awaitable<Endpoint::Known> Endpoint::verify_basic(std::shared_ptr<const Access> access,
                                                  const std::string& authorization) {
    const auto credentials = auth::parse_basic(authorization);
    if (!credentials || credentials->user.empty()) co_return nullptr;
    const auto verify = [](std::shared_ptr<const Access> known, auth::Credentials each) -> awaitable<bool> {
        co_return known->users().verify(each.user, each.password);
    };
    const bool right = co_await asio::co_spawn(*hashing_, verify(access, *credentials), asio::use_awaitable);
    if (!right) co_return nullptr;
    access->verified().remember(authorization, credentials->user);
    co_return access->named(credentials->user);
}

awaitable<Reply> Endpoint::answer(Request& request) {
    return seams_.incoming_octets || seams_.outgoing_octets ? answer_twisted(request) : answer_soap(request);
}

awaitable<Reply> Endpoint::answer_twisted(Request& request) {
    if (seams_.incoming_octets) seams_.incoming_octets(request);
    Reply reply = co_await answer_soap(request);
    if (seams_.outgoing_octets) seams_.outgoing_octets(request, reply);
    co_return reply;
}

awaitable<Reply> Endpoint::answer_soap(Request& request) {
    // Clients that are about to protect their messages log on with an empty body first.
    if (request.body.empty()) co_return Reply{};
    service::Incoming incoming{.octets = request.body,
                               .charset = request.charset,
                               .soap_action = std::move(request.soap_action),
                               .now = clock_.now(),
                               .wall = clock_.wall()};
    service::Note note;
    if (log_ != nullptr) incoming.note = &note;
    if (request.crowded) incoming.refusal = model::faults::quota_limit("there are too many connections");
    std::optional<Operation> operation;
    if (request.admitted) {
        const auto& principal = *static_cast<const Principal*>(request.admitted.get());
        incoming.caller = {.name = principal.name, .grants = principal.grants};
        operation.emplace(*principal.operations);
        if (operation->before() >= principal.most_operations) {
            incoming.refusal = model::faults::quota_limit("the user has too many operations under way");
        }
    }
    service::Reply answered = co_await service_.answer(std::move(incoming));
    request.action = std::move(note.action);
    request.resource_uri = std::move(note.resource_uri);
    if (answered.unauthenticated) co_return unauthorized();
    constexpr std::string_view parameter = ";charset=";
    std::string content_type;
    content_type.reserve(soap_type.size() + parameter.size() + answered.charset.size());
    content_type.append(soap_type).append(parameter).append(answered.charset);
    co_return Reply{.status = answered.http_status,
                    .content_type = std::move(content_type),
                    .body = std::move(answered.octets)};
}

void Endpoint::told(const Request& request, const wire::Outline& outline) {
    if (log_ == nullptr) return;
    log_->add({.time = clock_.wall(),
               .peer = request.peer ? request.peer->address : std::string{},
               .user = request.user,
               .method = request.method,
               .path = std::string{request.path()},
               .action = request.action,
               .resource_uri = request.resource_uri,
               .status = outline.status,
               .request_octets = request.body.size(),
               .reply_octets = outline.reply_octets,
               .duration = outline.duration,
               .complete = outline.complete});
}

void Endpoint::told_of_failed_handshake(const wire::Peer& peer, const std::string& trouble) {
    if (log_ == nullptr) return;
    log_->add({.time = clock_.wall(), .peer = peer.address, .trouble = "no TLS: " + trouble});
}

}  // namespace assay::server
