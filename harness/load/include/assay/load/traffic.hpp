// What a load consists of, in one protocol: the engine around it knows none.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assay/load/sampling.hpp"
#include "assay/load/scenario.hpp"

namespace boost::asio {
class io_context;
}

namespace assay::load {

class Lane;
class LaneListener;

/// The lanes of one worker.
struct LanePlan {
    unsigned first = 0;  ///< how many lanes other workers have before
    unsigned count = 1;
    base::Duration timeout;
    const base::Clock& clock;
};

/// Shared by all workers, which only read it.
class Traffic {
public:
    Traffic() = default;
    Traffic(const Traffic&) = delete;
    Traffic& operator=(const Traffic&) = delete;
    virtual ~Traffic() = default;

    /// The names of what is counted: the operation as a whole, then its messages where it has several.
    [[nodiscard]] virtual std::vector<std::string> operations() const = 0;
    /// All three and the traffic outlive the lanes; the context is not run after their destruction.
    [[nodiscard]] virtual std::vector<std::unique_ptr<Lane>> lanes(boost::asio::io_context& context,
                                                                   const LanePlan& plan,
                                                                   LaneListener& listener) const = 0;
};

/// The scenario's operation on one address of a service.
[[nodiscard]] std::unique_ptr<const Traffic> make_http_traffic(const Scenario& scenario,
                                                               const Address& address,
                                                               const Sampling& sampling = {});
/// Which of a program's flows are played.
enum class ProgramPart : std::uint8_t { setup, mix, teardown };

/// @param captured what the slots hold when an operation begins; empty for nothing
/// @param gives gets what an operation that succeeded captured; null for who does not want to know. Only for
/// one worker
/// @pre scenario.program
[[nodiscard]] std::unique_ptr<const Traffic> make_program_traffic(const Scenario& scenario,
                                                                  const Address& address, ProgramPart part,
                                                                  std::vector<std::string> captured,
                                                                  std::vector<std::string>* gives = nullptr,
                                                                  const Sampling& sampling = {});
/// The scenario's operation on its BMCs. @pre scenario.ipmi
[[nodiscard]] std::unique_ptr<const Traffic> make_ipmi_traffic(const Scenario& scenario);

}  // namespace assay::load
