// Requests for tests, as text: only what a test is about has to be said.
#pragma once

#include <map>
#include <optional>
#include <regex>
#include <string>

#include "assay/awaited/run.hpp"
#include "assay/service/service.hpp"

namespace assay::service::test {

using awaited::run;
using namespace std::string_literals;
using namespace std::chrono_literals;

inline constexpr const char* namespaces =
    " xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
    " xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
    " xmlns:wsman=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
    " xmlns:wsen=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\""
    " xmlns:wsmid=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\""
    " xmlns:r=\"urn:resource\"";

/// A lawful request that can be made unlawful header by header.
struct Message {
    std::map<std::string, std::string> headers;
    std::string more;
    std::string body;

    explicit Message(std::string_view action, std::string content = {}) : body{std::move(content)} {
        headers = {
            {"wsa:To", "http://host/wsman"},
            {"wsa:Action", std::string{action}},
            {"wsa:MessageID", "uuid:Request-1"},
            {"wsa:ReplyTo", "<wsa:Address>" + std::string{vocab::anonymous_address} + "</wsa:Address>"},
            {"wsman:ResourceURI", "urn:resource"}};
    }
    Message& set(const std::string& name, std::string value) {
        headers[name] = std::move(value);
        return *this;
    }
    Message& without(const std::string& name) {
        headers.erase(name);
        return *this;
    }
    Message& with(const std::string& xml) {
        more += xml;
        return *this;
    }
    [[nodiscard]] std::string text() const {
        std::string all = "<s:Envelope"s + namespaces + "><s:Header>";
        for (const auto& [name, value] : headers)
            all.append("<").append(name).append(">").append(value).append("</").append(name).append(">");
        return all + more + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }
};

/// `text` with each random UUID replaced, so that replies can be compared.
inline std::string scrubbed(const std::string& text) {
    static const std::regex uuid{"uuid:[0-9a-f]{8}-[0-9a-f-]{27}"};
    return std::regex_replace(text, uuid, "uuid:…");
}

/// "s:Sender wsman:InvalidSelectors UnexpectedSelectors 400", or the reply's action when it is no fault.
inline std::string gist(const Reply& reply) {
    const auto read = soap::make_reader()->read(base::octets_of(reply.octets), {});
    const auto* envelope = std::get_if<soap::Envelope>(&read);
    if (envelope == nullptr) return "no envelope";
    std::smatch found;
    static const std::regex fault{
        "<s:Value>([^<]*)</s:Value>(?:<s:Subcode><s:Value>([^<]*)</s:Value>)?(?:.*faultDetail/([^<]*)<)?"};
    if (!std::regex_search(reply.octets, found, fault)) {
        const auto* action = envelope->header({vocab::ns::wsa, "Action"});
        return action == nullptr ? "no action" : std::string{action->value()};
    }
    std::string gist = found[1];
    for (const std::size_t part : {2U, 3U}) {
        if (found[part].matched) gist += " " + found[part].str();
    }
    return gist + " " + std::to_string(reply.http_status);
}

}  // namespace assay::service::test
