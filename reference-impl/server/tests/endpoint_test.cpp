// Requests of HTTP, without a socket.
#include "assay/server/endpoint.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <vector>

namespace assay::server {
namespace {

using wire::Reply;
using wire::Request;

const std::string identify =
    "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/><s:Body>"
    "<i:Identify "
    "xmlns:i='http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd'/></s:Body></s:Envelope>";
const std::string right = "Basic YXNzYXk6c2VjcmV0";  // assay:secret
const std::string wrong = "Basic YXNzYXk6Z3Vlc3M=";  // assay:guess
const std::string soap = "application/soap+xml;charset=UTF-8";

class EndpointTest : public testing::Test {
protected:
    /// Hashing is slow on purpose: one set of users serves all tests.
    static std::shared_ptr<const Access> access() {
        static const auto known = [] {
            AccessSettings settings;
            settings.members.push_back(
                {.user = {.name = "assay", .password = auth::PasswordHash::of("secret")}});
            return std::make_shared<const Access>(settings);
        }();
        return known;
    }

    Reply talk(Request request) { return talk(std::move(request), endpoint_); }
    static Reply talk(Request request, Endpoint& endpoint) {
        boost::asio::io_context context;
        Reply reply;
        const auto whole = [&]() -> wire::awaitable<void> {
            std::string body = std::move(request.body);
            wire::Admission admission = endpoint.admit(request);
            if (admission.pending) admission.refusal = co_await std::move(*admission.pending);
            if (admission.refusal) {
                reply = std::move(*admission.refusal);
                co_return;
            }
            request.body = std::move(body);
            reply = co_await endpoint.answer(request);
        };
        boost::asio::co_spawn(context, whole(), [](const std::exception_ptr& error) {
            if (error) std::rethrow_exception(error);
        });
        context.run();
        return reply;
    }
    static Request post(wire::Headers headers, std::string body = identify) {
        return {.method = "POST", .target = "/wsman", .headers = std::move(headers), .body = std::move(body)};
    }

