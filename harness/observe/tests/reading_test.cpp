#include "assay/observe/reading.hpp"

#include <gtest/gtest.h>

namespace assay::observe {
namespace {

TEST(Reading, ReadsBothMessagesOfAnExchange) {
    record::Exchange exchange;
    exchange.request =
        "POST / HTTP/1.1\r\nContent-Type: application/soap+xml;charset=\"utf-16\"\r\nContent-Length: "
        "8\r\n\r\n";
    exchange.request += std::string_view{"<\0a\0/\0>\0", 8};
    exchange.response = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<b/>";
    const Reading reading = read(exchange);
    EXPECT_EQ(reading.exchange, &exchange);
    EXPECT_EQ(reading.request.envelope.root()->local, "a");
    EXPECT_EQ(reading.request.media_type.parameter("charset"), "utf-16");
    EXPECT_EQ(reading.response.envelope.root()->local, "b");
}

TEST(Reading, IsEmptyWhereNothingCame) {
    const record::Exchange exchange;
    const Reading reading = read(exchange);
    EXPECT_FALSE(reading.response.http.present);
    EXPECT_FALSE(reading.response.envelope.present);
}

TEST(MediaType, KeepsParametersWithTheirQuotesTakenOff) {
    const MediaType media =
        read_media_type("Application/SOAP+XML ; Charset=UTF-8; action=\"urn:a;\\\"b\\\"\"; stray;x=");
    EXPECT_EQ(media.type, "application/soap+xml");
    EXPECT_EQ(media.parameter("charset"), "UTF-8");
    EXPECT_EQ(media.parameter("action"), "urn:a;\"b\"");
    EXPECT_EQ(media.parameter("stray"), "");
    EXPECT_EQ(read_media_type("").type, "");
}

}  // namespace
}  // namespace assay::observe
