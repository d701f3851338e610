#include "sample_messages.hpp"

#include <fmt/format.h>

namespace assay::reports::sample {
namespace {

constexpr std::string_view namespaces =
    R"(xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" )"
    R"(xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd")";
constexpr std::string_view item_uri = "http://schemas.assay.example/wbem/1/Assay_Item";
constexpr std::string_view anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
constexpr std::string_view message_id = "uuid:8b1d3b4e-5f58-4c4c-9a54-3e0a1f0f7c11";

std::string post(const std::string& body) {
    return fmt::format(
        "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1:40123\r\nAuthorization: Basic [redacted]\r\n"
        "Content-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: {}\r\n\r\n{}",
        body.size(), body);
}

std::string reply(std::string_view status, std::string_view type, const std::string& body) {
    return fmt::format("HTTP/1.1 {}\r\nServer: example\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}",
                       status, type, body.size(), body);
}

std::string request_envelope(std::string_view action, std::string_view selectors, std::string_view body) {
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?><s:Envelope {}><s:Header><wsa:To>http://127.0.0.1:40123/wsman</wsa:To>)"
        R"(<wsman:ResourceURI s:mustUnderstand="true">{}</wsman:ResourceURI><wsa:ReplyTo><wsa:Address>{}</wsa:Address>)"
        R"(</wsa:ReplyTo><wsa:Action s:mustUnderstand="true">{}</wsa:Action><wsa:MessageID>{}</wsa:MessageID>{})"
        R"(</s:Header><s:Body>{}</s:Body></s:Envelope>)",
        namespaces, item_uri, anonymous, action, message_id, selectors, body);
}

constexpr std::string_view get_action = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";

}  // namespace

const std::string get_request = post(request_envelope(
    get_action,
    R"(<wsman:SelectorSet><wsman:Selector Name="Name">item-01</wsman:Selector><wsman:Selector Name="Slot">1</wsman:Selector></wsman:SelectorSet>)",
    ""));

const std::string get_request_with_unknown_selector = post(request_envelope(
    get_action, R"(<wsman:SelectorSet><wsman:Selector Name="Slotte">1</wsman:Selector></wsman:SelectorSet>)",
    ""));

const std::string get_reply_without_relation = reply(
    "200 OK", "text/xml",
    fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?><s:Envelope {}><s:Header><wsa:To>{}</wsa:To><wsa:Action>{}Response</wsa:Action>)"
        R"(<wsa:MessageID>uuid:c9d2c8ff-0b1e-4f5a-8f0e-2d1f9c1f7a10</wsa:MessageID><wsa:RelatesTo>uuid:00000000-0000-0000-0000-000000000000</wsa:RelatesTo></s:Header>)"
        R"(<s:Body><p:Assay_Item xmlns:p="{}"><p:Name>item-01</p:Name><p:Slot>1</p:Slot><p:Label>Lüfter – 風扇</p:Label><p:Enabled>true</p:Enabled></p:Assay_Item></s:Body></s:Envelope>)",
        namespaces, anonymous, get_action, item_uri));

const std::string fault_reply = reply("500 Internal Server Error", "application/soap+xml;charset=UTF-8",
                                      fmt::format(
                                          R"(<s:Envelope {}>
  <s:Header>
    <wsa:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/fault</wsa:Action>
    <wsa:RelatesTo>{}</wsa:RelatesTo>
  </s:Header>
  <s:Body>
    <s:Fault>
      <s:Code>
        <s:Value>s:Sender</s:Value>
        <s:Subcode><s:Value>wsman:InvalidSelectors</s:Value></s:Subcode>
      </s:Code>
      <s:Reason><s:Text xml:lang="en">The selectors do not name an instance.</s:Text></s:Reason>
      <s:Detail>
        <wsman:FaultDetail>http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InsufficientSelectors</wsman:FaultDetail>
      </s:Detail>
    </s:Fault>
  </s:Body>
</s:Envelope>
)",
                                          namespaces, message_id));

const std::string raw_request =
    "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1:40123\r\nContent-Type: application/soap+xml\r\nContent-Length: "
    "9999\r\n\r\n"
    "<s:Envelope/>\n";

const std::string enumerate_request = post(request_envelope(
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull", "",
    R"(<wsen:Pull xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><wsen:EnumerationContext>7</wsen:EnumerationContext><wsen:MaxElements>200</wsen:MaxElements></wsen:Pull>)"));

const std::string_view hostile_text =
    "</pre></script><script>document.title='owned'</script><img src=x onerror=\"alert(1)\">'\"&amp;"
    " \x1b[31mred\x07 \xff\xfe \xe2\x80\xaetxt.exe ]]>-->";

std::string long_enumeration_reply() {
    std::string items;
    for (int i = 1; i <= 200; ++i)
        items +=
            fmt::format("      <p:Assay_Item><p:Name>item-{:03}</p:Name><p:Slot>{}</p:Slot></p:Assay_Item>\n",
                        i, i == 113 ? "seventeen" : std::to_string(1 + i % 16));
    return reply("200 OK", "application/soap+xml;charset=UTF-8",
                 fmt::format(R"(<s:Envelope {} xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration">
  <s:Header><wsa:RelatesTo>{}</wsa:RelatesTo></s:Header>
  <s:Body>
    <wsen:PullResponse><wsen:Items xmlns:p="{}">
{}    </wsen:Items></wsen:PullResponse>
  </s:Body>
</s:Envelope>
)",
                             namespaces, message_id, item_uri, items));
}

}  // namespace assay::reports::sample
