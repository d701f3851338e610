// A message as a case looks at it, read, with XPath over its envelope: the answer to an ask, or the request
// of a client under test.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/observe/reading.hpp"
#include "assay/observe/xpath.hpp"
#include "assay/record/exchange.hpp"
#include "assay/record/finding.hpp"

namespace assay::script {

/// A fault in the words that cases use; texts are empty for what is missing.
struct Fault {
    std::string code;     ///< "s:Sender"
    std::string subcode;  ///< "wsman:InvalidSelectors"
    std::string detail;   ///< "UnexpectedSelectors", or the whole URI when it is not one of WS-Management's
    std::string reason;
    std::string lang;
    std::string action;  ///< wsa:Action of the message
};

/// Which message of the exchange it is.
enum class Shown { answer, request };

class Response {
public:
    /// @param prefixes what XPath expressions may use
    Response(const record::Exchange& exchange, const observe::Prefixes& prefixes,
             Shown shown = Shown::answer);
    Response(const Response&) = delete;
    Response& operator=(const Response&) = delete;

    [[nodiscard]] const record::Exchange& exchange() const { return exchange_; }
    [[nodiscard]] bool is_request() const { return shown_ == Shown::request; }
    [[nodiscard]] const observe::MessageReading& message() const {
        return is_request() ? reading_.request : reading_.response;
    }
    /// Has the whole message come, and could it be read to its end?
    [[nodiscard]] bool answered() const {
        return (is_request() || exchange_.ending == record::Ending::answered) && excess().empty();
    }
    /// Which of observe::limits it crosses, in words; "" for none.
    [[nodiscard]] const std::string& excess() const {
        return message().http.excess.empty() ? message().envelope.excess : message().http.excess;
    }

    /// The values of the fields of that name, joined by ", " (RFC 9110 §5.3).
    [[nodiscard]] std::optional<std::string> header(std::string_view name) const;

    /// @throws ScriptError for an expression that is wrong in itself
    [[nodiscard]] observe::XPathResult select(const std::string& expression);

    [[nodiscard]] std::optional<Fault> fault() const;

    /// What came, in a few words, for findings: "HTTP 500, wsman:AccessDenied".
    [[nodiscard]] std::string summary() const;

    /// Where `path` points; when it selects nothing, where the nearest part of it that selects something
    /// does.
    [[nodiscard]] record::Place place_of(const std::string& path);
    /// The whole answer, or the connection when there is none.
    [[nodiscard]] record::Place place() const;
    [[nodiscard]] record::Place place_of_status() const;
    [[nodiscard]] record::Place place_of_header(const std::string& name) const;

private:
    [[nodiscard]] record::Place place_in_head(const observe::Stretch& at, const std::string& path) const;
    [[nodiscard]] record::Place place_at(const observe::Position& at, std::string path) const;

    record::Exchange exchange_;
    Shown shown_;
    observe::Reading reading_;
    observe::XPathDocument document_;
    observe::Prefixes prefixes_;
};

}  // namespace assay::script
