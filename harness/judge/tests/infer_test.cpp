#include "assay/judge/infer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::judge {
namespace {

using record::SignSeen;

constexpr const char* namespaces =
    "xmlns:s='http://www.w3.org/2003/05/soap-envelope' "
    "xmlns:wsa='http://schemas.xmlsoap.org/ws/2004/08/addressing' "
    "xmlns:wsen='http://schemas.xmlsoap.org/ws/2004/09/enumeration' "
    "xmlns:wsman='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd' "
    "xmlns:wsmid='http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd'";

/// What was asked and what came, written by hand after the sources that the tests name.
class Peer {
public:
    Peer& answers(const std::string& asked, int status, const std::string& fields, const std::string& body) {
        record::Exchange exchange;
        exchange.id = static_cast<std::uint32_t>(exchanges_.size() + 1);
        exchange.request = fmt::format(
            "POST /wsman HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Length: {}\r\n\r\n{}",
            asked.size(), asked);
        exchange.response =
            fmt::format("HTTP/1.1 {} x\r\n{}Content-Length: {}\r\n\r\n{}", status, fields, body.size(), body);
        exchanges_.push_back(std::move(exchange));
        return *this;
    }

    [[nodiscard]] std::vector<record::DialectMatch> inferred() const {
        return infer_dialects(exchanges_, suite::read_dialects(ASSAY_SOURCE_DIR "/suites/dialects"));
    }

