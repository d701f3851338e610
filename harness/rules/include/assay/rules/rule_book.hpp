// Passive rules: what every exchange has to obey, whatever the case that caused it wanted to know.
#pragma once

#include <functional>
#include <set>
#include <string_view>
#include <vector>

#include "assay/observe/reading.hpp"
#include "assay/record/finding.hpp"

namespace assay::rules {

/// Whose message is judged. Requests are judged only when the exchange does not break the rules on purpose.
enum class Judged { request, response };

/// What looking at one exchange gave. A rule that does not apply to it was not examined, which is not the
/// same as having found nothing.
struct Outcome {
    bool examined = false;
    std::vector<record::Finding> findings;
};

/// A rule that one exchange is enough to judge.
struct PassiveRule {
    std::string_view rule;  ///< from vocab::rule()
    Judged judged = Judged::response;
    std::function<Outcome(const observe::Reading&)> examine;
};

/// Looks at one exchange after the other, in order, and remembers what it needs of those before.
using RunExaminer = std::function<Outcome(const observe::Reading&)>;

/// A rule that needs the exchanges before, e.g. that no MessageID comes twice. Its examiner gets every
/// reading and leaves out by itself the requests that are unlawful on purpose.
struct RunRule {
    std::string_view rule;  ///< from vocab::rule()
    Judged judged = Judged::response;
    std::function<RunExaminer()> begin;  ///< a new examiner, for a new run
};

/// Every rule there is, in the order they were added. A rule id may stand once for each side.
class RuleBook {
public:
    void add(PassiveRule rule) { passive_.push_back(std::move(rule)); }
    void add(RunRule rule) { run_.push_back(std::move(rule)); }

    /// Marks a rule that looks at what only the wire shows: octets, framing, who authenticated. It is not
    /// judged where the source of exchanges did not keep that.
    void needs_wire(std::string_view rule) { wire_.insert(rule); }
    [[nodiscard]] bool is_about_the_wire(std::string_view rule) const { return wire_.contains(rule); }

    [[nodiscard]] const std::vector<PassiveRule>& passive() const { return passive_; }
    [[nodiscard]] const std::vector<RunRule>& run() const { return run_; }

private:
    std::vector<PassiveRule> passive_;
    std::vector<RunRule> run_;
    std::set<std::string_view> wire_;
};

}  // namespace assay::rules
