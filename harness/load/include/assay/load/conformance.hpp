// What judging a share of a load's exchanges came to; the judging itself is somebody else's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/record/rule.hpp"

namespace assay::load {

/// One of the exchanges in which a rule was broken, in the words of the finding.
struct BrokenExample {
    std::string run{};           ///< of which generator; see Part::run
    std::uint32_t exchange = 0;  ///< in that run's journal
    std::string where{};         ///< "/s:Envelope/s:Header, line 1"; empty for the message as a whole
    std::string message{};
    std::string expected{};
    std::string actual{};
};

/// One rule over the exchanges that were judged.
struct RuleCount {
    std::string rule{};  ///< record::Rule::id
    record::Level level = record::Level::shall;
    bool of_requests = false;    ///< the load's own requests were judged, not the answers
    std::uint64_t examined = 0;  ///< exchanges to which it applied
    std::uint64_t broken = 0;    ///< subset of examined
    std::uint64_t findings = 0;  ///< there may be several in an exchange
    std::optional<BrokenExample> example{};

    /// Is it the service's fault: a SHALL or a SHOULD that answers broke?
    [[nodiscard]] bool is_finding() const;
    /// "SHALL", and of requests "SHALL of requests"
    [[nodiscard]] std::string level_text() const;
    /// "it has no wsa:To; expected …, was … (exchange 7, /s:Envelope/s:Header)"
    [[nodiscard]] std::string example_text() const;
};

struct Conformance {
    double share = 0;  ///< of the exchanges that were to be judged, 0..1
    std::uint64_t judged = 0;
    std::uint64_t dropped = 0;  ///< drawn and not judged, because the judge was too slow
    /// Those that applied to an exchange, by id; those about answers before those about requests.
    std::vector<RuleCount> rules{};

    /// How many findings there are about answers, those against a MAY left out. @param rule only of this one
    [[nodiscard]] std::uint64_t findings(std::string_view rule = {}) const;
    /// The rules that something was found against, also those that are no findings.
    [[nodiscard]] std::vector<const RuleCount*> broken() const;
    /// "1 234 exchanges (1 %), 57 rules"
    [[nodiscard]] std::string text() const;

    void sort();
    void merge(const Conformance& other);
};

}  // namespace assay::load