    service::Registry registry_;
    service::Service service_{registry_, {}, {.version = "1.2"}};
    base::ManualClock clock_;
    Endpoint endpoint_{service_, access(), clock_};
};

TEST_F(EndpointTest, AnswersThoseWhoLogOn) {
    const Reply reply = talk(post({{"Authorization", right}, {"Content-Type", soap}}));
    EXPECT_EQ(reply.status, 200U);
    EXPECT_EQ(reply.content_type, "application/soap+xml;charset=UTF-8");
    EXPECT_NE(reply.body.find("IdentifyResponse"), std::string::npos);
}

TEST_F(EndpointTest, AsksTheRestToLogOn) {
    for (const wire::Headers& headers : {wire::Headers{},
                                         {{"Authorization", wrong}},
                                         {{"Authorization", "Negotiate abc"}},
                                         {{"Authorization", ""}}}) {
        const Reply reply = talk(post(headers));
        EXPECT_EQ(reply.status, 401U);
        EXPECT_EQ(reply.headers.at(0).first, "WWW-Authenticate");
        EXPECT_EQ(reply.body, "");
    }
}

TEST_F(EndpointTest, StillRefusesAWrongPasswordAfterARightOne) {
    EXPECT_EQ(talk(post({{"Authorization", right}})).status, 200U);
    EXPECT_EQ(talk(post({{"Authorization", wrong}})).status, 401U);
    EXPECT_EQ(talk(post({{"Authorization", right}})).status, 200U);
}

TEST_F(EndpointTest, RecognisesAConnectionOnlyByTheSameValue) {
    std::shared_ptr<const void> kept;
    const auto status_of = [&](const std::string& authorization) {
        Request request = post({{"Authorization", authorization}});
        request.kept = &kept;
        return talk(std::move(request)).status;
    };
    EXPECT_EQ(status_of(wrong), 401U);
    EXPECT_EQ(kept, nullptr);
    EXPECT_EQ(status_of(right), 200U);
    EXPECT_EQ(status_of(right), 200U);
    EXPECT_NE(kept, nullptr);
    for (const std::string& other : {wrong, right + "A", right.substr(0, 20), std::string{}}) {
        EXPECT_EQ(status_of(other), 401U) << other;
    }
    EXPECT_EQ(status_of(right), 200U);
}

TEST_F(EndpointTest, ForgetsWhoAConnectionWasWhenTheUsersChange) {
    Endpoint endpoint{service_, access(), clock_};
    std::shared_ptr<const void> kept;
    const auto status = [&] {
        Request request = post({{"Authorization", right}});
        request.kept = &kept;
        return talk(std::move(request), endpoint).status;
    };
    EXPECT_EQ(status(), 200U);
    EXPECT_EQ(status(), 200U);
    AccessSettings other;
    other.members.push_back({.user = {.name = "assay", .password = auth::PasswordHash::of("guess")}});
    endpoint.use(std::make_shared<const Access>(other));
    EXPECT_EQ(status(), 401U);
    endpoint.use(access());
    EXPECT_EQ(status(), 200U);
}

TEST_F(EndpointTest, LetsSoManyWaitForTheirPasswordAndNoMore) {
    AccessSettings quick;
    quick.members.push_back(
        {.user = {.name = "assay", .password = auth::PasswordHash::of_nobody({.n = 2, .r = 1})}});
    Endpoint endpoint{service_, std::make_shared<const Access>(quick), clock_};
    boost::asio::io_context context;
    std::vector<unsigned> statuses;
    const auto guess = [&]() -> wire::awaitable<void> {
        Request request = post({{"Authorization", wrong}});
        wire::Admission admission = endpoint.admit(request);
        const auto refusal = co_await std::move(admission.pending.value());
        statuses.push_back(refusal ? refusal->status : 200U);
    };
    // All of them begin before the first answer comes back to this loop.
    for (int i = 0; i < 70; ++i) boost::asio::co_spawn(context, guess(), [](const std::exception_ptr&) {});
    context.run();
    EXPECT_EQ(std::ranges::count(statuses, 401U), 64);
    EXPECT_EQ(std::ranges::count(statuses, 503U), 6);
    EXPECT_EQ(talk(post({{"Authorization", wrong}}), endpoint).status, 401U);
}

TEST_F(EndpointTest, IdentifiesItselfToStrangersWhoAskForThat) {
    const wire::Headers unauthenticated{{"wsmanidentify", "unauthenticated"}, {"Content-Type", soap}};
    EXPECT_EQ(talk(post(unauthenticated)).status, 200U);
    EXPECT_EQ(talk(post(unauthenticated, "<other/>")).status, 401U);
    Request other = post({{"Content-Type", soap}});
    other.target = "/wsman-anon/identify";
    EXPECT_EQ(talk(other).status, 200U);
    EXPECT_EQ(talk(other).body.find("ProductVersion"), std::string::npos);
}

TEST_F(EndpointTest, KnowsItsPathsAndItsMethod) {
    Request request = post({{"Authorization", right}});
    request.target = "/wsman?x=1";
    EXPECT_EQ(talk(request).status, 200U);
    for (const char* path : {"/", "/wsma", "/wsman/", "/WSMAN", "*"}) {
        request.target = path;
        EXPECT_EQ(talk(request).status, 404U) << path;
    }
    request.target = "/wsman";
    request.method = "GET";
    const Reply refused = talk(request);
    EXPECT_EQ(refused.status, 405U);
    EXPECT_EQ(refused.headers.at(0), (std::pair<std::string, std::string>{"Allow", "POST"}));
}

TEST_F(EndpointTest, TakesSoapAndWhatDoesNotSayWhatItIs) {
    const auto status = [&](const std::string& type) {
        return talk(post({{"Authorization", right}, {"Content-Type", type}})).status;
    };
    EXPECT_EQ(status(""), 200U);
    EXPECT_EQ(status("application/soap+xml"), 200U);
    EXPECT_EQ(status("text/xml"), 415U);
    EXPECT_EQ(status("application/xml; charset=utf-8"), 415U);
    EXPECT_EQ(status("rubbish"), 415U);
    EXPECT_EQ(talk(post({{"Authorization", right}, {"Content-Encoding", "gzip"}})).status, 415U);
}

TEST_F(EndpointTest, AnswersAnEmptyBodyWithAnEmptyOne) {
    const Reply reply = talk(post({{"Authorization", right}}, ""));
    EXPECT_EQ(reply.status, 200U);
    EXPECT_EQ(reply.body, "");
    EXPECT_EQ(reply.content_type, "");
}

wire::Headers with_digest(std::string_view secret, std::string_view challenge) {
    const auto value = [&](const std::string& name) {
        const auto from = challenge.find(name + "=\"") + name.size() + 2;
        return std::string{challenge.substr(from, challenge.find('"', from) - from)};
    };
    auth::DigestResponse made{.nonce = value("nonce"),
                              .uri = "/wsman",
                              .cnonce = "c",
                              .count_text = "00000001",
                              .algorithm = auth::Algorithm::sha256};
    made.response = auth::expected_response(made, "POST", secret);
    return {{"Authorization",
             "Digest username=\"assay\", realm=\"WSMAN\", nonce=\"" + made.nonce +
                 "\", uri=\"/wsman\", algorithm=SHA-256, qop=auth, nc=00000001, cnonce=\"c\", response=\"" +
                 made.response + "\""}};
}

TEST_F(EndpointTest, LogsOnWithDigestWhereSomeUserHasASecret) {
    const std::string secret = auth::digest_secret(auth::Algorithm::sha256, "assay", "WSMAN", "secret");
    AccessSettings settings;
    settings.members.push_back(
        {.user = {.name = "assay", .digest_secrets = {{auth::Algorithm::sha256, secret}}}});
    Endpoint endpoint{service_, std::make_shared<const Access>(settings), clock_};
    const Reply challenge = talk(post({}), endpoint);
    ASSERT_EQ(challenge.headers.size(), 1U) << "nobody has a password or an MD5 secret";
    const wire::Headers proof = with_digest(secret, challenge.headers[0].second);
    EXPECT_EQ(talk(post(proof), endpoint).status, 200U);
    const Reply replayed = talk(post(proof), endpoint);
    EXPECT_EQ(replayed.status, 401U);
    EXPECT_NE(replayed.headers.at(0).second.find("stale=true"), std::string::npos);
    EXPECT_EQ(talk(post(with_digest("guess", challenge.headers[0].second)), endpoint).status, 401U);
}

TEST_F(EndpointTest, LogsOnWithCertificatesThatARuleKnows) {
    AccessSettings settings;
    settings.members.push_back({.user = {.name = "carded"}});
    settings.certificates.push_back({.issuer = "aa", .subject = "operator", .user = "carded"});
    Endpoint endpoint{service_, std::make_shared<const Access>(settings), clock_};
    const auto with = [&](const wire::ClientCertificate& certificate, wire::Headers headers = {}) {
        Request request = post(std::move(headers));
        request.peer =
            std::make_shared<const wire::Peer>(wire::Peer{.secure = true, .certificate = certificate});
        return talk(std::move(request), endpoint).status;
    };
    const wire::ClientCertificate known{.names = {"operator"}, .issuer_thumbprints = {"aa"}};
    const std::string mutual = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";
    EXPECT_EQ(with(known), 200U);
    EXPECT_EQ(with(known, {{"Authorization", mutual}}), 200U);
    EXPECT_EQ(with(known, {{"Authorization", right}}), 401U) << "somebody who says a password is held to it";
    EXPECT_EQ(with({.names = {"operator"}, .issuer_thumbprints = {"bb"}}), 401U);
    EXPECT_EQ(with({.names = {"other"}, .issuer_thumbprints = {"aa"}}), 401U);
    EXPECT_EQ(talk(post({{"Authorization", mutual}}), endpoint).status, 401U);
}

TEST_F(EndpointTest, RefusesTheOperationsBeyondTheQuotaWithAFault) {
    AccessSettings settings;
    settings.operations_per_user = 0;
    settings.members.push_back({.user = {.name = "assay", .password = auth::PasswordHash::of("secret")}});
    Endpoint endpoint{service_, std::make_shared<const Access>(settings), clock_};
    const Reply reply = talk(post({{"Authorization", right}}), endpoint);
    EXPECT_EQ(reply.status, 400U);
    EXPECT_NE(reply.body.find("wsman:QuotaLimit"), std::string::npos);
}

TEST_F(EndpointTest, TellsACrowdedConnectionSoWithAFault) {
    Request request = post({{"Authorization", right}});
    request.crowded = true;
    const Reply reply = talk(request);
    EXPECT_EQ(reply.status, 400U);
    EXPECT_NE(reply.body.find("wsman:QuotaLimit"), std::string::npos);
}

TEST_F(EndpointTest, AsksTheNewUsersOnceItIsToldOfThem) {
    Endpoint endpoint{service_, access(), clock_};
    EXPECT_EQ(talk(post({{"Authorization", right}}), endpoint).status, 200U);
    AccessSettings settings;
    settings.members.push_back({.user = {.name = "other", .password = auth::PasswordHash::of("secret")}});
    endpoint.use(std::make_shared<const Access>(settings));
    EXPECT_EQ(talk(post({{"Authorization", right}}), endpoint).status, 401U)
        << "what was verified is forgotten";
}

TEST_F(EndpointTest, LetsSeamsTwistOctets) {
    Seams seams;
    seams.incoming_octets = [](Request& request) { request.method = "PATCH"; };
    seams.outgoing_octets = [](const Request&, Reply& reply) { reply.status += 1; };
    Endpoint endpoint{service_, access(), clock_, nullptr, seams};
    EXPECT_EQ(talk(post({{"Authorization", right}}), endpoint).status, 406U);
}

}  // namespace
}  // namespace assay::server
