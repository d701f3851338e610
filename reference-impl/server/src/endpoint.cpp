#include "assay/server/endpoint.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "assay/base/text.hpp"
#include "assay/server/media_type.hpp"

namespace assay::server {
namespace {

namespace asio = boost::asio;
using wire::awaitable;
using wire::Reply;
using wire::Request;

constexpr std::string_view soap_type = "application/soap+xml";
constexpr unsigned most_hashings = 64;  // some seconds' worth
constexpr std::string_view path_to_all = "/wsman";
constexpr std::string_view path_to_identify = "/wsman-anon/identify";

Reply unauthorized() {
    return {.status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"WSMAN\", charset=\"UTF-8\""}}};
}

/// Windows' way to ask for Identify without logging on.
bool asks_without_user(const Request& request) {
    if (request.path() == path_to_identify) return true;
    const std::string* wish = request.header("WSMANIDENTIFY");
    return wish != nullptr && base::equal_ignoring_case(base::trimmed(*wish), "unauthenticated") &&
           request.header("Authorization") == nullptr;
}

/// DSP0226 §13.1: application/soap+xml. A request that does not say is taken at its word, as many are.
bool has_soap_type(const Request& request) {
    const std::string* type = request.header("Content-Type");
    if (type == nullptr || base::trimmed(*type).empty()) return true;
    const auto media = parse_media_type(*type);
    return media && media->type == soap_type;
}

bool is_encoded(const Request& request) {
    const std::string* encoding = request.header("Content-Encoding");
    return encoding != nullptr && !base::equal_ignoring_case(base::trimmed(*encoding), "identity");
}

/// What HTTP says the action is: the media type's parameter, else SOAPAction without its quotes.
std::optional<std::string> http_action(const Request& request, const std::optional<MediaType>& media) {
    if (media && media->action) return media->action;
    const std::string* field = request.header("SOAPAction");
    if (field == nullptr) return std::nullopt;
    std::string_view action = base::trimmed(*field);
    if (action.size() >= 2 && action.starts_with('"') && action.ends_with('"')) {
        action = action.substr(1, action.size() - 2);
    }
    return std::string{action};
}

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

Endpoint::Endpoint(service::Service& service, const auth::Users& users, const base::Clock& clock, Seams seams)
    : service_{service}, users_{users}, clock_{clock}, seams_{std::move(seams)} {}

awaitable<std::optional<Reply>> Endpoint::admit(Request& head) {
    if (seams_.incoming_octets) seams_.incoming_octets(head);
    auto refusal = co_await admit_honestly(head);
    if (refusal && seams_.outgoing_octets) seams_.outgoing_octets(head, *refusal);
    co_return refusal;
}

awaitable<std::optional<Reply>> Endpoint::admit_honestly(Request& head) {
    if (head.path() != path_to_all && head.path() != path_to_identify) co_return Reply{.status = 404};
    if (head.method != "POST") co_return Reply{.status = 405, .headers = {{"Allow", "POST"}}};
    if (!asks_without_user(head)) {
        if (auto refusal = co_await log_on(head)) co_return refusal;
    }
    if (!has_soap_type(head) || is_encoded(head)) co_return Reply{.status = 415};
    co_return std::nullopt;
}

awaitable<std::optional<Reply>> Endpoint::log_on(Request& head) {
    const std::string* authorization = head.header("Authorization");
    if (authorization == nullptr) co_return unauthorized();
    if (const auto user = verified_.user_of(*authorization)) {
        head.user = *user;
        co_return std::nullopt;
    }
    const Place place{hashings_};
    if (!place.is_free()) co_return Reply{.status = 503, .close = true};
    try {
        const auto user = co_await authenticate(*authorization);
        if (!user) co_return unauthorized();
        head.user = *user;
        co_return std::nullopt;
    } catch (const std::exception&) {
        // no memory for the hash: this one request's misfortune
        co_return Reply{.status = 500, .close = true};
    }
}

awaitable<std::optional<std::string>> Endpoint::authenticate(const std::string& authorization) {
    const auto credentials = auth::parse_basic(authorization);
    if (!credentials || credentials->user.empty()) co_return std::nullopt;
    const auto verify = [](const auth::Users& users, const auth::Credentials& each) -> awaitable<bool> {
        co_return users.verify(each);
    };
    const bool right = co_await asio::co_spawn(*hashing_, verify(users_, *credentials), asio::use_awaitable);
    if (!right) co_return std::nullopt;
    verified_.remember(authorization, credentials->user);
    co_return credentials->user;
}

awaitable<Reply> Endpoint::answer(Request& request) {
    if (seams_.incoming_octets) seams_.incoming_octets(request);
    // Clients that are about to protect their messages log on with an empty body first.
    Reply reply;
    if (!request.body.empty()) reply = co_await answer_soap(request);
    if (seams_.outgoing_octets) seams_.outgoing_octets(request, reply);
    co_return reply;
}

awaitable<Reply> Endpoint::answer_soap(const Request& request) {
    const std::string* type = request.header("Content-Type");
    const auto media = type == nullptr ? std::nullopt : parse_media_type(*type);
    service::Incoming incoming{.octets = request.body,
                               .charset = media ? std::string_view{media->charset} : std::string_view{},
                               .soap_action = http_action(request, media),
                               .caller = {.name = request.user},
                               .now = clock_.now(),
                               .wall = clock_.wall()};
    service::Reply answered = co_await service_.answer(std::move(incoming));
    if (answered.unauthenticated) co_return unauthorized();
    std::string content_type{soap_type};
    content_type += ";charset=";
    content_type += answered.charset;
    co_return Reply{.status = answered.http_status,
                    .content_type = std::move(content_type),
                    .body = std::move(answered.octets)};
}

}  // namespace assay::server