    [[nodiscard]] std::string speaks() const {
        const auto matches = inferred();
        return matches.empty() ? "nothing known" : matches.front().name;
    }

private:
    std::vector<record::Exchange> exchanges_;
};

std::string envelope(const std::string& header, const std::string& body) {
    return fmt::format("<s:Envelope {}><s:Header>{}</s:Header><s:Body>{}</s:Body></s:Envelope>", namespaces,
                       header, body);
}

const std::string identify = envelope("", "<wsmid:Identify/>");
const std::string get =
    envelope("<wsa:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</wsa:Action>", "");
const std::string enumerate = envelope("", "<wsen:Enumerate/>");

std::string identified(const std::string& vendor) {
    return envelope("", "<wsmid:IdentifyResponse><wsmid:ProductVendor>" + vendor +
                            "</wsmid:ProductVendor></wsmid:IdentifyResponse>");
}

std::string fault(const std::string& detail) {
    return envelope("", "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Detail>" + detail +
                            "</s:Detail></s:Fault>");
}

// MS-WSMV 2.2.4.43 and the answers in the tests of masterzen/winrm and pywinrm.
TEST(Inference, KnowsWindowsByItsFaults) {
    Peer windows;
    windows.answers(identify, 200, "Server: Microsoft-HTTPAPI/2.0\r\n", identified("Microsoft Corporation"))
        .answers(get, 401, "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=\"WSMAN\"\r\n", "")
        .answers(get, 500, "Server: Microsoft-HTTPAPI/2.0\r\n",
                 fault("<f:WSManFault xmlns:f='http://schemas.microsoft.com/wbem/wsman/1/wsmanfault' "
                       "Code='2150858843'/>"));
    EXPECT_EQ(windows.speaks(), "winrm");
    const record::DialectMatch match = windows.inferred().front();
    EXPECT_EQ(match.shown, match.decided);
    EXPECT_GE(match.shown, 6U);
    EXPECT_FALSE(match.bugs.empty());
}

// The recorded replies of device-management-toolkit/go-wsman-messages, the challenges of its mps.
TEST(Inference, KnowsAmtByTheResourceUriInItsReplies) {
    Peer amt;
    amt.answers(get, 401,
                "WWW-Authenticate: Digest realm=\"Digest:A4070000000000000000000000000000\", "
                "nonce=\"x\",stale=\"false\",qop=\"auth\"\r\n"
                "Server: Intel(R) Active Management Technology 11.8.50.3425\r\n",
                "")
        .answers(
            get, 200, "Server: Intel(R) Active Management Technology 11.8.50.3425\r\n",
            "<a:Envelope xmlns:a='http://www.w3.org/2003/05/soap-envelope' "
            "xmlns:b='http://schemas.xmlsoap.org/ws/2004/08/addressing' "
            "xmlns:c='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'><a:Header><b:RelatesTo>0</b:RelatesTo>"
            "<b:MessageID>uuid:00000000-8086-8086-8086-000000000001</b:MessageID>"
            "<c:ResourceURI>http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings</c:ResourceURI></"
            "a:Header>"
            "<a:Body/></a:Envelope>");
    EXPECT_EQ(amt.speaks(), "amt");
}

// microsoft/omi, Unix/wsman/wsman.c: _SendIdentifyResponse and _SendEnumPullResponse.
TEST(Inference, KnowsOmiByItsIdentify) {
    Peer omi;
    omi.answers(identify, 200, "",
                "<soap:Envelope xmlns:soap='http://www.w3.org/2003/05/soap-envelope' "
                "xmlns:wsmid='http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd'><soap:Header/"
                "><soap:Body>"
                "<soap:IdentifyResponse><wsmid:ProductVendor>OMI</wsmid:ProductVendor></"
                "soap:IdentifyResponse></soap:Body></soap:Envelope>")
        .answers(
            enumerate, 200, "",
            "<SOAP-ENV:Envelope xmlns:SOAP-ENV='http://www.w3.org/2003/05/soap-envelope' "
            "xmlns:wsen='http://schemas.xmlsoap.org/ws/2004/09/enumeration' "
            "xmlns:wsman='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'><SOAP-ENV:Header/"
            "><SOAP-ENV:Body><wsen:EnumerateResponse>"
            "<wsen:EnumerationContext>17</wsen:EnumerationContext><wsman:Items/></wsen:EnumerateResponse>"
            "</SOAP-ENV:Body></SOAP-ENV:Envelope>");
    EXPECT_EQ(omi.speaks(), "omi");
    EXPECT_EQ(omi.inferred().front().shown, 4U);
}

// Openwsman/openwsman: src/server/wsmand-listener.c and src/plugins/identify/identify_stubs.c.
TEST(Inference, KnowsOpenwsmanByItsServer) {
    Peer openwsman;
    openwsman.answers(identify, 200, "Server: openwsman/2.7.1\r\n", identified("Openwsman Project"))
        .answers(identify, 411, "", "");
    EXPECT_EQ(openwsman.speaks(), "openwsman");
}

// openstack/python-dracclient:
// dracclient/tests/wsman_mocks/bios_service-invoke-create_targeted_config_job-ok.xml.
TEST(Inference, KnowsIdracByItsClasses) {
    Peer idrac;
    idrac.answers(
        get, 200, "",
        envelope("<wsa:MessageID>uuid:d7d89957-2189-1189-8ec0-a36fc6fe83b0</wsa:MessageID>",
                 "<n1:Job xmlns:n1='http://schemas.dell.com/wbem/wscim/1/cim-schema/2/DCIM_BIOSService'>"
                 "<wsman:SelectorSet><wsman:Selector "
                 "Name='__cimnamespace'>root/dcim</wsman:Selector></wsman:SelectorSet></n1:Job>"));
    EXPECT_EQ(idrac.speaks(), "idrac");
}

TEST(Inference, LeavesOutADialectThatADecisiveSignContradicts) {
    Peer plain;
    plain.answers(get, 400, "", fault("")).answers(get, 200, "", envelope("", ""));
    for (const record::DialectMatch& match : plain.inferred()) {
        EXPECT_NE(match.name, "winrm");
        EXPECT_NE(match.name, "amt");
    }
    EXPECT_EQ(Peer{}.speaks(), "nothing known");
}

TEST(Inference, SaysWhichExchangeDecidedASign) {
    Peer peer;
    peer.answers(get, 400, "", fault("")).answers(get, 500, "", fault(""));
    for (const record::DialectMatch& match : peer.inferred()) {
        for (const SignSeen& sign : match.signs) {
            if (sign.id != "status-400") continue;
            EXPECT_EQ(sign.answer, SignSeen::Answer::contradicted) << "always means always";
            EXPECT_EQ(sign.exchange, 2U);
        }
    }
}

TEST(Inference, BlamesAnExpressionThatIsNone) {
    record::Exchange exchange;
    exchange.response = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(get.size()) + "\r\n\r\n" + get;
    const suite::Dialect wrong{
        "wrong", "t", {{.id = "i", .meaning = "m", .source = "s", .xpath = "//["}}, {}};
    EXPECT_THROW((void)infer_dialects({exchange}, {wrong}), base::SetupError);
}

}  // namespace
}  // namespace assay::judge
