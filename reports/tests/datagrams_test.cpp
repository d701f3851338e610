#include "assay/reports/datagrams.hpp"

#include <gmock/gmock.h>

namespace assay::reports {
namespace {

record::Exchange exchange() {
    record::Exchange exchange;
    exchange.request = std::string{"\x06\x00\xFF\x07", 4};
    exchange.response = std::string(17, 'A');
    exchange.bmc = record::BmcFacts{};
    return exchange;
}

TEST(Datagrams, StandInHexadecimalSixteenALine) {
    EXPECT_EQ(request_text(exchange()), "Datagram, 4 octets\n  0000  06 00 ff 07\n");
    EXPECT_EQ(response_text(exchange()),
              "Datagram, 17 octets\n  0000  41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41\n  0010  41\n");
}

TEST(Datagrams, ShowWhatTheDriverAloneKnows) {
    record::Exchange deciphered = exchange();
    deciphered.bmc->clear_request = "q";
    deciphered.bmc->clear_response = "a";
    deciphered.bmc->integrity = record::Integrity::wrong;
    EXPECT_THAT(request_text(deciphered),
                testing::HasSubstr("Its payload in clear text, 1 octets\n  0000  71\n"));
    EXPECT_THAT(response_text(deciphered), testing::EndsWith("  0000  61\nIts code is wrong\n"));
}

TEST(Datagrams, ShowEveryOtherDatagramOnItsSide) {
    record::Exchange repeated = exchange();
    repeated.bmc->others = {{std::chrono::milliseconds{1500}, true, "s"},
                            {std::chrono::seconds{2}, false, "r"}};
    EXPECT_THAT(request_text(repeated), testing::EndsWith("Sent before at 1.500 s, 1 octets\n  0000  73\n"));
    EXPECT_THAT(response_text(repeated),
                testing::EndsWith("Came, and answers nothing at 2.000 s, 1 octets\n  0000  72\n"));
}

TEST(Datagrams, OfSilenceThereIsNothing) {
    record::Exchange silent = exchange();
    silent.response.clear();
    EXPECT_EQ(response_text(silent), "");
}

}  // namespace
}  // namespace assay::reports
