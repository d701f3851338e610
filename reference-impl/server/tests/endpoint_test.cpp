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
    /// Hashing is slow on purpose: one table of users and one endpoint serve a whole test.
    static const auth::Users& users() {
        static const auth::Users known = [] {
            auth::Users made;
            made.add("assay", auth::PasswordHash::of("secret"));
            return made;
        }();
        return known;
    }

    Reply talk(Request request) { return talk(std::move(request), endpoint_); }
    static Reply talk(Request request, Endpoint& endpoint) {
        boost::asio::io_context context;
        Reply reply;
        const auto whole = [&]() -> wire::awaitable<void> {
            std::string body = std::move(request.body);
            auto refusal = co_await endpoint.admit(request);
            if (refusal) {
                reply = std::move(*refusal);
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
    Endpoint endpoint_{service_, users(), clock_};
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

TEST_F(EndpointTest, LetsSoManyWaitForTheirPasswordAndNoMore) {
    auth::Users quick;
    quick.add(
        "assay",
        auth::PasswordHash::parse("scrypt$2$1$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").value());
    Endpoint endpoint{service_, quick, clock_};
    boost::asio::io_context context;
    std::vector<unsigned> statuses;
    const auto guess = [&]() -> wire::awaitable<void> {
        Request request = post({{"Authorization", wrong}});
        const auto refusal = co_await endpoint.admit(request);
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

TEST_F(EndpointTest, LetsSeamsTwistOctets) {
    Seams seams;
    seams.incoming_octets = [](Request& request) { request.method = "PATCH"; };
    seams.outgoing_octets = [](const Request&, Reply& reply) { reply.status += 1; };
    Endpoint endpoint{service_, users(), clock_, seams};
    EXPECT_EQ(talk(post({{"Authorization", right}}), endpoint).status, 406U);
}

}  // namespace
}  // namespace assay::server
