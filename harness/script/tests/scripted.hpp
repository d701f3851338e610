// A case, its script and the answers it gets, without a socket.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/script/dialogue.hpp"

namespace assay::script {

inline record::Rules some_rules() {
    record::Rules rules;
    rules["must.do"].level = record::Level::shall;
    rules["must.too"].level = record::Level::shall;
    rules["may.do"].level = record::Level::may;
    return rules;
}

inline const record::Rules rules = some_rules();

/// A suite file with one case whose `run` has this body.
inline std::string suite_with(const std::string& body) {
    return fmt::format(
        "case {{ id = 'a.case', title = 'T', proves = {{ 'must.do', 'must.too', 'may.do' }},\nrun = "
        "function(t)\n{}\nend }}\n",
        body);
}

inline Library library_with(const std::string& text) {
    Library library;
    library.texts["a.lua"] = text;
    library.texts["lib/shared.lua"] = "return { word = 'shared' }";
    return library;
}

inline Setting some_setting() {
    Setting setting;
    setting.seed = 7;
    setting.host = "bmc:5985";
    setting.path = "/wsman";
    setting.url = "http://bmc:5985/wsman";
    setting.profile = Value{Table{{"uri", Value{std::string{"http://item"}}},
                                  {"list", Value{Array{Value{std::int64_t{4}}, Value{std::int64_t{5}}}}}}};
    setting.namespaces = {{"item", "http://item"}};
    return setting;
}

inline std::string http_answer(const std::string& body, int status = 200) {
    return fmt::format(
        "HTTP/1.1 {} X\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: {}\r\n\r\n{}",
        status, body.size(), body);
}

/// An envelope with this header and body.
inline std::string envelope(const std::string& header, const std::string& body) {
    return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
           "xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "
           "xmlns:wsman=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\">\n<s:Header>" +
           header + "</s:Header>\n<s:Body>" + body + "</s:Body></s:Envelope>";
}

inline std::string fault_body(const std::string& subcode, const std::string& detail) {
    return "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>" + subcode +
           "</s:Value></s:Subcode></s:Code>"
           "<s:Reason><s:Text xml:lang=\"en\">no such "
           "thing</s:Text></s:Reason><s:Detail><wsman:FaultDetail>" +
           detail + "</wsman:FaultDetail></s:Detail></s:Fault>";
}

inline record::Exchange answered(const std::string& response,
                                 record::Ending ending = record::Ending::answered) {
    record::Exchange exchange;
    exchange.id = 3;
    exchange.request = "POST /wsman HTTP/1.1\r\nHost: bmc\r\nContent-Length: 0\r\n\r\n";
    exchange.response = response;
    exchange.ending = ending;
    return exchange;
}

struct Played {
    std::vector<Ask> asks;
    Outcome outcome;
};

/// Plays the case to its end, giving the same answer to whatever wants one.
inline Played play(const std::string& suite,
                   const record::Exchange& answer = answered(http_answer(envelope("", ""))),
                   const Setting& setting = some_setting()) {
    const Library library = library_with(suite);
    const auto cases = read_cases(library, "a.lua", rules);
    Dialogue dialogue{cases.at(0), library, rules, setting};
    Played played;
    const record::Exchange* given = nullptr;
    while (auto ask = dialogue.resume(given)) {
        given = wants_exchange(*ask) ? &answer : nullptr;
        played.asks.push_back(std::move(*ask));
    }
    played.outcome = dialogue.outcome();
    return played;
}

inline const Send& sent(const Played& played, std::size_t index = 0) {
    return std::get<Send>(played.asks.at(index));
}

}  // namespace assay::script
