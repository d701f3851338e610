// What a BMC answered, as a case looks at it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "assay/observe/bmc_reading.hpp"
#include "assay/record/exchange.hpp"
#include "assay/record/finding.hpp"

namespace assay::script {

class BmcAnswer {
public:
    explicit BmcAnswer(record::Exchange exchange);

    [[nodiscard]] const record::Exchange& exchange() const { return exchange_; }
    [[nodiscard]] bool answered() const { return exchange_.ending == record::Ending::answered; }
    [[nodiscard]] const observe::DatagramReading& datagram() const { return datagram_; }
    /// Nothing when the answer is of another kind, or could not be decrypted.
    [[nodiscard]] const std::optional<observe::LanReading>& lan() const { return lan_; }
    [[nodiscard]] const std::optional<observe::SetupReading>& setup() const { return setup_; }
    /// The payload in clear text; nothing when it could not be decrypted.
    [[nodiscard]] const std::optional<std::string>& clear() const { return clear_; }
    [[nodiscard]] record::Integrity integrity() const;

    /// The octet of the response's data that its table in the specification gives this number: 1 is the
    /// completion code.
    [[nodiscard]] observe::Number octet(std::size_t number) const;

    /// What came, in a few words, for findings: "completion code C7h (request data length invalid)".
    [[nodiscard]] std::string summary() const;
    [[nodiscard]] record::Place place() const;

private:
    record::Exchange exchange_;
    observe::DatagramReading datagram_;
    std::optional<std::string> clear_;
    std::optional<observe::LanReading> lan_;
    std::optional<observe::SetupReading> setup_;
};

using BmcAnswerPointer = std::shared_ptr<BmcAnswer>;

inline constexpr const char* bmc_answer_type = "assay.bmc-answer";

}  // namespace assay::script
